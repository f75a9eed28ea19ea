"""The first page of every queue and the counts, with very many cases against 1,000."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from benchmarks.desks import TODAY, a_desk, clocked
from benchmarks.figures import Figure, Scope, figure, ratio
from benchmarks.many import LISTED
from complaintdesk.domain.views import SORTS, Filters, View
from complaintdesk.services.desk import Desk
from complaintdesk.services.lists import QueueList
from complaintdesk.store import listing
from complaintdesk.store.listing import QUEUES

_FEW, _TWICE = 1_000, 2.0
Pair = tuple[list[float], list[float]]  # milliseconds with many, and with few


def pages(scope: Scope) -> Iterator[Figure]:
    """Each queue's first page, the worst by its name; what a screen reads in any order; counts."""
    size = scope.size(20_000, 1_000_000)
    with a_desk(size, LISTED) as many, a_desk(_FEW, LISTED) as few:
        against, runs = f"{_FEW:,} cases", scope.runs * 3
        read = {name: _both(many, few, runs, partial(_page, name)) for name in QUEUES}
        worst = max(read, key=lambda name: _ratio(read[name]))
        yield figure(f"first page, {size:,} cases, worst: {worst}", read[worst][0], "ms")
        yield ratio(f"first page, {size:,} cases, worst: {worst}", *read[worst], against, _TWICE)
        shown = {
            f"{name} by {sort}": _both(
                many, few, scope.runs, partial(_shown, View(name, sort=sort))
            )
            for name in QUEUES
            for sort in SORTS
        }
        worst = max(shown, key=lambda name: _ratio(shown[name]))
        yield figure(f"with its count, any order, worst: {worst}", shown[worst][0], "ms")
        yield ratio(f"with its count, any order, worst: {worst}", *shown[worst], against)
        counted = _both(many, few, scope.runs, _counts)
        yield figure(f"all counts, {size:,} cases", counted[0], "ms")
        yield ratio(f"all counts, {size:,} cases", *counted, against)


def _both(many: Desk, few: Desk, runs: int, work: Callable[[Desk], object]) -> Pair:
    """The same with many cases and with few, in turn; the first pair is not counted."""
    pairs = [(clocked(lambda: work(many)), clocked(lambda: work(few))) for _ in range(runs + 1)]
    ours, theirs = zip(*pairs[1:], strict=True)
    return list(ours), list(theirs)


def _ratio(pair: Pair) -> float:
    return median(pair[0]) / median(pair[1])


def _page(queue: str, desk: Desk) -> object:
    return listing.page(desk.store_file, View(queue), TODAY)


def _shown(view: View, desk: Desk) -> object:
    return QueueList(desk, view)


def _counts(desk: Desk) -> object:
    return listing.counts(desk.store_file, Filters(), TODAY)
