"""What the tests of the whole case share: complaints of either Code, and steps taken by forms.

The days: Monday 2 November 2026 received, Friday 20 November 2026 today. Christmas Day is a Friday
and Monday 28 December a bank holiday; otherwise every weekday in sight counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaintdesk.domain.case import Case, Intake, Kind, Person, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, Policy
from complaintdesk.domain.errors import RuleBroken, Unconfirmed
from complaintdesk.domain.forms import Reader
from complaintdesk.domain.parts import Decision, Finding
from complaintdesk.domain.rules import acknowledge, judged, new_case
from complaintdesk.domain.rules.escalation import Escalation, escalate
from complaintdesk.domain.rules.extensions import MoreTime
from complaintdesk.domain.rules.stages import answer
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.domain.tasks import TASKS
from complaintdesk.services import bank_holidays

RECEIVED, TODAY = date(2026, 11, 2), date(2026, 11, 20)
CALENDAR = bank_holidays.calendar()
NOW = Moment(TODAY, CALENDAR, Policy(), "Alex Moss")
POINTS = (
    Point("No heating", "A repair", Responsibility.OURS),
    Point("Nobody rang back", "An apology", Responsibility.OURS),
)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


REVIEW, ACKNOWLEDGED, SENT = day(11, 27), day(11, 4), day(11, 13)


def at(today: date) -> Moment:
    """The moment on another day."""
    return replace(NOW, today=today)


def under_both(housing: str, general: str) -> pytest.MarkDecorator:
    """A test under each Code, with the provision that each has for it (codes.md A)."""
    return pytest.mark.parametrize(
        ("code", "provision"),
        [(Code.HOUSING, housing), (Code.GENERAL, general)],
        ids=[f"H{housing}", f"L{general}"],
    )


either_code = pytest.mark.parametrize("code", list(Code), ids=["H", "L"])


def complaint(code: Code = Code.HOUSING, **details: Any) -> Case:
    """A complaint with two points, dealt with by Sam Patel."""
    given: dict[str, Any] = {"received_on": RECEIVED, "points": POINTS, "officer": "Sam Patel"}
    intake = Intake(Person("Ann O'Brien", "1 Mill Lane"), code=code, **(given | details))
    today = max(TODAY, intake.received_on)
    return new_case("CD-2026-0001", intake, datetime(2026, 11, 2, 9, tzinfo=UTC), today)


def request(code: Code = Code.HOUSING, review_on: date | None = REVIEW) -> Case:
    """A request for service with its review."""
    intake = Intake(
        Person("Ann O'Brien"), RECEIVED, code=code, points=POINTS, officer="Sam Patel",
        kind=Kind.REQUEST,
    )  # fmt: skip
    return new_case("CD-2026-0002", intake, datetime(2026, 11, 2, 9, tzinfo=UTC), TODAY, review_on)


def acknowledged(code: Code = Code.HOUSING, on: date = ACKNOWLEDGED, **details: Any) -> Case:
    return settled(acknowledge(complaint(code, **details), on, TODAY))


def decided(case: Case) -> Case:
    """Every point decided at its current stage, with reasons and what was relied on."""
    made = tuple(
        Decision(case.stage, n, Finding.NOT_UPHELD, "The records show it.", "Repairs policy 4.2")
        for n in range(1, len(case.details.points) + 1)
    )
    return replace(case, decisions=(*case.decisions, *made))


def answered(code: Code = Code.HOUSING, on: date = SENT) -> Case:
    return settled(answer(decided(acknowledged(code)), on, "", NOW).case)


def at_stage_2(code: Code = Code.HOUSING, **asked: Any) -> Case:
    """Stage 2, asked for on Monday 16 November and not acknowledged."""
    given: dict[str, Any] = {"asked_on": day(11, 16), "reviewer": "Alex Moss"}
    request = Escalation(**(given | asked))
    return settled(escalate(answered(code), request, NOW).case)


IN_TIME = day(11, 18)  # the last day to tell of more time, for a case acknowledged on 4 November


def more(until: date | None, told_on: date = IN_TIME, **rest: object) -> MoreTime:
    """More time until a day, with its reason, told to Ann."""
    given = {"reason": "The report is awaited", "told_to": "Ann"} | rest
    return MoreTime(told_on, until, **given)  # type: ignore[arg-type]


def settled(case: Case, moment: Moment = NOW) -> Case:
    """As it is saved: its order checked, finished duties holding what they were judged by."""
    return judged(case, moment.duties(case))


def provisions(ruling: Ruling) -> dict[str, str]:
    """Each concern's provision by its key."""
    return {c.key: c.provision for c in ruling.concerns}


