"""The Word document, read back: the same words, real headings and lists, British English."""

import zipfile
from io import BytesIO

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.text import clean
from letters.blocks import Run, Style
from letters.word import document_bytes
from tests.effort import examples
from tests.hostile import HOSTILE
from tests.letter_text.word_letters import (
    LETTER,
    heading,
    item,
    letter_of,
    letterhead,
    opened,
    paragraph,
    texts,
)

LARGE = letter_of(large=True)
TYPED = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)).map(clean).filter(bool)


@pytest.fixture
def word():
    return opened(document_bytes(LETTER))


def sizes_of(document, *names):
    return [document.styles[name].font.size.pt for name in names]


def test_the_words_are_those_of_the_blocks_in_the_same_order(word):
    assert texts(word) == [block.text for block in LETTER.blocks]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(TYPED, min_size=1, max_size=5), st.booleans())
def test_no_word_of_hostile_text_is_lost_or_becomes_anything_else(typed, large):
    blocks = [heading("Kept")]
    for text in typed:
        blocks += [paragraph("As you said: ", Run(text, bold=True)), item(text), item(text, 1)]
    made = opened(document_bytes(letter_of(blocks, large=large)))
    wanted = [word for block in blocks for word in block.text.split()]
    assert " ".join(texts(made)).split() == wanted
    assert len(made.paragraphs) == len(blocks)
    assert [p.text for p in made.paragraphs if p.style.name.startswith("Heading")] == ["Kept"]


def test_headings_are_real_headings(word):
    wanted = [(f"Heading {b.level}", b.text) for b in LETTER.blocks if b.style is Style.HEADING]
    found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert found == wanted
    levels = [word.styles[f"Heading {n}"].element.pPr.find(qn("w:outlineLvl")) for n in (1, 2, 3)]
    assert [level.get(qn("w:val")) for level in levels] == ["0", "1", "2"]


def test_a_heading_deeper_than_any_style_is_still_a_heading():
    made = opened(document_bytes(letter_of([heading("Deep", 6)])))
    assert made.paragraphs[0].style.name == "Heading 3"


def test_lists_are_real_and_each_starts_at_one(word):
    numbered = [p for p in word.paragraphs if p.style.name == "List Number"]
    lists = [p._p.pPr.numPr.numId.val for p in numbered]
    assert len(lists) == 3
    assert lists[0] == lists[1] != lists[2]
    numbering = word.part.numbering_part.element
    known = {num.numId: num for num in numbering.num_lst}
    for number in lists:
        assert known[number].find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "1"
    kinds = {k.get(qn("w:abstractNumId")) for k in numbering.iter(qn("w:abstractNum"))}
    assert {str(num.abstractNumId.val) for num in numbering.num_lst} <= kinds
    assert len([p for p in word.paragraphs if p.style.name == "List Bullet"]) == 2


def test_bold_and_gaps_are_shown():
    gap = Run("[To complete: Our decision]", missing=True)
    made = opened(document_bytes(letter_of([paragraph(Run("Upheld. ", bold=True), gap)])))
    runs = made.paragraphs[0].runs
    assert [(run.bold, run.font.highlight_color) for run in runs] == [(True, None), (None, 7)]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("on", [None, letterhead()], ids=["plain", "letterhead"])
def test_it_is_in_british_english_throughout(on, large):
    word = opened(document_bytes(letter_of(large=large), on))
    languages = [found.get(qn("w:val")) for found in word.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-GB"}
    assert len(languages) == len(list(word.styles)) + 1
    assert word.core_properties.language == "en-GB"


def test_it_is_a4_with_no_empty_paragraph(word):
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert all(text.strip() for text in texts(word))


@pytest.mark.parametrize("letter", [LETTER, LARGE], ids=["normal", "large"])
def test_the_foot_of_our_own_paper_counts_the_pages_in_the_size_of_the_text(letter):
    foot = opened(document_bytes(letter)).sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(text.text for text in foot._p.iter(qn("w:t"))) == "Page 1 of 1"
    assert foot.style.name == "Normal"
    assert not list(foot._p.iter(qn("w:sz")))


def test_normal_print_is_arial_12(word):
    assert word.styles["Normal"].font.name == "Arial"
    assert sizes_of(word, "Normal", "Heading 1", "Heading 2") == [12, 16, 14]


def test_large_print_is_18_point_on_the_left_with_room_between_lines():
    made = opened(document_bytes(LARGE))
    names = ["Normal", "Body Text", "List Number", "List Bullet", "Heading 3"]
    assert sizes_of(made, *names) == [18] * 5
    assert sizes_of(made, "Heading 1", "Heading 2") == [22, 20]
    for name in names:
        shape = made.styles[name].paragraph_format
        assert (shape.alignment, shape.line_spacing) == (WD_ALIGN_PARAGRAPH.LEFT, 1.3)
    assert not list(made.styles.element.iter(qn("w:i"), qn("w:iCs")))


def test_each_part_has_one_bookmark_round_its_paragraphs(word):
    body = word.element.body
    starts = list(body.iter(qn("w:bookmarkStart")))
    names = [start.get(qn("w:name")) for start in starts]
    parts = ("letterhead", "definition", "decision", "next_step", "signature")
    assert names == [f"part_{part}" for part in parts]
    numbers = [start.get(qn("w:id")) for start in starts]
    assert len(set(numbers)) == len(numbers)
    assert [end.get(qn("w:id")) for end in body.iter(qn("w:bookmarkEnd"))] == numbers
    first = [words_round(start) for start in starts]
    assert first == [next(b.text for b in LETTER.blocks if b.part == part) for part in parts]
    assert not list(body.iter(qn("w:sdt")))


def words_round(start):
    paragraph = next(start.iterancestors(qn("w:p")))
    return "\n".join(text.text for text in paragraph.iter(qn("w:t")))


def test_a_part_that_comes_up_again_has_a_bookmark_of_its_own_there():
    blocks = [paragraph(text, part=part) for text, part in (("a", "x"), ("b", "y"), ("c", "x"))]
    made = opened(document_bytes(letter_of(blocks)))
    starts = made.element.body.iter(qn("w:bookmarkStart"))
    assert [start.get(qn("w:name")) for start in starts] == ["part_x", "part_y", "part_x_2"]


def test_its_properties_are_the_councils(word):
    properties = word.core_properties
    assert properties.title == "Our answer to your complaint CD-2026-0417"
    assert properties.author == "Marlow Vale Borough Council"
    assert (properties.comments, properties.last_modified_by) == ("", "")


def test_a_long_title_and_sender_are_cut():
    letter = letter_of(title="R" * 400, sender="N" * 400)
    properties = opened(document_bytes(letter)).core_properties
    assert len(properties.title) == len(properties.author) == 255


@pytest.mark.parametrize("on", [None, letterhead()], ids=["plain", "letterhead"])
def test_the_same_letter_gives_the_same_bytes(on):
    first = document_bytes(LETTER, on)
    document_bytes(LARGE, on)
    assert first == document_bytes(LETTER, on)
    with zipfile.ZipFile(BytesIO(first)) as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert made.namelist()[0] == "[Content_Types].xml"


def test_nothing_is_left_of_the_librarys_sample():
    with zipfile.ZipFile(BytesIO(document_bytes(LETTER))) as made:
        everything = b"".join(made.read(name) for name in made.namelist())
        assert not [name for name in made.namelist() if "thumbnail" in name or "app.xml" in name]
    assert b"python-docx" not in everything
    assert b"Macintosh" not in everything
