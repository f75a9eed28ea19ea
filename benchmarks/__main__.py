"""`python -m benchmarks [NAME ...] [--json] [--runs N]`."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure
from benchmarks.inside import deadlines, queue, record
from benchmarks.letters import letters
from benchmarks.start import start

BENCHMARKS: dict[str, Callable[[int], Iterator[Figure]]] = {
    "start": start,
    "queue": queue,
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
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(BENCHMARKS):
        parser.error(f"no benchmark called {', '.join(sorted(unknown))}")
    found: list[Figure] = []
    for name in chosen.names or BENCHMARKS:
        for measured in BENCHMARKS[name](chosen.runs):
            found.append(measured)
            if not chosen.json:
                print(measured.as_text(), flush=True)
    if chosen.json:
        json.dump([f.as_json() for f in found], sys.stdout, indent=2)
        print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
