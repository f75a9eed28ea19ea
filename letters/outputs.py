"""A letter as text for e-mail, as Markdown and as a Word document, all from the same blocks."""

import re
import textwrap
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter

from letters.blocks import Block, Letter, Style

_WIDTH = 72
_ITEMS = (Style.NUMBERED, Style.BULLET)
# Everything that could start something inside a line of Markdown, or at its beginning.
_INSIDE = re.compile(r"[\\`*_\[\]<>&~|]")
_AT_START = re.compile(r"(?m)^(?:([#+=-])|(\d+)([.)]))")


def to_text(letter: Letter) -> str:
    """The words alone, wrapped at 72 as e-mail likes it; a longer word is left whole."""
    return _stacked(letter, _text_block)


def to_markdown(letter: Letter) -> str:
    """Markdown in which only the wording's own headings, lists and bold are any."""
    return _stacked(letter, _markdown_block)


def to_docx(letter: Letter, letterhead: bytes | None = None) -> bytes:
    """A Word document; the same letter gives the same bytes. Word is read in when first needed."""
    from letters.word import document_bytes

    return document_bytes(letter, letterhead)


def to_pdf(letter: Letter, logo: tuple[str, bytes] | None = None) -> bytes:
    """A tagged PDF. Raises DeskUnusable where none can be made here, BadInput for its letters."""
    from letters.pdf import pdf_bytes

    return pdf_bytes(letter, logo)


def _stacked(letter: Letter, written: Callable[[Block], str]) -> str:
    """The blocks with an empty line between, but none within a list."""
    pieces: list[str] = []
    before: Style | None = None
    for block in letter.blocks:
        if before is not None:
            pieces.append("\n" if block.style is before and before in _ITEMS else "\n\n")
        pieces.append(written(block))
        before = block.style
    return "".join(pieces) + "\n"


def _lead(block: Block) -> str:
    if block.style is Style.NUMBERED:
        return f"{block.number}. "
    return "- " if block.style is Style.BULLET else ""


def _text_block(block: Block) -> str:
    lead = _lead(block)
    lines = block.text.split("\n")
    wrapped = (
        _wrapped(line, lead if at == 0 else " " * len(lead)) for at, line in enumerate(lines)
    )
    return "\n".join(wrapped)


def _wrapped(line: str, lead: str) -> str:
    return textwrap.fill(
        line,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _markdown_block(block: Block) -> str:
    lead = "#" * block.level + " " if block.level else _lead(block)
    text = _AT_START.sub(_quoted_start, "".join(_markdown_runs(block)))
    return lead + text.replace("\n", "\\\n" + " " * len(lead))


def _markdown_runs(block: Block) -> Iterator[str]:
    """Neighbours in bold stand within one pair of marks: two pairs side by side are none."""
    for bold, runs in groupby(block.runs, attrgetter("bold")):
        text = _INSIDE.sub(r"\\\g<0>", "".join(run.text for run in runs))
        yield f"**{text}**" if bold else text


def _quoted_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"
