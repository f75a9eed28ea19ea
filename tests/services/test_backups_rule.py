"""Which backups stay: the rule of desk.toml, by their names alone."""

import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.services.backups.keeping import tidy, to_go
from complaintdesk.services.backups.making import make
from complaintdesk.services.backups.names import Backup, backups_in, name_of, seal_path
from complaintdesk.services.desk import Desk
from complaintdesk.settings import BackupRule, read_desk_file
from tests.conftest import NOW
from tests.services.backup_helpers import backed_up, filled, maker
from tests.services.conftest import made as file_made
from tests.services.test_settings import desk_with
from tests.storage.helpers import contents

TODAY = date(2026, 11, 20)
RULE = BackupRule()


def backup(day: str, clock: str = "0900", *, verified: bool = True) -> Backup:
    return Backup(date.fromisoformat(day), clock, 1, 1, Path(f"{day} {clock}.zip"), verified)


def stays(days: Iterable[str], today: date = TODAY, rule: BackupRule = RULE) -> list[str]:
    found = [backup(day) for day in days]
    gone = to_go(found, today, rule)
    return [each.day.isoformat() for each in found if each not in gone]


def every_day(first: date, last: date) -> list[str]:
    return [(first + timedelta(n)).isoformat() for n in range((last - first).days + 1)]


def test_every_one_of_the_last_days_and_the_last_of_each_month_stays() -> None:
    found = stays(every_day(date(2025, 8, 1), TODAY))
    months = [f"{year}-{month:02}" for year, month in (
        (2025, 11), (2025, 12), *((2026, m) for m in range(1, 11)),
    )]  # fmt: skip
    assert found[-14:] == every_day(date(2026, 11, 7), TODAY)
    assert [day[:7] for day in found[:-14]] == months
    assert found[:2] == ["2025-11-30", "2025-12-31"]


@pytest.mark.parametrize(
    ("days", "today", "rule", "left"),
    [
        ([], TODAY, RULE, []),
        (["2020-01-01"], TODAY, RULE, ["2020-01-01"]),
        (["2020-01-01", "2020-01-02"], TODAY, RULE, ["2020-01-01", "2020-01-02"]),
        (["2020-01-01", "2020-01-02", "2026-11-19", "2026-11-20"], TODAY, RULE,
         ["2026-11-19", "2026-11-20"]),
        (every_day(date(2026, 11, 1), TODAY), TODAY, BackupRule(1, 0),
         ["2026-11-19", "2026-11-20"]),
        (["2026-01-31", "2026-02-27", "2026-11-19", "2026-11-20"], TODAY, BackupRule(14, 9),
         ["2026-02-27", "2026-11-19", "2026-11-20"]),
        (["2024-02-29", "2024-03-01", "2025-02-28", "2025-02-28"], date(2025, 2, 28), RULE,
         ["2024-02-29", "2024-03-01", "2025-02-28", "2025-02-28"]),
    ],
)  # fmt: skip
def test_the_newest_two_stay_whatever_the_rule_says(
    days: list[str], today: date, rule: BackupRule, left: list[str]
) -> None:
    assert stays(days, today, rule) == left


def test_a_clock_that_runs_years_ahead_does_not_take_the_others_with_it() -> None:
    days = every_day(date(2026, 11, 1), TODAY)
    found = stays([*days, "2031-01-01"], date(2031, 1, 1))
    assert found[-8:] == [*days[-7:], "2031-01-01"]


def test_one_that_was_never_proved_is_not_counted_and_not_for_the_rule() -> None:
    unproved = (backup(day, verified=False) for day in every_day(date(2026, 11, 1), TODAY))
    found = [backup("2020-01-01"), backup("2020-01-02"), *unproved]
    assert to_go(found, TODAY, RULE) == ()


def test_of_several_on_one_day_the_last_stands_for_the_month() -> None:
    found = [backup("2026-09-30", clock) for clock in ("0900", "1200", "1700")]
    found += [backup("2026-11-19"), backup("2026-11-20")]
    assert [each.clock for each in to_go(found, TODAY, RULE)] == ["0900", "1200"]


