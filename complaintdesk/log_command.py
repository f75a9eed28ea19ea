"""`complaintdesk log`: complaints handed over by a web form or another system, a line each."""

import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from pathlib import Path

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean_line
from complaintdesk.plain import as_json
from complaintdesk.services.desk import Desk
from complaintdesk.services.logging_over import LineResult, Status, log_lines

_SAID = {
    Status.LOGGED: "logged as {ref}",
    Status.ALREADY: "logged before, as {ref}",
    Status.GOOD: "would be logged",
    Status.REFUSED: "refused: {why}",
}


def log(desk: Desk, file: str, say: Callable[[str], None], *, dry_run: bool, machine: bool) -> None:
    """Log the lines of a file (`-` is standard input). Raises BadInput where one was refused.

    Should the share go away, what was logged by then has been said: each line as it is done, or
    the one document of a machine.
    """
    found: list[LineResult] = []
    lines = _lines(file)
    try:
        for result in log_lines(desk, lines, dry_run=dry_run):
            found.append(result)
            if not machine:
                say(_as_text(result))
    finally:
        if machine:
            say(as_json([_as_json(result) for result in found]))
    refused = sum(result.status is Status.REFUSED for result in found)
    if refused:
        raise BadInput(f"{refused} of {len(found)} lines refused; the others stand.")


def _as_text(result: LineResult) -> str:
    if result.status is Status.ALREADY and not result.ref:  # in a dry run there is no case yet
        return f"line {result.line}: would not be logged again: {result.why}"
    return f"line {result.line}: " + _SAID[result.status].format(ref=result.ref, why=result.why)


def _as_json(result: LineResult) -> dict[str, object]:
    return {
        "line": result.line, "status": str(result.status), "ref": result.ref or None,
        "why": result.why,
    }  # fmt: skip


def _lines(file: str) -> list[str]:
    """UTF-8, with or without a byte order mark; the whole is read before anything is logged.

    What is not UTF-8 is the fault of its line, which is refused when it is read.
    """
    raw = _read(file)
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise BadInput(f"{file} is not UTF-8 text, so nothing of it was logged.")
    return raw.decode("utf-8-sig", "surrogateescape").split("\n")


def _read(file: str) -> bytes:
    try:
        if file != "-":
            return Path(file).expanduser().read_bytes()
        if sys.stdin is None:  # a scheduled job may have none
            raise BadInput("Standard input could not be read: there is none.")
        return sys.stdin.buffer.read()
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "there is no such file"
        raise BadInput(f"{clean_line(file)} could not be read ({why}).") from None
