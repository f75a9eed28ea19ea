"""The PDF says what the letter says, to eyes and to a screen reader."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from complaintdesk.domain.errors import BadInput, DeskUnusable
from letters.pdf import pdf_bytes, why_no_pdf
from tests.letter_text.pdf_reading import (
    LETTER,
    children,
    document,
    fonts,
    heading,
    items,
    letter_of,
    png,
    read,
    rightmost,
    says,
    sizes,
    tree,
    wanted_tree,
    wanted_words,
    words,
)


@pytest.fixture(scope="module")
def made() -> PdfReader:
    return read(LETTER)


def test_the_words_are_the_letters_in_their_order(made):
    assert words(made) == wanted_words(LETTER)


def test_every_block_is_tagged_as_what_it_is(made):
    assert tree(made) == wanted_tree(LETTER)
    assert tree(made)[:6] == ["Document", ["P"], ["P"], ["P"], ["H1"], ["P"]]


def test_a_new_number_one_starts_a_list_and_others_go_on(made):
    lists = [element for element in children(document(made)) if element["/S"] == "/L"]
    assert [len(children(found)) for found in lists] == [2, 1, 1, 1, 2]
    kinds = [found["/A"][0]["/ListNumbering"] for found in lists]
    assert kinds == ["/Decimal"] * 4 + ["/Circle"]
    text = " ".join(words(made))
    assert "later: 3. The new part" in text
    assert "2027. 1. We are sorry." in text


def test_it_says_that_it_is_pdf_ua_and_in_british_english(made):
    root = made.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_its_title_is_shown_in_the_window(made):
    assert made.metadata.title == LETTER.title
    assert made.metadata.author == LETTER.sender
    assert made.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert made.metadata.creation_date.date() == LETTER.dated


def test_a_letter_without_a_title_or_sender_is_still_made():
    made = read(replace(LETTER, title=" \x07", sender=""))
    assert made.metadata.title == "Letter"


def test_it_is_a4_and_carries_its_fonts(made):
    assert [round(float(side) / 72 * 25.4) for side in made.pages[0].mediabox[2:]] == [210, 297]
    assert len(fonts(made)) == 2
    for name, font in fonts(made).items():
        assert "/FontFile2" in font or "/FontFile3" in font, name


def test_clear_print_is_12_points_with_larger_headings():
    found = sizes(read(LETTER))
    assert [found[word] for word in ("Gloria", "Our", "What", "Page")] == [12, 16, 14, 12]


def test_large_print_is_18_points_down_to_the_page_number():
    found = sizes(read(replace(LETTER, large=True, blocks=LETTER.blocks[:6])))
    assert [found[word] for word in ("Gloria", "Our", "What", "Page")] == [18, 22, 20, 18]


@pytest.mark.parametrize("large", [False, True])
def test_nothing_slants_and_no_word_is_hyphenated(large):
    prose = says("extraordinarily incomprehensible responsibilities notwithstanding " * 20)
    made = read(letter_of(prose, large=large))
    assert words(made) == prose.text.split()
    assert not [name for name in fonts(made) if "Italic" in name or "Oblique" in name]


def test_bold_is_bold_and_a_gap_is_coloured(made):
    assert [name for name in fonts(made) if "Bold" in name]
    coloured = [
        element
        for block in children(document(made))
        for element in children(block)
        if isinstance(element, dict) and "/BackgroundColor" in str(element.get("/A"))
    ]
    assert len(coloured) == 1


def test_a_newline_is_a_new_line(made):
    assert "14 Kestrel Court\nMarlow Vale\nMV2 3BB" in made.pages[0].extract_text()


def test_several_pages_are_numbered():
    made = read(letter_of(*[says("It was cold. " * 30)] * 20))
    assert len(made.pages) > 1
    assert words(made) == ("It was cold. " * 600).split()


@pytest.mark.parametrize("lines", range(33, 45))
def test_no_page_ends_between_yours_sincerely_and_the_name_or_inside_an_address(lines):
    before = says("\n".join(["It was cold, and it stayed so for a week."] * lines))
    address = "Town Hall\nHigh Street\nMarlow Vale\nMV1 1AA\nEngland"
    end = (says(address), says("Yours sincerely"), says("Priya Nair\nOfficer"))
    pages = [page.extract_text() for page in read(letter_of(before, *end)).pages]
    assert any("Yours sincerely" in page and "Priya Nair\nOfficer" in page for page in pages)
    assert any(address in page for page in pages)
    assert len(pages) == 1 or "Yours sincerely" in pages[1]


def test_the_same_letter_gives_the_same_bytes_and_another_does_not():
    first = pdf_bytes(LETTER)
    assert first == pdf_bytes(LETTER)
    assert first != pdf_bytes(replace(LETTER, dated=date(2026, 12, 23)))


def test_several_can_be_made_at_once():
    letters = [replace(LETTER, title=f"Letter {number}") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(pdf_bytes, letters))
    assert made == [pdf_bytes(letter) for letter in letters]


def test_nothing_of_the_letter_lies_in_a_file_afterwards(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    pdf_bytes(LETTER, ("Our badge", png()))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that somebody stands in")
def test_it_does_not_matter_where_we_stand(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert pdf_bytes(LETTER)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "word", ["x" * 500, "W" * 30, "ab/" * 100, "a.b@" * 100, "1-" * 150, "-" * 200]
)
def test_no_word_runs_off_the_paper_or_is_lost(word, large):
    letter = letter_of(heading(word, 1), *items(word), says(f"Write to {word} soon"), large=large)
    made = read(letter)
    assert "".join(words(made)) == "".join(wanted_words(letter))
    assert rightmost(made) <= (210 - 24) / 25.4 * 72


def test_an_address_stays_whole_so_that_it_can_be_copied():
    address = "the.complaints.team@marlowvale-borough-council.example"
    assert address in words(read(letter_of(says(f"Write to {address} and we will answer."))))


def test_an_empty_block_leaves_no_empty_tag():
    letter = letter_of(heading("Head", 1), says(""), heading(" ", 2), says("Foot"))
    assert tree(read(letter)) == ["Document", ["H1"], ["P"]]


def test_headings_out_of_order_are_named():
    with pytest.raises(BadInput, match=r"“Too deep” has 3 # .* it may have 2 at most"):
        pdf_bytes(letter_of(heading("Head", 1), heading("Too deep", 3)))
    with pytest.raises(BadInput, match=r"“First” has 2 # .* it may have 1 at most"):
        pdf_bytes(letter_of(heading("First", 2)))


@pytest.mark.parametrize("shape", [(4, 2), (40, 1), (1, 40)])
def test_the_logo_comes_first_and_says_what_it_shows(shape):
    made = PdfReader(BytesIO(pdf_bytes(LETTER, ("The badge of #Marlow Vale", png(*shape)))))
    figure = children(document(made))[0]
    assert figure["/S"] == "/Figure"
    assert figure["/Alt"] == "The badge of #Marlow Vale"
    assert words(made) == wanted_words(LETTER)


@pytest.mark.parametrize(
    "logo",
    [("", png()), (" ", png()), ("Badge", b""), ("Badge", b"GIF89a"), ("Badge", png()[:30])],
)
def test_a_logo_that_cannot_be_used_is_refused(logo):
    with pytest.raises(BadInput, match="It must be a PNG picture"):
        pdf_bytes(LETTER, logo)


def test_the_typesetter_is_read_in_only_when_it_is_needed():
    program = "import sys, letters.pdf; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_machine_without_it_offers_the_word_version(monkeypatch):
    assert why_no_pdf() == ""
    monkeypatch.setitem(sys.modules, "typst", None)
    assert "Use the Word version" in why_no_pdf()
    with pytest.raises(DeskUnusable) as refused:
        pdf_bytes(LETTER)
    assert str(refused.value) == why_no_pdf()