# On disk


def put(desk: Path, day: str, head: int = 1, *, verified: bool = True) -> Path:
    path = desk / "backups" / name_of(maker(day).at, head)
    file_made(path, b"zip")
    if verified:
        file_made(seal_path(path), b"{}")
    return path


def test_only_what_this_program_made_is_taken_away(desk: Desk) -> None:
    folder = backed_up(desk).path.parent
    old = [put(desk.folder, day) for day in ("2020-01-30", "2020-01-31", "2020-02-01")]
    for name in ("2020-01-01 copy of desk.zip", "2020-01-01 0900 change 000000001.zip.bak",
                 "2020-01-01 0900 change 1.zip", "x2020-01-01 0900 change 000000001.zip",
                 "2020-13-45 0900 change 000000001.zip", "notes.txt", "files/ab/other",
                 "2020-01-02 0900 change 000000001.zip/inside.txt"):  # fmt: skip
        file_made(folder / name, b"somebody's")
    others = {
        k: v for k, v in contents(folder).items() if not k.startswith(("2020-01-3", "2020-02"))
    }
    newest = make(desk.folder, maker("2026-11-23"))
    assert tidy(desk.folder, newest.path, date(2026, 11, 23), RULE) == 3
    assert not any(path.exists() or seal_path(path).exists() for path in old)
    assert others.items() <= contents(folder).items()


def test_one_left_unproved_is_no_backup_and_goes_with_a_later_round(desk: Desk) -> None:
    folder = filled(desk)
    dead, at_work = (put(folder, d, verified=False) for d in ("2026-11-18", "2026-11-19"))
    proved = put(folder, "2026-11-16")
    for path in (dead, proved):
        os.utime(path, (NOW.timestamp() - 1e6,) * 2)
    made = make(folder, maker())
    os.utime(at_work, (made.path.stat().st_mtime - 3600,) * 2)
    assert tidy(folder, made.path, TODAY, RULE) == 0
    assert [b.path for b in backups_in(folder)] == [proved, at_work, made.path]


def test_what_was_being_written_goes_after_an_hour(desk: Desk) -> None:
    made = backed_up(desk)
    old = [file_made(desk.folder / "backups" / n, b"x") for n in (".1.tmp", "files/.2.tmp")]
    new = file_made(desk.folder / "backups/.3.tmp", b"x")
    for path in old:
        os.utime(path, (1, 1))
    tidy(desk.folder, made.path, TODAY, RULE)
    assert [path.exists() for path in (*old, new)] == [False, False, True]


# In desk.toml


def test_the_rule_is_read_from_desk_toml(tmp_path: Path, desk: Desk) -> None:
    assert desk.file.backups == RULE
    text = "[backups]\nkeep_days = 3\nkeep_months = 0\neach_working_day = false\n"
    assert read_desk_file(desk_with(tmp_path / "d", text)).backups == BackupRule(3, 0, False)
    assert read_desk_file(desk_with(tmp_path / "e", "")).backups == RULE


@pytest.mark.parametrize(
    ("text", "key"),
    [("keep_days = 0", "keep_days"), ("keep_days = 'two'", "keep_days"),
     ("keep_days = true", "keep_days"), ("keep_days = 1.5", "keep_days"),
     ("keep_days = 100000", "keep_days"), ("keep_months = -1", "keep_months"),
     ("keep_months = 1000", "keep_months"), ("each_working_day = 1", "each_working_day")],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_told_with_its_key(
    tmp_path: Path, text: str, key: str
) -> None:
    folder = desk_with(tmp_path / "desk", f"[backups]\n{text}\n")
    with pytest.raises(DeskUnusable, match=f"“{key}” cannot be read"):
        read_desk_file(folder)
    (folder / "desk.toml").write_text('id = "a"\ntraining = false\nbackups = 3\n')
    with pytest.raises(DeskUnusable, match="“backups”"):
        read_desk_file(folder)
