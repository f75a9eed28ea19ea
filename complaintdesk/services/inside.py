"""What lies in the desk's own folder, told from what only seems to.

A share is written by many, and a record on it can be tampered with: no link below the desk is
followed, and no name from the record becomes a path unlooked at.
"""

import re
import stat
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.record.links import leads_elsewhere as leads_elsewhere

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


def own_folder(desk: Path, name: str) -> Path:
    """A folder of the desk by its name, whether it is there yet or not.

    Raises DeskUnusable for one that leads out of the desk.
    """
    place = desk / name
    if leads_elsewhere(desk, place):
        raise DeskUnusable(
            f"{place} leads to another place, so nothing is read or written there. Ask IT who "
            "made that link and why: a desk's own folder should hold all of it."
        )
    return place
