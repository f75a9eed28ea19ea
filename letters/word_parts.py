"""Word bookmarks round the required parts, so that they are found again after editing.

Bookmarks and headings outlive a save by another program; content controls lose their tags.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_BOOKMARK = re.compile(r"part_([a-z_]+?)(?:_\d+)?")


def part_of(bookmark: str) -> str:
    """The part that a bookmark of this name stands round, or "" for any other bookmark."""
    found = _BOOKMARK.fullmatch(bookmark)
    return found[1] if found else ""


def mark_parts(document: WordDocument, written: Iterable[tuple[str, Paragraph]]) -> None:
    """One bookmark round the paragraphs of each part: part_decision.

    A part that comes up again further down gets another one there: part_decision_2.
    """
    free = _first_free(document)
    for number, (name, paragraphs) in enumerate(_stretches(written), free):
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), name)
        paragraphs[0]._p.get_or_add_pPr().addnext(start)
        paragraphs[-1]._p.append(end)


def drop_part_marks(document: WordDocument) -> None:
    """For a letterhead that was made out of one of our letters."""
    marks = [m for m in document.element.body.iter(qn("w:bookmarkStart")) if part_of(_name(m))]
    numbers = {mark.get(qn("w:id")) for mark in marks}
    ends = document.element.body.iter(qn("w:bookmarkEnd"))
    marks.extend([end for end in ends if end.get(qn("w:id")) in numbers])
    for mark in marks:
        mark.getparent().remove(mark)


def _stretches(written: Iterable[tuple[str, Paragraph]]) -> Iterator[tuple[str, list[Paragraph]]]:
    """The paragraphs of each part that stand together, with the bookmark's name."""
    seen: Counter[str] = Counter()
    for part, pairs in groupby(written, key=itemgetter(0)):
        if part:
            seen[part] += 1
            again = f"_{seen[part]}" if seen[part] > 1 else ""
            yield f"part_{part}{again}", [paragraph for _, paragraph in pairs]


def _first_free(document: WordDocument) -> int:
    numbers = (mark.get(qn("w:id"), "") for mark in document.element.iter(qn("w:bookmarkStart")))
    return max((int(number) for number in numbers if number.isdigit()), default=0) + 1


def _name(mark: Any) -> str:
    return str(mark.get(qn("w:name"), ""))