def duty(case: Case, kind: str, stage: int = 1, moment: Moment = NOW) -> Duty:
    """The one duty of a kind at a stage."""
    (found,) = (d for d in moment.duties(case) if (d.kind, d.stage) == (kind, stage))
    return found


def proposed(case: Case, name: str, moment: Moment = NOW) -> dict[str, str]:
    """A task's form as it opens."""
    return {spec.name: spec.value for spec in TASKS[name].fields(case, moment)}


def rule(case: Case, name: str, fields: Mapping[str, str], moment: Moment = NOW) -> Ruling:
    """A task done by its form as it opens, with these fields changed; nothing is confirmed."""
    task = TASKS[name]
    if problem := task.fits(case):
        raise RuleBroken(problem)
    typed = proposed(case, name, moment) | dict(fields)
    return task.rule(case, Reader(typed, moment.today), moment)


def step(case: Case, name: str, fields: Mapping[str, str], moment: Moment = NOW) -> Case:
    """The same and saved, as `task_desk.perform` does it. Raises Unconfirmed without a reason."""
    ruling = rule(case, name, fields, moment)
    if not all(fields.get(f"why_{c.key}") for c in ruling.concerns):
        raise Unconfirmed(ruling.concerns)
    return settled(ruling.case, moment)


@dataclass(frozen=True)
class Rail:
    """A guard rail: after these steps this task raises this concern, by either Code's number."""

    key: str
    housing: str
    general: str
    task: str
    fields: Mapping[str, str]
    before: tuple[tuple[str, Mapping[str, str]], ...] = ()
    name: str = ""

    @property
    def id(self) -> str:
        return f"H{self.housing}-L{self.general}-{self.name or self.key}"

    def provision(self, code: Code) -> str:
        return self.housing if code is Code.HOUSING else self.general


Steps = tuple[tuple[str, Mapping[str, str]], ...]
ACK: Steps = (("acknowledge", {"on": "4/11/2026"}),)
_FOUND = {
    "finding_1": "not-upheld", "reasons_1": "The log shows it.", "relied_on_1": "Repairs policy",
    "finding_2": "not-upheld", "reasons_2": "We did ring.", "relied_on_2": "The phone log",
}  # fmt: skip
FOUND: Steps = (("decide", _FOUND),)
ANSWERED: Steps = (*ACK, *FOUND, ("answer", {"on": "13/11/2026"}))
ASKED: Steps = (*ANSWERED, ("escalate", {"on": "16/11/2026", "reviewer": "Alex Moss"}))
STAGE_2: Steps = (*ASKED, ("acknowledge", {"on": "18/11/2026"}))
FOUND_2: Steps = (*STAGE_2, *FOUND)
REMEDY: Steps = (
    ("remedy", {"remedy": "apology", "what": "A letter", "who": "Sam", "due": "30/11/2026"}),
)
_UPHELD = _FOUND | {"finding_1": "upheld"}
_LIMIT = {
    "what": "Only by e-mail", "reason": "Abuse", "remains": "E-mail", "evidence": "Calls of 3 May",
    "equality": "Considered", "ends": "1/2/2027", "review_on": "4/1/2027", "told_on": "20/11/2026",
}  # fmt: skip
_REFUSED = {"ground": "already-considered", "reasoning": "Same as in May", "evidence": "Our letter"}
MORE = {"told_on": "18/11/2026", "until": "20/11/2026", "reason": "The report is awaited"}
FAR = {**MORE, "until": "4/12/2026"}

