"""`python -m benchmarks.proofs [NAME ...] [--full] [--seed N] [--json]`."""

import argparse
import json
import sys

from benchmarks.proofs.catalogue import PROOFS
from benchmarks.proofs.report import machine, prove


def main() -> int:
    """Make the proofs named, or all of them; 1 where one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proofs", description=_listed())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--full", action="store_true", help="as large as published; takes long")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--seed", type=int, default=20261120, help="of every random choice")
    parser.add_argument("--install", action="store_true", help="smb: get what it needs (Debian)")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(PROOFS):
        parser.error(f"no proof called {', '.join(sorted(unknown))}")
    if chosen.install:
        from benchmarks.proofs.smb import install

        install()
    told = (lambda line: print(line, file=sys.stderr)) if chosen.json else print
    told(", ".join(f"{key} {value}" for key, value in machine().items()))
    names = chosen.names or list(PROOFS)
    reports = [prove(n, PROOFS[n], full=chosen.full, seed=chosen.seed, told=told) for n in names]
    if chosen.json:
        json.dump([report.as_json() for report in reports], sys.stdout, indent=2)
        print()
    return int(not all(report.passed for report in reports))


def _listed() -> str:
    return "\n".join(f"{name:<10} {proof.title}" for name, proof in PROOFS.items())


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    raise SystemExit(main())
