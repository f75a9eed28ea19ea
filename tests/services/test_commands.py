"""The verbs, through the door that screens use."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from complaintdesk.domain.case import Intake, Person, Point, Representative
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, CaseNotFound, DeskError, RuleBroken
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import acknowledge, contents, details


def entries(desk: Desk, ref: str) -> list[str]:
    """The lines of a case's history, newest first."""
    return [line.entry for line in queries.case(desk, ref).file.history]


# Logging


def test_a_logged_complaint_is_in_the_queue_at_its_acknowledgement(desk: Desk) -> None:
    outcome = commands.log_complaint(desk, details())
    row = queries.queue(desk).rows[0]
    assert (row.ref, row.duty, row.due) == (outcome.ref, "acknowledge", date(2026, 11, 20))
    assert row.state == "due_today"
    assert outcome.message == "CD-2026-0001 is logged."


def test_a_logged_complaint_reads_back_as_it_was_typed(desk: Desk) -> None:
    acting = Representative(Person("Cllr O'Dea", "Town Hall", "o@example.org", "01632 1"), "Cllr")
    typed = details(
        channel="web", service="Repairs", code=Code.HOUSING, representative=acting,
        summary="No heating", questions="When?", adjustments="Large print",
        vulnerability="A baby", officer="Sam Patel", external_id="W-1",
    )  # fmt: skip
    ref = commands.log_complaint(desk, typed).ref
    found = queries.case(desk, ref).file
    assert found.case.details == typed
    assert (found.case.version, found.case.stage, found.case.logged_at) == (1, 1, NOW)
    assert entries(desk, ref) == ["Complaint logged; it was received on Friday 13 November 2026."]
    assert found.history[0].by == "Sam Patel"


def test_references_go_up_by_one_in_each_year(desk: Desk) -> None:
    refs = [commands.log_complaint(desk, details()).ref for _ in range(2)]
    later = Desk(desk.folder, "Sam Patel", clock=lambda: NOW + timedelta(days=60))
    refs += [commands.log_complaint(later, details()).ref for _ in range(2)]
    later.close()
    assert refs == ["CD-2026-0001", "CD-2026-0002", "CD-2027-0001", "CD-2027-0002"]


REFUSED: tuple[tuple[Intake, str], ...] = (
    (details(""), "Say who complained"),
    (replace(details(), received_on=date(2026, 11, 21)), "has not come yet"),
    (replace(details(), received_on=date(2009, 12, 31)), "before the first day"),
    (replace(details(), points=()), "what the complaint is about"),
    (replace(details(), matter_date=date(2026, 11, 14)), "after the complaint about it"),
    (replace(details(), matter_date=date(2025, 11, 12)), "more than 12 months old"),
    (replace(details(), representative=Representative(Person(""))), "representative's name"),
)


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_cannot_be_logged_is_refused_and_nothing_is_kept(
    desk: Desk, typed: Intake, sentence: str
) -> None:
    before = contents(desk.folder)
    with pytest.raises(DeskError, match=sentence):
        commands.log_complaint(desk, typed)
    assert contents(desk.folder) == before
    assert queries.queue(desk).count == 0


def test_any_text_goes_through_the_record_and_comes_back(desk: Desk) -> None:
    texts = [clean(text) for text in HOSTILE]
    for text in texts:
        name = clean_line(text) or "x"
        person = Person(name, text, name, name)
        typed = Intake(
            person, TODAY, points=(Point(text or "x", text),), summary=text, questions=text,
            service=name, channel=name, officer=name,
        )  # fmt: skip
        ref = commands.log_complaint(desk, typed).ref
        assert queries.case(desk, ref).file.case.details == typed
    assert queries.queue(desk, limit=1000).count == len(texts)


# Correcting


