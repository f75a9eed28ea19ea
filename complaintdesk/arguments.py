"""What the command line understands: every command with its arguments, its help and an example."""

import argparse
from datetime import date
from typing import TypeAlias

from complaintdesk import __version__
from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.codes import Code
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.views import SORTS

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def build() -> argparse.ArgumentParser:
    """The parser of the command line; `run` names the command that was chosen."""
    parser = argparse.ArgumentParser(
        prog="complaintdesk",
        description="A council's complaints desk in the terminal. Without a command it opens the "
        "desk; the first time it asks where the desk should live and who you are.",
        epilog="Example: complaintdesk demo",
    )
    parser.add_argument("--version", action="version", version=f"complaintdesk {__version__}")
    _add_desk(parser, None)
    parser.add_argument(
        "--read-only", action="store_true", help="look only: nothing is written to the desk"
    )
    parser.set_defaults(run="open")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    _command(commands, "demo", "open a training desk, made afresh, on invented cases")
    training = commands.add_parser(
        "training", help="training desks", description="Training desks.",
        epilog="Example: complaintdesk training create ./practice",
    )  # fmt: skip
    make = _command(
        training.add_subparsers(title="commands", metavar="COMMAND", required=True),
        "create", "make a training desk without opening it",
        "training create ./practice --cases 60 --today 2026-11-21",
    )  # fmt: skip
    make.add_argument("folder", help="a new or empty folder")
    make.add_argument("--cases", type=_whole, default=60, help="how many cases (60)")
    make.add_argument("--today", type=_day, help="the day it is made for (today)")
    make.add_argument("--seed", type=int, default=1, help="the same seed makes the same cases (1)")
    _add_due_dates(commands)

    _add_lists(commands)
    _add_ics(commands)

    letter = _command(
        commands, "letter", "write a letter for a case",
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
        commands, "letters",
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
        commands, "log", "log complaints handed over by a web form or another system",
        "log handed-over.jsonl --dry-run",
    )  # fmt: skip
    log.add_argument("file", help="one JSON object a line; - for standard input")
    log.add_argument("--dry-run", action="store_true", help="say what would be done; log nothing")
    _add_json(log)
    _add_desk(log)

    _add_care(commands)
    where = _command(commands, "where", "print every folder and file in use")
    _add_desk(where)
    return parser


def _add_lists(commands: Commands) -> None:
    show = _command(
        commands, "queue", "print a queue, or a list of your own, in the order of the screen",
        "queue overdue --mine --csv --out overdue.csv",
    )  # fmt: skip
    show.add_argument("name", nargs="?", help="which queue (next-deadline)")
    show.add_argument("--list", type=_words, metavar="NAME", help="a list kept under this name")
    show.add_argument("--sort", choices=tuple(SORTS), help="its order (deadline)")
    show.add_argument("--find", type=_words, metavar="WORDS", help="what has these words")
    _add_filters(show)
    show.add_argument("--today", type=_day, help="look at it as on this day; changes nothing")
    form = show.add_mutually_exclusive_group()
    _add_json(form)
    form.add_argument(
        "--csv", action="store_true",
        help="print a table for a spreadsheet; text that one would run as a formula gets an "
        "apostrophe in front",
    )  # fmt: skip
    show.add_argument("--out", metavar="FILE", help="write it to a file (Excel opens --csv so)")
    _add_desk(show)
    day = _command(
        commands, "day",
        "print a page on the day: what is overdue, due today and this week, and what changed",
        "day --mine > my-day.txt (each morning from a scheduled job; or by mail: complaintdesk day "
        "| mail -s Today team@example.org)",
    )  # fmt: skip
    day.add_argument("--mine", action="store_true", help="only the cases that you handle")
    day.add_argument("--today", type=_day, help="look at it as on this day; changes nothing")
    _add_json(day)
    _add_desk(day)


