"""`python -m benchmarks [NAME ...] [--json] [--runs N] [--full]`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, Scope
from benchmarks.inside import deadlines, record
from benchmarks.keys import keys
from benchmarks.letters import letters
from benchmarks.pages import pages
from benchmarks.search import search
from benchmarks.start import start


def queue(scope: Scope) -> Iterator[Figure]:
    """The lists' pages inside one process, then keys and memory of the whole program."""
    yield from pages(scope)
    yield from keys(scope)


BENCHMARKS: dict[str, Callable[[Scope], Iterator[Figure]]] = {
    "start": start,
    "queue": queue,
    "search": search,
    "record": record,
    "deadlines": deadlines,
    "letters": letters,
}


def main() -> int:
    """Run the benchmarks named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--runs", type=int, default=9, help="runs of each (9)")
    parser.add_argument("--full", action="store_true", help="at full size: some minutes")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(BENCHMARKS):
        parser.error(f"no benchmark called {', '.join(sorted(unknown))}")
    found, scope = list[Figure](), Scope(chosen.runs, chosen.full)
    for name in chosen.names or BENCHMARKS:
        for measured in BENCHMARKS[name](scope):
            found.append(measured)
            if not chosen.json:
                print(measured.as_text(), flush=True)
    if chosen.json:
        json.dump([f.as_json() for f in found], sys.stdout, indent=2)
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
