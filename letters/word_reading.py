"""The paragraphs of any Word document in their order, and the required parts they stand in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from letters.word_parts import part_of

_HEADING = re.compile(r"heading [1-9]")
_TEXT, _PARAGRAPH, _RUN = qn("w:t"), qn("w:p"), qn("w:r")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_SIGNS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# Text boxes say their words twice, and what a tracked change moved away is not in the letter.
_APART = (qn("w:txbxContent"), qn("w:moveFrom"))


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph. `kind` is "heading 1" and so on, "item" or "paragraph".

    `parts` names the required parts whose bookmark stands round some of its words.
    """

    kind: str
    text: str
    parts: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """Of a heading; 0 for anything else."""
        return int(self.kind[-1]) if self.kind.startswith("heading") else 0


def paragraphs_of(document: WordDocument) -> Iterator[ReadParagraph]:
    """Every paragraph of the text, also those in tables and in content controls."""
    body = document.element.body
    apart = {node for box in body.iter(*_APART) for node in box.iter()}
    reader = _Reader(_kinds(document), {end.get(qn("w:id")) for end in body.iter(_END)})
    for node in body.iter():
        if node not in apart:
            if node.tag == _PARAGRAPH:
                yield from reader.finished()
            reader.take(node)
    yield from reader.finished()


@dataclass(slots=True)
class _Reader:
    """Follows the text from its beginning, with the bookmarks that stand round each word.

    A bookmark without an end stands round nothing: it is what some deletions leave behind.
    """

    kinds: Mapping[str, str]
    ended: set[str]
    open: dict[str, str] = field(default_factory=dict)
    paragraph: Any = None
    text: list[str] = field(default_factory=list)
    parts: dict[str, None] = field(default_factory=dict)

    def take(self, node: Any) -> None:
        if node.tag == _PARAGRAPH:
            self.paragraph, self.text, self.parts = node, [], {}
        elif node.tag == _TEXT:
            self._take_words(node.text or "")
        elif node.tag in _SIGNS and node.getparent().tag == _RUN:
            self.text.append(_SIGNS[node.tag])
        elif node.tag == _START:
            self._open(node.get(qn("w:id")), part_of(node.get(qn("w:name"), "")))
        elif node.tag == _END:
            self.open.pop(node.get(qn("w:id")), None)

    def finished(self) -> Iterator[ReadParagraph]:
        """The paragraph read so far, if there is one."""
        if self.paragraph is not None:
            yield ReadParagraph(self._kind(), "".join(self.text), tuple(self.parts))

    def _take_words(self, words: str) -> None:
        self.text.append(words)
        if words.strip():
            self.parts.update(dict.fromkeys(self.open.values()))

    def _open(self, number: str, part: str) -> None:
        if part and number in self.ended:
            self.open[number] = part

    def _kind(self) -> str:
        """By the style; a list item may also be one by its own doing."""
        kind = self.kinds.get(self.paragraph.style or "", "paragraph")
        properties = self.paragraph.pPr
        in_list = properties is not None and properties.numPr is not None
        return "item" if in_list and kind == "paragraph" else kind


def _kinds(document: WordDocument) -> dict[str, str]:
    """What a paragraph of each style is, by the style's identifier."""
    return {
        style.style_id: _kind_of(style)
        for style in document.styles
        if style.type == WD_STYLE_TYPE.PARAGRAPH
    }


def _kind_of(style: Any) -> str:
    """A style built on a heading is a heading too."""
    seen: list[str] = []
    while style is not None and style.style_id not in seen:
        name = (style.name or "").casefold()
        if _HEADING.fullmatch(name):
            return name
        if name.startswith("list"):
            return "item"
        seen.append(style.style_id)
        style = style.base_style
    return "paragraph"