def _add_filters(show: argparse.ArgumentParser) -> None:
    """As the queue's screen has them; a case is printed where all of them let it through."""
    group = show.add_argument_group("filters, which stack")
    who = group.add_mutually_exclusive_group()
    who.add_argument("--mine", action="store_true", help="with you")
    who.add_argument("--officer", type=_words, metavar="NAME", help="with this officer")
    who.add_argument("--nobody", dest="unassigned", action="store_true", help="with nobody")
    group.add_argument("--code", choices=tuple(str(code) for code in Code))
    group.add_argument("--stage", choices=("1", "2"))
    group.add_argument("--service", type=_words, metavar="NAME", help="of this service")
    group.add_argument("--ward", type=_words, metavar="NAME", help="of this ward")
    group.add_argument("--vulnerable", action="store_true", help="somebody vulnerable")
    group.add_argument("--adjusted", action="store_true", help="with adjustments")
    group.add_argument("--consent", action="store_true", help="waiting for consent")


def _add_ics(commands: Commands) -> None:
    ics = _command(
        commands, "ics", "write the deadlines as a calendar file that Outlook opens",
        "ics --mine --days 30 --out deadlines.ics",
    )  # fmt: skip
    ics.add_argument(
        "--out", metavar="FILE", default="",
        help="where to; one that is there is replaced (complaint-deadlines.ics in your documents)",
    )  # fmt: skip
    ics.add_argument(
        "--days", type=_days, metavar="N",
        help="what falls due within so many days, and what is overdue (all without it)",
    )  # fmt: skip
    ics.add_argument("--mine", action="store_true", help="only the cases that you handle")
    ics.add_argument(
        "--details", action="store_true",
        help="put complainants' names and the summaries in, marked private. These are personal "
        "data: they leave the desk, and are read by whoever sees that calendar or the phones that "
        "copy it. Without it an event says only a reference and what is to be done",
    )  # fmt: skip
    _add_desk(ics)


def _add_care(commands: Commands) -> None:
    check = _command(
        commands, "check", "examine the desk: its record, store, files, folder and dates",
        "check --repair",
    )  # fmt: skip
    check.add_argument(
        "--repair", action="store_true",
        help="make again what the record holds; the record itself is never touched",
    )  # fmt: skip
    _add_json(check)
    _add_desk(check)
    backup = _command(
        commands, "backup", "make a backup and prove it by rebuilding the desk from it",
        "backup --out D:\\desk.zip",
    )  # fmt: skip
    backup.add_argument("--out", metavar="FILE", help="a file of its own that holds everything")
    backup.add_argument(
        "--daily", action="store_true", help="only where the day's own backup is still to be made"
    )
    _add_desk(backup)
    tend = _command(
        commands, "tend",
        "do what an open desk does by itself: the day's backup, and a checkpoint where one is due",
    )  # fmt: skip
    _add_desk(tend)
    restore = _command(
        commands, "restore", "bring a backup back, as a desk beside the real one",
        "restore desk.zip --into D:\\restored",
    )  # fmt: skip
    restore.add_argument("file", help="the backup")
    restore.add_argument("--into", metavar="FOLDER", help="a new or empty folder (beside the desk)")
    _add_desk(restore)


def _add_due_dates(commands: Commands) -> None:
    sums = _command(
        commands, "due-dates", "work out due dates without a case; stores nothing",
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
    commands: Commands,
    name: str,
    summary: str,
    example: str = "",
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"Example: complaintdesk {example or name}",
    )
    parser.set_defaults(run=name)
    return parser


def _add_desk(parser: argparse.ArgumentParser, default: str | None = argparse.SUPPRESS) -> None:
    parser.add_argument("--desk", metavar="FOLDER", default=default, help="which desk")


def _add_json(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-21") from None


def _words(text: str) -> str:
    """One line of words; nothing at all would let every case through, and is a slip."""
    if not (words := clean_line(text)):
        raise argparse.ArgumentTypeError("there is nothing in it; name something or leave it out")
    return words


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of cases")
    return int(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 0 to 9999")
    return int(text)
