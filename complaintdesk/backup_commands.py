"""`complaintdesk backup` and `complaintdesk restore`, in words."""

import argparse
import platform
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from complaintdesk import settings
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.file_names import size_in_words
from complaintdesk.domain.text import clean_line
from complaintdesk.domain.who import shortly
from complaintdesk.services.backups.daily import daily
from complaintdesk.services.backups.differing import differences
from complaintdesk.services.backups.keeping import tidy
from complaintdesk.services.backups.making import Made, Maker, make, make_whole
from complaintdesk.services.backups.names import FOLDER
from complaintdesk.services.backups.restoring import Restored, free_folder
from complaintdesk.services.backups.restoring import restore as brought_back
from complaintdesk.services.desk import utc_now

Say = Callable[[str], None]
_MOST = 10  # names listed; the rest are counted


def backup(folder: Path, chosen: argparse.Namespace, say: Say) -> int:
    """Make a backup of the desk in `folder`, and say what is not in it."""
    by = maker()
    rule = settings.read_desk_file(folder).backups  # before a folder is made in what is no desk
    if chosen.daily:
        made = daily(folder, by)
        if made is None:
            say("No backup is due from this PC today.")
            return 0
    elif chosen.out:
        made = make_whole(folder, by, settings.named_folder(chosen.out))
    else:
        made = make(folder, by)
        tidy(folder, made.path, by.today, rule)
    for line in _told(made):
        say(line)
    return 0


def restore(chosen: argparse.Namespace, say: Say) -> int:
    """Bring a backup back beside the desk; 1 where a letter or document could not be had."""
    file = settings.named_folder(chosen.file)
    present = _present(file, chosen)
    into = _into(file, chosen)
    done = brought_back(file, into)
    for line in (*_said(done), *_compared(done, present), *_advice(done, present)):
        say(line)
    return 1 if done.lost else 0


def maker() -> Maker:
    officer = settings.read_settings().officer  # a scheduled job may have none
    return Maker(clean_line(officer), clean_line(platform.node()), utc_now())


def _told(made: Made) -> Iterator[str]:
    found = made.manifest
    beside = len(found.beside)
    yield (
        f"Backup made and proved by rebuilding the desk from it: {made.path} "
        f"({size_in_words(made.size)}), up to change {found.head}, with {beside} "
        f"{'letter or document' if beside == 1 else 'letters and documents'}."
    )
    if not made.proof.was_compared:
        yield "This PC has no store of this desk that it could be compared with."
    if made.proof.lacking:
        yield "The record names files that are not in the desk as they were, so not in the backup:"
        yield from _listed(made.proof.lacking)
    if made.left_out:
        yield "Links and files of other names were left out:"
        yield from _listed(made.left_out)


def _listed(names: tuple[str, ...]) -> Iterator[str]:
    yield from (f"  {clean_line(name)}" for name in names[:_MOST])
    if len(names) > _MOST:
        yield f"  and {len(names) - _MOST:,} more."


def _said(done: Restored) -> Iterator[str]:
    found = done.manifest
    at = datetime.fromisoformat(found.made_at).astimezone(ZoneInfo("Europe/London"))
    yield (
        f"Restored into {done.folder}: the desk as it was at change {found.head}, backed up on "
        f"{in_words(at.date())} at {at:%H:%M}{_by(done)}. "
        "The present desk was not touched."
    )
    if done.lost:
        yield (
            "These letters and documents could not be brought back, since what is kept of them is "
            "missing or damaged:"
        )
        yield from _listed(done.lost)


def _by(done: Restored) -> str:
    found = done.manifest
    who = shortly(found.by, pc=found.pc)
    return f" by {who}" if clean_line(found.by) else f", by whom is {who}"


def _compared(done: Restored, present: Path | None) -> Iterator[str]:
    if present is None:
        yield "It was not compared with the present desk. Name that with --desk to compare."
    else:
        yield from differences(done.folder, done.manifest, present)


def _advice(done: Restored, present: Path | None) -> Iterator[str]:
    """Two folders of one id: what happens on a PC that has seen more, and what to do."""
    head = done.manifest.head
    if done.manifest.training:
        return  # each training desk has a store of its own, by its folder
    yield (
        "Both folders are the same desk by their id, and each PC keeps one store for an id: never "
        "work in both. To look at the restored one, use a PC or an account that has not opened "
        "the desk."
    )
    yield (
        f"To go on with it: everybody closes complaintdesk; "
        f"{present or 'the old folder'} is moved away and {done.folder} is given its name. A PC "
        f"that has seen changes after change {head} then refuses to open it, and changes "
        "nothing: on that PC move away the file that `complaintdesk where` names as the store."
    )


def _present(file: Path, chosen: argparse.Namespace) -> Path | None:
    """The desk to compare with: as named, else the one whose backup it is, else the usual one."""
    if chosen.desk:
        return settings.named_folder(chosen.desk)
    if home := _desk_of(file):
        return home
    return settings.chosen_desk(None, settings.read_settings())


def _desk_of(file: Path) -> Path | None:
    """The desk in whose backups/ a file lies."""
    folder = file.parent.parent
    is_there = file.parent.name == FOLDER and (folder / settings.DESK_FILE).exists()
    return folder if is_there else None


def _into(file: Path, chosen: argparse.Namespace) -> Path:
    if chosen.into:
        return settings.named_folder(chosen.into)
    desk = _desk_of(file) or (settings.named_folder(chosen.desk) if chosen.desk else None)
    beside, name = (desk.parent, desk.name) if desk else (file.parent, file.stem)
    if not beside.is_dir():
        raise DeskUnusable(f"{beside} cannot be reached. Say with --into where to restore.")
    return free_folder(beside, f"{name} restored {maker().today.isoformat()}")
