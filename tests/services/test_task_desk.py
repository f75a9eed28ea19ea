"""Tasks through the door that screens use: one change each, once, and nothing without its reason.

After every test the desk is rebuilt from its record and must be the same (conftest.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from complaintdesk.domain.case import Case, Conflict, Intake, Kind, Person, Point, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import (
    BadInput,
    CaseChanged,
    CaseNotFound,
    FormRefused,
    RuleBroken,
    ShareUnavailable,
    Unconfirmed,
)
from complaintdesk.domain.parts import Departure, Entry
from complaintdesk.domain.tasks import TASKS
from complaintdesk.domain.views import View
from complaintdesk.services import commands, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import Outcome
from complaintdesk.services.saving import save
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.rules.whole_case import ANSWERED, POINTS, RAILS, RECEIVED, Rail
from tests.rules.whole_case import before as standing_before
from tests.storage.helpers import failing, no_waiting

__all__ = ["no_waiting"]

INTAKE = Intake(
    Person("Ann O'Brien", "1 Mill Lane"), RECEIVED, points=POINTS, officer="Sam Patel",
    code=Code.HOUSING, conflict=Conflict.NONE,
)  # fmt: skip


def log(desk: Desk, **details: object) -> str:
    return commands.log_complaint(desk, replace(INTAKE, **details)).ref  # type: ignore[arg-type]


def case(desk: Desk, ref: str) -> Case:
    return queries.case(desk, ref).file.case


def entries(desk: Desk, ref: str) -> list[str]:
    """The lines of a case's history, newest first."""
    return [line.entry for line in queries.case(desk, ref).file.history]


def do(desk: Desk, ref: str, name: str, change_id: str | None = None, **fields: str) -> Outcome:
    """A task with its form as it opens and these fields changed."""
    form = task_desk.form(desk, ref, name)
    typed = {spec.name: spec.value for spec in form.fields} | fields
    return task_desk.perform(desk, ref, form.case.version, name, typed, change_id)


def steps(desk: Desk, ref: str, done: tuple[tuple[str, Mapping[str, str]], ...]) -> None:
    for name, fields in done:
        do(desk, ref, name, **fields)


def place(desk: Desk, standing: list[Case]) -> list[str]:
    """Cases as they stand, in one change; their references."""

    def work(writing: Writing) -> Case:
        for case in standing:
            saved = writing.save(replace(case, ref=writing.next_ref(TODAY.year)))
        return saved

    save(desk, "place cases", work)
    return [f"CD-{TODAY.year}-{n:04}" for n in range(1, len(standing) + 1)]


# One change in the record


def test_a_task_is_one_change_with_the_case_its_line_and_its_breaches(desk: Desk) -> None:
    ref = log(desk)
    head, version = desk.store.head()[0], case(desk, ref).version
    do(desk, ref, "updates", agreed_with="", why_updates_agreed="She has no phone")
    assert (desk.store.head()[0], case(desk, ref).version) == (head + 1, version + 1)
    change = desk.record.read(head + 1)
    assert change is not None
    assert (change.verb, change.about) == ("agree to keep the person informed", ref)
    assert {row.table for row in change.rows} >= {"cases", "promise", "departure", "history"}
    assert {
        row.values["case_id"] for row in change.rows if row.values and row.table != "cases"
    } == {case(desk, ref).id}


def test_the_outcome_says_what_was_done_and_the_line_when_it_happened(desk: Desk) -> None:
    ref = log(desk)
    outcome = do(desk, ref, "contact", on="18/11/2026", text="All is well", kind="visit")
    assert outcome == Outcome(ref, f"{ref}: Ann O'Brien: All is well")
    line = queries.case(desk, ref).file.history[0]
    assert (line.kind, line.by, line.at) == (Entry.VISIT, "Sam Patel", NOW)
    assert line.happened_on is not None
    assert line.happened_on.day == 18


def test_the_same_change_sent_twice_is_done_once(desk: Desk) -> None:
    ref, head = log(desk), desk.store.head()[0]
    fields = {"what": "Mend it", "who": "Sam", "due": "1/12/2026"}
    for _ in range(2):
        task_desk.perform(desk, ref, 1, "action", fields, "the-same")
    assert len(case(desk, ref).promises) == 1
    assert desk.store.head()[0] == head + 1