# Every guard rail of the issue, and those found besides. Numbers from codes.md, section A.
RAILS = (
    Rail("same_person", "6.13", "6.14", "escalate", {"reviewer": " SAM  patel "}, ANSWERED,
         "same person, other case and spacing"),
    Rail("same_person", "6.13", "6.14", "assign", {"handler": "Sam Patel"}, ASKED,
         "stage 2 handed to the same person"),
    Rail("no_reviewer", "6.13", "6.14", "answer", {"signed_off_by": "The director"},
         (*ANSWERED, ("escalate", {"on": "16/11/2026"}), ("acknowledge", {}), *FOUND),
         "nobody named as reviewer"),
    Rail("stage_1_unanswered", "6.10", "6.11", "escalate", {"reviewer": "Alex Moss"}, ACK),
    Rail("extension_reason", "6.4", "6.4", "extend", {**MORE, "reason": ""}, ACK),
    Rail("extension_date", "6.4", "6.4", "extend", {**MORE, "until": ""}, ACK),
    Rail("extension_late", "6.4", "6.4", "extend", {"told_on": "19/11/2026", "reason": "x"}, ACK),
    Rail("extension_limit", "6.4", "6.4", "extend", {**FAR, "every": "10"}, ACK),
    Rail("extension_updates", "5.9", "5.5", "extend", {**FAR, "good_reason": "Asbestos"}, ACK),
    Rail("extension_reason", "6.15", "6.16", "extend", {}, STAGE_2, "stage 2, no reason"),
    Rail("extension_limit", "6.15", "6.16", "extend",
         {"until": "1/2/2027", "reason": "x", "every": "10"}, STAGE_2, "stage 2, past the limit"),
    Rail("updates_agreed", "5.9", "5.5", "updates", {"agreed_with": ""}),
    Rail("undecided_2", "6.7", "6.7", "answer", {},
         (*ACK, ("decide", {k: v for k, v in _FOUND.items() if k.endswith("1")}))),
    Rail("reasons_1", "6.7", "6.7", "answer", {}, (*ACK, ("decide", {**_FOUND, "reasons_1": ""}))),
    Rail("relied_on_1", "6.7", "6.7", "answer", {},
         (*ACK, ("decide", {**_FOUND, "relied_on_1": ""}))),
    Rail("undecided_2", "6.18", "6.7", "answer", {"signed_off_by": "x"},
         (*STAGE_2, ("decide", {k: v for k, v in _FOUND.items() if k.endswith("1")})),
         "stage 2, undecided"),
    Rail("not_acknowledged", "6.2", "6.2", "answer", {}, FOUND),
    Rail("not_acknowledged", "6.11", "6.12", "answer", {"signed_off_by": "x"}, (*ASKED, *FOUND),
         "stage 2, not acknowledged"),
    Rail("sign_off", "6.20", "6.19", "answer", {}, FOUND_2),
    Rail("no_remedy", "7.1", "7.1", "answer", {}, (*ACK, ("decide", _UPHELD))),
    Rail("remedy_date", "7.3", "7.3", "remedy",
         {"remedy": "apology", "what": "A letter", "who": "Sam"}),
    Rail("remedy_owner", "7.3", "7.3", "remedy",
         {"remedy": "apology", "what": "A letter", "due": "30/11/2026"}),
    Rail("action_date", "6.6", "6.6", "action", {"what": "Mend it", "who": "Sam"}),
    Rail("learning_date", "9.1", "9.1", "learning", {"what": "A new script", "who": "Sam"}),
    Rail("conflict", "5.8", "5.4", "assign", {"handler": "Jo Price", "conflict": "declared"}),
    Rail("open_promises", "6.6", "6.6", "close", {}, (*REMEDY, *ANSWERED)),
    Rail("unanswered", "6.3", "6.3", "close", {}, ACK),
    Rail("not_refused", "2.1", "2.1", "close", {"closing": "not-accepted"}, ACK),
    Rail("asks_why", "6.12", "6.13", "clarify", {"questions": "Please tell us why."}, ASKED),
    Rail("extra_stage", "5.2", "5.2", "clarify", {"questions": "May we try an informal stage?"}),
    Rail("extra_stage", "5.2", "5.2", "action",
         {"what": "Offer stage 3", "who": "Sam", "due": "30/11/2026"}, name="a third stage"),
    Rail("stale_route", "3.7", "3.7", "action",
         {"what": "Send it to the designated person", "who": "Sam", "due": "30/11/2026"}),
    Rail("late_issue", "6.8", "6.9", "new-issue", {"point": "The gutter", "responsibility": "ours"},
         ASKED),
    Rail("restriction_review", "5.14", "5.10", "restrict", {**_LIMIT, "review_on": ""}),
    Rail("restriction_end", "5.14", "5.10", "restrict", {**_LIMIT, "ends": ""}),
    Rail("restriction_evidence", "5.14", "5.10", "restrict", {**_LIMIT, "evidence": ""}),
    Rail("restriction_not_told", "5.14", "5.10", "restrict", {**_LIMIT, "told_on": ""}),
    Rail("restriction_equality", "5.15", "5.11", "restrict", {**_LIMIT, "equality": ""}),
    Rail("adjustment_review", "5.10", "5.6", "adjustments", {"adjustments": "Large print"}),
    Rail("own_reasoning", "2.5", "2.5", "refuse", {**_REFUSED, "reasoning": ""}),
    Rail("evidence", "2.1", "2.1", "refuse", {**_REFUSED, "evidence": ""}),
    Rail("not_old", "2.3", "2.2", "refuse", {**_REFUSED, "ground": "older-than-12-months"}),
    Rail("claim_filed", "2.2", "2.3", "refuse", {**_REFUSED, "ground": "court-claim-filed"}),
    Rail("own_reasoning", "2.5", "2.5", "refuse-escalation",
         {**_REFUSED, "reasoning": "", "asked_on": "16/11/2026"}, ANSWERED, "escalation refused"),
    Rail("request_not_told", "1.3", "5.3", "was-a-request", {"told_on": "", "why": "A repair"}),
    Rail("not_told", "7.3", "7.4", "undeliverable",
         {"promise": "1", "why": "No part", "instead": "A new one", "due": "30/11/2026"}, REMEDY),
    Rail("instead", "7.3", "7.4", "undeliverable",
         {"promise": "1", "why": "No part", "told_on": "20/11/2026"}, REMEDY),
    Rail("not_told", "7.3", "7.4", "change",
         {"promise": "1", "why": "No part", "due": "7/12/2026"}, REMEDY, "changed, not told"),
    Rail("order_date", "7.3", "7.3", "order", {"what": "Pay £100"},
         (("ombudsman", {"reference": "2026-1"}),)),
    Rail("proof", "7.3", "7.3", "done", {},
         (("ombudsman", {"reference": "2026-1"}),
          ("order", {"what": "Pay £100", "due": "30/11/2026"}))),
    Rail("ombudsman_open", "3.7", "3.7", "close", {},
         (*ANSWERED, ("ombudsman", {"reference": "2026-1"}))),
)  # fmt: skip


def before(rail: Rail, code: Code) -> Case:
    """The case as it stands when the rail is met."""
    case = complaint(code, **intake_of(rail))
    for name, fields in rail.before:
        case = step(case, name, fields)
    return case


def intake_of(rail: Rail) -> dict[str, Any]:
    """What is special about the complaint that meets the rail."""
    return {"points": (Point("No heating"),)} if rail.key == "outcomes" else {}
