"""A checkpoint is held against the whole record: what somebody made up never gets any further."""

from pathlib import Path

import pytest

from complaintdesk.domain.errors import StoreBusy
from complaintdesk.services import checkpoints, commands, searching
from complaintdesk.services.checking import record_look
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.desk import Desk
from complaintdesk.store import search_index
from tests.conftest import NOW, TODAY
from tests.services.checkpointed import OtherPc, changed, rows
from tests.services.checkpointed import checkpoint as _checkpoint
from tests.services.checkpointed import taken as _taken
from tests.services.checkpointed import three as _three
from tests.storage.helpers import acknowledge, details

three, checkpoint, taken = _three, _checkpoint, _taken

FORGED = {
    "another name": "UPDATE cases SET complainant_name = 'Somebody else' WHERE id = 2",
    "another day": "UPDATE stage SET respond_by = '2030-01-01' WHERE case_id = 2",
    "a note put in": "INSERT INTO history VALUES (99, 2, '2026-11-20 10:30:00.000000', 'Sam', "
    "'Withdrawn.', 'event', NULL)",
    "a note taken out": "DELETE FROM history WHERE case_id = 2",
    "done by another": "UPDATE change SET \"by\" = 'Alex Moss' WHERE number = 3",
    "touched by another change": "UPDATE listing SET changed = 1 WHERE case_id = 2",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_somebody_made_up_is_found_and_the_store_made_again_from_the_record(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, taken: list[bool], name: str
) -> None:
    changed(checkpoint, FORGED[name])
    there = other_pc(desk, "Alex Moss")
    assert rows(there) != rows(desk)
    assert prove(there) is False
    there.look()
    assert rows(there) == rows(desk)
    assert taken == [True, False]
    checkpoints.refuse_unproved(there)


def test_nothing_goes_on_from_a_store_that_is_not_proved(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_EVERY", 0)
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    there.warm_up()
    with pytest.raises(StoreBusy, match="What you typed is kept"):
        checkpoints.refuse_unproved(there)
    assert not checkpoints.is_due(there)
    with pytest.raises(StoreBusy):
        checkpoints.make(there)
    assert prove(there)
    checkpoints.refuse_unproved(there)
    assert checkpoints.is_due(there)
    assert [p.name for p in there.store_file.parent.iterdir()] == ["cases.db"]


def test_what_somebody_made_up_never_gets_into_the_record(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    changed(checkpoint, FORGED["another name"])
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    head = desk.store.head()
    with pytest.raises(StoreBusy):
        acknowledge(there, "CD-2026-0002", 1, TODAY)
    assert desk.catch_up() == 0
    assert desk.store.head() == head
    assert prove(there) is False
    there.catch_up()
    acknowledge(there, "CD-2026-0002", 1, TODAY)
    desk.catch_up()
    assert desk.store.case("CD-2026-0002").case.details.complainant.name == "Ben"


def test_what_is_still_not_proved_when_the_program_ends_is_so_at_the_next_opening(
    desk: Desk, checkpoint: Path, other_pc: OtherPc, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other_pc(desk, "Alex Moss").catch_up()
    monkeypatch.setenv("COMPLAINTDESK_HOME", str(tmp_path / "pc-2"))
    again = Desk(desk.folder, "Alex Moss", clock=lambda: NOW)
    again.catch_up()
    again.close()
    with pytest.raises(StoreBusy):
        checkpoints.refuse_unproved(again)


def test_a_record_that_cannot_be_read_proves_nothing(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    commands.log_complaint(desk, details("Dee"))
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    second = desk.record.path(2)
    said = second.read_bytes()
    second.write_bytes(said.replace(b"Ann", b"Bob"))
    assert prove(there) is None
    with pytest.raises(StoreBusy):
        checkpoints.refuse_unproved(there)
    second.write_bytes(said)
    assert prove(there)


def test_words_that_were_made_up_are_not_found_any_more(
    desk: Desk, checkpoint: Path, other_pc: OtherPc
) -> None:
    changed(checkpoint, "UPDATE cases SET complainant_name = 'Somebody else' WHERE id = 2")
    there = other_pc(desk, "Alex Moss")
    there.catch_up()
    search_index.refresh(there.store_file)
    assert prove(there) is False
    there.catch_up()
    search_index.refresh(there.store_file)
    assert [line.ref for line in searching.find(there, "somebody", 9)] == []
    assert [line.ref for line in searching.find(there, "ben", 9)] == ["CD-2026-0002"]


def test_a_pc_that_made_its_own_store_has_nothing_to_prove(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_look, "look", lambda _: pytest.fail("The record is read."))
    assert prove(desk)
