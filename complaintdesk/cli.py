"""The commands, and the one place where everything is wired together.

Exit status: 0 done, 1 refused or failed (one sentence on standard error), 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from complaintdesk import __version__, settings
from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable
from complaintdesk.domain.text import clean
from complaintdesk.faults import report
from complaintdesk.services.desk import Desk, today_in_london, utc_now

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status. No traceback ever reaches the person."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows a question mark rather than ending the program;
        # a file or a pipe gets UTF-8, so that no name in it turns into question marks.
        if hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    chosen = _parser().parse_args(arguments)
    command: Command = chosen.command
    try:
        return command(chosen)
    except DeskError as error:
        # One line, and tame: it may quote a name from the command line or from a share.
        print(clean(str(error)).replace("\n", " "), file=sys.stderr)
    except BrokenPipeError:
        _give_up_output()  # the reader went away (`| head`); there is nobody left to tell
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except Exception as error:
        print(report(error), file=sys.stderr)
    return 1


def _open(chosen: argparse.Namespace) -> int:
    remembered = settings.read_settings()
    return _run_app(settings.chosen_desk(chosen.desk, remembered), remembered.officer)


def _demo(chosen: argparse.Namespace) -> int:
    import tempfile

    _refuse_no_terminal()
    from complaintdesk.services.training import OFFICER, make_training_desk

    folder = Path(tempfile.mkdtemp(prefix="complaintdesk-training-"))
    # A folder of its own for the PC's part too, so that nothing of it meets the real desk.
    os.environ["COMPLAINTDESK_HOME"] = str(folder / "this-pc")
    _say("Making a training desk with invented cases ...")
    desk = make_training_desk(folder / "desk", 60, today_in_london(utc_now()), 1)
    status = _run_app(desk, OFFICER)
    _say(f"This training desk is in {desk}.")
    return status


def _training_create(chosen: argparse.Namespace) -> int:
    from complaintdesk.services.training import make_training_desk

    today = chosen.today or today_in_london(utc_now())
    folder = settings.named_folder(chosen.folder)
    make_training_desk(folder, chosen.cases, today, chosen.seed)
    _say(f"A training desk with {chosen.cases} invented cases is in {folder}.")
    return 0


def _due_dates(chosen: argparse.Namespace) -> int:
    from complaintdesk.plain import as_json
    from complaintdesk.services.calculator import due_dates

    answer = due_dates(
        Code(chosen.code),
        chosen.event,
        chosen.today or today_in_london(utc_now()),
        closures=chosen.closure,
        bank_holidays=chosen.bank_holiday,
        receipt=chosen.receipt,
        good_reason=chosen.good_reason,
    )
    _say(as_json(answer.as_json()) if chosen.json else answer.as_text().rstrip("\n"))
    return 0


def _queue(chosen: argparse.Namespace) -> int:
    from complaintdesk.plain import as_json, queue_as_json, queue_as_text
    from complaintdesk.services import queries

    desk = _desk(chosen, looking_on=chosen.today)
    page = queries.queue(desk, chosen.name, limit=sys.maxsize)
    _say(as_json(queue_as_json(page)) if chosen.json else queue_as_text(page))
    return 0


def _letter(chosen: argparse.Namespace) -> int:
    from complaintdesk.letter_commands import letter

    _say(letter(_desk(chosen), chosen))
    return 0


def _letters(chosen: argparse.Namespace) -> int:
    from complaintdesk.letter_commands import letters

    said, status = letters(_desk(chosen), chosen)
    _say(said)
    return status


def _log(chosen: argparse.Namespace) -> int:
    from complaintdesk.log_command import log

    log(_desk(chosen), chosen.file, _say, dry_run=chosen.dry_run, machine=chosen.json)
    return 0


def _where(chosen: argparse.Namespace) -> int:
    remembered = settings.read_settings()
    folder = settings.chosen_desk(chosen.desk, remembered)
    places: dict[str, object] = {
        "program": f"complaintdesk {__version__}",
        "this PC": settings.home(),
        "settings": settings.settings_path(),
        "desk": folder or "none chosen yet; `complaintdesk` asks for one",
    }
    if folder:
        places |= _desk_places(folder)
    for name, place in places.items():
        _say(f"{name}:".ljust(13) + str(place))
    return 0


def _desk_places(folder: Path) -> dict[str, object]:
    file = settings.read_desk_file(folder)
    return {
        "kind": "TRAINING desk, invented cases" if file.training else "real desk",
        "policy": folder / settings.DESK_FILE,
        **{name: folder / name for name in settings.FOLDERS},
        "store": settings.store_path(file, folder),
        "drafts": settings.drafts_path(file, folder),
    }


def _refuse_no_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput(
            "The desk opens in a terminal, and this is not one. For scripts there is "
            "`complaintdesk queue --json`."
        )


def _run_app(folder: Path | None, officer: str) -> int:
    _refuse_no_terminal()
    desk = Desk(folder, officer) if folder else None
    from screens.app import DeskApp

    app = DeskApp(desk)
    app.run()
    if app.fault:
        print(app.fault, file=sys.stderr)
    return app.return_code or 0


def _desk(chosen: argparse.Namespace, looking_on: date | None = None) -> Desk:
    """The chosen desk, up to date with its record."""
    remembered = settings.read_settings()
    folder = settings.chosen_desk(chosen.desk, remembered)
    if folder is None:
        raise DeskUnusable(
            "No desk is chosen. Name one with --desk FOLDER, or run `complaintdesk` to make one."
        )
    desk = Desk(folder, remembered.officer, looking_on=looking_on)
    if not desk.is_current():
        desk.catch_up()
    return desk


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="complaintdesk",
        description="A council's complaints desk in the terminal. Without a command it opens the "
        "desk; the first time it asks where the desk should live and who you are.",
        epilog="Example: complaintdesk demo",
    )
    parser.add_argument("--version", action="version", version=f"complaintdesk {__version__}")
    _add_desk(parser, None)
    parser.set_defaults(command=_open)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    _command(commands, "demo", _demo, "open a training desk, made afresh, on invented cases")
    training = commands.add_parser(
        "training", help="training desks", description="Training desks.",
        epilog="Example: complaintdesk training create ./practice",
    )  # fmt: skip
    make = _command(
        training.add_subparsers(title="commands", metavar="COMMAND", required=True),
        "create", _training_create, "make a training desk without opening it",
        "training create ./practice --cases 60 --today 2026-11-21",
    )  # fmt: skip
    make.add_argument("folder", help="a new or empty folder")
    make.add_argument("--cases", type=_whole, default=60, help="how many cases (60)")
    make.add_argument("--today", type=_day, help="the day it is made for (today)")
    make.add_argument("--seed", type=int, default=1, help="the same seed makes the same cases (1)")
    _add_due_dates(commands)

    show = _command(
        commands,
        "queue",
        _queue,
        "print a queue in the order of the screen",
        "queue overdue --json",
    )
    show.add_argument("name", nargs="?", default="next-deadline", help="which queue")
    show.add_argument("--today", type=_day, help="look at it as on this day; changes nothing")
    _add_json(show)
    _add_desk(show)

    letter = _command(
        commands, "letter", _letter, "write a letter for a case",
        "letter CD-2026-0012 stage1-acknowledgement --format docx",
    )  # fmt: skip
    letter.add_argument("ref", help="the case's reference")
    letter.add_argument("kind", help="which letter, for example stage1-acknowledgement")
    letter.add_argument("--format", choices=("md", "txt", "docx", "pdf"), default="txt")
    letter.add_argument("--out", help="the file to write (text goes to the screen without it)")
    letter.add_argument(
        "--draft", action="store_true", help="write it even if something is missing"
    )
    letter.add_argument(
        "--standard", action="store_true",
        help="our own wording this once, where the council's copy has a fault",
    )  # fmt: skip
    _add_desk(letter)
    listed = _command(
        commands, "letters", _letters,
        "list the kinds of letters, those of a case, or look after their wordings",
        "letters CD-2026-0012 --json",
    )  # fmt: skip
    listed.add_argument(
        "what", nargs="?", metavar="REF",
        help="a case's reference; or check, fields, diff or copy, for the wordings",
    )  # fmt: skip
    listed.add_argument("name", nargs="?", help="with check, fields, diff or copy: which letter")
    _add_json(listed)
    _add_desk(listed)

    log = _command(
        commands, "log", _log, "log complaints handed over by a web form or another system",
        "log handed-over.jsonl --dry-run",
    )  # fmt: skip
    log.add_argument("file", help="one JSON object a line; - for standard input")
    log.add_argument("--dry-run", action="store_true", help="say what would be done; log nothing")
    _add_json(log)
    _add_desk(log)

    where = _command(commands, "where", _where, "print every folder and file in use")
    _add_desk(where)
    return parser


def _add_due_dates(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sums = _command(
        commands, "due-dates", _due_dates, "work out due dates without a case; stores nothing",
        "due-dates --code housing --event received=2026-12-18 --event acknowledged=2026-12-22",
    )  # fmt: skip
    sums.add_argument("--code", choices=[c.value for c in Code], required=True)
    sums.add_argument(
        "--event", action="append", default=[], metavar="NAME=WHEN", help=(
            "received, acknowledged, extended, answered, escalated, acknowledged2, extended2 or "
            "answered2; WHEN is YYYY-MM-DD or YYYY-MM-DDTHH:MM, and :N after an extension's "
            "adds N working days"
        ),
    )  # fmt: skip
    sums.add_argument("--today", type=_day, help="the day to look from (today)")
    sums.add_argument(
        "--closure", type=_day, action="append", default=[], metavar="DATE",
        help="a day that is not to count",
    )  # fmt: skip
    sums.add_argument(
        "--bank-holiday", type=_day, action="append", default=[], metavar="DATE",
        help="a bank holiday announced late",
    )  # fmt: skip
    sums.add_argument(
        "--receipt", type=Receipt, choices=list(Receipt), default=Receipt.SAME_DAY,
        help="which day is day 0 for what comes in outside office days or hours",
    )  # fmt: skip
    sums.add_argument("--good-reason", default="", help="why an extension goes beyond the limit")
    _add_json(sums)


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Command,
    summary: str,
    example: str = "",
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Example: complaintdesk {example or name}",
    )
    parser.set_defaults(command=run)
    return parser


def _add_desk(parser: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    parser.add_argument("--desk", metavar="FOLDER", default=default, help="which desk")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-21") from None


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of cases")
    return int(text)


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_output()
        raise DeskUnusable(
            f"The output could not be written ({error.strerror or type(error).__name__})."
        ) from None


def _give_up_output() -> None:
    """Let what is still unwritten go nowhere, so that Python does not try it again on leaving."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
