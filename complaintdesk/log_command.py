"""`complaintdesk log`: complaints handed over by a web form or another system, a line each."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from complaintdesk.domain.errors import BadInput
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

    Each is told as it is done: should the share go away, what was logged by then has been said.
    """
    found = []
    for result in log_lines(desk, _lines(file), dry_run=dry_run):
        found.append(result)
        if not machine:
            say(_as_text(result))
    if machine:
        say(as_json([_as_json(result) for result in found]))
    refused = sum(result.status is Status.REFUSED for result in found)
    if refused:
        raise BadInput(f"{refused} of {len(found)} lines refused; the others stand.")


def _as_text(result: LineResult) -> str:
    return f"line {result.line}: " + _SAID[result.status].format(ref=result.ref, why=result.why)


def _as_json(result: LineResult) -> dict[str, object]:
    return {
        "line": result.line, "status": str(result.status), "ref": result.ref or None,
        "why": result.why,
    }  # fmt: skip


def _lines(file: str) -> Iterator[str]:
    """UTF-8, with or without a byte order mark; the whole is read before anything is logged."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).expanduser().read_bytes()
        yield from raw.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise BadInput(
            f"{file} could not be read ({error.strerror or type(error).__name__})."
        ) from None
    except UnicodeDecodeError:
        raise BadInput(f"{file} is not UTF-8 text, so nothing of it was logged.") from None
