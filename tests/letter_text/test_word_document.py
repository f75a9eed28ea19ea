"""The Word document, read back: the same words, real headings and lists, British English."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from letters.blocks import Style
from letters.outputs import to_docx, to_text


@pytest.fixture
def letter(make_case, make_letter, code):
    return make_letter(make_case(code, questions="Which flat?\n\nWhich day?"))


@pytest.fixture
def word(letter):
    return Document(BytesIO(to_docx(letter)))


def without_list_marks(text):
    return re.sub(r"(?m)^(?:\d+\.|-) ", "", text).split()


def test_the_words_are_those_of_the_text_in_the_same_order(letter, word):
    words = " ".join(paragraph.text for paragraph in word.paragraphs)
    assert words.split() == without_list_marks(to_text(letter))


def test_headings_are_real_headings(letter, word):
    wanted = [(f"Heading {b.level}", b.text) for b in letter.blocks if b.style is Style.HEADING]
    found = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert found == wanted
    assert len(found) == 10


def test_lists_are_real_and_each_starts_at_one(letter, word):
    numbered = [p for p in word.paragraphs if p.style.name == "List Number"]
    lists = [p._p.pPr.numPr.numId.val for p in numbered]
    assert lists == [lists[0]] * 2 + [lists[2]] * 2 + [lists[4]] * 2
    assert len(set(lists)) == 3
    numbering = word.part.numbering_part.element
    known = {num.numId: num for num in numbering.num_lst}
    for number in lists:
        assert known[number].find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "1"
    kinds = {k.get(qn("w:abstractNumId")) for k in numbering.iter(qn("w:abstractNum"))}
    assert {str(num.abstractNumId.val) for num in numbering.num_lst} <= kinds
    assert len([p for p in word.paragraphs if p.style.name == "List Bullet"]) == 4


def test_it_is_in_british_english_throughout(word):
    languages = [found.get(qn("w:val")) for found in word.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-GB"}
    assert len(languages) == len(list(word.styles)) + 1
    assert word.core_properties.language == "en-GB"


def test_it_is_a4_with_no_empty_paragraph(word):
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert all(paragraph.text.strip() for paragraph in word.paragraphs)


def test_its_properties_are_the_councils(word):
    properties = word.core_properties
    assert properties.title == "We have received your complaint CD-2026-0417"
    assert properties.author == "Marlow Vale Borough Council"
    assert (properties.comments, properties.last_modified_by) == ("", "")


def test_a_long_title_and_sender_are_cut(make_case, make_letter, office, code):
    letter = make_letter(replace(make_case(code), ref="R" * 400), replace(office, name="N" * 400))
    properties = Document(BytesIO(to_docx(letter))).core_properties
    assert len(properties.title) == len(properties.author) == 255


def test_the_same_letter_gives_the_same_bytes(letter):
    first = to_docx(letter)
    assert first == to_docx(letter)
    with zipfile.ZipFile(BytesIO(first)) as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert made.namelist()[0] == "[Content_Types].xml"


def test_nothing_is_left_of_the_librarys_sample(letter):
    with zipfile.ZipFile(BytesIO(to_docx(letter))) as made:
        everything = b"".join(made.read(name) for name in made.namelist())
        assert not [name for name in made.namelist() if "thumbnail" in name or "app.xml" in name]
    assert b"python-docx" not in everything
    assert b"Macintosh" not in everything
