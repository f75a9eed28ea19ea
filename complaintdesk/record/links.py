"""Links in a desk's folder, which are never followed.

A share is written by many. Whoever can put a link there could have this officer read or write any
file of theirs, so what lies below the desk must be its own.
"""

import os
from pathlib import Path


def is_link(place: "Path | os.DirEntry[str]") -> bool:
    """Whether this is a link, or a folder of Windows that stands for another as one does."""
    return place.is_symlink() or bool(getattr(place, "is_junction", bool)())  # since Python 3.12


def leads_elsewhere(desk: Path, place: Path) -> bool:
    """Whether anything below the desk's folder on the way to a place, or it itself, is a link."""
    # Not `resolve`, which ends in a fault of its own where links lead round in a circle.
    root, found = Path(os.path.realpath(desk)), Path(os.path.realpath(place))
    return place.is_symlink() or found != root / place.relative_to(desk)
