"""Wording to blocks: the Markdown is read first, and only then are values put in.

The values stand in the Markdown as numbered tokens between two private-use characters, so what
somebody typed in a complaint is never read as Markdown and can never make a heading, a list or a
link. Escaping would need a rule for each trick; this needs none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from complaintdesk.domain.errors import BadInput
from letters.blocks import Block, Run, Style

_OPEN, _CLOSE, _PART, _PART_END = "\ue010", "\ue011", "\ue012", "\ue013"
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_PART_MARK = re.compile(f"{_PART}(.*?){_PART_END}")
# The officer's own boxes; what the complainant said is never read as anything.
_OFFICERS = re.compile(r"write\.|points\.\d+\.(?:reasons|relied_on)$")
_ITEM = re.compile(r"(?:-|(\d{1,2})\.) +(?=\S)")
_ITEM_START = re.compile(r"\n(?=(?:-|\d{1,2}\.) +\S)")
_LISTS = {"ordered_list_open": Style.NUMBERED, "bullet_list_open": Style.BULLET}
_PLAIN = Block(Style.PARAGRAPH, ())


def value_token(number: int) -> str:
    """Stands for the value with this number until the Markdown has been read."""
    return f"{_OPEN}{number}{_CLOSE}"


def part_mark(name: str = "") -> str:
    """Starts a part, or ends it if no name is given; a paragraph of its own."""
    return f"\n\n{_PART}{name}{_PART_END}\n\n"


def marked_parts(text: str) -> list[str]:
    """The names of the parts that start in the text."""
    return [name for name in _PART_MARK.findall(text) if name]


def holds_marks(text: str) -> bool:
    """Whether the text holds a character that is kept for tokens and marks."""
    return any(mark in text for mark in (_OPEN, _CLOSE, _PART, _PART_END))


def put_in(text: str, values: Sequence[Run]) -> str:
    """The text with its values, on one line: for a title."""
    full = _TOKEN.sub(lambda found: values[int(found[1])].text, text)
    return " ".join(full.split())


def build(markdown: str, values: Sequence[Run], where: str) -> tuple[Block, ...]:
    """The blocks of a letter. Raises BadInput for what a letter cannot hold, naming the file."""
    builder = _Builder(values, where)
    for token in _parser().parse(markdown):
        builder.take(token)
    return tuple(builder.blocks)


@cache
def _parser() -> MarkdownIt:
    """Headings, lists and bold, and nothing else: HTML, links and pictures come out as typed."""
    return MarkdownIt("zero").enable(["heading", "list", "emphasis", "escape", "newline"])


@dataclass(slots=True)
class _Builder:
    """Follows the parser's tokens, remembering the part and the list that it is in."""

    values: Sequence[Run]
    where: str
    blocks: list[Block] = field(default_factory=list)
    part: str = ""
    shape: Block = _PLAIN
    item_waits: bool = False

    def take(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._take_words(token)
            case "heading_open":
                self._refuse_if(self.shape is not _PLAIN, "a heading inside a list")
                self.shape = Block(Style.HEADING, (), level=int(token.tag[1:]))
            case "ordered_list_open" | "bullet_list_open":
                self._refuse_if(self.shape is not _PLAIN, "a list inside a list")
                self.shape = Block(_LISTS[token.type], ())
            case "list_item_open":
                number = self.shape.number + (self.shape.style is Style.NUMBERED)
                self.shape, self.item_waits = replace(self.shape, number=number), True
            case "heading_close" | "ordered_list_close" | "bullet_list_close":
                self.shape = _PLAIN

    def _take_words(self, token: Token) -> None:
        if mark := _PART_MARK.fullmatch(token.content):
            self._refuse_if(bool(self.part and mark[1]), "a part inside a part")
            self.part = mark[1]
            return
        in_list = self.shape.style in _LISTS.values()
        self._refuse_if(in_list and not self.item_waits, "two paragraphs in one list item")
        self.item_waits = False
        if _TOKEN.fullmatch(token.content) and self.shape is _PLAIN:
            self._add_paragraphs(self.values[int(token.content[1:-1])])
        else:
            self._add(_merged(self._runs(token.children or [])))

    def _add_paragraphs(self, value: Run) -> None:
        """A value that stands alone keeps its paragraphs, and a box of the officer its lists."""
        number = 0
        for text in value.text.split("\n\n"):
            for piece in _ITEM_START.split(text) if value.source.startswith("write.") else [text]:
                number = self._add_piece(value, piece, number)
        self.shape = _PLAIN

    def _add_piece(self, value: Run, text: str, number: int) -> int:
        """A paragraph, or an item that begins with `- ` or `1. `; the number that it came to.

        1 starts a list; any other goes on from the number before, whatever stands between.
        """
        found = _ITEM.match(text) if value.source.startswith("write.") else None
        if not found:
            self.shape = _PLAIN
        elif found[1]:
            number = 1 if int(found[1]) == 1 else number + 1
            self.shape = Block(Style.NUMBERED, (), number=number)
        else:
            self.shape = Block(Style.BULLET, ())
        self._add((replace(value, text=text[found.end() :] if found else text),))
        return number

    def _add(self, runs: tuple[Run, ...]) -> None:
        self.blocks.append(replace(self.shape, runs=runs, part=self.part))

    def _runs(self, children: Sequence[Token]) -> Iterator[Run]:
        bold = False
        for child in children:
            self._refuse_if(child.type.startswith("em_"), "slanted text")
            if child.type in ("strong_open", "strong_close"):
                bold = child.type == "strong_open"
            elif child.type == "text":
                yield from self._filled(child.content, bold)
            else:
                yield Run("\n", bold)

    def _filled(self, text: str, bold: bool) -> Iterator[Run]:
        """The text with its values: every second piece of the split is a value's number."""
        for at, piece in enumerate(_TOKEN.split(text)):
            if at % 2:
                value = self.values[int(piece)]
                yield replace(value, text=value.text.replace("\n\n", "\n"), bold=bold)
            else:
                yield Run(piece, bold)

    def _refuse_if(self, refused: bool, what: str) -> None:
        if refused:
            raise BadInput(f"{self.where}: {what} cannot be used in a letter")


def _merged(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Neighbours of one look as one run, and none that is empty."""
    merged: list[Run] = []
    for run in runs:
        if merged and replace(merged[-1], text=run.text) == run:
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return tuple(merged)
