"""The council's words, letterhead and logo are files of the desk, and nothing else is read."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.services import wordings
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import open_letter
from complaintdesk.services.wordings import WordingRefused
from letters.template import standard_source
from tests.letter_text.pdf_reading import png
from tests.letter_text.word_letters import letterhead
from tests.services.letters import ACK, put

FILE = f"{ACK}.md"
OURS = standard_source(FILE)


def own(added: str = "We are glad that you wrote.") -> str:
    """A council's copy with a line of its own at the end."""
    return f"{OURS}\n\n{added}\n"


SECRET = "title: Secret\n----\nThe password of the head of finance\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / FILE).write_text(SECRET)
    (folder / "letterhead.docx").write_bytes(letterhead())
    (folder / "logo.png").write_bytes(png())
    return folder


def unread(monkeypatch: pytest.MonkeyPatch, outside: Path) -> None:
    """Any reading of what lies outside fails the test by another error than the one expected."""
    real = Path.open

    def watched(path: Path, *given: object, **named: object) -> object:
        if Path(os.path.realpath(path)).is_relative_to(outside):
            raise AssertionError(f"{path} was read")
        return real(path, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)


def link_file(templates: Path, outside: Path) -> None:
    templates.mkdir(exist_ok=True)
    for path in outside.iterdir():
        (templates / path.name).symlink_to(path)


def link_folder(templates: Path, outside: Path) -> None:
    if templates.exists():
        templates.rmdir()
    templates.symlink_to(outside, target_is_directory=True)


@pytest.mark.parametrize("link", [link_file, link_folder])
def test_a_link_is_refused_and_nothing_is_read_where_it_leads(
    desk: Desk, ref: str, outside: Path, link: Callable[[Path, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Whoever can write to the share could show themselves any file that this officer can read."""
    link(desk.folder / "templates", outside)
    unread(monkeypatch, outside)
    for look in (
        lambda: open_letter(desk, ref, ACK),
        lambda: wordings.letterhead(desk),
        lambda: wordings.letterhead(desk, large=True),
        lambda: wordings.logo(desk),
        lambda: list(wordings.differences(desk, FILE)),
    ):
        with pytest.raises(WordingRefused, match="it is a link, and only a file is read"):
            look()
    assert "link" in wordings.look(desk, FILE).fault
    assert "password" not in wordings.look(desk, FILE).fault
    assert open_letter(desk, ref, "clarification").source == "standard"


@pytest.mark.parametrize("target", ["loop", "nowhere"])
def test_a_link_to_nothing_is_refused_too(desk: Desk, ref: str, target: str) -> None:
    path = desk.folder / "templates" / FILE
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(path if target == "loop" else "nowhere.md")
    with pytest.raises(WordingRefused, match="it is a link"):
        open_letter(desk, ref, ACK)


def pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [Path.mkdir, pipe], ids=["folder", "pipe"])
@pytest.mark.skipif(os.name == "nt", reason="pipes as POSIX has them")
def test_what_is_no_file_is_refused_and_not_waited_for(
    desk: Desk, ref: str, make: Callable[[Path], object]
) -> None:
    """Passed over, it would send the standard words where the council meant its own."""
    (desk.folder / "templates").mkdir(exist_ok=True)
    make(desk.folder / "templates" / FILE)
    with pytest.raises(WordingRefused, match="it is not a file"):
        open_letter(desk, ref, ACK)
    assert open_letter(desk, ref, "clarification").source == "standard"
    assert open_letter(desk, ref, ACK, standard=True).source == "standard-once"


def test_a_share_that_does_not_answer_never_turns_the_councils_words_into_ours(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(desk, FILE, own())
    real = Path.lstat

    def away(path: Path) -> object:
        if path.name == FILE:
            raise OSError(errno.EHOSTDOWN, "Host is down")
        return real(path)

    monkeypatch.setattr(Path, "lstat", away)
    with pytest.raises(ShareUnavailable, match="Host is down"):
        open_letter(desk, ref, ACK)


def test_no_templates_folder_at_all_is_no_fault(desk: Desk, ref: str) -> None:
    folder = desk.folder / "templates"
    if folder.exists():
        folder.rmdir()
    assert open_letter(desk, ref, ACK).source == "standard"
    assert wordings.strangers(desk) == ()
    folder.write_text("a file in its place")
    assert open_letter(desk, ref, ACK).source == "standard"
    assert wordings.strangers(desk) == ()
