"""The `letter` command: a letter on the screen or in a file, with its gaps told by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.case import Conflict, Kind
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from tests.cli.conftest import KIND, Call
from tests.storage.helpers import complete, contents


@pytest.mark.parametrize("form", ["txt", "md"])
def test_a_letter_in_text_goes_to_the_screen(call: Call, desk: Desk, ref: str, form: str) -> None:
    before = contents(desk.folder)
    status, out, err = call("letter", ref, KIND, "--format", form)
    assert (status, err) == (0, "")
    assert "Ann O'Brien" in out
    assert contents(desk.folder) == before


@pytest.mark.parametrize("form", ["txt", "md", "docx"])
def test_a_letter_goes_into_the_file_that_is_named(
    call: Call, ref: str, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "new folder" / f"letter.{form}"
    path.parent.mkdir()
    path.write_text("an older one")
    assert call("letter", ref, KIND, "--format", form, "--out", str(path)) == (
        0, f"Written: {path}\n", "",
    )  # fmt: skip
    assert path.read_bytes() != b"an older one"
    assert path.read_bytes().startswith(b"PK") is (form == "docx")


def test_a_letter_in_word_goes_into_the_desks_letters(call: Call, desk: Desk, ref: str) -> None:
    status, out, _ = call("letter", ref, KIND, "--format", "docx")
    (path,) = (desk.folder / "letters" / ref).iterdir()
    assert (status, out) == (0, f"Written: {path}\n")
    assert path.name.endswith(f" {KIND}.docx")
    assert len(contents(desk.folder / "record")) == 2


def test_a_letter_with_gaps_is_refused_by_name_and_written_as_a_draft(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    from dataclasses import replace

    gap = replace(complete("Ben"), conflict=Conflict.UNCHECKED)
    ref = commands.log_complaint(desk, gap).ref
    assert "had any part in the matter" in refused("letter", ref, KIND)
    assert contents(desk.folder / "letters") == {}
    status, out, _ = call("letter", ref, KIND, "--draft")
    assert status == 0
    assert "DRAFT" in out
    status, out, _ = call("letter", ref, KIND, "--draft", "--format", "docx")
    assert status == 0
    assert "DRAFT.docx" in out
    assert len(contents(desk.folder / "letters")) == 1


@pytest.mark.parametrize("more", [(), ("--draft",), ("--format", "docx")], ids=" ".join)
def test_a_request_for_service_has_no_letter(
    refused: Callable[..., str], desk: Desk, ref: str, more: tuple[str, ...]
) -> None:
    from dataclasses import replace

    asked = commands.log_complaint(desk, replace(complete("Ben"), kind=Kind.REQUEST)).ref
    before = contents(desk.folder)
    assert f"{asked} is a request for service" in refused("letter", asked, KIND, *more)
    assert contents(desk.folder) == before