@pytest.mark.usefixtures("no_waiting")
def test_a_share_that_went_away_in_the_middle_has_it_done_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = log(desk)
    fields = {"what": "Mend it", "who": "Sam", "due": "1/12/2026"}
    gone = ShareUnavailable("The folder does not answer.")
    with monkeypatch.context() as patch:
        patch.setattr(desk.record, "append", failing(desk.record.append, gone, after=True))  # type: ignore[arg-type]
        with pytest.raises(ShareUnavailable):
            task_desk.perform(desk, ref, 1, "action", fields, "the-same")
    task_desk.perform(desk, ref, 1, "action", fields, "the-same")
    assert len(case(desk, ref).promises) == 1


def test_a_colleague_who_was_first_is_told_and_nothing_is_overwritten(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    ref = log(desk)
    theirs = other_pc(desk, "Alex Moss")
    theirs.catch_up()
    do(theirs, ref, "acknowledge", on="19/11/2026")
    with pytest.raises(CaseChanged, match="was changed by somebody else while you had it open"):
        task_desk.perform(desk, ref, 1, "triage", {"complexity": "early"})
    found = case(desk, ref)
    assert (found.version, found.details.complexity) == (2, "")
    assert found.current.acknowledged is not None


def test_finished_duties_are_saved_with_the_date_they_were_judged_by(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "acknowledge", on="4/11/2026")
    stage = case(desk, ref).current
    assert stage.acknowledge_by is not None
    assert (stage.acknowledge_by.day, stage.respond_by) == (9, None)


# What is refused saves nothing


REFUSED = {
    "a field": ("action", {"what": "", "due": "soon"}, FormRefused),
    "a rule": ("accept-after-all", {"on": "today", "why": "x"}, RuleBroken),
    "an order that cannot be": ("escalate", {"on": "1/11/2026", "why_stage_1_unanswered": "x",
                                             "reviewer": "Alex"}, RuleBroken),
    "no reason": ("answer", {"on": "today"}, Unconfirmed),
    "one reason of three": ("answer", {"on": "today", "why_undecided_1": "x"}, Unconfirmed),
    "a reason of nothing": (
        "updates", {"every": "5", "why_updates_agreed": " \x00\n "}, Unconfirmed,
    ),
    "no such task": ("explode", {}, BadInput),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_case_record_and_history_alone(desk: Desk, name: str) -> None:
    ref = log(desk)
    task, fields, kind = REFUSED[name]
    before, lines, head = case(desk, ref), entries(desk, ref), desk.store.head()
    with pytest.raises(kind) as refused:
        task_desk.perform(desk, ref, before.version, task, fields)
    assert str(refused.value).rstrip("”").endswith(".") or kind is BadInput
    assert (case(desk, ref), entries(desk, ref), desk.store.head()) == (before, lines, head)


def test_a_case_that_is_not_there_and_a_form_that_does_not_fit(desk: Desk) -> None:
    with pytest.raises(CaseNotFound):
        task_desk.form(desk, "CD-2026-9999", "answer")
    with pytest.raises(CaseNotFound):
        task_desk.perform(desk, "CD-2026-9999", 1, "answer", {})
    ref = log(desk)
    with pytest.raises(RuleBroken, match="Nothing promised is open"):
        task_desk.form(desk, ref, "done")
    with pytest.raises(BadInput, match="There is no task"):
        task_desk.form(desk, ref, "explode")


def test_nothing_is_saved_while_looking_at_the_desk_on_another_day(desk: Desk) -> None:
    ref = log(desk)
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=TODAY)
    with pytest.raises(RuleBroken, match="nothing can be saved here"):
        task_desk.perform(looking, ref, 1, "contact", {"text": "x", "kind": "call", "on": "today"})
    looking.close()


def test_the_menu_offers_every_task_in_order_with_a_sentence_for_each_that_does_not_fit(
    desk: Desk,
) -> None:
    ref = log(desk)
    found = task_desk.offers(desk, ref)
    assert [offer.name for offer in found][: len(TASKS)] == list(TASKS)
    why_not = {offer.name: offer.why_not for offer in found}
    assert why_not["acknowledge"] == ""
    assert why_not["done"] == "Nothing promised is open."


# Breaches and departures


@pytest.mark.parametrize(
    ("code", "rails", "said", "breach"),
    [
        (Code.HOUSING, RAILS[::2], "Breach", True),
        (Code.GENERAL, RAILS[1::2], "Departure", False),
    ],
    ids=["H", "L"],
)
def test_every_guard_rail_saves_nothing_without_a_reason_and_is_recorded_with_one(
    desk: Desk, code: Code, rails: tuple[Rail, ...], said: str, breach: bool
) -> None:
    """Every other rail under each Code, each on a case of its own.

    That each rises under both, with its number, is tested without a desk in test_tasks.py.
    """
    refs = place(desk, [standing_before(rail, code) for rail in rails])
    for rail, ref in zip(rails, refs, strict=True):
        before, head = case(desk, ref), desk.store.head()
        with pytest.raises(Unconfirmed) as asked:
            do(desk, ref, rail.task, **rail.fields)
        assert (case(desk, ref), desk.store.head()) == (before, head), rail.id
        (concern,) = asked.value.concerns
        do(desk, ref, rail.task, **rail.fields, **{f"why_{rail.key}": "It had to be."})
        after = case(desk, ref)
        if rail.key == "extension_limit":  # the Code itself lets it be with a good reason
            assert after.current.extensions[-1].good_reason == "It had to be.", rail.id
            assert after.departures == ()
            continue
        assert after.departures == (
            Departure(
                TODAY, after.stage, rail.key, rail.provision(code), concern.sentence,
                "It had to be.", breach,
            ),
        ), rail.id  # fmt: skip
        line = f"{said} confirmed. {concern.sentence} Reason: It had to be."
        assert line in entries(desk, ref), rail.id


def test_each_of_several_breaches_has_its_own_reason_and_line(desk: Desk) -> None:
    ref = log(desk, points=(Point("a", "b", Responsibility.OURS),))
    do(desk, ref, "acknowledge", on="4/11/2026")
    do(desk, ref, "extend", told_on="19/11/2026", until="1/2/2027",
       why_extension_reason="One", why_extension_late="Two", why_extension_limit="Three",
       why_extension_updates="Four")  # fmt: skip
    found = {d.key: d.reason for d in case(desk, ref).departures}
    # Past the limit with a good reason is what the Code allows: no breach.
    assert found == {
        "extension_reason": "One", "extension_late": "Two", "extension_updates": "Four",
    }  # fmt: skip
    assert sum("Breach confirmed" in line for line in entries(desk, ref)) == 3
    assert case(desk, ref).current.extensions[0].good_reason == "Three"


def test_a_reason_that_is_not_asked_for_records_no_breach(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "acknowledge", on="4/11/2026", why_definition="Just in case")
    assert case(desk, ref).departures == ()


def test_a_complaint_that_was_a_request_is_logged_as_one_along_with_it(desk: Desk) -> None:
    ref, head = log(desk), desk.store.head()[0]
    do(desk, ref, "was-a-request", why="She only asked for a repair")
    closed = case(desk, ref)
    (link,) = closed.links
    request = case(desk, link.ref)
    assert (closed.closed_why, request.kind, request.closed_on) == (
        "was-a-request", Kind.REQUEST, None,
    )  # fmt: skip
    assert [back.ref for back in request.links] == [ref]
    assert request.details.received_on == closed.details.received_on
    assert desk.store.head()[0] == head + 1
    assert queries.queue(desk, View("service-requests")).rows[0].ref == link.ref


# From the first contact to the last promise kept


def test_a_whole_case_by_its_tasks(desk: Desk) -> None:
    ref = log(desk)
    steps(desk, ref, ANSWERED)
    do(desk, ref, "escalate", on="16/11/2026", reviewer="Alex Moss")
    do(desk, ref, "acknowledge", on="18/11/2026")
    do(desk, ref, "decide", finding_1="upheld", reasons_1="Cold", relied_on_1="Policy 4",
       finding_2="no-finding", reasons_2="Nothing to go by", relied_on_2="Phone log")  # fmt: skip
    do(desk, ref, "remedy", remedy="money", amount="50", what="For the cold", who="Finance",
       due="30/11/2026")  # fmt: skip
    do(desk, ref, "answer", signed_off_by="The director")
    view = queries.case(desk, ref)
    assert view.next_duty is not None
    assert (view.next_duty.kind, view.file.case.departures) == ("remedy", ())
    do(desk, ref, "done", outcome="Paid")
    assert queries.case(desk, ref).next_duty is None
    do(desk, ref, "close")
    assert queries.queue(desk, View("closed")).count == 1


def test_a_request_for_service_by_its_tasks(desk: Desk) -> None:
    ref = log(desk, kind=Kind.REQUEST)
    assert queries.queue(desk, View("service-requests")).rows[0].duty == "review"
    do(desk, ref, "request-done", outcome="Fitted", satisfied="yes")
    assert queries.queue(desk, View("service-requests")).count == 0
    do(desk, ref, "correct", fact="closed", day="", why="Not yet")
    assert queries.queue(desk, View("service-requests")).rows[0].duty == "review"
