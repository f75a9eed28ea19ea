"""The `letter` command: a letter on the screen or in a file, with its gaps told by name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from complaintdesk.domain.case import Conflict, Kind
from complaintdesk.services import commands
from complaintdesk.services.desk import Desk
from letters.template import standard_source
from tests.cli.conftest import KIND, Call
from tests.services.letters import put
from tests.storage.helpers import complete, contents

STARTS = {"txt": b"Northmoor", "md": b"**Northmoor", "docx": b"PK", "pdf": b"%PDF"}


@pytest.mark.parametrize("form", ["txt", "md"])
def test_a_letter_in_text_goes_to_the_screen(call: Call, desk: Desk, ref: str, form: str) -> None:
    before = contents(desk.folder)
    status, out, err = call("letter", ref, KIND, "--format", form)
    assert (status, err) == (0, "")
    assert "Ann O'Brien" in out
    assert contents(desk.folder) == before


@pytest.mark.parametrize("form", ["txt", "md", "docx", "pdf"])
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
    assert path.read_bytes().startswith(STARTS[form])


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_letter_in_word_or_pdf_goes_into_the_desks_letters(
    call: Call, desk: Desk, ref: str, form: str
) -> None:
    status, out, _ = call("letter", ref, KIND, "--format", form)
    (path,) = (desk.folder / "letters" / ref).iterdir()
    assert (status, out) == (0, f"Written: {path}\n")
    assert path.name.endswith(f" {KIND}.{form}")
    assert path.read_bytes().startswith(STARTS[form])
    assert len(contents(desk.folder / "record")) == 2


def test_a_letter_with_gaps_is_refused_by_name_and_written_as_a_draft(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str
) -> None:
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
    asked = commands.log_complaint(desk, replace(complete("Ben"), kind=Kind.REQUEST)).ref
    before = contents(desk.folder)
    assert f"{asked} is a request for service" in refused("letter", asked, KIND, *more)
    assert contents(desk.folder) == before


# The council's own wording

SLIP = standard_source(f"{KIND}.md") + "\n{{ write.qestions }}\n"
LINE = SLIP.count("\n")


@pytest.mark.parametrize("form", STARTS)
def test_a_slip_in_the_councils_wording_is_named_by_file_and_line_and_ours_can_be_taken(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str, form: str, tmp_path: Path
) -> None:
    put(desk, f"{KIND}.md", SLIP)
    out = ("--format", form, "--out", str(tmp_path / "letter"))
    for more in (out, (*out, "--draft")):
        said = refused("letter", ref, KIND, *more)
        assert said.startswith(f"templates/{KIND}.md (council copy), line {LINE}: there is no")
        assert "did you mean 'write.questions'?" in said
    assert not (tmp_path / "letter").exists()
    assert call("letter", ref, KIND, *out, "--standard")[0] == 0
    assert (tmp_path / "letter").read_bytes().startswith(STARTS[form])


def test_a_sound_wording_of_the_council_is_used(call: Call, desk: Desk, ref: str) -> None:
    put(desk, f"{KIND}.md", standard_source(f"{KIND}.md") + "\n\nYours in Northmoor.\n")
    assert "Yours in Northmoor." in call("letter", ref, KIND)[1]
    assert "Yours in Northmoor." not in call("letter", ref, KIND, "--standard")[1]


def test_where_no_pdf_can_be_made_it_says_so(
    refused: Callable[..., str], desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("letters.pdf.why_no_pdf", lambda: "This computer cannot make a PDF.")
    before = contents(desk.folder)
    assert refused("letter", ref, KIND, "--format", "pdf") == "This computer cannot make a PDF.\n"
    assert contents(desk.folder) == before
