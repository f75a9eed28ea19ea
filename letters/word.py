"""The Word document: real headings and lists, British English, and the same bytes every time.

Everything that is alike in all letters is made once and kept as bytes; a letter then adds its
paragraphs. Nothing is left in the file from the library's own sample (its author, its picture,
its American paper), since a council's letter is read by people who look at its properties.
"""

import zipfile
from datetime import datetime, time
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from letters.blocks import Block, Letter, Style

_FONT = "Arial"
# Our styles by Word's own identifiers, which stay the same in every language of Word.
_SIZES = {"Normal": 12, "Heading1": 16, "Heading2": 14}
_STYLES = {
    Style.PARAGRAPH: "Normal",
    Style.BANNER: "Normal",
    Style.NUMBERED: "ListNumber",
    Style.BULLET: "ListBullet",
}
_KEPT_STYLES = {*_SIZES, *_STYLES.values(), "DefaultParagraphFont", "TableNormal", "NoList"}
# Parts of the library's sample that a letter has no use for.
_SAMPLE_PARTS = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml")
_LONGEST_PROPERTY = 255
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_NUMBERS, _BULLETS = 1, 2
_ABSTRACT = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>"""


def document_bytes(letter: Letter) -> bytes:
    """The letter as a .docx."""
    document = Document(BytesIO(_base()))
    _describe(document, letter)
    bullets = _new_list(document, _BULLETS)
    current = bullets
    for block in letter.blocks:
        if block.number == 1:
            current = _new_list(document, _NUMBERS)
        paragraph = _add(document, block)
        if block.style in (Style.NUMBERED, Style.BULLET):
            _put_in_list(paragraph, current if block.number else bullets)
    return _repeatable(document)


def _describe(document: WordDocument, letter: Letter) -> None:
    """Word refuses properties over 255 characters, and the sample's own would name its maker."""
    properties = document.core_properties
    properties.title = letter.title[:_LONGEST_PROPERTY]
    properties.author = letter.sender[:_LONGEST_PROPERTY]
    properties.comments = properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.created = properties.modified = datetime.combine(letter.dated, time())


def _add(document: WordDocument, block: Block) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph._p.style = _STYLES.get(block.style) or f"Heading{block.level}"
    for part in block.runs:
        run = paragraph.add_run(part.text)
        run.bold = part.bold or None
        if part.missing:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


@cache
def _base() -> bytes:
    """An empty letter: A4, Arial, black headings, en-GB, and our own two kinds of list."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    _drop_sample_parts(document)
    for style in list(document.styles):
        _keep_or_drop(style)
    _speak_english(document)
    _add_list_kinds(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _drop_sample_parts(document: WordDocument) -> None:
    for links in (document.part.package.rels, document.part.rels):
        for key in [key for key, link in links.items() if link.reltype.endswith(_SAMPLE_PARTS)]:
            del links[key]


def _keep_or_drop(style: Any) -> None:
    """The sample has 160 styles in 350 KB; finding one's way among them takes most of the time.

    A style that stays loses its links to a style or a list of the sample that goes.
    """
    if style.style_id not in _KEPT_STYLES:
        style.delete()
        return
    for link in list(style.element.iter(qn("w:link"), qn("w:numPr"))):
        link.getparent().remove(link)
    if style.style_id in _SIZES:
        _set_font(style, _SIZES[style.style_id])


def _set_font(style: Any, size: int) -> None:
    """Theme fonts would win over the name, so they go."""
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _speak_english(document: WordDocument) -> None:
    """In the defaults and in every style: a screen reader takes its voice from there."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for properties in (defaults, *(style.element.get_or_add_rPr() for style in document.styles)):
        language = properties.find(qn("w:lang"))
        if language is None:
            language = parse_xml(f"<w:lang {nsdecls('w')}/>")
            properties.append(language)
        language.set(qn("w:val"), "en-GB")
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), "en-GB")


def _add_list_kinds(document: WordDocument) -> None:
    """Our two kinds of list in place of the sample's."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for number, form, text in ((_NUMBERS, "decimal", "%1."), (_BULLETS, "bullet", "•")):
        xml = _ABSTRACT.format(ns=nsdecls("w"), id=number, format=form, text=text)
        numbering.append(parse_xml(xml))


def _new_list(document: WordDocument, kind: int) -> int:
    """A list of its own, so that its numbers start at 1."""
    added = document.part.numbering_part.element.add_num(kind)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _put_in_list(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _repeatable(document: WordDocument) -> bytes:
    """Saved with the files in one order and no time of saving."""
    saved, written = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as given, zipfile.ZipFile(written, "w") as made:
        for name in sorted(given.namelist(), key=lambda name: (name[0] != "[", name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(entry, given.read(name))
    return written.getvalue()
