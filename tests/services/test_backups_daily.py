"""The day's own backup, the one before a migration, and the sentence where there is none."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from complaintdesk.domain.errors import DeskUnusable, ShareUnavailable
from complaintdesk.services.backups import daily as days
from complaintdesk.services.backups import newest, standing
from complaintdesk.services.backups.daily import before_migration, daily
from complaintdesk.services.backups.making import make
from complaintdesk.services.backups.names import backups_in, seal_path
from complaintdesk.services.desk import Desk
from complaintdesk.store import SCHEMA
from tests.services.backup_helpers import MAKER, backed_up, filled, maker, patched
from tests.services.conftest import made as file_made
from tests.storage.helpers import contents

CLAIM = "2026-11-20 being made 1.txt"


def said_in(desk: Desk, old: str, new: str) -> None:
    toml = desk.folder / "desk.toml"
    toml.write_text(toml.read_text("utf-8").replace(old, new), "utf-8")
    desk.read_again()


def test_the_first_of_a_working_day_makes_it_and_nobody_after(desk: Desk) -> None:
    filled(desk)
    made = daily(desk.folder, maker())
    assert made
    assert daily(desk.folder, maker(clock="15:00")) is None
    assert [b.path for b in backups_in(desk.folder)] == [made.path]
    assert daily(desk.folder, maker("2026-11-23"))
    assert len(backups_in(desk.folder)) == 2


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-11-21", "a Saturday"), ("2026-12-25", "a bank holiday"), ("2026-12-29", "shut"),
     ("2026-12-30", "announced late")],
)  # fmt: skip
def test_a_day_off_has_none(desk: Desk, day: str, name: str) -> None:
    said_in(desk, "closure_days = [] ", "closure_days = [2026-12-29] ")
    said_in(desk, "closure_days_count = true", "closure_days_count = false")
    said_in(desk, "[targets]", '2026-12-30 = "Royal occasion"\n[targets]')
    assert daily(desk.folder, maker(day)) is None, name
    assert daily(desk.folder, maker("2026-12-31"))
    said_in(desk, '2026-12-30 = "Royal occasion"\n', "")


def test_which_day_it_is_is_decided_in_london(desk: Desk) -> None:
    """Half past eleven on Sunday evening in UTC is Monday morning in summer."""
    assert daily(desk.folder, maker("2026-06-07", "22:30")) is None
    made = daily(desk.folder, maker("2026-06-07", "23:30"))
    assert made
    assert made.path.name.startswith("2026-06-08 0030")


def test_neither_a_training_desk_nor_one_that_leaves_it_to_others_has_one(
    desk: Desk, training_desk: Desk
) -> None:
    assert daily(training_desk.folder, MAKER) is None
    said_in(desk, "each_working_day = true", "each_working_day = false")
    assert daily(desk.folder, MAKER) is None
    assert contents(desk.folder / "backups") == {}


def test_one_without_its_proof_does_not_count_as_made(desk: Desk) -> None:
    made = backed_up(desk)
    seal_path(made.path).unlink()
    again = daily(desk.folder, maker(clock="11:00"))
    assert again
    assert [b.is_verified for b in backups_in(desk.folder)] == [False, True]


# Several PCs


def test_a_pc_that_has_claimed_the_day_is_left_to_it(desk: Desk) -> None:
    file_made(filled(desk) / "backups" / CLAIM, b"by pc-2")
    assert daily(desk.folder, MAKER) is None
    assert backups_in(desk.folder) == ()


def test_the_claim_of_a_pc_that_went_down_is_believed_for_an_hour(desk: Desk) -> None:
    claim = file_made(filled(desk) / "backups" / CLAIM, b"by pc-2")
    os.utime(claim, (time.time() - 3700,) * 2)
    assert daily(desk.folder, MAKER)
    assert [p.name for p in (desk.folder / "backups").glob("*.txt")] == [CLAIM]


def test_the_claims_of_days_gone_by_are_taken_away_and_nothing_else(desk: Desk) -> None:
    folder = filled(desk) / "backups"
    for name in ("2026-11-12 being made 1.txt", "2026-11-12 being made.txt", "notes 1.txt"):
        file_made(folder / name, b"x")
    daily(desk.folder, MAKER)
    assert sorted(p.name for p in folder.glob("*.txt")) == [
        "2026-11-12 being made.txt", "notes 1.txt",
    ]  # fmt: skip


def test_a_pc_that_comes_when_the_claim_was_just_given_up_makes_no_second(desk: Desk) -> None:
    """It asked before the first had finished and claims after: so it asks once more."""
    filled(desk)
    real, asked = days.is_due, []

    def is_due(*given: object) -> bool:
        asked.append(given)
        if len(asked) == 1:
            make(desk.folder, maker())
            return True
        return real(*given)  # type: ignore[arg-type]

    with patched(days, "is_due", is_due):
        assert daily(desk.folder, maker(clock="10:31")) is None
    assert len(backups_in(desk.folder)) == 1


def test_two_that_both_think_it_theirs_make_one_in_the_same_minute(desk: Desk) -> None:
    make(filled(desk), maker())
    with patched(days, "is_due", lambda *_: True):
        assert daily(desk.folder, maker()) is None
    assert [b.is_verified for b in backups_in(desk.folder)] == [True]


def test_a_backup_that_fails_gives_its_claim_up(desk: Desk) -> None:
    folder = filled(desk)

    def fail(*_: object, **__: object) -> None:
        raise DeskUnusable("no")

    with patched(days, "make", fail), pytest.raises(DeskUnusable):
        daily(folder, MAKER)
    assert contents(folder / "backups") == {}
    assert daily(folder, MAKER)


@pytest.mark.parametrize("name", ["put_if_free", "shared_folder", "backups_in"])
def test_a_share_that_fails_is_a_sentence(desk: Desk, name: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with patched(days, name, fail), pytest.raises(ShareUnavailable, match="No backup was made"):
        daily(desk.folder, MAKER)


# Before a migration


def older(store: Path) -> bytes:
    """Make this PC's store one of an older program; returns it as it was."""
    before = store.read_bytes()
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA - 1}")
        connection.commit()
    return before


