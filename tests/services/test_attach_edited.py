"""A letter edited in Word after it was written: kept beside it once every part is still there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from complaintdesk.domain.case import Case
from complaintdesk.domain.errors import BadInput, DeskError, FormRefused, ShareUnavailable
from complaintdesk.domain.parts import Entry
from complaintdesk.services import commands, edited_letters, letter_files, letter_sending
from complaintdesk.services.desk import Desk
from complaintdesk.services.edited_letters import LIMIT
from complaintdesk.services.saving import save
from complaintdesk.services.searching import find, refresh
from complaintdesk.store.facts import LetterSent
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.letter_text.word_letters import edited
from tests.storage.helpers import acknowledge_by_letter, complete, contents, failing

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def ref(desk: Desk) -> str:
    """A case whose acknowledgement has gone out."""
    ref = commands.log_complaint(desk, complete()).ref
    acknowledge_by_letter(desk, ref, 1, TODAY)
    return ref


@pytest.fixture
def back(desk: Desk, ref: str, tmp_path: Path) -> Callable[..., Path]:
    """The letter as it comes back from Word, edited or not, in the officer's own folder."""

    def made(edit: Callable[[WordDocument], object] = polite, name: str = "Letter.docx") -> Path:
        path = tmp_path / "own files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(edited(written(desk, ref), edit))
        return path

    return made


def polite(document: WordDocument) -> None:
    document.add_paragraph("It was good to talk to you.")


def written(desk: Desk, ref: str) -> bytes:
    return (desk.folder / file_of(desk, ref)).read_bytes()


def file_of(desk: Desk, ref: str) -> str:
    return edited_letters.attachable(desk, ref)[0].file


def attach(desk: Desk, ref: str, typed: Path | str, change_id: str | None = None) -> str:
    file = file_of(desk, ref)
    return edited_letters.attach(desk, ref, file, str(typed), change_id).message


def refused(desk: Desk, ref: str, typed: Path | str) -> list[str]:
    """The sentences with which a file is refused; nothing of it is kept."""
    before, head = contents(desk.folder / "letters"), desk.store.head()
    with pytest.raises(FormRefused) as error:
        attach(desk, ref, typed)
    assert contents(desk.folder / "letters") == before
    assert desk.store.head() == head
    return [problem.sentence for problem in error.value.problems]


# What is kept


