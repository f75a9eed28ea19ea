"""What lies in the desk's own folder, told from what only seems to.

A share is written by many, and a record on it can be tampered with. Whoever can put a link there
could have this officer read or write any file of theirs, so no link below the desk is followed.
"""

import os
import re
import stat
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable

_REF = re.compile(r"CD-\d{4}-\d{4,9}", re.ASCII)


def case_folder(desk: Path, kind: str, ref: str) -> Path:
    """The folder of a case in letters/ or documents/, whether it is there yet or not.

    Only a reference as we make them may become a path. Raises DeskUnusable for any other, and for
    a folder that leads out of the desk.
    """
    if not _REF.fullmatch(ref):
        raise DeskUnusable(f"“{ref[:40]}” is not a reference of this desk, so no file is written.")
    place = desk / kind / ref
    if leads_elsewhere(desk, place):
        raise DeskUnusable(f"{place} leads to another place, so nothing is written there.")
    return place


def is_own_file(desk: Path, place: Path) -> bool:
    """Whether a place in the desk holds a file: no link, folder, pipe or device. May raise OSError.

    Raises FileNotFoundError where there is nothing.
    """
    return stat.S_ISREG(place.lstat().st_mode) and not leads_elsewhere(desk, place)


def leads_elsewhere(desk: Path, place: Path) -> bool:
    """Whether anything below the desk's folder on the way to a place, or it itself, is a link."""
    # Not `resolve`, which ends in a fault of its own where links lead round in a circle.
    root, found = Path(os.path.realpath(desk)), Path(os.path.realpath(place))
    return place.is_symlink() or found != root / place.relative_to(desk)
