"""The styles of a letter in Word: those of the council's letterhead, and ours where it has none.

Ours name no font, so a heading on a letterhead looks like the letterhead. Styles go by Word's
English names, which a file keeps in every language of Word; their identifiers it does not keep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

LARGE_FONT = "Arial"
_LARGE = 18
# Leading that helps tired eyes to find the next line.
_LARGE_SPACING = 1.3
_SLANTED_OR_CAPITALS = ("w:i", "w:iCs", "w:caps", "w:smallCaps")
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
# What may follow a language among the properties of text.
_AFTER_LANGUAGE = ("w:eastAsianLayout", "w:specVanish", "w:oMath")


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes and distances in points, `large` for large print; a heading has a level."""

    after: float
    before: float = 0
    size: int = 12
    level: int = 0
    large: int = _LARGE


# Body Text and not Normal for paragraphs: in many letterheads Normal has no space below it, and
# a letter would become one block of text.
_LOOKS = {
    "Body Text": _Look(after=10),
    "Heading 1": _Look(after=8, before=12, size=16, level=1, large=22),
    "Heading 2": _Look(after=4, before=10, size=14, level=2, large=20),
    "Heading 3": _Look(after=4, before=8, size=12, level=3),
    "List Number": _Look(after=8),
    "List Bullet": _Look(after=8),
}


def add_missing_styles(document: WordDocument) -> None:
    """Each style that a letter needs and this document lacks."""
    normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH) or _add_normal(document)
    known = style_ids(document)
    for name, look in _LOOKS.items():
        if name.casefold() not in known:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            style.base_style, style.quick_style = normal, True
            _apply(style, look)


def style_ids(document: WordDocument) -> dict[str, str]:
    """This document's identifier for each paragraph style, by its name in lower case."""
    styles = document.styles.element.style_lst
    return {
        style.name_val.casefold(): style.styleId
        for style in styles
        if style.name_val and style.type == WD_STYLE_TYPE.PARAGRAPH
    }


def speak_english(document: WordDocument) -> None:
    """In the defaults and in every style: a screen reader takes its voice from there."""
    styles = (style.element.get_or_add_rPr() for style in document.styles)
    for properties in (_defaults(document), *styles):
        language = properties.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            properties.insert_element_before(language, *_AFTER_LANGUAGE)
        language.set(qn("w:val"), "en-GB")
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), "en-GB")


def enlarge(document: WordDocument) -> None:
    """Large print: at least 18 point, in headers and footers too; nothing slanted; black."""
    for root in _xml_roots(document):
        _enlarge_text(root)
    _set_size(_defaults(document), _LARGE)
    sizes = {"normal": _LARGE} | {name.casefold(): look.large for name, look in _LOOKS.items()}
    for style in document.styles:
        name = (style.name or "").casefold()
        if style.type == WD_STYLE_TYPE.PARAGRAPH and name in sizes:
            _make_large(style, sizes[name])


def set_font(style: Any, name: str) -> None:
    """Theme fonts would win over the name, so they go."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for theme in _THEME_FONTS:
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _add_normal(document: WordDocument) -> Any:
    normal = document.styles.add_style("Normal", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    normal.element.set(qn("w:default"), "1")
    return normal


def _apply(style: Any, look: _Look) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    if look.level:
        style.font.size, style.font.bold = Pt(look.size), True
        shape.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(look.level - 1))
        style.element.pPr._insert_outlineLvl(outline)


def _defaults(document: WordDocument) -> Any:
    """The properties that text has where no style says otherwise; added if there are none."""
    styles = document.styles.element
    defaults = _child(styles, "w:docDefaults", at=0)
    return _child(_child(defaults, "w:rPrDefault", at=0), "w:rPr", at=0)


def _child(parent: Any, tag: str, at: int) -> Any:
    found = parent.find(qn(tag))
    if found is None:
        found = parse_xml(f"<{tag} {nsdecls('w')}/>")
        parent.insert(at, found)
    return found


def _xml_roots(document: WordDocument) -> Iterator[Any]:
    """The text, the styles, the lists, and every header and footer."""
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            yield part.element


def _enlarge_text(root: Any) -> None:
    """No smaller size than large print, no slanted letters or capitals, no line cut off."""
    for size in root.iter(qn("w:sz"), qn("w:szCs")):
        if int(size.get(qn("w:val"), 0)) < _LARGE * 2:
            size.set(qn("w:val"), str(_LARGE * 2))
    for look in list(root.iter(*map(qn, _SLANTED_OR_CAPITALS))):
        look.getparent().remove(look)
    for spacing in root.iter(qn("w:spacing")):
        if spacing.get(qn("w:lineRule")) == "exact":
            spacing.set(qn("w:lineRule"), "atLeast")
    for height in root.iter(qn("w:trHeight")):
        if height.get(qn("w:hRule")) == "exact":
            height.set(qn("w:hRule"), "atLeast")
    for side in root.iter(qn("w:jc")):
        if side.get(qn("w:val")) in ("both", "distribute"):
            side.set(qn("w:val"), "left")


def _make_large(style: Any, size: int) -> None:
    set_font(style, LARGE_FONT)
    _set_size(style.element.rPr, size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    style.paragraph_format.line_spacing = _LARGE_SPACING


def _set_size(properties: Any, size: int) -> None:
    """For Latin letters and for the others, such as Urdu."""
    properties.sz_val = Pt(size)
    other = properties.find(qn("w:szCs"))
    if other is not None:
        properties.remove(other)
    properties.sz.addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{size * 2}"/>'))