def test_both_letters_are_kept_and_the_record_says_so(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    path, before = back(), contents(desk.folder / "letters")
    own = path.read_bytes()
    said = attach(desk, ref, path)
    assert "kept beside the letter as it was written" in said
    after = contents(desk.folder / "letters")
    (new,) = set(after) - set(before)
    assert new == f"{ref}/2026-11-20 stage1-acknowledgement edited.docx"
    assert after[new] == own == path.read_bytes()
    assert all(after[name] == before[name] for name in before)
    letter = desk.store.case(ref).letters[-1]
    assert (letter.edited, letter.kind, letter.sent_on) == (True, "stage1-acknowledgement", TODAY)
    line = desk.store.case(ref).history[0]
    assert line.kind is Entry.LETTER_OUT
    assert "kept as edited in Word" in line.entry


def test_the_case_is_found_by_what_was_written_in_word(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    refresh(desk)
    assert find(desk, "good to talk", 5) == ()
    attach(desk, ref, back())
    refresh(desk)
    assert [row.ref for row in find(desk, "good to talk", 5)] == [ref]


def test_the_record_holds_the_hash_of_the_very_file(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    path = back()
    attach(desk, ref, path)
    last = sorted((desk.folder / "record").rglob("*"))[-1]
    assert sha256(path.read_bytes()).hexdigest() in last.read_text("utf-8")


def test_a_second_edit_is_kept_beside_the_first(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    attach(desk, ref, back())
    attach(desk, ref, back(lambda document: document.add_paragraph("Once more.")))
    names = sorted(name.rpartition("/")[2] for name in contents(desk.folder / "letters"))
    assert [name for name in names if "edited" in name] == [
        "2026-11-20 stage1-acknowledgement edited-2.docx",
        "2026-11-20 stage1-acknowledgement edited.docx",
    ]


def test_the_same_change_twice_is_one(desk: Desk, ref: str, back: Callable[..., Path]) -> None:
    path = back()
    attach(desk, ref, path, "one")
    head = desk.store.head()
    attach(desk, ref, path, "one")
    assert desk.store.head() == head
    assert len(desk.store.case(ref).letters) == 2


def test_a_letter_not_edited_at_all_can_be_kept(desk: Desk, ref: str, tmp_path: Path) -> None:
    path = tmp_path / "as it was.docx"
    path.write_bytes(written(desk, ref))
    assert "is kept" in attach(desk, ref, path)


# What is refused, in full


def test_every_part_that_is_gone_is_named(desk: Desk, ref: str, back: Callable[..., Path]) -> None:
    def nothing_left(document: WordDocument) -> None:
        for paragraph in list(document.paragraphs):
            paragraph._element.getparent().remove(paragraph._element)

    first, *said = refused(desk, ref, back(nothing_left))
    assert first == "Letter.docx is not kept."
    assert len(said) > 5
    assert "The part “When we will answer” is no longer in the letter." in said
    assert len(set(said)) == len(said)


def test_a_part_with_nothing_but_its_heading_is_named(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    def emptied(document: WordDocument) -> None:
        under = False
        for paragraph in list(document.paragraphs):
            heading = paragraph.style.name.startswith("Heading")  # type: ignore[union-attr]
            if heading:
                under = paragraph.text == "When we will answer"
            elif under:
                paragraph.clear()

    assert refused(desk, ref, back(emptied))[1:] == [
        "The part “When we will answer” has nothing written in it."
    ]


def test_a_gap_left_is_quoted(desk: Desk, ref: str, back: Callable[..., Path]) -> None:
    said = refused(desk, ref, back(lambda d: d.add_paragraph("I will ring on TBC [insert day]")))
    assert any("[insert day]" in sentence for sentence in said)
    assert any("TBC" in sentence for sentence in said)


def test_tracked_changes_are_to_be_accepted_first(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    def tracked(document: WordDocument) -> None:
        change = f'<w:ins {_W} w:id="900" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins>'
        document.add_paragraph()._element.append(parse_xml(change))

    assert any("tracked changes" in sentence for sentence in refused(desk, ref, back(tracked)))


@pytest.mark.parametrize(
    "name", ["Letter.doc", "Letter.docm", "Letter.pdf", "Letter", "Letter.txt"]
)
def test_what_is_not_docx_is_refused_with_the_way_to_get_one(
    desk: Desk, ref: str, back: Callable[..., Path], name: str
) -> None:
    (said,) = refused(desk, ref, back(name=name))
    assert "(.docx)" in said
    assert "Save As" in said


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"hello", b"\xd0\xcf\x11\xe0" * 400])
def test_what_only_calls_itself_docx_is_refused(
    desk: Desk, ref: str, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "Letter.docx"
    path.write_bytes(content)
    (said,) = refused(desk, ref, path)
    assert "Letter.docx" in said
    assert "Word" in said


def test_a_file_over_twenty_megabytes_is_refused_by_its_size(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    path = tmp_path / "Letter.docx"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    (said,) = refused(desk, ref, path)
    assert "bigger than 20.0 MB" in said
    with path.open("wb") as file:
        file.truncate(LIMIT)
    (said,) = refused(desk, ref, path)
    assert "bigger" not in said


def test_an_empty_file_a_folder_and_one_that_is_not_there_are_refused(
    desk: Desk, ref: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.docx").touch()
    assert refused(desk, ref, tmp_path / "empty.docx") == ["empty.docx is empty."]
    assert "folder" in refused(desk, ref, tmp_path)[0]
    assert "There is no file" in refused(desk, ref, tmp_path / "gone.docx")[0]
    assert "Type where the file is" in refused(desk, ref, " ")[0]


def test_a_file_that_word_has_locked_says_what_to_do(
    desk: Desk, ref: str, back: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = back(), Path.open

    def locked(self: Path, *arguments: object, **named: object) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return real(self, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    (said,) = refused(desk, ref, path)
    assert "open in Word" in said


def test_a_share_that_goes_away_leaves_the_record_as_it_was(
    desk: Desk, ref: str, back: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, head = back(), desk.store.head()
    fault = OSError(5, "Input/output error")
    name = "complaintdesk.services.letter_files.put_if_free"
    monkeypatch.setattr(name, failing(letter_files.put_if_free, fault, after=False))
    with pytest.raises(ShareUnavailable):
        attach(desk, ref, path, "one")
    assert desk.store.head() == head
    attach(desk, ref, path, "one")
    assert desk.store.case(ref).letters[-1].edited


# Which letter it belongs to


def test_the_latest_letter_comes_first_and_edited_ones_are_not_offered(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    (only,) = edited_letters.attachable(desk, ref)
    assert only.title == "Stage 1 acknowledgement, sent on Friday 20 November 2026"
    assert not only.has_copy
    attach(desk, ref, back())
    (only,) = edited_letters.attachable(desk, ref)
    assert only.has_copy
    assert not only.letter.edited


def test_of_several_letters_the_latest_comes_first(desk: Desk) -> None:
    ref = commands.log_complaint(desk, complete()).ref
    for days, name in ((3, "old"), (1, "first"), (1, "second")):
        sent = LetterSent(
            "keeping-informed", 1, TODAY - timedelta(days=days),
            ((f"letters/{ref}/{name}.docx", "0"),), "", "0",
        )  # fmt: skip

        def change(writing: Writing, sent: LetterSent = sent) -> Case:
            saved = writing.save(writing.load(ref))
            writing.letter_sent(saved, sent)
            return saved

        save(desk, "send", change)
    files = [each.file.rpartition("/")[2] for each in edited_letters.attachable(desk, ref)]
    assert files == ["second.docx", "first.docx", "old.docx"]


def test_a_case_with_no_letter_offers_none(desk: Desk) -> None:
    ref = commands.log_complaint(desk, complete()).ref
    assert edited_letters.attachable(desk, ref) == ()
    with pytest.raises(FormRefused) as error:
        edited_letters.attach(desk, ref, "letters/x.docx", "x.docx")
    assert [problem.field for problem in error.value.problems] == ["letter"]


def test_a_record_that_names_a_file_elsewhere_reads_nothing_there(
    desk: Desk, ref: str, back: Callable[..., Path], tmp_path: Path
) -> None:
    """A record on a share can be tampered with."""
    path = back()
    letter = edited_letters.attachable(desk, ref)[0].letter
    for name in ("../../own files/Letter.docx", "/etc/hostname.docx", "desk.toml/../x.docx"):
        with pytest.raises(BadInput):
            letter_sending.attach_edited(
                desk, ref, replace(letter, files=(name,)), "x.docx", path.read_bytes()
            )


def test_a_look_at_another_day_keeps_nothing(
    desk: Desk, ref: str, back: Callable[..., Path]
) -> None:
    looking = Desk(desk.folder, "Sam Patel", clock=lambda: NOW, looking_on=TODAY)
    before = contents(desk.folder / "letters")
    with pytest.raises(DeskError, match="nothing can be saved"):
        attach(looking, ref, back())
    assert contents(desk.folder / "letters") == before
    looking.close()
