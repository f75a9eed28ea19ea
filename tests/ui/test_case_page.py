"""The whole of a case on its page: nothing left out, nothing empty, what matters now on top."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from complaintdesk.domain.case import (
    Authority,
    Case,
    CaseFile,
    Conflict,
    Extension,
    HistoryLine,
    Intake,
    Kind,
    Person,
    Point,
    Representative,
    Responsibility,
    SentLetter,
    Stage,
)
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Duty, State
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
from complaintdesk.domain.text import clean
from complaintdesk.services import bank_holidays, commands, documents, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import CaseView
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.case_page import LATEST, page, stacked, title
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.ui.helpers import (
    MIDDLE,
    choose,
    flat,
    in_order,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    words_of,
)

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


def test_everything_that_a_case_holds_is_on_its_page() -> None:
    words = shown(WHOLE, letters=(LETTER,))
    for piece in (
        # its stages
        "Handled by: Sam Patel", "Answered for us by: Warm Homes Ltd",
        "Acknowledged: Tuesday 3 November 2026",
        "More time: 5 working days, told on Thursday 5 November 2026 to Ann O'Brien",
        "Reason: The survey.", "Good reason to go past the limit: Parts from abroad.",
        "Answered: Thursday 12 November 2026", "Asked for: Monday 16 November 2026",
        "In dispute: point 2", "As we understand it: Nobody rang.",
        "Outcomes sought now: A call.", "Reason, as volunteered: Still cold.",
        "Signed off by: Head of Homes", "Acknowledged: not yet", "Answered: not yet",
        # decisions
        "Decided at stage 1: UPHELD", "Reasons: It was cold.", "Relied on: Repairs policy 4",
        "Decided at stage 1: NOT UPHELD", "Reasons: none given", "Relied on: nothing named",
        "Decided at stage 2: NO FINDING",
        # promises
        "1. Remedy (a payment), £1,234.56: For the cold days", "Who: Finance",
        "Agreed with: Ann O'Brien", "For point: 1",
        "5. Learning: Ring back in two days", "What the fault meant: Nine cold days",
        "By: no date set", "By: Tuesday 10 November 2026, then every 10 working days",
        "kept on Wednesday 11 November 2026, after its day: Rang her.",
        "could not be done on Friday 13 November 2026: Listed building. (person told on Monday 16",
        # not accepted
        "The request for stage 2, told on Tuesday 17 November 2026, TAKEN BACK since: a claim",
        "Reasoning: A claim runs.", "Evidence: The claim form",
        "Claim filed: Monday 16 November 2026", "Another way for it: The court",
        "Taken back: Wednesday 18 November 2026, as the ombudsman asked: It was withdrawn.",
        # people and what they need
        "Acts as: daughter, authority awaited", "Affects: a group of people",
        "Disability told us of: Low sight", "Vulnerability: Asthma", "Taken in by: Front desk",
        "How much to do: Needs looking into",
        "Reference elsewhere: WEB-77", "It happened: Thursday 1 October 2026",
        "They knew of it: Monday 5 October 2026",
        # limits on contact
        "Running: Only e-mail", "Reason: Shouting", "Evidence: Log of 3 Nov",
        "Equality Act: Low sight", "Contact that remains: E-mail",
        "From: Tuesday 10 November 2026 until Sunday 10 January 2027",
        "Lifted on Monday 9 November 2026: One call a week", "Why it was lifted: It got better.",
        "Evidence: none named", "Equality Act: nothing recorded", "Person told: not yet",
        # the ombudsman
        "Investigation HO-1", "About: Delay", "Findings: Slow.",
        "Decided: Wednesday 18 November 2026: service failure", "6. Order: Apologise",
        "Enquiry HO-2", "Decided: not yet",
        # the rest
        "CD-2026-0002: the other part of the same contact", "CD-2026-0003: a complaint about",
        "Breach, Thu 5 Nov 2026, stage 1: Housing Code 6.4: say why.", "Reason: She knew.",
        "Survey-2.pdf, 1.2 MB, added Fri 6 Nov 2026", "Note: From the contractor",
        "Was called: Survey.pdf", "Stage 1 acknowledgement, sent on Tuesday 3 November 2026",
        "an answer promised by Tuesday 17 November 2026", "File: letters/CD-2026-0001/ack.docx",
        "Line 1.",
    ):  # fmt: skip
        assert piece in words, piece


def test_what_matters_now_stands_first() -> None:
    first, other = page(view_of(WHOLE))[:2]
    lines = first.content.plain.split("\n")
    assert lines[0] == (
        "!! Action: Service the boiler by Wednesday 18 November 2026: 2 days overdue  (Repairs)"
    )
    assert lines[1:] == [
        "! Contact is limited until Sunday 10 January 2027: Only e-mail",
        "! Authority awaited: Bea Long cannot be written to yet",
        "! Adjustments needed: Large print",
        "! Conflict of interest declared: Lives next door.",
        "! With the ombudsman: enquiry HO-2 since Thursday 19 November 2026",
    ]
    assert "Low sight" not in first.content.plain  # sensitive: only under its own heading
    assert other.heading == "Other due dates"


def test_other_dates_are_the_open_ones_by_date_and_then_what_is_done() -> None:
    words = part(WHOLE, "Other due dates")
    assert in_order(
        words,
        (
            "1 day left", "Mon 23 Nov 2026 Acknowledge, stage 2", "(Alex Moss)",
            "6 days left", "Mon 30 Nov 2026 Remedy: For the cold days", "(Finance)",
            "Fri 4 Dec 2026  Ombudsman's order: Apologise", "(Chief)",
            "Answer, stage 2 (provisional)",
            "no date yet", "Learning: Ring back in two days",
            "done on time", "Mon 9 Nov 2026  Acknowledge, stage 1, done 3 Nov 2026",
            "Answer, stage 1, done 12 Nov 2026",
        ),
    ), words  # fmt: skip
    # What has ended is told once, with how and why.
    assert "Paint the hall" not in words
    assert "Paint the hall" in part(WHOLE, "Promised, ended")


def test_states_are_told_without_colour() -> None:
    late = replace(WHOLE, promises=(Promise(PromiseKind.ACTION, "Ring", TODAY),))
    assert ">>" in shown(late)
    done_late = replace(WHOLE.stages[0], acknowledged=NOV[11], acknowledge_by=NOV[9])
    case = replace(WHOLE, stages=(replace(done_late, extensions=()), WHOLE.stages[1]))
    assert "done late" in part(case, "Other due dates")


def test_a_clock_that_nobody_asks_for_any_more_is_not_overdue() -> None:
    first = Stage(NOV[2], answered=NOV[19], handler="Sam Patel")
    case = replace(WHOLE, stages=(first,), promises=(), decisions=())
    words = part(case, "Other due dates")
    assert "not asked for   Mon 9 Nov 2026  Acknowledge, stage 1, not done" in words
    assert "overdue" not in words
    assert "Acknowledged: not recorded" in part(case, "Stage 1")


def test_a_day_beyond_the_known_calendar_says_so() -> None:
    far = Duty(
        1, "respond", "6.3", TODAY, None, State.DUE, (), beyond_calendar=True, working_days_left=2
    )
    view = replace(view_of(WHOLE), duties=(far,), next_duty=far)
    assert "Friday 20 November 2026 (beyond the known calendar): " in page(view)[0].content.plain
    view = replace(view, next_duty=None)
    assert "(beyond the known calendar)" in page(view)[1].content.plain
    done = replace(far, done=TODAY, state=State.DONE_ON_TIME)
    assert "beyond" not in page(replace(view, duties=(done,)))[1].content.plain


def test_the_desks_own_earlier_target_is_named() -> None:
    duty = Duty(
        1, "respond", "6.3", NOV[30], None, State.DUE, (), target=NOV[25], working_days_left=3
    )
    view = replace(view_of(WHOLE), duties=(duty,), next_duty=duty)
    assert "(our own target: Wed 25 Nov 2026)" in page(view)[0].content.plain


def test_parts_with_nothing_in_them_are_left_out() -> None:
    bare = Case("CD-2026-0001", Intake(Person("Ann"), TODAY, summary="Bins"), NOW, (Stage(TODAY),))
    assert headings(bare) == [
        "", "Other due dates", "Points of complaint", "Who complained", "The complaint",
        "Handling", "Stage 1", "History",
    ]  # fmt: skip
    words = shown(bare)
    assert ": \n" not in words
    assert not words.rstrip().endswith(":")
    assert "! " not in words


def test_a_request_has_no_stages_and_reads_as_one() -> None:
    request = Case(
        "CD-2026-0001",
        Intake(Person("Ann"), TODAY, kind=Kind.REQUEST, summary="A new bin", officer="Sam Patel"),
        NOW,
        (),
        promises=(Promise(PromiseKind.REVIEW, "See how it stands", NOV[25], about="request"),),
        links=(Link("CD-2026-0002", LinkKind.BECAME_COMPLAINT),),
    )
    assert title(request).plain == "CD-2026-0001 · service request · Ann · A new bin"
    assert headings(request) == [
        "", "Who asked", "The request", "Handling", "Promised, to be done",
        "Linked cases (l opens one)", "History",
    ]  # fmt: skip
    words = shown(request)
    assert "Review: See how it stands by Wednesday 25 November 2026: 3 days left" in words
    assert "In short: A new bin" in words
    said = words.replace("the complaint that came out of this request", "")
    assert "omplain" not in said
    ended = replace(request, promises=(), closed_on=TODAY, closed_why="complete")
    assert shown(ended).startswith("Closed on Friday 20 November 2026: answered, and everything")
    assert shown(replace(request, promises=())).startswith("Nothing due.")


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"answered": NOV[19]}, "Nothing due: stage 1 is answered."),
        ({"refused": NOV[19]}, "Nothing due: stage 1 was not accepted."),
    ],
)
def test_why_nothing_is_due(changes: dict[str, date], first: str) -> None:
    stage = replace(WHOLE.stages[0], **{"answered": None, **changes})
    case = replace(WHOLE, stages=(stage,), promises=())
    assert shown(case).startswith(first)


def test_a_limit_to_come_or_over_is_told_apart_from_one_that_runs() -> None:
    limit = WHOLE.restrictions[0]
    coming = replace(WHOLE, restrictions=(replace(limit, starts=NOV[23]),))
    assert "! Contact is limited from Monday 23 November 2026 until" in shown(coming)
    assert "To come: Only e-mail" in shown(coming)
    over = replace(WHOLE, restrictions=(replace(limit, ends=NOV[19]),))
    assert "! Contact" not in shown(over)
    assert "Ended on Thursday 19 November 2026: Only e-mail" in shown(over)


def test_only_the_latest_of_a_long_history_and_where_the_rest_is() -> None:
    words = shown(WHOLE, history=30)
    assert words.count("Line ") == LATEST == 8
    assert "History: the latest 8 of 30, t for all" in words
    assert in_order(words, ("Line 30.", "Line 29.", "Line 23."))
    assert "t for all" not in shown(WHOLE, history=8)


def test_orders_of_a_matter_that_is_not_on_record_are_still_shown() -> None:
    case = replace(WHOLE, matters=(), decisions=(Decision(1, 9, Finding.PARTLY, "Odd."),))
    assert "6. Order: Apologise" in part(case, "Promised, to be done")
    assert "Point 9: not on record" in shown(case)


def _filled(part: object, text: str) -> object:
    """The same part with this text in every field that takes text."""
    free = {
        f.name: text
        for f in fields(part)  # type: ignore[arg-type]
        if type(getattr(part, f.name)) is str and f.name not in ("about", "sha256")
    }
    return replace(part, **free)  # type: ignore[type-var]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_part_is_shown_as_typed(text: str) -> None:
    gathered = (
        "decisions", "promises", "refusals", "restrictions", "matters", "links", "departures",
        "documents",
    )  # fmt: skip
    filled = {n: tuple(_filled(p, text) for p in getattr(WHOLE, n)) for n in gathered}
    stages = tuple(
        replace(_filled(s, text), extensions=tuple(_filled(e, text) for e in s.extensions))  # type: ignore[type-var]
        for s in WHOLE.stages
    )
    details = replace(
        _filled(WHOLE.details, text),  # type: ignore[type-var]
        points=tuple(_filled(p, text) for p in WHOLE.details.points),
        complainant=_filled(WHOLE.details.complainant, text),
        representative=replace(
            WHOLE.details.representative, person=Person(text), relationship=text
        ),  # type: ignore[type-var]
    )
    case = replace(WHOLE, details=details, stages=stages, **filled)
    view = view_of(case, letters=(replace(LETTER, kind=text, files=(text,)),))
    content = stacked(page(view))
    assert content.plain.count(clean(text)) > 60 or not clean(text)
    assert "\x1b" not in content.plain
    assert not [s for s in content.spans if "click" in str(s.style) or "link" in str(s.style)]
    for part in page(view):
        part.content.get_height({}, 76)
    assert title(case).plain.startswith("CD-2026-0001 · stage 2 · ")


# Through keys


async def test_a_rich_case_on_the_smallest_terminal(desk: Desk) -> None:
    (ref,) = log(desk, intake(adjustments="Large print", conflict=Conflict.DECLARED))
    for n in range(12):
        _do(desk, ref, "contact", kind="call", on="20/11/2026", text=f"Call {n}", whom="Ann")
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Adjustments needed" in text_of(app))
        await until(pilot, lambda: "f File" in text_of(app).split("\n")[-1], "the footer")
        rows = text_of(app).split("\n")
        assert f"{ref} · stage 1 · Ann O'Brien" in rows[0]
        assert rows[1].startswith("    Acknowledge, stage 1 by Friday 27 November 2026")
        assert "Large print" in "\n".join(rows[:6])
        # Every key of the case is named on 80 columns.
        for key in ("a Acknowledge", "w Why", "e Edit", "d Do", "u Undo", "t Timeline", "f File"):
            assert key in rows[-1], rows[-1]
        assert "Linked" not in rows[-1]

        # From part to part, there and back; the first part is the top.
        def top() -> str:
            return text_of(app).split("\n")[1].strip()

        await press(pilot, "]", "]")
        await until(pilot, lambda: top() == "Points of complaint")
        await press(pilot, "[")
        await until(pilot, lambda: top() == "Other due dates")
        await press(pilot, "[")
        await until(pilot, lambda: case.query_one("#page").scroll_y == 0)
        await press(pilot, "[")
        assert case.query_one("#page").scroll_y == 0


def _do(desk: Desk, ref: str, name: str, **typed: str) -> None:
    version = queries.case(desk, ref).file.case.version
    form = task_desk.form(desk, ref, name)
    task_desk.perform(desk, ref, version, name, {s.name: s.value for s in form.fields} | typed)


async def test_linked_cases_open_and_esc_comes_back(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    link = Link(ref, LinkKind.OTHER_PART)
    part = intake("Ann O'Brien", code=Code.GENERAL, service="Parking", summary="Fine [/b]")
    second = commands.log_complaint(desk, part, link=link).ref
    async with opened(desk, MIDDLE) as (app, pilot):
        await press(pilot, "enter")
        first = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: second in words_of(first, "#case"))
        # One link opens at once, and pressed twice opens once.
        await press(pilot, "l")
        await until(pilot, lambda: getattr(app.screen, "ref", "") == second, "the linked case")
        await until(pilot, lambda: "Fine [/b]" in text_of(app))
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is first)
        # Of several, one is chosen.
        third = commands.log_complaint(desk, part, link=replace(link, kind=LinkKind.NEW_ISSUE)).ref
        first.load()
        await until(pilot, lambda: third in words_of(first, "#case"))
        await press(pilot, "l")
        await screen_is(pilot, ChooseScreen)
        assert "a complaint about another issue" in flat(text_of(app))
        await choose(pilot, third)
        await until(pilot, lambda: getattr(app.screen, "ref", "") == third, "the third case")
        await press(pilot, "escape", "l")
        await screen_is(pilot, ChooseScreen)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is first)


async def test_files_are_looked_at_only_when_asked(
    desk: Desk, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    for name in ("one.txt", "two [b].txt"):
        path = tmp_path / name  # type: ignore[operator]
        path.write_text(name)
        documents.add_document(desk, ref, str(path))
    asked: list[str] = []
    real: Callable[..., documents.FileCheck] = documents.verify_document

    def noting(desk: Desk, ref: str, document: Document) -> documents.FileCheck:
        asked.append(document.file)
        return real(desk, ref, document)

    monkeypatch.setattr(documents, "verify_document", noting)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "two [b].txt" in words_of(case, "#case"))
        assert not asked
        assert "Looked at now" not in words_of(case, "#case")
        await press(pilot, "v")
        await until(pilot, lambda: "All as added: 2 files." in toasts(app))
        assert words_of(case, "#case").count("Looked at now: still the file that was added") == 2
        (desk.folder / asked[1]).write_text("TWO [b].txt")
        (desk.folder / asked[0]).unlink()
        await press(pilot, "v")
        await until(pilot, lambda: "Not as added: 2 of 2 files." in toasts(app))
        await settle(pilot)
        assert "CHANGED since it was added" in words_of(case, "#case")
        assert "NOT THERE any more" in words_of(case, "#case")


async def test_history_says_the_moment_on_londons_clock(desk: Desk) -> None:
    desk._clock = lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    log(desk, intake(on=date(2026, 7, 1)))
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "Thu 2 Jul 2026 00:30" in words_of(case, "#case"))
