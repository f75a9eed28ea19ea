"""The two Complaint Handling Codes as data: limits, provisions, force, and who the ombudsman is.

A provision number means nothing without its Code, since the two drift apart from section 5 on;
so every number is reached through a `CodeProfile`. `housing` is statutory and says *must*;
`general` is advice and says *should*.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Code(StrEnum):
    """Which Complaint Handling Code a case falls under."""

    HOUSING = "housing"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class StageLimits:
    """One stage's clocks in working days, and the provision that each comes from."""

    acknowledge_days: int
    acknowledge: str
    respond_days: int
    respond: str
    extension_days: int
    extend: str
    extension_ombudsman: str
    when_known: str
    points: str


@dataclass(frozen=True, slots=True)
class Ombudsman:
    """Where a person can turn, as printed in a letter; editable in desk.toml."""

    name: str
    phone: str
    website: str
    address: str
    last_checked: date


@dataclass(frozen=True, slots=True)
class CodeProfile:
    """All that differs between the Codes, so that nothing else needs to ask which one it is."""

    code: Code
    title: str
    force: str
    we: str
    stages: dict[int, StageLimits]
    ombudsman: Ombudsman
    provisions: dict[str, str]

    def provision(self, topic: str) -> str:
        """The provision's number for a topic such as `definition`."""
        return self.provisions[topic]

    def cite(self, number: str) -> str:
        """How a provision is named to a person: `Housing Code 6.2`."""
        return f"{self.title} {number}"


_CHECKED = date(2026, 11, 21)

HOUSING = CodeProfile(
    code=Code.HOUSING,
    title="Housing Code",
    force="must",
    we="landlord",
    stages={
        1: StageLimits(5, "6.2", 10, "6.3", 10, "6.4", "6.5", "6.6", "6.7"),
        2: StageLimits(5, "6.11", 20, "6.14", 20, "6.15", "6.16", "6.17", "6.18"),
    },
    ombudsman=Ombudsman(
        "Housing Ombudsman Service",
        "0300 111 3000",
        "www.housing-ombudsman.org.uk/residents/make-a-complaint/",
        "PO Box 1484, Unit D, Preston, PR2 0ET",
        _CHECKED,
    ),
    provisions={
        "received": "5.12",
        "definition": "5.6",
        "outcomes": "5.6",
        "questions": "5.6",
        "responsibility": "5.7",
        "impartial": "5.8",
        "adjustments": "5.10",
        "vulnerability": "6.1",
        "representative": "3.6",
        "ombudsman": "3.7",
        "twelve_months": "2.3",
        "stage": "6.2",
        "response_due": "6.3",
        "next_step": "6.10",
        "request": "1.4",
        "request_meant": "1.4",
        "choice": "1.3",
        "dissatisfied": "1.5",
        "accept": "2.1",
        "grounds": "2.2",
        "individual": "2.5",
        "no_extra_stage": "5.2",
        "two_stages": "5.3",
        "third_party": "5.4",
        "outstanding": "5.6",
        "updates": "5.9",
        "refuse_escalation": "5.11",
        "behaviour": "5.14",
        "equality": "5.15",
        "new_issues": "6.8",
        "escalate": "6.10",
        "no_reasons": "6.12",
        "other_person": "6.13",
        "sign_off": "6.20",
        "fault": "7.1",
        "remedy": "7.3",
        "undeliverable": "7.3",
        "learning": "9.1",
        "promise_action": "6.6",
        "promise_remedy": "7.3",
        "promise_update": "5.9",
        "promise_learning": "9.1",
        "promise_review": "5.10",
        "promise_order": "7.3",
        "promise_enquiry": "4.1",
    },
)

GENERAL = CodeProfile(
    code=Code.GENERAL,
    title="General Code",
    force="should",
    we="council",
    stages={
        1: StageLimits(5, "6.2", 10, "6.3", 10, "6.4", "6.5", "6.6", "6.7"),
        2: StageLimits(5, "6.12", 20, "6.15", 20, "6.16", "6.17", "6.6", "6.7"),
    },
    ombudsman=Ombudsman(
        "Local Government and Social Care Ombudsman",
        "0300 061 0614",
        "www.lgo.org.uk",
        "PO Box 4771, Coventry, CV4 0EH",
        _CHECKED,
    ),
    provisions={
        "received": "5.8",
        "definition": "5.4",
        "outcomes": "5.4",
        "questions": "5.4",
        "responsibility": "6.7",
        "impartial": "5.4",
        "adjustments": "5.6",
        "vulnerability": "6.1",
        "representative": "3.6",
        "ombudsman": "3.7",
        "twelve_months": "2.2",
        "stage": "6.2",
        "response_due": "6.3",
        "next_step": "6.11",
        "request": "1.8",
        "request_meant": "1.2",
        "choice": "5.3",
        "dissatisfied": "1.7",
        "accept": "2.1",
        "grounds": "2.3",
        "individual": "2.5",
        "no_extra_stage": "5.2",
        "two_stages": "6.20",
        "third_party": "6.21",
        "outstanding": "6.12",
        "updates": "5.5",
        "refuse_escalation": "5.7",
        "behaviour": "5.10",
        "equality": "5.11",
        "new_issues": "6.9",
        "escalate": "6.11",
        "no_reasons": "6.13",
        "other_person": "6.14",
        "sign_off": "6.19",
        "fault": "7.1",
        "remedy": "7.3",
        "undeliverable": "7.4",
        "learning": "9.1",
        "promise_action": "6.6",
        "promise_remedy": "7.3",
        "promise_update": "5.5",
        "promise_learning": "9.1",
        "promise_review": "5.6",
        "promise_order": "7.3",
        "promise_enquiry": "4.1",
    },
)

PROFILES = {Code.HOUSING: HOUSING, Code.GENERAL: GENERAL}

# Each service and the Code that it proposes (codes.md D, "Which Ombudsman"); an officer may
# overrule it, since the line between the two is drawn by what the complaint is about.
SERVICES: dict[str, Code] = {
    "Repairs": Code.HOUSING,
    "Damp and mould": Code.HOUSING,
    "Tenancy and estates": Code.HOUSING,
    "Anti-social behaviour (as landlord)": Code.HOUSING,
    "Rent and service charges": Code.HOUSING,
    "Leasehold": Code.HOUSING,
    "Moving within our homes": Code.HOUSING,
    "Adult social care": Code.GENERAL,
    "Benefits": Code.GENERAL,
    "Council tax": Code.GENERAL,
    "Customer services": Code.GENERAL,
    "Education and children": Code.GENERAL,
    "Environmental health": Code.GENERAL,
    "Highways": Code.GENERAL,
    "Homelessness and housing register": Code.GENERAL,
    "Parking": Code.GENERAL,
    "Parks and leisure": Code.GENERAL,
    "Planning": Code.GENERAL,
    "Waste and recycling": Code.GENERAL,
    "Other": Code.GENERAL,
}
