"""The whole of a case on its page: nothing left out, nothing empty, what matters now on top."""

from dataclasses import fields, replace
from datetime import date

import pytest

from complaintdesk.domain.case import Case, Intake, Kind, Person, Stage
from complaintdesk.domain.deadlines import Duty, State
from complaintdesk.domain.parts import Decision, Finding, Link, LinkKind, Promise, PromiseKind
from complaintdesk.domain.text import clean
from screens.case_page import LATEST, page, stacked, title
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.ui.helpers import in_order
from tests.ui.whole_case import LETTER, NOV, WHOLE, headings, part, shown, view_of


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
    for each in page(view):
        each.content.get_height({}, 76)
    assert title(case).plain.startswith("CD-2026-0001 · stage 2 · ")
