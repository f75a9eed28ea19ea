"""Making a desk, and keeping what people wrote into its desk.toml."""

import errno
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import BadInput, DeskUnusable
from complaintdesk.domain.text import clean
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import (
    FOLDERS,
    change_council,
    keep_settings,
    make_desk,
    open_first,
)
from complaintdesk.settings import (
    Council,
    Settings,
    chosen_desk,
    read_desk_file,
    read_settings,
    settings_path,
)
from tests.conftest import COUNCIL
from tests.hostile import HOSTILE
from tests.storage.helpers import contents, failing


def test_no_desk_is_made_in_another_desks_folder(tmp_path: Path) -> None:
    make_desk(tmp_path / "desk", COUNCIL)
    before = contents(tmp_path)
    with pytest.raises(BadInput, match="inside the desk's own folder"):
        make_desk(tmp_path / "desk" / "record" / "new", COUNCIL)
    assert contents(tmp_path) == before


def test_a_new_desk_has_its_folders_its_policy_and_nothing_else(tmp_path: Path) -> None:
    make_desk(tmp_path / "a" / "desk", COUNCIL)
    folder = tmp_path / "a" / "desk"
    assert {p.name for p in folder.iterdir()} == {*FOLDERS, "desk.toml"}
    assert list(contents(folder)) == ["desk.toml"]
    file = read_desk_file(folder)
    assert (file.council, file.training, len(file.id)) == (COUNCIL, False, 32)


def test_two_desks_never_have_the_same_id(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_desk(tmp_path / name, COUNCIL)
    assert read_desk_file(tmp_path / "one").id != read_desk_file(tmp_path / "two").id


def test_the_notes_in_desk_toml_show_what_may_be_set(tmp_path: Path) -> None:
    make_desk(tmp_path / "desk", COUNCIL)
    text = (tmp_path / "desk" / "desk.toml").read_text("utf-8")
    for line in text.splitlines():
        assert len(line) <= 100
    example = text.replace("[targets]                # the desk's own working days, for example: ",
                           "[targets]\n")  # fmt: skip
    assert example != text
    (tmp_path / "desk" / "desk.toml").write_text(example, "utf-8")
    assert read_desk_file(tmp_path / "desk").policy.acknowledge_targets == {1: 3}


def test_the_first_change_says_whose_record_it_is(desk: Desk) -> None:
    first = desk.record.read(1)
    assert first is not None
    assert (first.verb, first.rows) == ("make the desk", ())
    assert (first.origin.desk, first.origin.training) == (desk.file.id, False)


def test_a_councils_details_may_hold_any_text(desk: Desk) -> None:
    for number, text in enumerate(HOSTILE):
        council = Council(clean(text), text, text, text, text)
        change_council(desk, council)
        read = read_desk_file(desk.folder).council
        assert read == Council(*(clean(getattr(council, k)) for k in Council.__slots__))
        made = desk.folder.parent / f"desk {number}"
        make_desk(made, council)
        assert read_desk_file(made).council == read


# What is there already

USED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a desk": (lambda p: make_desk(p, COUNCIL), "There is a desk in .* already"),
    "other files": (lambda p: (p.mkdir(), (p / "notes.txt").touch()), "holds other files"),
    "a hidden file": (lambda p: (p.mkdir(), (p / ".secret").touch()), "holds other files"),
    "a file": (lambda p: p.write_text("x"), "cannot be looked into"),
    "a record without its desk.toml": (
        lambda p: (make_desk(p, COUNCIL), (p / "record" / "1").touch(), (p / "desk.toml").unlink()),
        "holds other files",
    ),
    "letters without a desk.toml": (
        lambda p: (p.mkdir(), (p / "letters").mkdir(), (p / "letters" / "x.txt").touch()),
        "holds other files",
    ),
}


@pytest.mark.parametrize("name", USED)
def test_a_used_folder_is_refused_untouched(tmp_path: Path, name: str) -> None:
    use, sentence = USED[name]
    use(tmp_path / "used")
    before = contents(tmp_path)
    with pytest.raises(DeskUnusable, match=sentence):
        make_desk(tmp_path / "used", COUNCIL)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "use", [Path.mkdir, lambda p: (p / "record").mkdir(parents=True)], ids=["empty", "begun"]
)
def test_an_empty_folder_or_one_where_making_was_cut_short_is_taken(
    tmp_path: Path, use: Callable[[Path], object]
) -> None:
    use(tmp_path / "desk")
    make_desk(tmp_path / "desk", COUNCIL)
    assert read_desk_file(tmp_path / "desk").council == COUNCIL


