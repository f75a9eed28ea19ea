"""The first moments of a start, when the store is opened from more than one thread at once."""

import subprocess
import sys
from pathlib import Path

from complaintdesk.services.desk import Desk

_PROGRAM = """
import sys, threading, time
from pathlib import Path
from complaintdesk.services.desk import Desk

desk = Desk(Path(sys.argv[1]), "Sam Patel")
held = threading.Event()

def catch_up():
    with desk.writing_lock:
        held.set()
        time.sleep(0.5)
        desk.store.head()

def open_case():
    held.wait()
    desk.store.head()

threads = [threading.Thread(target=work, daemon=True) for work in (catch_up, open_case)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join(5)
print("both done" if not any(thread.is_alive() for thread in threads) else "dead lock")
"""


def test_a_case_opened_while_the_desk_catches_up_does_not_lock_for_ever(desk: Desk) -> None:
    """`catch_up` holds the writing lock and asks for the store; a case asks for the store first."""
    desk.close()
    found = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(desk.folder)],
        capture_output=True,
        text=True,
        timeout=30,
        cwd=Path(__file__).parents[2],
    )
    assert found.stdout.strip() == "both done", found.stderr
