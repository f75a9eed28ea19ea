"""A cold start to a queue that can be used, beside a bare Textual program of the same size.

Real processes in a pseudo-terminal of 80x24, in turn. *Seen*: from the start of the process until
the first case is on the screen. *Usable*: until a key pressed then, “to the last”, is answered with
the last case, which no first screen shows.
"""

from collections.abc import Iterator

from benchmarks import bare
from benchmarks.desks import SMALL, opened_before
from benchmarks.figures import Figure, Scope, figure, ratio
from benchmarks.terminal import Program
from complaintdesk.domain.views import View
from complaintdesk.services.desk import Desk
from complaintdesk.store import listing
from complaintdesk.store.listing import From

_AIM = 1.6
_LISTED = ("cases", "listing")


def start(scope: Scope) -> Iterator[Figure]:
    """Seen and usable with few cases and with many, a bare program in turn, and the ratios."""
    for cases in (SMALL, scope.size(2_000, 20_000)):
        with opened_before(cases, _LISTED) as (desk, home):
            ends, place = _ends(desk), {"COMPLAINTDESK_HOME": str(home)}
            ours, theirs = [], []
            for _ in range(scope.runs + 1):
                ours.append(_time("complaintdesk", ends, place))
                theirs.append(_time("benchmarks.bare", (bare.FIRST, bare.LAST), place))
        # The first pair warms the disk's cache and is not counted.
        for at, name in enumerate(("seen", "usable")):
            a, b = [t[at] for t in ours[1:]], [t[at] for t in theirs[1:]]
            yield figure(f"start, {name}, {cases:,} cases", a, "s")
            yield figure(f"start, {name}, bare Textual", b, "s")
            yield ratio(f"start, {name}, {cases:,} cases", a, b, "a bare Textual program", _AIM)


def _ends(desk: Desk) -> tuple[str, str]:
    """The first case of the queue and the last."""
    store, today = desk.store_file, desk.today()
    found = (listing.page(store, View(), today, From(at_end=end), 1) for end in (False, True))
    first, last = (cases[0].ref for cases in found)
    return first, last


def _time(module: str, ends: tuple[str, str], environment: dict[str, str]) -> tuple[float, float]:
    with Program(module, environment) as program:
        seen = program.see(ends[0])
        program.press("G", ends[1])
        return seen, program.age
