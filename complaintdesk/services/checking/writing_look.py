"""Whether a file can be put in place only if its name is free, tried for real; and the clock.

Everything rests on this: where a second file of the same name is not refused, the change of one
officer would overwrite another's.
"""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from complaintdesk.record.place import put_if_free, shared_folder
from complaintdesk.services.checking.finding import Finding, counted, why
from complaintdesk.services.checking.subject import Subject

AREA = "saving"
CLOCK = "clock"
PROBE = ".complaintdesk-check-"
_APART = 120.0  # seconds; a PC of a council sets its clock by the network
_FIRST, _SECOND = b"first\n", b"second\n"


def look(subject: Subject) -> Iterator[Finding]:
    """Two files under one name in a folder of their own, which is taken away again."""
    folder = subject.folder / f"{PROBE}{uuid4().hex[:12]}"
    probe = folder / "probe"
    try:
        shared_folder(folder)
        began = time.time()
        put_if_free(probe, _FIRST)
        written, ended = probe.stat().st_mtime, time.time()
        yield _second(probe)
    except OSError as error:
        yield Finding(
            "fault", AREA, "Nothing can be saved in the desk's folder from this PC "
            f"({why(error)}).",
            "Ask IT for the right to write there, or for space, as the words in brackets say.",
        )  # fmt: skip
        return
    finally:
        clear_probe(folder)
    yield _clock(written, began, ended)


def clear_probe(folder: Path) -> None:
    """Take a probe's folder away with what a probe puts into it, and nothing else."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name == "probe" or path.name.startswith(".probe."):
                path.unlink()
        folder.rmdir()


def _second(probe: Path) -> Finding:
    with contextlib.suppress(FileExistsError):
        put_if_free(probe, _SECOND)
        return _unsafe("does not refuse a second file of the same name")
    if probe.read_bytes() != _FIRST:
        return _unsafe("gave back something else than what was written")
    return Finding("ok", AREA, "A file is put in place only if its name is free: tried just now.")


def _unsafe(what: str) -> Finding:
    return Finding(
        "fault", AREA, f"The desk's folder {what}: a colleague's change could be overwritten.",
        "Do not work on this folder. Ask IT for one on a Windows or Samba file server.",
    )  # fmt: skip


def _clock(written: float, began: float, ended: float) -> Finding:
    apart = max(began - written, written - ended, 0.0)
    if apart <= _APART:
        return Finding("ok", CLOCK, "This PC and the desk's folder agree on the time.")
    minutes = counted(round(apart / 60), "minute", "minutes")
    return Finding(
        "warning", CLOCK, f"This PC's clock and that of the desk's folder are {minutes} apart.",
        "Ask IT which is wrong: days are counted by the PC's clock.",
    )  # fmt: skip
