"""Where things are: this PC's folder, its settings, and the desk's own policy in desk.toml.

Nothing here makes a folder when imported or asked for a path. Reading needs only the standard
library; writing loads tomlkit, which keeps the notes that people put into desk.toml.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeGuard

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.codes import PROFILES, SERVICES, Code, Ombudsman
from complaintdesk.domain.deadlines import Policy
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.domain.text import clean, clean_line

DESK_FILE = "desk.toml"
# Windows keeps some names for devices.
_ID = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[0-9a-z]{1,64}", re.ASCII | re.IGNORECASE)
_LARGEST = 1_000_000  # bytes of desk.toml
FOLDERS = ("record", "letters", "documents", "templates", "checkpoints", "backups")


@dataclass(frozen=True, slots=True)
class Council:
    """Who writes the letters and how to reach them."""

    name: str = ""
    team: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class BackupRule:
    """Which backups stay: all of the last days, and the last of each month before them."""

    keep_days: int = 14
    keep_months: int = 12
    each_working_day: bool = True


@dataclass(frozen=True, slots=True)
class DeskFile:
    """desk.toml, read: whose desk it is and what it decides for itself."""

    id: str
    training: bool
    council: Council = field(default_factory=Council)
    policy: Policy = field(default_factory=Policy)
    closures: tuple[date, ...] = ()
    closures_count: bool = True
    bank_holidays: Mapping[date, str] = field(default_factory=dict)
    ombudsmen: Mapping[Code, Ombudsman] = field(default_factory=dict)
    services: Mapping[str, Code] = field(default_factory=lambda: dict(SERVICES))
    backups: BackupRule = field(default_factory=BackupRule)


@dataclass(frozen=True, slots=True)
class Settings:
    """What this PC remembers between runs; a None has not been said yet."""

    desk: Path | None = None
    officer: str = ""


def home() -> Path:
    """This PC's own folder: stores, half-finished forms and settings."""
    if named := os.environ.get("COMPLAINTDESK_HOME"):
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("complaintdesk", appauthor=False)


def store_path(desk: "DeskFile", folder: Path) -> Path:
    """The store of a desk on this PC."""
    return _own_folder(desk, folder) / "cases.db"


def drafts_path(desk: "DeskFile", folder: Path) -> Path:
    """The half-finished forms of a desk on this PC."""
    return _own_folder(desk, folder) / "drafts"


def _own_folder(desk: "DeskFile", folder: Path) -> Path:
    """What this PC keeps for a desk, by its id: a share may come by another letter tomorrow.

    Training desks made alike have one id, so their folder tells them apart.
    """
    name = desk.id
    if desk.training:
        name += "-" + sha256(str(folder.absolute()).encode(errors="replace")).hexdigest()[:12]
    return home() / "desks" / name


def settings_path() -> Path:
    """The settings file of this PC."""
    return home() / "settings.toml"


def read_settings() -> Settings:
    """The settings of this PC; empty ones where there are none yet."""
    path = settings_path()
    if not path.exists():
        return Settings()
    found = _read_toml(path)
    desk = _text(found, "desk", path)
    return Settings(Path(desk) if desk else None, _text(found, "officer", path))


def chosen_desk(named: str | None, settings: Settings) -> Path | None:
    """The desk to open: as named, else by the environment, else as settings remember it."""
    chosen = named or os.environ.get("COMPLAINTDESK_DESK")
    return named_folder(chosen) if chosen else settings.desk


def named_folder(typed: str) -> Path:
    """The folder that somebody named. Raises DeskUnusable for a home that is nobody's."""
    try:
        return Path(typed).expanduser().absolute()
    except (RuntimeError, ValueError):
        raise DeskUnusable(f"{clean_line(typed)[:80]} is not a folder on this PC.") from None


def read_desk_file(folder: Path) -> DeskFile:
    """The desk.toml in a desk's folder. Raises DeskUnusable naming file, key and remedy."""
    path = folder / DESK_FILE
    try:
        reached, is_desk = folder.is_dir(), path.exists()
        # A link would have the record written elsewhere, or read from there.
        has_record = (folder / "record").is_dir() and not (folder / "record").is_symlink()
    except OSError:
        reached = is_desk = has_record = False
    if not reached:
        raise DeskUnusable(
            f"The desk's folder {folder} is not there, or cannot be reached from this PC. Check "
            "the name and that the network drive is connected."
        )
    if is_desk and not has_record:
        raise DeskUnusable(
            f"{folder} has lost its record/, so it is not opened. Bring it back from a backup."
        )
    if not is_desk:
        raise DeskUnusable(f"{folder} is not a desk: it has no {DESK_FILE}.")
    return desk_file_at(path)


def desk_file_at(path: Path) -> DeskFile:
    """A desk.toml, or this PC's copy of one. Raises DeskUnusable naming file, key and remedy."""
    _refuse_no_file(path)
    found = _read_toml(path)
    desk_id, training = found.get("id"), found.get("training")
    if not (_is_id(desk_id) and isinstance(training, bool)):
        raise DeskUnusable(
            f"{path} must say `id` (letters and digits) and `training` (true or false). Bring it "
            "back from a backup of the folder."
        )
    return _with_policy(DeskFile(desk_id, training), found, path)


