"""No name from the record, the share or the command line leads out of the desk's own folder."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.case import SentLetter
from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable
from complaintdesk.domain.file_names import safe_name
from complaintdesk.domain.parts import Document
from complaintdesk.services import checkpoints, documents, letter_files, letter_sending, wordings
from complaintdesk.services.backups.daily import daily
from complaintdesk.services.backups.making import Maker, make
from complaintdesk.services.desk import Desk
from complaintdesk.services.inside import case_folder, is_own_file, leads_elsewhere
from complaintdesk.services.letter_desk import open_letter
from complaintdesk.services.letter_files import letter_file
from complaintdesk.services.presence import Presence
from tests.conftest import TODAY
from tests.services.conftest import WORDS, made
from tests.services.letters import ACK, put
from tests.storage.helpers import acknowledge_by_letter as send_letter
from tests.storage.helpers import contents

NAMES = (
    "../../x", "..", ".", "", "/", "//", "/etc/passwd", "//server/share/x", "../desk.toml",
    "CD-2026-0001/../../desk.toml", "CD-2026-0001/..", "CD-2026-0001/../CD-2026-0002",
    "./CD-2026-0001", "CD-2026-0001/", "CD-2026-0001/.", "C:\\x", "C:x", "C:/x", "\\\\server\\x",
    "\\\\?\\C:\\x", "..\\..\\x", "a.txt:stream", "CD-2026-0001:stream", "CD-2026-0001::$DATA",
    "CON", "con.txt", "NUL.docx", "COM1", "LPT9.md", "CD-2026-0001.", "CD-2026-0001 ",
    " CD-2026-0001", "CD-2026-0001\n", "CD-2026-0001\x00", "\x00", "~", "~root/x", "$HOME/x",
    "%USERPROFILE%", "file:///etc/passwd", "CD-２０２６-0001", "cd-2026-0001", "CD-2026-1",
    "CD‐2026‐0001", ".hidden", "-rf", "*", "desk.toml", "x" * 300, "CD-2026-" + "0" * 300,
    "\ud800", "a/b/c/d", "\u202egnp",
)  # fmt: skip
SECRET = b"The password of the head of finance"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the desk, with files that have the names of the desk's own."""
    folder = tmp_path / "outside"
    for name in ("x", "x.docx", "desk.toml", "CD-2026-0002"):
        made(folder / name, SECRET)
    return folder


class Touched:
    """What was opened, made, renamed or removed under a folder, by Python's own audit events."""

    def __init__(self) -> None:
        self.under, self.found = "", list[str]()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.under and event.startswith(("open", "os.")):
            if event in _NOT_THROUGH_LINKS or _refuses_links(event, arguments):
                arguments = tuple(Path(p).parent for p in arguments if isinstance(p, str | Path))
            paths = [p for p in arguments if isinstance(p, str | os.PathLike)]
            self.found += [f"{event} {p}" for p in paths if self._is_under(os.fspath(p))]

    def _is_under(self, path: str | bytes) -> bool:
        return os.path.realpath(os.fsdecode(path)).startswith(self.under)


# What these do they do to a link itself, and not to where it leads.
_NOT_THROUGH_LINKS = ("os.link", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink")


def _refuses_links(event: str, arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2] if event == "open" and len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & getattr(os, "O_NOFOLLOW", 0))


_TOUCHED = Touched()
sys.addaudithook(_TOUCHED)


@pytest.fixture
def untouched(outside: Path) -> Iterator[Path]:
    """The folder outside; fails the test if anything in it was read or written."""
    before = contents(outside)
    _TOUCHED.found, _TOUCHED.under = [], str(outside)
    yield outside
    _TOUCHED.under = ""
    assert _TOUCHED.found == []
    assert contents(outside) == before


# Names


@pytest.mark.parametrize("kind", ["letters", "documents"])
def test_only_a_reference_as_we_make_them_becomes_a_folder(desk: Desk, kind: str) -> None:
    assert len(NAMES) >= 40
    for name in NAMES:
        with pytest.raises(DeskUnusable, match="not a reference of this desk"):
            case_folder(desk.folder, kind, name)
    assert case_folder(desk.folder, kind, "CD-2026-0001") == desk.folder / kind / "CD-2026-0001"


def test_a_file_of_any_name_is_kept_in_the_cases_folder(desk: Desk, ref: str) -> None:
    folder = desk.folder / "documents" / ref
    for name in NAMES:
        kept = documents._kept(desk, ref, _incoming(desk, name), sha256(WORDS).hexdigest())
        assert kept.parent == folder, name
        assert list(contents(folder)) == [kept.name], name
        assert not leads_elsewhere(desk.folder, kept), name
        kept.unlink()


def _incoming(desk: Desk, name: str) -> documents.Incoming:
    source = made(desk.folder.parent / "own" / "source", WORDS)
    return documents.Incoming(source, name, safe_name(name), len(WORDS))


