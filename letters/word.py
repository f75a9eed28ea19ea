"""The Word document: real headings and lists, British English, and the same bytes every time.

The paper, ours or the council's, is made ready once (`word_base.py`); a letter then adds its
paragraphs. A council's letter is read by people who look at its properties, so nothing is left
in them of the library that wrote it.
"""

from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from letters.blocks import Block, Letter, Style
from letters.word_base import Paper, paper
from letters.word_file import packed
from letters.word_parts import mark_parts
from letters.word_place import letter_places

# The council's own name and address in our wording; a letterhead says them already.
_LETTERHEAD_PART = "letterhead"
_LONGEST_PROPERTY = 255
_DEEPEST_HEADING = 3
_STYLES = {
    Style.PARAGRAPH: "body text",
    Style.BANNER: "body text",
    Style.NUMBERED: "list number",
    Style.BULLET: "list bullet",
}
_PICTURES = (qn("w:drawing"), qn("w:pict"), qn("w:object"))


def document_bytes(letter: Letter, letterhead: bytes | None = None) -> bytes:
    """The letter as a .docx, in large print if it asks for that.

    On a letterhead (from `read_letterhead`) it stands where a paragraph says [letter], or else
    at the end, and leaves out its own part “letterhead”.
    """
    on = paper(letterhead, letter.large)
    document = Document(BytesIO(on.content))
    _describe(document, letter)
    blocks = [b for b in letter.blocks if letterhead is None or b.part != _LETTERHEAD_PART]
    place = letter_places(document)[0]
    written = list(zip(blocks, _write(document, on, place, blocks), strict=True))
    mark_parts(document, [(block.part, paragraph) for block, paragraph in written])
    _leave(place, [paragraph for _, paragraph in written])
    return packed(on.parts | _changed(document))


def _describe(document: WordDocument, letter: Letter) -> None:
    """Word refuses properties over 255 characters, and the sample's own would name its maker."""
    properties = document.core_properties
    properties.title = letter.title[:_LONGEST_PROPERTY]
    properties.author = letter.sender[:_LONGEST_PROPERTY]
    properties.comments = properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.combine(letter.dated, time())


def _write(
    document: WordDocument, on: Paper, place: Paragraph, blocks: list[Block]
) -> Iterator[Paragraph]:
    """A paragraph a block, before the place; each numbered list counts from 1."""
    bullets = current = _new_list(document, on.bullets)
    for block in blocks:
        if block.number == 1:
            current = _new_list(document, on.numbers)
        paragraph = place.insert_paragraph_before()
        paragraph._p.style = on.styles[_style_name(block)]
        _add_words(paragraph, block)
        if block.style in (Style.NUMBERED, Style.BULLET):
            _put_in_list(paragraph, current if block.number else bullets)
        yield paragraph


def _style_name(block: Block) -> str:
    if block.style is Style.HEADING:
        return f"heading {min(block.level, _DEEPEST_HEADING)}"
    return _STYLES[block.style]


def _add_words(paragraph: Paragraph, block: Block) -> None:
    for part in block.runs:
        run = paragraph.add_run(part.text)
        run.bold = part.bold or None
        if part.missing:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _new_list(document: WordDocument, kind: int) -> int:
    """A list of its own, so that its numbers start at 1."""
    added = document.part.numbering_part.element.add_num(kind)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _put_in_list(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _changed(document: WordDocument) -> dict[str, bytes]:
    """The parts that a letter changes; only they are written anew, which saves half the time."""
    properties = document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    parts = (document.part, document.part.numbering_part, properties)
    return {part.partname.membername: part.blob for part in parts}


def _leave(place: Paragraph, written: list[Paragraph]) -> None:
    """Take out the paragraph that marked the place, but keep what the letterhead hung on it.

    That is a picture, such as a logo anchored there, or the end of a section of pages.
    """
    if not written:
        place.text = ""
        return
    for run in [run for run in place._p if next(run.iter(*_PICTURES), None) is not None]:
        written[0]._p.get_or_add_pPr().addnext(run)
    section = place._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        written[-1]._p.get_or_add_pPr().append(section)
    place._p.getparent().remove(place._p)