def _is_id(value: object) -> TypeGuard[str]:
    """Whether this may name a folder on every PC that opens the desk."""
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def _with_policy(desk: DeskFile, found: Mapping[str, Any], path: Path) -> DeskFile:
    council = _section(found, "council", path)
    calendar = _section(found, "calendar", path)
    added = _section(calendar, "bank_holidays", path)
    return replace(
        desk,
        council=Council(**{k: _text(council, k, path) for k in Council.__slots__}),
        policy=_policy(found, calendar, path),
        closures=tuple(_days(calendar.get("closure_days", []), "closure_days", path)),
        closures_count=_bool(calendar, "closure_days_count", True, path),
        bank_holidays={
            day: clean_line(str(added[key]))
            for key, day in zip(added, _days(added, "bank_holidays", path), strict=True)
        },
        ombudsmen={code: _ombudsman(found, code, path) for code in Code},
        services=_services(found, path),
        backups=_backups(found, path),
    )


def _policy(found: Mapping[str, Any], calendar: Mapping[str, Any], path: Path) -> Policy:
    targets = _section(found, "targets", path)
    try:
        return Policy(
            Receipt(calendar.get("receipt", Receipt.SAME_DAY)),
            time.fromisoformat(str(calendar.get("closes_at", "17:00"))),
            _targets(targets, "acknowledge"),
            _targets(targets, "respond"),
        )
    except (ValueError, TypeError) as error:
        raise _wrong(
            path, "targets or calendar",
            "targets are 0 to 1000 whole working days, receipt is same-day or next-working-day, "
            "closes_at is a time like 17:00",
        ) from error  # fmt: skip


def _targets(targets: Mapping[str, Any], duty: str) -> dict[int, int]:
    said = {n: targets[key] for n in (1, 2) if (key := f"{duty}_stage_{n}") in targets}
    if not all(type(days) is int and 0 <= days <= 1000 for days in said.values()):
        raise ValueError(said)
    return said


def _ombudsman(found: Mapping[str, Any], code: Code, path: Path) -> Ombudsman:
    ours = PROFILES[code].ombudsman
    said = _section(_section(found, "ombudsman", path), code, path)
    checked = said.get("last_checked", ours.last_checked)
    if type(checked) is not date:  # a day with a time is one too, and could not be compared
        raise _wrong(path, f"ombudsman.{code}.last_checked", "a date like 2026-11-21")
    texts = {k: _text(said, k, path) or getattr(ours, k)
             for k in ("name", "phone", "website", "address")}  # fmt: skip
    return Ombudsman(**texts, last_checked=checked)


def _services(found: Mapping[str, Any], path: Path) -> Mapping[str, Code]:
    said = _section(found, "services", path)
    try:
        return {clean_line(k): Code(v) for k, v in said.items()} or dict(SERVICES)
    except ValueError as error:
        raise _wrong(path, "services", 'each service is "housing" or "general"') from error


def _backups(found: Mapping[str, Any], path: Path) -> BackupRule:
    said, ours = _section(found, "backups", path), BackupRule()
    return BackupRule(
        _number(said, "keep_days", range(1, 3661), ours.keep_days, path),
        _number(said, "keep_months", range(241), ours.keep_months, path),
        _bool(said, "each_working_day", ours.each_working_day, path),
    )


def _number(found: Mapping[str, Any], key: str, allowed: range, default: int, path: Path) -> int:
    value = found.get(key, default)
    if type(value) is not int or value not in allowed:
        raise _wrong(path, key, f"a whole number from {allowed[0]} to {allowed[-1]}")
    return value


def _days(values: Any, key: str, path: Path) -> list[date]:
    try:
        return [v if type(v) is date else date.fromisoformat(v) for v in values]
    except (ValueError, TypeError) as error:
        raise _wrong(path, f"calendar.{key}", "dates like 2026-12-29") from error


def _section(found: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    section = found.get(key, {})
    if not isinstance(section, Mapping):
        raise _wrong(path, key, f"a section of its own, headed [{key}]")
    return section


def _text(found: Mapping[str, Any], key: str, path: Path) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise _wrong(path, key, "text in quotation marks")
    return clean(value)


def _bool(found: Mapping[str, Any], key: str, default: bool, path: Path) -> bool:
    value = found.get(key, default)
    if not isinstance(value, bool):
        raise _wrong(path, key, "true or false")
    return value


def _wrong(path: Path, key: str, what: str) -> DeskUnusable:
    return DeskUnusable(
        f"{path}: “{key}” cannot be read. It should be {what}. Nothing was changed."
    )


def _refuse_no_file(path: Path) -> None:
    """A pipe would be waited for, a device never ends, and a link leads out of the desk."""
    try:
        found = path.lstat()
    except OSError as error:
        raise DeskUnusable(f"{path} cannot be read on this PC ({type(error).__name__}).") from None
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        raise DeskUnusable(
            f"{path} cannot be read on this PC: it is a link, or far too large for what it is. "
            "Bring it back from a backup."
        )


def _read_toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise DeskUnusable(
            f"{path} cannot be read: {error}. Mend that line in Notepad, or bring the file back "
            "from a backup; it was left as it is."
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise DeskUnusable(f"{path} cannot be read on this PC ({type(error).__name__}).") from None
