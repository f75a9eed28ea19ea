"""Where on a letterhead the letter goes: the line that says [letter]."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

LETTER_MARK = "[letter]"


def letter_places(document: WordDocument) -> list[Paragraph]:
    """The paragraphs that say [letter] and nothing else; not those in text boxes."""
    marked = marked_lines(document.element.body)
    return [Paragraph(p, document) for p in marked if not is_in_box(p)]


def marked_lines(root: Any) -> Iterator[Any]:
    """Wherever it is said, in this part of the file."""
    for paragraph in root.iter(qn("w:p")):
        own = (t.text or "" for t in paragraph.iter(qn("w:t")) if _holder(t) is paragraph)
        if "".join(own).strip().casefold() == LETTER_MARK:
            yield paragraph


def _holder(text: Any) -> Any:
    """The innermost paragraph: a text box is a paragraph within a paragraph."""
    return next(text.iterancestors(qn("w:p")))


def is_in_box(paragraph: Any) -> bool:
    """Whether it stands in a text box, which does not run on to the next page."""
    return next(paragraph.iterancestors(qn("w:txbxContent")), None) is not None
