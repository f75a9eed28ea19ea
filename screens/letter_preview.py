"""The letter as it will read, block by block and word for word, with its gaps in their places."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from complaintdesk.domain.letter_kinds.kind import box_of
from letters.blocks import Block, Run, Style
from screens import show
from screens.rows import Rows

_ABOVE = 4  # rows left in sight above what is gone to: its heading, and how it begins
_READABLE = 76  # columns beyond which lines are too long to follow
_HERE, _ELSEWHERE = ("▌ ", "$primary"), ("  ", "")
_LOOKS = {Style.HEADING: "bold underline", Style.BANNER: "bold reverse"}


class Preview(Rows):
    """Keeps its place while the letter changes in it, and is gone through with arrows.

    Only what is in sight is drawn, and only a block that changed is wrapped again, so that it
    keeps up with typing. A bar stands beside what comes from the box that is written in.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(id="preview")
        self.blocks = tuple(blocks)
        self.box = ""
        self._wrapped: dict[Block, list[Content]] = {}
        self._width = 0
        self._starts: list[int] = []  # the row at which each block begins
        self._wanted: int | None = None  # the block to bring in sight once there is a width

    def on_resize(self) -> None:
        width = min(self.scrollable_content_region.width - len(_HERE[0]), _READABLE)
        if width > 0 and width != self._width:
            self._width, self._wrapped = width, {}
            self._lay()
            if self._wanted is not None:
                self.call_after_refresh(self._bring, self._wanted)  # once it can be scrolled

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show the letter anew, from where it is scrolled to."""
        self.blocks = tuple(blocks)
        self._lay()

    def follow(self, box: str) -> None:
        """Bring the place in sight where a box of the form is printed; else stay."""
        self.box = box
        self._lay()
        found = [at for at, block in enumerate(self.blocks) if _is_from(block, box)]
        if found:
            self.call_after_refresh(self._bring, found[0])
        else:
            # A box that is not printed, such as whose a point is, decides what its part says.
            self.show_part(box.rpartition("_")[0] if box[-1:].isdigit() else box)

    def show_part(self, part: str) -> None:
        """Bring a part of the letter in sight."""
        found = [at for at, block in enumerate(self.blocks) if block.part == part]
        if found and part:
            self.call_after_refresh(self._bring, found[0])

    def _bring(self, at: int) -> None:
        self._wanted = None if self._starts else at
        if at >= len(self._starts):
            return
        first = self._starts[at]
        last = self._starts[at + 1] if at + 1 < len(self._starts) else len(self.rows)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not top <= first <= last <= top + height:
            # Forced, since the scroll bar may not be there yet.
            y = max(first - _ABOVE, 0)
            self.scroll_to(y=y, animate=False, immediate=True, force=True)

    def _lay(self) -> None:
        if not self._width:
            return
        known, self._wrapped, self._starts = self._wrapped, {}, []
        rows: list[Content] = []
        for block in self.blocks:
            lines = known.get(block) or list(_wrapped(block, self._width))
            self._wrapped[block] = lines
            self._starts.append(len(rows))
            mark = _HERE if self.box and _is_from(block, self.box) else _ELSEWHERE
            rows += [Content.assemble(mark, line) for line in lines]
            rows.append(Content(""))
        self.show_rows(rows)


def _is_from(block: Block, box: str) -> bool:
    """Whether what stands in a box of the form is printed in a block."""
    return any(run.source and box_of(run.source) == box for run in block.runs)


def mark_of(block: Block) -> str:
    """What stands before an item of a list."""
    return {Style.NUMBERED: f"{block.number}. ", Style.BULLET: "- "}.get(block.style, "")


def _wrapped(block: Block, width: int) -> Iterator[Content]:
    """A block's rows; those of an item stand under its words and not under its mark."""
    mark = mark_of(block)
    margin = "  " if mark else ""
    look = _LOOKS.get(block.style, "")
    words = Content.assemble(*(show.run(run.text, _look(run, look)) for run in block.runs))
    for at, row in enumerate(words.wrap(max(width - len(margin + mark), 10))):
        yield Content.assemble(margin, " " * len(mark) if at else mark, row)


def _look(run: Run, look: str) -> str:
    if run.missing:
        return "bold reverse"
    return "bold" if run.bold and not look else look
