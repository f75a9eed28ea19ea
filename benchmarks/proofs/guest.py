"""What runs inside the guest: two PCs on a real SMB share. Its answer is one line of JSON.

Started by guest.sh, never by hand: it cuts and delays the machine's own network.
"""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import check_record, check_stores, details, new_desk, opened
from benchmarks.proofs.report import require, spread
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk

PC1, PC2 = Path("/mnt/pc1"), Path("/mnt/pc2")
SERVED = Path("/mnt/disk/share")  # where the server keeps it
_SINGLE = 8  # changes of one officer alone, measured one by one
_PAUSE = 1.2  # seconds; for one, the system believes what it knew of a folder
_SLOW = 20  # milliseconds each way, to count by; beyond, what is known of folders gets stale


def main() -> None:
    given = json.loads(sys.argv[1])
    answer = {"alone": _alone(delay=given["delay"]), "cut": _cut(**given)}
    print(json.dumps(answer))


def _alone(delay: int) -> dict[str, float]:
    """One officer saves alone, over a line of so many milliseconds each way.

    As officers do, with pauses: what the PC knew of the share's folders is stale each time. Round
    trips are told by how much longer a change takes on a line that is slow enough to tell, and by
    how much longer a round trip really takes on it: a guest's clock is coarse.
    """
    folder = new_desk(PC1 / "alone", home=Path("/run/first"))
    with opened(folder, Path("/run/pc-alone")) as desk:
        log_complaint(desk, details(desk, "Ann"))
        near, _, _ = _saves(desk, 0)
        far, sent, looks = _saves(desk, delay)
        slow, _, _ = _saves(desk, _SLOW)
    return {
        "save_ms": spread(far)[0], "longest_ms": max(far), "requests": spread(sent)[0],
        "look_requests": spread(looks)[0], "undelayed_ms": spread(near)[0],
        "round_trips": (min(slow) - min(near)) / (_round_trip(_SLOW) - _round_trip(0)),
    }  # fmt: skip


def _saves(desk: Desk, delay: int) -> tuple[list[float], list[int], list[int]]:
    """Milliseconds and requests of each change, and requests of a look after each."""
    saves, sent, looks = list[float](), list[int](), list[int]()
    with _delayed(delay):
        for _ in range(_SINGLE):
            time.sleep(_PAUSE)
            before, began = _requests(), time.monotonic()
            log_complaint(desk, details(desk, "Ann"))
            saves.append((time.monotonic() - began) * 1000)
            sent.append(_requests() - before)
            desk.look()
            time.sleep(_PAUSE)
            before = _requests()
            desk.look()
            looks.append(_requests() - before)
    return saves, sent, looks


def _round_trip(delay: int) -> float:
    """Milliseconds from asking the server for a connection until it answers."""
    taken = list[float]()
    with _delayed(delay):
        for _ in range(_SINGLE):
            began = time.monotonic()
            socket.create_connection(("127.0.0.1", 445)).close()
            taken.append((time.monotonic() - began) * 1000)
            time.sleep(2 * delay / 1000)
    return min(taken)


def _cut(delay: int, changes: int, processes: int, seconds: int, seed: str) -> dict[str, float]:
    """Officers on both PCs; the line of the first is cut in the middle, and comes back."""
    folder = new_desk(PC1 / "two", home=Path("/run/first-too"))
    there = PC2 / "two" / "desk"
    homes = [Path(f"/run/pc-{n}") for n in range(1, processes + 1)]
    count, half = changes // processes, processes // 2
    began = time.monotonic()
    # Begun first: the officers on the first PC are at work while those on the other get ready.
    cutter = threading.Thread(target=_cut_inside, args=(changes // 8, seconds), daemon=True)
    cutter.start()
    with (
        _delayed(delay),
        officers(folder, homes[:half], count, f"{seed}/near") as first,
        officers(there, homes[half:], count, f"{seed}/far") as second,
    ):
        told = [officer.finish() for officer in (*first, *second)]
        cutter.join()
    took = time.monotonic() - began
    complaints = [one.complained for one in told if one.complained]
    require(not complaints, f"An officer complained: {complaints[:1]}")
    saved = [change for one in told for change in one.saved]
    require(len(saved) == count * processes, f"Only {len(saved)} were acknowledged.")
    found = check_record(there, saved)
    require(len(found) == 1 + len(saved), "The record holds what nobody saved.")
    check_stores(there, homes[half:], Path("/run/anew"))
    check_stores(folder, homes[:half], Path("/run/anew-too"))
    waits = [each for one in told for each in one.seconds]
    require(max(waits) > seconds / 2, "The line was cut when nobody was saving.")
    return {"acknowledged": len(saved), "seconds": took, "longest_s": max(waits),
            "median_ms": spread(waits)[0] * 1000}  # fmt: skip


def _cut_inside(changes: int, seconds: int) -> None:
    """Cut the line once so many changes are there: everybody is in the middle of it.

    Told by the server's own disk: a PC believes for seconds what it knew of a folder.
    """
    record = SERVED / "two" / "desk" / "record"
    while sum(each.suffix == ".json" for each in record.iterdir()) < changes:
        time.sleep(0.05)
    _cut_for(seconds)


def _cut_for(seconds: int) -> None:
    both = (["--dport", "445"], ["--sport", "445"])
    for port in both:
        _run("iptables-legacy", "-A", "INPUT", "-p", "tcp", *port, "-j", "DROP")
    time.sleep(seconds)
    for port in both:
        _run("iptables-legacy", "-D", "INPUT", "-p", "tcp", *port, "-j", "DROP")


@contextmanager
def _delayed(milliseconds: int) -> Iterator[None]:
    """Every packet takes so long, each way."""
    if not milliseconds:
        yield
        return
    _run("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", f"{milliseconds}ms")
    try:
        yield
    finally:
        _run("tc", "qdisc", "del", "dev", "lo", "root")


def _requests() -> int:
    """How many requests PC 1 has sent so far."""
    told = _run("iptables-legacy", "-L", "sent", "-v", "-x", "-n").splitlines()
    return int(told[2].split()[0])


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
