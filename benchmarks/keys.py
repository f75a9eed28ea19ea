"""Keys in the queue, and its memory, with very many cases against 100: two programs side by side.

Real programs in pseudo-terminals. A key counts from the moment it is sent until the terminal gets
the line that it leads to, so with the wait for the next frame, of which there are 60 in a second.
"""

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.desks import opened_before
from benchmarks.figures import Figure, Scope, figure, nearly_all, ratio
from benchmarks.terminal import Program
from complaintdesk.services import queries

_FEW = 100
_FRAME = 1000 / 60  # milliseconds
_PAGES = 3  # as many as 100 cases surely have
_PAGE_DOWN = "\x1b[6~"
_TABLES = ("cases", "listing")


class _Queue:
    """A queue on a screen: presses keys and knows which case each leads to."""

    def __init__(self, program: Program, refs: tuple[str, ...]) -> None:
        self._program, self._refs, self._at = program, refs, 0
        program.see(refs[0])
        program.rest(1.2)  # what it loads and looks at after its first frame

    def down(self) -> float:
        self._at += 1
        return self._press("j")

    def page(self, step: int) -> float:
        self._at += step
        return self._press(_PAGE_DOWN)

    def first(self) -> None:
        if self._at:
            self._at = 0
            self._press("g")

    def page_size(self) -> int:
        """How far a page down goes, as the first one shows."""
        self._program.send(_PAGE_DOWN)
        drawn = self._program.rest(0.5)
        before, self._at = self._at, max(self._refs.index(r) for r in drawn if r in self._refs)
        size = self._at - before
        self.first()
        return size

    @property
    def memory(self) -> float:
        return self._program.memory

    def _press(self, key: str) -> float:
        taken = self._program.press(key, self._refs[self._at])
        self._program.rest()
        return taken


def keys(scope: Scope) -> Iterator[Figure]:
    """A key down, a page down, and the memory afterwards."""
    size = scope.size(2_000, 100_000)
    with ExitStack() as stack:
        many, few = (_open(stack, cases) for cases in (size, _FEW))
        against, rounds = f"{_FEW} cases", scope.runs * 4
        downs = [(many.down(), few.down()) for _ in range(rounds)]
        steps = many.page_size(), few.page_size()
        pages = []
        for number in range(rounds):
            if number % _PAGES == 0:
                many.first()
                few.first()
            pages.append((many.page(steps[0]), few.page(steps[1])))
        yield from _figures(f"key to row, {size:,} cases", downs, against, 1.1)
        yield from _figures(f"page down, {size:,} cases", pages, against, None)
        a, b = many.memory, few.memory
        yield figure(f"memory, {size:,} cases", [a], "MB")
        yield ratio(f"memory, {size:,} cases", [a], [b], against, 1.2)


def _figures(
    name: str, pairs: list[tuple[float, float]], against: str, aim: float | None
) -> Iterator[Figure]:
    ours, theirs = ([pair[at] for pair in pairs] for at in (0, 1))
    yield figure(name, ours, "ms", aim=_FRAME)
    yield nearly_all(f"{name}, 95 of 100", ours, "ms")
    # Where in a frame a key comes is chance: the medians are compared, and not pair by pair.
    yield ratio(name, sorted(ours), sorted(theirs), against, aim)


def _open(stack: ExitStack, cases: int) -> _Queue:
    desk, home = stack.enter_context(opened_before(cases, _TABLES))
    refs = tuple(row.ref for row in queries.queue(desk, limit=500).rows)
    place = {"COMPLAINTDESK_HOME": str(home)}
    return _Queue(stack.enter_context(Program("complaintdesk", place)), refs)
