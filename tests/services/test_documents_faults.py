"""Files added to a case: copied whole or not at all, whatever crashes and however a share fails."""

import errno
import os
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.record import place
from complaintdesk.record.folder import Record
from complaintdesk.services import documents
from complaintdesk.services.desk import Desk
from tests.services.conftest import WORDS, files_of, kept, made
from tests.storage.helpers import contents, failing


@pytest.mark.parametrize("step", ["written_beside", "name_if_free", "shared_folder"])
def test_a_share_that_fails_leaves_nothing_half_there(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    broken = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(documents, step, failing(getattr(documents, step), broken, after=False))
        with pytest.raises(ShareUnavailable, match=r"No space left on device.*Nothing was"):
            documents.add_document(desk, ref, str(survey))
    assert files_of(desk) == {}
    assert kept(desk, ref) == ()
    documents.add_document(desk, ref, str(survey))
    assert files_of(desk) == {f"{ref}/Survey of the boiler.pdf": WORDS}


def test_a_crash_between_copy_and_record_leaves_a_file_that_is_taken_up(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(documents, "_record", failing(print, OSError("killed"), after=False))
        with pytest.raises(OSError, match="killed"):
            documents.add_document(desk, ref, str(survey))
    assert kept(desk, ref) == ()
    orphan = desk.folder / "documents" / ref / survey.name
    before = orphan.stat()
    documents.add_document(desk, ref, str(survey))
    assert list(files_of(desk)) == [f"{ref}/{survey.name}"]
    assert orphan.stat().st_ino == before.st_ino


@pytest.mark.parametrize("half", [WORDS[:5], b"x" * len(WORDS), b""])
def test_a_half_or_other_file_of_that_name_stays_and_ours_gets_a_number(
    desk: Desk, ref: str, survey: Path, half: bytes
) -> None:
    made(desk.folder / "documents" / ref / survey.name, half)
    documents.add_document(desk, ref, str(survey))
    stem = f"{ref}/Survey of the boiler"
    assert files_of(desk) == {f"{stem}.pdf": half, f"{stem}-2.pdf": WORDS}
    assert kept(desk, ref)[0].file == f"documents/{stem}-2.pdf"


def test_names_that_windows_cannot_tell_apart_are_kept_apart(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    for number, name in enumerate(("Report.pdf", "REPORT.PDF", "report.pdf")):
        documents.add_document(desk, ref, str(made(tmp_path / name, b"%d" % number)))
    assert sorted(files_of(desk)) == [
        f"{ref}/REPORT-2.PDF", f"{ref}/Report.pdf", f"{ref}/report-3.pdf",
    ]  # fmt: skip


def test_a_name_taken_in_the_same_instant_is_not_written_over(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, first = documents.name_if_free, [True]

    def colleague_first(beside: Path, path: Path) -> None:
        if first:
            first.clear()
            path.write_bytes(b"a colleague's")
        real(beside, path)

    monkeypatch.setattr(documents, "name_if_free", colleague_first)
    documents.add_document(desk, ref, str(survey))
    assert sorted(files_of(desk).values()) == [WORDS, b"a colleague's"]


def test_what_is_read_back_must_be_what_was_written(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = documents.name_if_free

    def damages(beside: Path, path: Path) -> None:
        real(beside, path)
        path.write_bytes(b"damaged by a bad line")

    with monkeypatch.context() as patch:
        patch.setattr(documents, "name_if_free", damages)
        with pytest.raises(DeskUnusable, match="does not hold what was written"):
            documents.add_document(desk, ref, str(survey))
    assert kept(desk, ref) == ()


def test_a_folder_that_knows_no_links(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = OSError(errno.EPERM, "Operation not permitted")
    monkeypatch.setattr(place.os, "link", failing(os.link, refused, after=False, times=99))
    folder = desk.folder / "documents"
    with monkeypatch.context() as patch:
        cut = OSError(errno.EIO, "Input/output error")
        patch.setattr(place.shutil, "copyfileobj", failing(print, cut, after=False))
        with pytest.raises(ShareUnavailable):
            documents.add_document(desk, ref, str(survey))
    assert contents(folder) == {}
    made(folder / ref / survey.name, b"taken")
    # The record itself needs links no more than this does.
    documents.add_document(desk, ref, str(survey))
    assert sorted(contents(folder).values()) == sorted([b"taken", WORDS])


def test_an_answer_that_was_lost_is_not_recorded_twice(
    desk: Desk, ref: str, survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Record.append

    def lost(record: Record, change: object) -> str:
        real(record, change)  # type: ignore[arg-type]
        raise ShareUnavailable("It is not certain that this was saved. Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(Record, "append", lost)
        with pytest.raises(ShareUnavailable):
            documents.add_document(desk, ref, str(survey), "", "the-form")
    for _ in range(2):
        documents.add_document(desk, ref, str(survey), "", "the-form")
    assert len(kept(desk, ref)) == 1
    assert list(files_of(desk)) == [f"{ref}/{survey.name}"]
