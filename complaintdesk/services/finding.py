"""Finding the file that somebody typed, pasted or dragged onto the terminal.

Terminals give a dragged file as it is, in quotes, with its blanks escaped, or as a file:// URL. The
way that names a file which is there is the one that was meant.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean_line, shorten

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_ESCAPED = re.compile(r"\\(.)")


def find_file(typed: str) -> tuple[Path, int]:
    """The file and its size in bytes. Raises BadInput with what is wrong with it."""
    if not typed.strip():
        raise BadInput("Type where the file is, or drag it here.")
    trouble = ""
    for path in _ways(typed):
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            continue
        except OSError as error:
            trouble = f"This file cannot be read ({error.strerror or type(error).__name__})."
            continue
        return path.absolute(), _size(found)
    said = shorten(clean_line(typed), 80)
    raise BadInput(trouble or f"There is no file “{said}”. Drag it here, or type its whole path.")


def ways_to_read(typed: str, *, on_windows: bool = os.name == "nt") -> list[str]:
    """Every path that the typed words may mean, the plainest first."""
    bare = typed.strip()
    ways = [bare]
    if len(bare) > 1 and _QUOTES.get(bare[0]) == bare[-1]:
        # A single quote within is written like this by shells.
        ways.append(bare[1:-1].replace("'\\''", "'").strip())
    ways += [_from_url(way, on_windows) for way in ways if way.lower().startswith("file:")]
    if not on_windows:
        ways += [_ESCAPED.sub(r"\1", way) for way in ways if "\\" in way]
    return list(dict.fromkeys(way for way in ways if way))


def _ways(typed: str) -> Iterator[Path]:
    paths = [path for way in ways_to_read(typed) if (path := _expanded(way))]
    yield from paths
    # Names with marks or blanks that a field does not keep are found by what it does keep.
    for path in paths:
        yield from _alike(path)


def _expanded(way: str) -> Path | None:
    try:
        return Path(way).expanduser()
    except (RuntimeError, ValueError):
        return None  # a user whom this PC does not know


def _alike(path: Path) -> list[Path]:
    """The one file beside it whose name reads the same; none where there are two."""
    wanted = clean_line(path.name)
    try:
        found = [beside for beside in path.parent.iterdir() if clean_line(beside.name) == wanted]
    except (OSError, ValueError):
        return []
    return found if len(found) == 1 else []


def _from_url(url: str, on_windows: bool) -> str:
    # By hand: a name with # or ? in it is often dragged without these being escaped.
    rest, host = url[len("file:") :], ""
    if rest.startswith("//"):
        host, slash, rest = rest[2:].partition("/")
        rest = slash + rest
    path = unquote(rest, errors="surrogateescape")
    if on_windows and re.match(r"/[A-Za-z]:", path):
        path = path[1:]
    if on_windows and host.lower() not in ("", "localhost"):
        return f"//{host}{path}"
    return path


def _size(found: os.stat_result) -> int:
    if stat.S_ISDIR(found.st_mode):
        raise BadInput("This is a folder. Add its files one by one, or one zip file of it.")
    if not stat.S_ISREG(found.st_mode):
        raise BadInput("This is not a file with something in it to copy.")
    return found.st_size
