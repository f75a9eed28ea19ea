"""What a letter is written on in Word: our own plain paper, or the council's letterhead.

Either is made ready once and kept as bytes: the styles and lists that a letter needs, British
English, large print where it is asked for, and one paragraph that says where the letter goes.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from letters.word_file import packed, saved_parts
from letters.word_parts import drop_part_marks
from letters.word_place import LETTER_MARK, letter_places
from letters.word_styles import add_missing_styles, enlarge, set_font, speak_english, style_ids

_FONT, _SIZE = "Arial", 12
_SAMPLE_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
# Parts that no longer fit once a letter is written in: a picture of the page, counts of words,
# who made it and when.
_STALE_PARTS = ("/thumbnail", "/extended-properties", "/core-properties", "/stylesWithEffects")
_SAMPLE_PARTS = (*_STALE_PARTS, "/customXml")
# Settings of a letterhead under which the officer's own typing would be marked or forbidden.
_UNWANTED_SETTINGS = ("w:trackRevisions", "w:documentProtection")
_ABSTRACT = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document ready to be written on, and its identifiers for our styles and kinds of list."""

    content: bytes
    parts: dict[str, bytes]
    styles: dict[str, str]
    numbers: int
    bullets: int


@lru_cache(maxsize=8)
def paper(letterhead: bytes | None, large: bool) -> Paper:
    """The paper for a letter; `letterhead` has been checked by `read_letterhead`."""
    document = _plain_paper() if letterhead is None else _council_paper(letterhead)
    add_missing_styles(document)
    speak_english(document)
    if large:
        enlarge(document)
    document.core_properties.revision = 1  # makes the part of the file where there is none
    numbers, bullets = _add_list_kinds(document)
    parts = saved_parts(document)
    return Paper(packed(parts), parts, style_ids(document), numbers, bullets)


def _plain_paper() -> WordDocument:
    """A4, Arial 12, the number of the page at the foot, and nothing of the library's sample."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    _drop_parts(document, _SAMPLE_PARTS)
    for style in list(document.styles):
        if style.name not in _SAMPLE_STYLES:
            style.delete()
    normal = document.styles["Normal"]
    set_font(normal, _FONT)
    normal.font.size = Pt(_SIZE)
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    _number_pages(section.footer.paragraphs[0])
    document.add_paragraph(LETTER_MARK)
    return document


def _council_paper(letterhead: bytes) -> WordDocument:
    document = Document(BytesIO(letterhead))
    _drop_parts(document, _STALE_PARTS)
    drop_part_marks(document)
    settings = document.settings.element
    for setting in list(settings.iter(*map(qn, _UNWANTED_SETTINGS))):
        setting.getparent().remove(setting)
    if not letter_places(document):
        _place_at_end(document)
    return document


def _place_at_end(document: WordDocument) -> None:
    """On the last line if that is empty, as it is in any document where Word was typed in."""
    last = document.element.body.xpath("./*[not(self::w:sectPr)][last()]")
    if last and last[0].tag == qn("w:p") and not Paragraph(last[0], document).text.strip():
        Paragraph(last[0], document).add_run(LETTER_MARK)
    else:
        document.add_paragraph(LETTER_MARK)


def _drop_parts(document: WordDocument, kinds: tuple[str, ...]) -> None:
    for links in (document.part.package.rels, document.part.rels):
        for key in [key for key, link in links.items() if link.reltype.endswith(kinds)]:
            del links[key]


def _number_pages(foot: Paragraph) -> None:
    """“Page 1 of 2”, in the size of the text: small page numbers are lost in large print."""
    foot.style = None
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    foot.add_run("Page ")
    foot._p.append(_field("PAGE"))
    foot.add_run(" of ")
    foot._p.append(_field("NUMPAGES"))


def _field(what: str) -> Any:
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{what}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )


def _add_list_kinds(document: WordDocument) -> tuple[int, int]:
    """Our two kinds of list, numbers and bullets, beside those of the letterhead."""
    numbering = _numbering(document)
    free = max((int(n) for n in numbering.xpath("./w:abstractNum/@w:abstractNumId")), default=0) + 1
    for at, (form, text) in enumerate((("decimal", "%1."), ("bullet", "•"))):
        xml = _ABSTRACT.format(ns=nsdecls("w"), id=free + at, format=form, text=text)
        numbering.insert_element_before(parse_xml(xml), "w:num", "w:numIdMacAtCleanup")
    return free, free + 1


def _numbering(document: WordDocument) -> Any:
    """The library can read the part that holds lists, but not make it where there is none."""
    try:
        return document.part.numbering_part.element
    except NotImplementedError:
        package = document.part.package
        name = PackURI("/word/numbering.xml")
        empty = OxmlElement("w:numbering")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return empty