@pytest.mark.parametrize("call", ["mkdir", "iterdir"])
def test_a_folder_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (tmp_path / "desk").mkdir()
    refuse = failing(getattr(Path, call), PermissionError(errno.EACCES, "Permission denied"),
                     after=False, times=99)  # fmt: skip
    monkeypatch.setattr(Path, call, refuse)
    with pytest.raises(DeskUnusable, match=r"desk .*Permission denied"):
        make_desk(tmp_path / "desk", COUNCIL)


def test_until_desk_toml_is_there_the_folder_is_no_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = failing(os.fsync, OSError(errno.ENOSPC, "No space left on device"), after=False)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DeskUnusable, match="No space left"):
            make_desk(tmp_path / "desk", COUNCIL)
    assert contents(tmp_path / "desk") == {}
    with pytest.raises(DeskUnusable, match="is not a desk"):
        Desk(tmp_path / "desk")
    make_desk(tmp_path / "desk", COUNCIL)
    open_first(Desk(tmp_path / "desk"))


# The council's details

NOTED = """\
# Sam: we moved in March
id = "{id}"
training = false

[council]   # printed in letters
name = "Old"  # since 1974
colour = "blue"

[calendar]
closure_days = [2026-12-29] # the Town Hall is shut
"""


def test_changing_the_councils_details_keeps_peoples_notes(desk: Desk) -> None:
    path = desk.folder / "desk.toml"
    path.write_text(NOTED.format(id=desk.file.id), "utf-8-sig")
    change_council(desk, Council("New", "Team", "1", "a@example.org", "Town Hall\nHigh Street"))
    text = path.read_text("utf-8")
    for note in ("# Sam: we moved in March", "# printed in letters", "# since 1974",
                 "# the Town Hall is shut", 'colour = "blue"', "[2026-12-29]"):  # fmt: skip
        assert note in text
    assert tomllib.loads(text)["council"]["name"] == "New"
    assert desk.file.council.address == "Town Hall\nHigh Street"


def test_a_desk_toml_without_a_council_gets_one(desk: Desk) -> None:
    (desk.folder / "desk.toml").write_text(f'id = "{desk.file.id}"\ntraining = false\n')
    change_council(desk, COUNCIL)
    assert read_desk_file(desk.folder).council == COUNCIL


@pytest.mark.parametrize("text", ["id = ", "council = 3\n", ""])
def test_a_desk_toml_that_cannot_be_read_is_not_written_over(desk: Desk, text: str) -> None:
    path, whole = desk.folder / "desk.toml", (desk.folder / "desk.toml").read_bytes()
    path.write_text(text and f'{text}\nid = "{desk.file.id}"\ntraining = false\n')
    before = path.read_bytes()
    with pytest.raises(DeskUnusable, match=r"desk\.toml"):
        change_council(desk, COUNCIL)
    assert path.read_bytes() == before
    path.write_bytes(whole)


def test_a_desk_toml_that_cannot_be_written_stays_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(desk.folder)
    full = failing(os.fsync, OSError(errno.ENOSPC, "No space left on device"), after=False)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DeskUnusable, match=r"could not be written .*What you typed"):
            change_council(desk, Council("New"))
    assert contents(desk.folder) == before


# This PC's settings


def test_settings_are_remembered(tmp_path: Path) -> None:
    assert read_settings() == Settings()
    kept = Settings(tmp_path / 'a "desk" [x]', "Łukasz O'Brien")
    keep_settings(kept)
    assert read_settings() == kept


def test_the_desk_is_the_one_named_then_the_environments_then_the_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = Settings(tmp_path / "remembered")
    assert chosen_desk(None, Settings()) is None
    assert chosen_desk(None, remembered) == tmp_path / "remembered"
    monkeypatch.setenv("COMPLAINTDESK_DESK", str(tmp_path / "environment"))
    assert chosen_desk(None, remembered) == tmp_path / "environment"
    assert chosen_desk(str(tmp_path / "named"), remembered) == tmp_path / "named"


def test_asking_where_things_are_makes_no_folder(this_pc: Path) -> None:
    read_settings()
    assert settings_path().parent == this_pc
    assert not this_pc.exists()
