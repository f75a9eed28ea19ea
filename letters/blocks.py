"""A letter as plain blocks, the one shape from which every form of it is made.

A screen draws one widget a block, Word one paragraph, an e-mail one wrapped paragraph. There are
no tables: the terminal's lose words, and lists serve large print and screen readers better.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from letters.lacks import Lack


class Style(StrEnum):
    """What a block is. A banner is a line about the letter, such as DRAFT, at both its ends."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    NUMBERED = "numbered"
    BULLET = "bullet"
    BANNER = "banner"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. A newline is a new line; `missing` marks a gap.

    `source` is the field that it came from, as a wording names it; the wording's own words have
    none.
    """

    text: str
    bold: bool = False
    missing: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph or list item. `level` is for headings, `number` for numbered items.

    A numbered item with number 1 starts a list. `part` names the required part it stands in.
    """

    style: Style
    runs: tuple[Run, ...]
    part: str = ""
    level: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready or not. `missing` is all that keeps it from being sent.

    `template_sha256` says which wording it was made from, whatever happens to the file later.
    `large` asks for large print: 18 point instead of 12.
    """

    kind: str
    title: str
    sender: str
    dated: date
    blocks: tuple[Block, ...]
    missing: tuple[Lack, ...]
    draft: bool
    template_sha256: str
    large: bool = False

    @property
    def ready(self) -> bool:
        """Whether it may be sent: nothing is missing and it is not marked as a draft."""
        return not self.missing and not self.draft
