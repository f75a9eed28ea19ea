"""A letter that was edited in Word, read again: is everything it must say still there?

What must be there is looked for in the file as it came back. The officer may have rewritten any
of it, so the words themselves are not compared with those that were sent out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from letters.word_file import check_xml, readable, unpacked
from letters.word_reading import ReadParagraph, paragraphs_of

_ATTACHED = "The attached letter"
_GAP = re.compile(
    r"\[(?:Missing from the case|To complete):[^\]]*\]?"
    r"|(?i:\[(?:insert|enter)\b[^\]]*\]?)|\b(?:TBC|TBA|X{3,})\b"
)
# What ends a letter, as `_plain` gives it.
_SIGN_OFFS = ("yours ", "kind regards", "best regards", "best wishes", "with best wishes")
_DEEPEST = 9
_CHANGES = (
    *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange"),
    *("tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellDel"),
)
_COMMENTS = ("commentReference", "commentRangeStart")
_PICTURES = ("drawing", "pict", "object", "txbxContent")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The words of an edited letter in their order, and what else was found in it.

    The words of headers, footers, footnotes and text boxes are not among them; pictures and text
    boxes are looked for in the text alone. `gaps` are the markers of something still to fill in,
    as they stand there.
    """

    paragraphs: tuple[ReadParagraph, ...]
    gaps: tuple[str, ...]
    tracked_changes: bool
    comments: bool
    pictures: bool


def read_back(content: bytes, name: str = _ATTACHED) -> ReadBack:
    """Read a .docx. Raises BadInput, naming the file, if it cannot be read."""
    check_xml(name, unpacked(name, content))
    with readable(name):
        return _read(Document(BytesIO(content)))


def headings(content: bytes) -> dict[str, str]:
    """The first heading that stands in each part of a letter as it was written."""
    first: dict[str, str] = {}
    for paragraph in read_back(content).paragraphs:
        for part in paragraph.parts if paragraph.level else ():
            first.setdefault(part, paragraph.text)
    return first


def _read(document: WordDocument) -> ReadBack:
    paragraphs = tuple(paragraphs_of(document))
    gaps = (found[0] for paragraph in paragraphs for found in _GAP.finditer(paragraph.text))
    return ReadBack(
        paragraphs,
        tuple(dict.fromkeys(gaps)),
        tracked_changes=_holds(_roots(document), _CHANGES),
        comments=_holds(_roots(document), _COMMENTS),
        pictures=_holds([document.element.body], _PICTURES),
    )


def check_back(
    content: bytes, parts: Sequence[tuple[str, str]], name: str = _ATTACHED
) -> tuple[str, ...]:
    """What keeps an edited letter from being sent, a sentence each; () if nothing does.

    `parts` are the required parts: the name of each and the text of its first heading in the
    letter as it was sent. A part is found by its bookmark, or else by a paragraph that is that
    heading; what follows it, as far as the next one or the end of the letter, counts as its
    words. A part without a heading ("") is found by its bookmark alone, so it is reported as
    gone if another program dropped the bookmark: its words are not looked for. A part with
    nothing but its heading is empty. Raises BadInput if the file cannot be read.
    """
    letter = read_back(content, name)
    return (
        *_lost_parts(letter.paragraphs, parts),
        *(f"The letter still has a gap to fill in: {gap}" for gap in letter.gaps),
        *_left_in(letter),
    )


def _left_in(letter: ReadBack) -> Iterator[str]:
    again = "then save it and attach it again."
    if letter.tracked_changes:
        yield f"The letter has tracked changes in it. In Word, accept or reject them all, {again}"
    if letter.comments:
        yield f"The letter has comments in it. In Word, delete them all, {again}"


def _lost_parts(
    paragraphs: Sequence[ReadParagraph], parts: Sequence[tuple[str, str]]
) -> Iterator[str]:
    headings = {_plain(heading) for _, heading in parts} - {""}
    for name, heading in parts:
        called = heading or name.replace("_", " ")
        found = [p for p in paragraphs if name in p.parts]
        found += _under(name, _plain(heading), paragraphs, headings)
        if not found:
            yield f"The part “{called}” is no longer in the letter."
        elif not any(_says_more(paragraph, headings) for paragraph in found):
            yield f"The part “{called}” has nothing written in it."


def _under(
    name: str, heading: str, paragraphs: Sequence[ReadParagraph], headings: set[str]
) -> Sequence[ReadParagraph]:
    """The heading itself and what follows, as far as something else begins.

    Asked for also where there is a bookmark: in Word, what is typed at its end is outside it.
    """
    places = [at for at, p in enumerate(paragraphs) if heading and _plain(p.text) == heading]
    if not places:
        return []
    start, level = places[0], paragraphs[places[0]].level or _DEEPEST
    for stop in range(start + 1, len(paragraphs)):
        if _begins_anew(paragraphs[stop], name, level, headings):
            return paragraphs[start:stop]
    return paragraphs[start:]


def _begins_anew(paragraph: ReadParagraph, name: str, level: int, headings: set[str]) -> bool:
    """Another section, another part, or the end of the letter."""
    text = _plain(paragraph.text)
    is_elsewhere = bool(paragraph.parts) and name not in paragraph.parts
    is_heading = 0 < paragraph.level <= level or text in headings
    return is_elsewhere or is_heading or text.startswith(_SIGN_OFFS)


def _says_more(paragraph: ReadParagraph, headings: set[str]) -> bool:
    """Whether this is more than a heading or an empty line."""
    is_heading = paragraph.level or _plain(paragraph.text) in headings
    return not is_heading and any(map(str.isalnum, paragraph.text))


def _plain(text: str) -> str:
    """For comparing headings: Word changes quotation marks and spaces while one types."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _roots(document: WordDocument) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            yield part.element


def _holds(roots: Iterable[Any], tags: Sequence[str]) -> bool:
    names = [qn(f"w:{tag}") for tag in tags]
    return any(next(root.iter(*names), None) is not None for root in roots)
