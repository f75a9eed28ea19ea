"""The council's letterhead and logo: used where they are sound, and refused in a sentence."""

from io import BytesIO

import pytest
from docx import Document

from complaintdesk.domain.errors import BadInput, DeskError
from complaintdesk.services import letter_files, wordings
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import open_letter
from complaintdesk.services.letter_sending import send
from tests.letter_text.pdf_reading import png
from tests.letter_text.word_letters import HEADER, letterhead
from tests.services.letters import ACK, put, rows
from tests.storage.helpers import contents


def word_text(desk: Desk, ref: str, **fields: str) -> str:
    letter = open_letter(desk, ref, ACK).view(fields).letter
    document = Document(BytesIO(letter_files.content(desk, letter, "docx")))
    return "\n".join(p.text for p in document.sections[0].header.paragraphs)


def test_the_letterhead_is_what_word_letters_are_written_on(desk: Desk, ref: str) -> None:
    assert word_text(desk, ref) == ""
    put(desk, "letterhead.docx", letterhead())
    assert word_text(desk, ref) == HEADER
    assert word_text(desk, ref, print="large") == HEADER


def test_large_print_has_a_letterhead_of_its_own_if_there_is_one(desk: Desk, ref: str) -> None:
    document = Document(BytesIO(letterhead()))
    document.sections[0].header.paragraphs[0].text = "LARGE"
    made = BytesIO()
    document.save(made)
    put(desk, "letterhead.docx", letterhead())
    put(desk, "letterhead-large.docx", made.getvalue())
    assert word_text(desk, ref) == HEADER
    assert word_text(desk, ref, print="large") == "LARGE"


def test_the_logo_is_in_the_pdf(desk: Desk, ref: str) -> None:
    letter = open_letter(desk, ref, ACK).view({}).letter
    before = letter_files.content(desk, letter, "pdf")
    put(desk, "logo.png", png())
    assert wordings.logo(desk) == ("Northmoor Council", png())
    assert letter_files.content(desk, letter, "pdf") != before


BAD_PAPER: dict[str, tuple[str, bytes, str]] = {
    "no Word file": ("letterhead.docx", b"Dear all", "letterhead.docx cannot be read as a Word"),
    "old Word": ("letterhead.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "in Word's old format"),
    "too large": ("letterhead.docx", b"PK" + b"\0" * 20_000_001, "too large, over 20,000,000"),
    "bad large one": ("letterhead-large.docx", b"PK", "letterhead-large.docx cannot be read"),
    "no picture": ("logo.png", b"GIF89a", "templates/logo.png (council copy): it is not a PNG"),
}


@pytest.mark.parametrize("name", BAD_PAPER)
def test_a_bad_letterhead_or_logo_is_refused_in_a_sentence(desk: Desk, name: str) -> None:
    file, content, sentence = BAD_PAPER[name]
    put(desk, file, content)
    look = wordings.logo if file == wordings.LOGO else wordings.letterhead
    with pytest.raises(BadInput) as refused:
        look(desk, **({"large": True} if "large" in file else {}))
    assert sentence in str(refused.value)
    (fault,) = wordings.paper_faults(desk)
    assert fault == str(refused.value)


def test_a_bad_logo_stops_the_pdf_and_not_the_letter(desk: Desk, ref: str) -> None:
    put(desk, "logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    outcome = send(desk, ref, 1, ACK, {})
    assert "The logo cannot be used." in outcome.message
    assert len(rows(desk)) == 2


def test_sound_paper_has_no_fault(desk: Desk) -> None:
    assert wordings.paper_faults(desk) == ()
    put(desk, "letterhead.docx", letterhead())
    put(desk, "logo.png", png())
    before = contents(desk.folder)
    assert wordings.paper_faults(desk) == ()
    assert contents(desk.folder) == before


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", ""])
def test_a_name_is_never_more_than_one_of_ours(desk: Desk, ref: str, name: str) -> None:
    with pytest.raises(DeskError):
        wordings.wording(desk, name)