def test_a_document_of_a_tampered_record_is_looked_for_nowhere_else(
    desk: Desk, ref: str, untouched: Path
) -> None:
    for name in NAMES:
        for file in (name, f"documents/{ref}/{name}", f"documents/{name}", f"documents/{name}/x"):
            document = Document(file, name, len(SECRET), sha256(SECRET).hexdigest(), TODAY)
            assert not documents.verify_document(desk, ref, document).is_sound, name
            assert _TOUCHED.found == [], name


def test_a_letter_of_a_tampered_record_is_read_nowhere_else(
    desk: Desk, ref: str, untouched: Path
) -> None:
    forms = ("{}.docx", "letters/{}.docx", "letters/../{}.docx")
    files = [form.format(name) for name in NAMES for form in forms]
    for file in (*files, f"letters/{ref}/../../../outside/x.docx", f"{untouched}/x.docx"):
        letter = SentLetter(ACK, 1, TODAY, (file,))
        with pytest.raises(DeskError):
            letter_sending.attach_edited(desk, ref, letter, "x.docx", b"PK")
        assert _TOUCHED.found == [], file


def test_a_wording_has_one_of_our_names_or_none(
    desk: Desk, untouched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(desk.folder)
    for name in NAMES:
        for what in ("diff", "copy", "fields", "check"):
            assert _refused(capsys, desk, "letters", what, _argument(name)), name
    assert contents(desk.folder) == before


# The command line


def test_a_hostile_name_on_the_command_line_is_refused_in_one_sentence(
    desk: Desk, ref: str, untouched: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(desk.folder)
    for name in map(_argument, NAMES):
        for words in (("queue", name), ("letter", name, ACK), ("letter", ref, name),
                      ("letters", name), ("letters", ref, name)):  # fmt: skip
            assert _refused(capsys, desk, *words), words
        assert _TOUCHED.found == [], name
        assert contents(desk.folder) == before, name


def _argument(name: str) -> str:
    """As it can be handed over: what begins with a dash is an option, nothing is not there."""
    return name if name and not name.startswith("-") else f"?{name}"


def _refused(capsys: pytest.CaptureFixture[str], desk: Desk, *words: str) -> bool:
    """Whether a command ends with one tame sentence; fails on a fault of the program's own."""
    status = main([*words, "--desk", str(desk.folder)])
    said = capsys.readouterr()
    assert "Something went wrong" not in said.err
    assert said.err.count("\n") <= 1
    assert not {c for c in said.err + said.out if c != "\n" and (c < " " or "\x7f" <= c < "\xa0")}
    return status == 1 and said.err.endswith(".\n")


# Links


def link(place: Path, target: Path) -> None:
    """A link in the place of what is there."""
    if place.is_dir() and not place.is_symlink():
        for child in place.iterdir():
            child.rename(target / child.name) if target.is_dir() else child.unlink()
        place.rmdir()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def every_verb(desk: Desk, ref: str, survey: Path, document: Document) -> list[Any]:
    """All that reads or writes a file of a case, and what each said."""
    verbs: list[Callable[[], Any]] = [
        lambda: letter_file(desk, ref, ACK, "docx", draft=True),
        lambda: letter_files.write_draft(
            desk, work := open_letter(desk, ref, ACK), work.view({}, draft=True)),
        lambda: send_letter(desk, ref, 1, TODAY),
        lambda: documents.add_document(desk, ref, str(survey)),
        lambda: documents.verify_document(desk, ref, document),
        lambda: wordings.letterhead(desk),
        lambda: wordings.logo(desk),
        lambda: wordings.copy_standard(desk, f"{ACK}.md"),
        lambda: wordings.strangers(desk),
        lambda: [wordings.look(desk, name) for name in wordings.file_names()],
        lambda: list(wordings.differences(desk, f"{ACK}.md")),
    ]  # fmt: skip
    said = []
    for verb in verbs:
        try:
            said.append(verb())
        except DeskError as error:
            said.append(error)
    return said


LINKED = (
    "letters", "letters/{ref}", "letters/{ref}/{today} {ack} DRAFT.docx",
    "letters/{ref}/{today} {ack}.docx", "documents", "documents/{ref}",
    "documents/{ref}/Survey.pdf", "documents/{ref}/Survey of the boiler.pdf", "templates",
    "templates/{ack}.md", "templates/letterhead.docx", "templates/logo.png",
)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
@pytest.mark.parametrize("place", LINKED)
@pytest.mark.parametrize("target", ["a file", "a folder"])
def test_no_link_in_the_desk_is_followed(
    desk: Desk, ref: str, survey: Path, untouched: Path, place: str, target: str
) -> None:
    """Whoever can write to the share could read and write with this officer's rights."""
    file = f"documents/{ref}/Survey.pdf"
    document = Document(file, "Survey.pdf", len(SECRET), sha256(SECRET).hexdigest(), TODAY)
    where = desk.folder / place.format(ref=ref, today=TODAY, ack=ACK)
    _TOUCHED.under, under = "", _TOUCHED.under
    link(where, untouched / "x" if target == "a file" else untouched)
    _TOUCHED.under = under
    said = every_verb(desk, ref, survey, document)
    assert SECRET.decode() not in str(said)
    assert where.is_symlink()  # nor taken away: somebody has to look at it
    check = documents.verify_document(desk, ref, document)
    assert not check.is_sound


OWN = (
    "checkpoints", "backups", "backups/files", "backups/files/{two}", "presence",
)  # fmt: skip


def every_copy(desk: Desk) -> list[Any]:
    """All that is put into the desk's folder beside the record and the cases, and what it said."""
    presence = Presence(desk)
    maker = Maker("Sam Patel", "pc-1", desk.now())
    verbs: list[Callable[[], Any]] = [
        lambda: checkpoints.is_due(desk),
        lambda: checkpoints.make(desk),
        lambda: checkpoints.take_up(desk),
        lambda: make(desk.folder, maker),
        lambda: daily(desk.folder, maker),
        presence.beat,
        presence.leave,
    ]
    said = []
    for verb in verbs:
        try:
            said.append(verb())
        except DeskError as error:
            said.append(error)
    return said


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
@pytest.mark.parametrize("place", OWN)
def test_no_copy_of_the_desk_is_put_where_a_link_leads(
    desk: Desk, ref: str, survey: Path, untouched: Path, place: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A store or a backup is the whole desk, for whoever made the link."""
    monkeypatch.setattr(checkpoints, "_EVERY", 0)
    documents.add_document(desk, ref, str(survey))
    where = desk.folder / place.format(two=sha256(survey.read_bytes()).hexdigest()[:2])
    _TOUCHED.under, under = "", _TOUCHED.under
    link(where, untouched)
    _TOUCHED.under = under
    said = every_copy(desk)
    assert where.is_symlink()
    refused = [one for one in said if isinstance(one, DeskError)]
    assert all("lead" in str(one) for one in refused)
    assert bool(refused) == (place != "presence")


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_folder_swapped_for_a_link_while_a_desk_is_open_is_not_written_to(
    desk: Desk, untouched: Path
) -> None:
    now = [0.0]
    presence = Presence(desk, lambda: now[0])
    presence.beat()
    _TOUCHED.under, under = "", _TOUCHED.under
    (desk.folder / "presence").rename(desk.folder.parent / "presence-before")
    link(desk.folder / "presence", untouched)
    _TOUCHED.under = under
    now[0] = 60.0
    presence.beat("CD-2026-0001", writing=True)
    presence.leave()


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_document_that_was_swapped_for_a_link_to_the_same_words_is_named(
    desk: Desk, ref: str, survey: Path, tmp_path: Path
) -> None:
    """Its hash is right today, and tomorrow whatever somebody puts there."""
    documents.add_document(desk, ref, str(survey))
    (document,) = desk.store.case(ref).case.documents
    assert documents.verify_document(desk, ref, document).is_sound
    link(desk.folder / document.file, survey)
    found = documents.verify_document(desk, ref, document)
    assert not found.is_sound
    assert "a link" in found.words


@pytest.mark.skipif(os.name == "nt", reason="pipes as POSIX has them")
def test_a_pipe_in_a_files_place_is_not_waited_for(desk: Desk, ref: str, survey: Path) -> None:
    documents.add_document(desk, ref, str(survey))
    (document,) = desk.store.case(ref).case.documents
    (desk.folder / document.file).unlink()
    os.mkfifo(desk.folder / document.file)
    empty = replace(document, size=0)
    assert not documents.verify_document(desk, ref, empty).is_sound
    folder = desk.folder / "letters" / ref
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{TODAY} {ACK}.docx")
    with pytest.raises(DeskError, match="could not be written"):
        send_letter(desk, ref, desk.store.case(ref).case.version, TODAY)


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_desk_that_is_itself_reached_by_a_link_is_no_fault(
    desk: Desk, ref: str, survey: Path, tmp_path: Path
) -> None:
    """A mapped drive or a mount is often one; only what lies below the desk must be its own."""
    reached = tmp_path / "drive"
    reached.symlink_to(desk.folder, target_is_directory=True)
    through = Desk(reached, "Sam Patel", clock=desk.now)
    through.catch_up()
    documents.add_document(through, ref, str(survey))
    send_letter(through, ref, through.store.case(ref).case.version, TODAY)
    put(through, f"{ACK}.md", "not a wording")
    with pytest.raises(BadInput, match="must start with a line"):
        wordings.wording(through, ACK)
    (document,) = through.store.case(ref).case.documents
    assert documents.verify_document(through, ref, document).is_sound
    assert is_own_file(reached, reached / "desk.toml")
    (desk.folder / "templates" / f"{ACK}.md").unlink()
    through.close()
