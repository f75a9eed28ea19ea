"""One PC in a process of its own: does things, and says which are saved once they are."""

import os
import random
import time
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.proofs.verbs import REFUSED, Hand
from complaintdesk.domain.errors import DeskError, ShareUnavailable, StoreBusy
from complaintdesk.services.desk import Desk

_PATIENCE = 20  # times that an officer tries again who is told to


def main(parent: Connection, folder: Path, home: Path, count: int, seed: str, first: str) -> None:
    """Work on a desk, with that PC's own folder: `ready`, a wait for the word, then the work.

    Says for each change that was acknowledged its id, its case, the seconds it took and how often
    it was tried; a complaint is a text. `count` 0 goes on until somebody ends it. `first` is what
    a test wants done to the program before, as `module:function`.
    """
    os.environ["COMPLAINTDESK_HOME"] = str(home)
    try:
        if first:
            module, _, name = first.partition(":")
            getattr(import_module(module), name)()
        _work(parent, folder, home.name, count, seed)
    except DeskError as error:
        parent.send(f"refused: {error}")
    except Exception:  # noqa: BLE001 - told, whatever it is
        parent.send(traceback.format_exc())


def _work(parent: Connection, folder: Path, name: str, count: int, seed: str) -> None:
    desk = Desk(folder, name)
    desk.catch_up()
    desk.warm_up()
    hand = Hand(desk, random.Random(seed))
    parent.send("ready")
    parent.recv()
    done = 0
    while done < count or not count:
        change_id, began = desk.make_id(), time.monotonic()
        with suppress(*REFUSED):
            ref, tries = _insist(hand, change_id)
            parent.send((change_id, ref, time.monotonic() - began, tries))
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
