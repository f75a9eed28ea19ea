"""Finding cases by words: from what is typed to the first page with its “3 of 214”, as the queue's
screen reads it, and making the index of words.
"""

from collections.abc import Iterator
from functools import partial
from statistics import median

from benchmarks.desks import a_desk, clocked
from benchmarks.figures import Figure, Scope, figure, nearly_all
from benchmarks.invented import in_share, vocabulary
from benchmarks.many import SEARCHED
from complaintdesk.domain.views import View
from complaintdesk.services import searching
from complaintdesk.store.search_index import index_path
from screens.queue_reading import read

_COMMON = in_share(1 / 3)


def typed() -> dict[str, tuple[str, ...]]:
    """What officers type, by its kind; an invented name may stand behind an apostrophe."""
    words = vocabulary()
    rare, some = words[15_000:19_000:1_000], in_share(1 / 50)
    return {
        "one letter": tuple("bstm"),
        "two letters": ("ba", "st", "tr", "me"),
        "three letters": tuple(word[:3] for word in (_COMMON, some, *rare[:2])),
        "a rare word": tuple(rare),
        "a word in a third": (_COMMON, _COMMON.upper(), in_share(0.3), in_share(0.36)),
        "two words": (f"{_COMMON} {some}", f"{some} {rare[0]}", f"{_COMMON} s"),
        "a reference": ("CD-2026-1500", "2026-77", "cd 2026 1999", "CD-2026-00"),
        "a name with an apostrophe": (
            "o'brien", f"O’{words[5]}", f"{words[100]} o'{words[7]}", "d'a",
        ),
    }  # fmt: skip


def search(scope: Scope) -> Iterator[Figure]:
    """To the first page: all kinds, each as often; the slowest kind; the index and its size."""
    size = scope.size(2_000, 100_000)
    with a_desk(size, SEARCHED) as desk:
        built = clocked(lambda: searching.refresh(desk)) / 1000
        taken = {
            kind: [clocked(partial(read, desk, View(), words, None)) for words in each * scope.runs]
            for kind, each in typed().items()
        }
        every = [each for times in taken.values() for each in times]
        yield figure(f"search, {size:,} cases", every, "ms", aim=30)
        yield nearly_all(f"search, {size:,} cases, 95 of 100", every, "ms", 80)
        slowest = max(taken, key=lambda kind: median(taken[kind]))
        yield figure(f"search, slowest kind: {slowest}", taken[slowest], "ms")
        yield figure(f"index of words, {size:,} cases", [built], "s")
        yield figure("its size", [index_path(desk.store_file).stat().st_size / 1e6], "MB")
