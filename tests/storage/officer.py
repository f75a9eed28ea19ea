"""One PC in a process of its own: logs complaints, and says which are saved once they are.

Run as `python officer.py DESK NAME COUNT`, with COMPLAINTDESK_HOME that PC's own folder. With
TESTS_OVERWRITE set, a change is put in place whether its number is free or not: so a test can see
that its own check would notice.
"""

import os
import random
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from complaintdesk.domain.case import Intake, Person, Point
from complaintdesk.domain.errors import DeskError, StoreBusy
from complaintdesk.record import folder as record_folder
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk


def overwrite(path: Path, data: bytes) -> None:
    """What must never be done."""
    time.sleep(0.01)
    beside = path.with_name(f"{os.getpid()}.tmp")
    beside.write_bytes(data)
    beside.replace(path)


def work(folder: Path, name: str, count: int) -> None:
    desk = Desk(folder, name)
    desk.catch_up()
    print("ready", flush=True)
    sys.stdin.readline()
    received = desk.today() - timedelta(days=3)
    for number in range(count):
        change_id = desk.make_id()
        details = Intake(Person(f"{name} {number}"), received, points=(Point("Bins missed"),))
        print(change_id, log(desk, details, change_id), flush=True)
        time.sleep(random.uniform(0, 0.01))
    desk.close()


def log(desk: Desk, details: Intake, change_id: str) -> str:
    """As an officer does who is told that another window is saving just now: tries again."""
    for _ in range(5):
        with suppress(StoreBusy):
            return log_complaint(desk, details, change_id).ref
    return log_complaint(desk, details, change_id).ref


if __name__ == "__main__":
    if os.environ.get("TESTS_OVERWRITE"):
        record_folder.put_if_free = overwrite
    try:
        work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    except DeskError as error:
        sys.exit(f"refused: {error}")
