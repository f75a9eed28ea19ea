"""The commands, and the one place where everything is wired together.

Exit status: 0 done, 1 refused or failed (one sentence on standard error), 2 wrong usage.
"""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from complaintdesk import __version__, settings
from complaintdesk.arguments import build
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, DeskError, DeskUnusable, ShareUnavailable
from complaintdesk.domain.text import clean
from complaintdesk.faults import report
from complaintdesk.services.desk import Desk, today_in_london, utc_now


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status. No traceback ever reaches the person."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows a question mark rather than ending the program;
        # a file or a pipe gets UTF-8, so that no name in it turns into question marks.
        if hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    chosen = build().parse_args(arguments)
    try:
        _refuse_writing(chosen)
        return _RUNS[chosen.run](chosen)
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


def _refuse_writing(chosen: argparse.Namespace) -> None:
    """Nobody who asks to look only is to find that a command wrote all the same."""
    if chosen.read_only and chosen.run in _WRITE:
        raise BadInput(
            f"`{chosen.run}` writes to the desk's folder. Run it without --read-only, or look "
            "with `queue`, `day` or `letters`."
        )


def _open(chosen: argparse.Namespace) -> int:
    remembered = settings.read_settings()
    folder = settings.chosen_desk(chosen.desk, remembered)
    return _run_app(folder, remembered.officer, read_only=chosen.read_only, tended=True)


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
    _say(f"A training desk with {chosen.cases} invented cases is in {clean(str(folder))}.")
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
    from complaintdesk.queue_command import queue

    return queue(_desk(chosen, looking_on=chosen.today), chosen, _say)


def _day(chosen: argparse.Namespace) -> int:
    from complaintdesk.day_text import as_page, as_text, day_as_json
    from complaintdesk.plain import as_json
    from complaintdesk.services.briefing import briefing

    found = briefing(_desk(chosen, looking_on=chosen.today, also_away=True), mine=chosen.mine)
    _say(as_json(day_as_json(found)) if chosen.json else as_text(as_page(found)))
    return 0


def _ics(chosen: argparse.Namespace) -> int:
    from complaintdesk.services.deadline_file import Asked, write

    asked = Asked(chosen.days, mine=chosen.mine, details=chosen.details)
    _say(f"Written: {write(_desk(chosen), chosen.out, asked).in_words}")
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

    desk = _desk(chosen)
    if not chosen.dry_run and _prove(desk) is False:
        desk.catch_up()
    log(desk, chosen.file, _say, dry_run=chosen.dry_run, machine=chosen.json)
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from complaintdesk.check_command import check

    return check(_folder(chosen), chosen, _say)


def _backup(chosen: argparse.Namespace) -> int:
    from complaintdesk.backup_commands import backup

    return backup(_folder(chosen), chosen, _say)


def _restore(chosen: argparse.Namespace) -> int:
    from complaintdesk.backup_commands import restore

    return restore(chosen, _say)


def _tend(chosen: argparse.Namespace) -> int:
    from complaintdesk.backup_commands import backup
    from complaintdesk.services import checkpoints

    desk = _desk(chosen)
    desk.warm_up()
    _prove(desk)
    if checkpoints.is_due(desk):
        _say(f"Checkpoint made: {checkpoints.make(desk)}")
    desk.close()
    return backup(desk.folder, argparse.Namespace(daily=True, out=None), _say)


def _prove(desk: Desk) -> bool | None:
    """Hold a store that began from a checkpoint against the record; else it costs nothing."""
    from complaintdesk.services.checking.proving import prove

    proved = prove(desk)
    if proved is False:
        print(
            "The checkpoint that this PC began from is not what the record says. This PC's store "
            "is made again from the record. Tell IT.",
            file=sys.stderr,
        )
    return proved


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
        _say(f"{name}:".ljust(13) + clean(str(place)))
    return 0


def _desk_places(folder: Path) -> dict[str, object]:
    file = settings.read_desk_file(folder)
    store = settings.store_path(file, folder)
    return {
        "kind": "TRAINING desk, invented cases" if file.training else "real desk",
        "policy": folder / settings.DESK_FILE,
        **{name: folder / name for name in settings.FOLDERS},
        "store": store,
        "words": store.with_name("search.db"),
        "own lists": store.with_name("lists.json"),
        "drafts": settings.drafts_path(file, folder),
    }


def _refuse_no_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput(
            "The desk opens in a terminal, and this is not one. For scripts there is "
            "`complaintdesk queue --json`."
        )


def _run_app(
    folder: Path | None, officer: str, *, read_only: bool = False, tended: bool = False
) -> int:
    _refuse_no_terminal()
    # Nothing is garbage before the first screen is there; the queue takes collecting up again.
    gc.disable()
    desk = _opened(Desk(folder, officer, read_only=read_only)) if folder else None
    from screens.app import DeskApp

    app = DeskApp(desk, tended=tended and not read_only, read_only=read_only)
    app.run()
    if app.fault:
        print(clean(app.fault).replace("\n", " "), file=sys.stderr)
    return app.return_code or 0


def _folder(chosen: argparse.Namespace) -> Path:
    """The folder of the chosen desk."""
    folder = settings.chosen_desk(chosen.desk, settings.read_settings())
    if folder is None:
        raise DeskUnusable(
            "No desk is chosen. Name one with --desk FOLDER, or run `complaintdesk` to make one."
        )
    return folder


def _opened(desk: Desk) -> Desk:
    """The desk, with a backup made first where a newer program is to lay out its rows anew."""
    if desk.is_outdated_here and not desk.read_only:
        from complaintdesk.backup_commands import maker
        from complaintdesk.services.backups.daily import before_migration

        try:
            if made := before_migration(desk.folder, maker()):
                print(f"Backup made before the first start: {made.path}", file=sys.stderr)
        except DeskError as error:
            # Only this PC's copy is laid out anew, and the record has all of it.
            print(clean(str(error)).replace("\n", " "), file=sys.stderr)
    return desk


def _desk(
    chosen: argparse.Namespace, looking_on: date | None = None, *, also_away: bool = False
) -> Desk:
    """The chosen desk, up to date with its record; `also_away`: or as this PC last had it."""
    officer = settings.read_settings().officer
    folder, read_only = _folder(chosen), chosen.read_only
    desk = _opened(Desk(folder, officer, looking_on=looking_on, read_only=read_only))
    if also_away and desk.away and desk.is_ready:
        return desk  # a share that is gone is not asked again: that can take minutes
    try:
        if not desk.is_current():
            desk.catch_up()
    except ShareUnavailable as error:
        if not (also_away and desk.is_ready):
            raise
        desk.away = str(error)
    return desk


def _say(text: str, *, exactly: bool = False) -> None:
    """Print a text; `exactly` as it is, with its own line ends."""
    try:
        if exactly and isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(newline="")
        print(text, end="" if exactly else "\n", flush=True)
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


# `check` tries whether files can be put in place.
_WRITE = {"log", "check", "backup", "restore", "tend"}
_RUNS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "open": _open,
    "demo": _demo,
    "create": _training_create,
    "due-dates": _due_dates,
    "queue": _queue,
    "day": _day,
    "ics": _ics,
    "letter": _letter,
    "letters": _letters,
    "log": _log,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "tend": _tend,
    "where": _where,
}
