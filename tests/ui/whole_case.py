"""A case that holds something of every kind, and its page as words."""

from datetime import date

from complaintdesk.domain.case import (
    Authority,
    Case,
    CaseFile,
    Conflict,
    Extension,
    HistoryLine,
    Intake,
    Person,
    Point,
    Representative,
    Responsibility,
    SentLetter,
    Stage,
)
from complaintdesk.domain.codes import Code
from complaintdesk.domain.duties import case_duties, open_duties
from complaintdesk.domain.parts import (
    Decision,
    Departure,
    Document,
    Ending,
    Finding,
    Ground,
    Link,
    LinkKind,
    MatterKind,
    OmbudsmanMatter,
    Promise,
    PromiseKind,
    Refusal,
    RemedyType,
    Restriction,
)
from complaintdesk.services import bank_holidays
from complaintdesk.services.facts import CaseView
from screens.case_page import page, stacked
from tests.conftest import NOW, TODAY

CALENDAR = bank_holidays.calendar((), True, {}, bank_holidays.england_and_wales())
NOV = [date(2026, 11, n) if n else TODAY for n in range(31)]

WHOLE = Case(
    "CD-2026-0001",
    Intake(
        Person("Ann O'Brien", "1 Mill Lane\nNorthmoor", "ann@example.org", "01632 960111"),
        NOV[2],
        channel="phone",
        service="Repairs",
        code=Code.HOUSING,
        representative=Representative(Person("Bea Long"), "daughter", Authority.AWAITED),
        points=(
            Point("No heating.", "A repair.", Responsibility.OURS),
            Point("Nobody rang.", "", Responsibility.NOT_OURS, "The contractor."),
        ),
        summary="No heating",
        questions="Which room?",
        matter_date=date(2026, 10, 1),
        aware_date=date(2026, 10, 5),
        adjustments="Large print",
        vulnerability="Asthma",
        disability="Low sight",
        officer="Sam Patel",
        conflict=Conflict.DECLARED,
        conflict_note="Lives next door.",
        received_by="Front desk",
        group_complaint="yes",
        complexity="investigate",
        external_id="WEB-77",
    ),
    NOW,
    (
        Stage(
            NOV[2], acknowledged=NOV[3], handler="Sam Patel", responder="Warm Homes Ltd",
            extensions=(Extension(NOV[5], 5, "The survey.", "Parts from abroad.", "Ann O'Brien"),),
            answered=NOV[12], acknowledge_by=NOV[9], respond_by=NOV[24],
        ),
        Stage(
            NOV[16], handler="Alex Moss", signed_off_by="Head of Homes", outstanding=(2,),
            issues="Nobody rang.", outcomes="A call.", reason_given="Still cold.",
        ),
    ),
    decisions=(
        Decision(1, 1, Finding.UPHELD, "It was cold.", "Repairs policy 4"),
        Decision(1, 2, Finding.NOT_UPHELD),
        Decision(2, 2, Finding.NO_FINDING, "No log.", "Call log"),
    ),
    promises=(
        Promise(
            PromiseKind.REMEDY, "For the cold days", NOV[30], "Finance", "Ann O'Brien", 1, 1,
            RemedyType.MONEY, 123456, "Nine cold days",
        ),
        Promise(PromiseKind.ACTION, "Service the boiler", NOV[18], "Repairs", stage=1),
        Promise(
            PromiseKind.UPDATE, "Say where it stands", NOV[10], "Sam Patel", every=10,
            ended=Ending.KEPT, ended_on=NOV[11], outcome="Rang her.",
        ),
        Promise(
            PromiseKind.ACTION, "Paint the hall", NOV[13], ended=Ending.UNDELIVERABLE,
            ended_on=NOV[13], outcome="Listed building.", told_on=NOV[16],
        ),
        Promise(PromiseKind.LEARNING, "Ring back in two days", None, "Contracts"),
        Promise(PromiseKind.ORDER, "Apologise", date(2026, 12, 4), "Chief", about="matter 1"),
    ),
    refusals=(
        Refusal(
            2, Ground.COURT, NOV[17], "A claim runs.", "The claim form", NOV[16], "The court",
            NOV[18], "It was withdrawn.", True,
        ),
    ),
    restrictions=(
        Restriction(
            "Only e-mail", "Shouting", "Log of 3 Nov", "Low sight", "E-mail", NOV[10],
            date(2027, 1, 10), NOV[10],
        ),
        Restriction(
            "One call a week", "Forty calls", "", "", "Calls on Monday", NOV[3], None, None,
            NOV[9], "It got better.",
        ),
    ),
    matters=(
        OmbudsmanMatter(
            "HO-1", MatterKind.INVESTIGATION, NOV[13], "Delay", NOV[18], "service-failure", "Slow."
        ),
        OmbudsmanMatter("HO-2", MatterKind.ENQUIRY, NOV[19]),
    ),
    links=(Link("CD-2026-0002", LinkKind.OTHER_PART), Link("CD-2026-0003", LinkKind.NEW_ISSUE)),
    departures=(
        Departure(
            NOV[5], 1, "extension_reason", "6.4", "Housing Code 6.4: say why.", "She knew.", True
        ),
    ),
    documents=(
        Document(
            "documents/CD-2026-0001/Survey-2.pdf", "Survey.pdf", 1_300_000, "0" * 64, NOV[6],
            "From the contractor",
        ),
    ),
)  # fmt: skip
LETTER = SentLetter(
    "stage1-acknowledgement", 1, NOV[3], ("letters/CD-2026-0001/ack.docx",), NOV[17]
)


def view_of(case: Case, history: int = 1, letters: tuple[SentLetter, ...] = ()) -> CaseView:
    lines = tuple(HistoryLine(NOW, "Sam Patel", f"Line {n}.") for n in range(history, 0, -1))
    duties = case_duties(case, CALENDAR, TODAY)
    waiting = open_duties(case, duties)
    nearest = waiting[0] if waiting else None
    return CaseView(CaseFile(case, lines, letters), duties, nearest, TODAY, "The Ombudsman")


def shown(case: Case, history: int = 1, letters: tuple[SentLetter, ...] = ()) -> str:
    return stacked(page(view_of(case, history, letters))).plain


def headings(case: Case) -> list[str]:
    return [part.heading for part in page(view_of(case))]


def part(case: Case, heading: str) -> str:
    found = next(p for p in page(view_of(case, letters=(LETTER,))) if p.heading == heading)
    return found.content.plain
