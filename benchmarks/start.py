"""A cold start to a queue that can be used, beside a bare Textual program of the same size.

Real processes in a pseudo-terminal of 80x24, in turn. *Seen*: from the start of the process until
the first case is on the screen. *Usable*: until the screen answers the first key press after that.
"""

from collections.abc import Iterator

from benchmarks import bare
from benchmarks.desks import SMALL, opened_before
from benchmarks.figures import Figure, Scope, figure, ratio
from benchmarks.terminal import Program
from complaintdesk.services import queries

_AIM = 1.6
_LISTED = ("cases", "listing")


def start(scope: Scope) -> Iterator[Figure]:
    """Seen and usable with few cases and with many, a bare program in turn, and the ratios."""
    for cases in (SMALL, scope.size(2_000, 20_000)):
        with opened_before(cases, _LISTED) as (desk, home):
            first, place = (
                queries.queue(desk, limit=1).rows[0].ref,
                {"COMPLAINTDESK_HOME": str(home)},
            )
            ours, theirs = [], []
            for _ in range(scope.runs + 1):
                ours.append(_time("complaintdesk", first, place))
                theirs.append(_time("benchmarks.bare", bare.MARK, place))
        # The first pair warms the disk's cache and is not counted.
        for at, name in enumerate(("seen", "usable")):
            a, b = [t[at] for t in ours[1:]], [t[at] for t in theirs[1:]]
            yield figure(f"start, {name}, {cases:,} cases", a, "s")
            yield figure(f"start, {name}, bare Textual", b, "s")
            yield ratio(f"start, {name}, {cases:,} cases", a, b, "a bare Textual program", _AIM)


def _time(module: str, mark: str, environment: dict[str, str]) -> tuple[float, float]:
    with Program(module, environment) as program:
        seen = program.see(mark)
        program.drain()
        program.press("j")
        return seen, program.age
