"""One PC in a process of its own: does things, and says which are saved once they are.

`python -m benchmarks.proofs.officer DESK NAME COUNT SEED`, with COMPLAINTDESK_HOME that PC's own
folder. It says `ready`, waits for a line, and then says for each change that was acknowledged its
id, its case and the seconds it took; COUNT 0 goes on until somebody ends it.
"""

import os
import random
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from benchmarks.proofs.verbs import REFUSED, Hand
from complaintdesk.domain.errors import DeskError, ShareUnavailable, StoreBusy
from complaintdesk.services.desk import Desk

_PATIENCE = 20  # times that an officer tries again who is told to


def work(folder: Path, name: str, count: int, seed: str) -> None:
    desk = Desk(folder, name)
    desk.catch_up()
    desk.warm_up()
    hand = Hand(desk, random.Random(seed))
    print("ready", flush=True)
    sys.stdin.readline()
    done = 0
    while done < count or not count:
        change_id, began = desk.make_id(), time.monotonic()
        with suppress(*REFUSED):
            ref, tries = _insist(hand, change_id)
            print(change_id, ref, f"{time.monotonic() - began:.4f}", tries, flush=True)
            done += 1
    desk.close()


def _insist(hand: Hand, change_id: str) -> tuple[str, int]:
    """As an officer does who is told to try again: the same form, with the same id.

    Returns the case and how often it was tried.
    """
    verb = hand.choose()
    for tries in range(1, _PATIENCE):
        with suppress(StoreBusy, ShareUnavailable):
            return hand.act(change_id, verb), tries
    return hand.act(change_id, verb), _PATIENCE


def _prepare() -> None:
    """What a test wants done to the program first, as `module:function`."""
    module, _, name = os.environ.get("PROOFS_FIRST", "").partition(":")
    if name:
        getattr(import_module(module), name)()


if __name__ == "__main__":
    _prepare()
    try:
        work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
    except DeskError as error:
        sys.exit(f"refused: {error}")