def test_a_corrected_day_of_receipt_moves_the_date_and_both_days_are_kept(desk: Desk) -> None:
    ref = commands.log_complaint(desk, details()).ref
    later = replace(details(), received_on=date(2026, 11, 18))
    commands.change_details(desk, ref, 1, later)
    assert queries.queue(desk).rows[0].due == date(2026, 11, 25)
    assert entries(desk, ref)[0] == (
        "Details changed: received. Received on Wednesday 18 November 2026, not Friday 13 "
        "November 2026."
    )
    assert queries.case(desk, ref).file.case.version == 2


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        (details(code=Code.HOUSING), "Now under the housing Code, not general."),
        (replace(details(), points=(Point("Bins"), Point("Noise"))), "point 1, point 2"),
        (replace(details(), points=(), summary="Bins"), "summary, point 1"),
        (details("Ann Obrien"), "complainant name"),
        (details(), "unchanged"),
    ],
)
def test_the_history_says_what_was_corrected(desk: Desk, typed: Intake, entry: str) -> None:
    ref = commands.log_complaint(desk, details()).ref
    commands.change_details(desk, ref, 1, typed)
    assert entry in entries(desk, ref)[0]
    assert queries.case(desk, ref).file.case.details == typed


def test_parts_that_are_no_longer_there_are_gone(desk: Desk) -> None:
    acting = Representative(Person("Jo"))
    three = details(representative=acting)
    three = replace(three, points=(Point("One"), Point("Two"), Point("Three")))
    ref = commands.log_complaint(desk, three).ref
    commands.change_details(desk, ref, 1, details())
    kept = queries.case(desk, ref).file.case.details
    assert (kept.points, kept.representative) == ((Point("Bins missed"),), None)


def test_a_day_of_receipt_after_the_acknowledgement_is_refused(desk: Desk) -> None:
    ref = commands.log_complaint(desk, details()).ref
    acknowledge(desk, ref, 1, date(2026, 11, 17))
    before = contents(desk.folder)
    with pytest.raises(RuleBroken, match="One of the two dates must be wrong"):
        commands.change_details(desk, ref, 2, replace(details(), received_on=TODAY))
    assert contents(desk.folder) == before


def test_a_case_that_is_not_there_cannot_be_changed(desk: Desk) -> None:
    for verb in (
        lambda: commands.change_details(desk, "CD-2026-0009", 1, details()),
        lambda: acknowledge(desk, "CD-2026-0009", 1, TODAY),
        lambda: queries.case(desk, "CD-2026-0009"),
    ):
        with pytest.raises(CaseNotFound, match="no case CD-2026-0009"):
            verb()


# Acknowledging


def test_an_acknowledgement_moves_the_case_to_its_answer(desk: Desk) -> None:
    ref = commands.log_complaint(desk, details()).ref
    on = date(2026, 11, 18)
    outcome = acknowledge(desk, ref, 1, on)
    row = queries.queue(desk).rows[0]
    assert (row.duty, row.due, row.provisional) == ("respond", date(2026, 12, 2), False)
    stage = queries.case(desk, ref).file.case.stages[0]
    assert (stage.acknowledged, stage.acknowledge_by) == (on, date(2026, 11, 20))
    said = "Stage 1 acknowledged on Wednesday 18 November 2026."
    assert said in entries(desk, ref)
    assert outcome.message == f"{ref}: {said}"


@pytest.mark.parametrize(
    ("on", "error", "sentence"),
    [
        (date(2026, 11, 21), BadInput, "has not come yet"),
        (date(2026, 11, 12), BadInput, "12 November 2026 is before"),
    ],
)
def test_an_acknowledgement_on_an_impossible_day_is_refused(
    desk: Desk, on: date, error: type[Exception], sentence: str
) -> None:
    ref = commands.log_complaint(desk, details()).ref
    before = contents(desk.folder)
    with pytest.raises(error, match=sentence):
        acknowledge(desk, ref, 1, on)
    assert contents(desk.folder) == before


def test_a_case_is_acknowledged_once(desk: Desk) -> None:
    ref = commands.log_complaint(desk, details()).ref
    acknowledge(desk, ref, 1, TODAY)
    with pytest.raises(RuleBroken, match="already acknowledged at stage 1, on Friday 20 November"):
        acknowledge(desk, ref, 2, TODAY)


def test_who_did_it_is_in_the_record_with_account_and_pc(
    desk: Desk, other_pc: Callable[[Desk, str], Desk]
) -> None:
    commands.log_complaint(other_pc(desk, "Alex Moss"), details())
    desk.catch_up()
    change = desk.record.read(2)
    assert change is not None
    assert change.author.name == "Alex Moss"
    assert change.author.account
    assert change.author.pc
    assert queries.case(desk, "CD-2026-0001").file.history[0].by == "Alex Moss"


def test_the_training_desk_rebuilds(training_desk: Desk) -> None:
    assert queries.queue(training_desk).count > 40