def test_a_store_of_an_older_layout_has_the_desk_backed_up_first(desk: Desk) -> None:
    filled(desk)
    desk.close()
    assert before_migration(desk.folder, MAKER) is None
    kept = older(desk.store_file)
    made = before_migration(desk.folder, MAKER)
    assert made
    assert (made.manifest.head, made.proof.was_compared) == (3, False)
    assert before_migration(desk.folder, maker(clock="11:00")) is None
    assert len(backups_in(desk.folder)) == 1
    desk.store_file.write_bytes(kept)


def test_a_pc_without_a_store_has_nothing_to_migrate(desk: Desk) -> None:
    desk.close()
    desk.store_file.unlink()
    assert before_migration(desk.folder, MAKER) is None


# The sentence on the screen


@pytest.mark.parametrize(
    ("made_on", "today", "said"),
    [("2026-11-20", "2026-11-20", False), ("2026-11-18", "2026-11-20", False),
     ("2026-11-17", "2026-11-20", True), ("2026-11-20", "2026-11-24", False),
     ("2026-11-20", "2026-11-25", True), ("2026-12-23", "2026-12-29", False),
     ("2026-11-21", "2026-11-20", True)],
)  # fmt: skip
def test_a_backup_over_two_working_days_old_is_said(
    desk: Desk, made_on: str, today: str, said: bool
) -> None:
    """One from tomorrow, by a clock that is wrong, would otherwise hide it for ever."""
    filled(desk)
    old = make(desk.folder, maker("2026-11-16"))
    make(desk.folder, maker(made_on))
    with patched(desk, "today", lambda: maker(today).today):
        words = standing(desk)
    assert bool(words) == said
    assert not said or "The newest backup is of" in words
    assert old.path.exists()


def test_a_desk_without_any_is_told_once_it_is_older_than_that(desk: Desk) -> None:
    assert standing(desk) == ""
    with patched(desk, "today", lambda: maker("2026-11-25").today):
        assert standing(desk).startswith("This desk has no backup yet: run `complaintdesk backup`")
    seal_path(backed_up(desk).path).unlink()
    with patched(desk, "today", lambda: maker("2026-11-25").today):
        assert standing(desk).startswith("This desk has no backup yet")


def test_where_backups_are_left_to_others_nothing_is_said(desk: Desk, training_desk: Desk) -> None:
    said_in(desk, "each_working_day = true", "each_working_day = false")
    for each in (desk, training_desk):
        with patched(each, "today", lambda: maker("2027-11-25").today):
            assert standing(each) == ""


@pytest.mark.parametrize("error", [OSError("gone"), ShareUnavailable("gone"), DeskUnusable("x")])
def test_it_never_raises(desk: Desk, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    with patched(newest, "backups_in", fail):
        assert standing(desk) == ""


def test_it_costs_one_listing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(desk)
    assert desk.calendar
    counted: list[object] = []
    real_scandir, real_open = os.scandir, os.open
    monkeypatch.setattr(os, "scandir", lambda p: counted.append(p) or real_scandir(p))
    monkeypatch.setattr(os, "open", lambda *a, **k: counted.append(a) or real_open(*a, **k))
    assert standing(desk) == ""
    assert counted == [desk.folder / "backups"]
