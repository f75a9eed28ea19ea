"""desk.toml and settings.toml: what cannot be read is told with its file and key, untouched."""

import errno
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.codes import PROFILES, SERVICES, Code
from complaintdesk.domain.errors import DeskUnusable
from complaintdesk.settings import read_desk_file
from tests.storage.helpers import contents, failing

HEAD = 'id = "abc123"\ntraining = false\n'


def desk_with(folder: Path, text: str, head: str = HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "record").mkdir(exist_ok=True)
    (folder / "desk.toml").write_text(head + text, "utf-8")
    return folder


# The text, and the key that the sentence must name.
UNREADABLE: dict[str, tuple[str, str]] = {
    "no TOML": ("[council\n", "line 3"),
    "key twice": ("[council]\nname = 'a'\nname = 'b'\n", "line 5"),
    "council a number": ("council = 3\n", "“council”"),
    "council's name a number": ("[council]\nname = 5\n", "“name”"),
    "calendar a list": ("calendar = []\n", "“calendar”"),
    "closure days a number": ("[calendar]\nclosure_days = 5\n", "closure_days"),
    "closure days in one text": ("[calendar]\nclosure_days = '2026-12-29'\n", "closure_days"),
    "closure days the English way": ("[calendar]\nclosure_days = ['29/12/2026']\n", "closure_days"),
    "closure days with a number": ("[calendar]\nclosure_days = [2026]\n", "closure_days"),
    "closure days with a time": ("[calendar]\nclosure_days = [2026-12-29T00:00:00]\n",
                                 "closure_days"),
    "counting in words": ("[calendar]\nclosure_days_count = 'yes'\n", "closure_days_count"),
    "bank holidays a number": ("[calendar]\nbank_holidays = 5\n", "bank_holidays"),
    "bank holiday's day": ("[calendar.bank_holidays]\nchristmas = 'x'\n", "bank_holidays"),
    "receipt": ("[calendar]\nreceipt = 'never'\n", "receipt"),
    "receipt a list": ("[calendar]\nreceipt = []\n", "receipt"),
    "closing time": ("[calendar]\ncloses_at = '25:99'\n", "closes_at"),
    "target in words": ("[targets]\nacknowledge_stage_1 = 'three'\n", "targets"),
    "target below nothing": ("[targets]\nacknowledge_stage_1 = -1\n", "targets"),
    "target in halves": ("[targets]\nrespond_stage_1 = 1.5\n", "targets"),
    "target true": ("[targets]\nrespond_stage_2 = true\n", "targets"),
    "target beyond reason": ("[targets]\nrespond_stage_2 = 100000\n", "targets"),
    "targets a number": ("targets = 5\n", "“targets”"),
    "ombudsman a name": ("ombudsman = 'LGO'\n", "“ombudsman”"),
    "ombudsman's Code a number": ("[ombudsman]\nhousing = 1\n", "“housing”"),
    "ombudsman's name a number": ("[ombudsman.housing]\nname = 1\n", "“name”"),
    "ombudsman last checked": ("[ombudsman.general]\nlast_checked = 'soon'\n", "last_checked"),
    "ombudsman last checked at": (
        "[ombudsman.general]\nlast_checked = 2026-01-01T10:00:00\n", "last_checked",
    ),
    "services a number": ("services = 1\n", "“services”"),
    "service's Code": ("[services]\nRepairs = 'council'\n", "services"),
}  # fmt: skip
HEADS: dict[str, str] = {
    "no id": "training = false\n",
    "empty id": 'id = ""\ntraining = false\n',
    "id a number": "id = 5\ntraining = false\n",
    "id a path": 'id = "../../x"\ntraining = false\n',
    "id too long for a file": f'id = "{"a" * 300}"\ntraining = false\n',
    "no training": 'id = "abc"\n',
    "training in words": 'id = "abc"\ntraining = "no"\n',
}


def refusal(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which a desk is refused, its files untouched."""
    before = contents(folder) if folder.is_dir() else {}
    assert main(["queue", "--desk", str(folder)]) == 1
    said = capsys.readouterr()
    assert (contents(folder) if folder.is_dir() else {}) == before
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert "Something went wrong" not in said.err
    return said.err


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told_with_its_file_and_key(
    tmp_path: Path, this_pc: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text, key = UNREADABLE[name]
    said = refusal(desk_with(tmp_path / "desk", text), capsys)
    assert str(tmp_path / "desk" / "desk.toml") in said
    assert key in said
    assert not this_pc.exists()


@pytest.mark.parametrize("name", HEADS)
def test_a_desk_must_say_whose_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    said = refusal(desk_with(tmp_path / "desk", "", HEADS[name]), capsys)
    assert "must say `id` (letters and digits) and `training`" in said


def test_a_desk_toml_in_another_encoding_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = desk_with(tmp_path / "desk", "")
    (folder / "desk.toml").write_bytes(HEAD.encode() + "# caf\xe9".encode("latin-1"))
    assert "desk.toml cannot be read on this PC" in refusal(folder, capsys)


FOLDERS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda p: p / "none", "is not there, or cannot be reached"),
    "a file": (lambda p: (p / "f", (p / "f").write_text("x"))[0], "is not there"),
    "empty": (lambda p: ((p / "e"), (p / "e").mkdir())[0], "is not a desk: it has no desk.toml"),
    "too long": (lambda p: p / ("x" * 5000), "is not there, or cannot be reached"),
    "with a NUL": (lambda p: p / "a\0b", "is not there, or cannot be reached"),
    "desk.toml a folder": (
        lambda p: (p / "d", *((p / "d" / n).mkdir(parents=True) for n in ("desk.toml", "record")))[
            0
        ],
        "desk.toml cannot be read on this PC",
    ),
    "without its record": (
        lambda p: (p / "r", (p / "r").mkdir(), (p / "r" / "desk.toml").write_text(HEAD))[0],
        "has lost its record/",
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_no_desk_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make, sentence = FOLDERS[name]
    assert main(["queue", "--desk", str(make(tmp_path))]) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.out, len(said.err.splitlines())) == ("", 1)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EHOSTDOWN])
@pytest.mark.parametrize("call", ["stat", "read_text"])
def test_a_folder_that_cannot_be_looked_at_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    folder = desk_with(tmp_path / "desk", "")
    refuse = failing(getattr(Path, call), OSError(number, "no"), after=False, times=99)
    with monkeypatch.context() as patch:
        patch.setattr(Path, call, refuse)
        with pytest.raises(DeskUnusable, match="cannot be"):
            read_desk_file(folder)


def test_a_folder_that_goes_away_while_it_is_looked_at_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, real = desk_with(tmp_path / "desk", ""), Path.is_dir

    def is_dir(path: Path) -> bool:
        if path.name == "record":
            raise OSError(errno.EIO, "Input/output error")
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_dir", is_dir)
        with pytest.raises(DeskUnusable, match="cannot be reached"):
            read_desk_file(folder)


@pytest.mark.parametrize(
    ("text", "key"),
    [("desk = 5\n", "“desk”"), ("officer = []\n", "“officer”"), ("desk = \n", "line 1")],
)
def test_settings_that_cannot_be_read_are_told(
    this_pc: Path, capsys: pytest.CaptureFixture[str], text: str, key: str
) -> None:
    this_pc.mkdir()
    (this_pc / "settings.toml").write_text(text)
    assert main(["queue"]) == 1
    said = capsys.readouterr().err
    assert str(this_pc / "settings.toml") in said
    assert key in said
    assert (this_pc / "settings.toml").read_text() == text


# What can be read


def test_a_desk_toml_that_says_little_has_our_defaults(tmp_path: Path) -> None:
    file = read_desk_file(desk_with(tmp_path / "desk", ""))
    assert file.policy.receipt is Receipt.SAME_DAY
    assert (file.policy.acknowledge_targets, file.closures, file.closures_count) == ({}, (), True)
    assert file.services == SERVICES
    assert file.ombudsmen == {code: PROFILES[code].ombudsman for code in Code}


FULL = """
[calendar]
closure_days = [2026-12-29, "2026-12-30"]
closure_days_count = false
receipt = "next-working-day"
closes_at = 16:30:00
[calendar.bank_holidays]
2027-05-10 = "Royal\\u001b[31m occasion"
[targets]
acknowledge_stage_1 = 3
respond_stage_2 = 15
[ombudsman.housing]
phone = "0300 999 9999"
last_checked = 2026-11-01
[services]
"Town hall" = "general"
"Sheltered homes" = "housing"
"""


def test_a_desk_toml_that_says_everything_is_read(tmp_path: Path) -> None:
    file = read_desk_file(desk_with(tmp_path / "desk", FULL))
    assert file.closures == (date(2026, 12, 29), date(2026, 12, 30))
    assert not file.closures_count
    assert (file.policy.receipt, file.policy.closes_at) == (Receipt.NEXT_WORKING_DAY, time(16, 30))
    assert file.bank_holidays == {date(2027, 5, 10): "Royal[31m occasion"}
    assert file.policy.acknowledge_targets == {1: 3}
    assert file.policy.respond_targets == {2: 15}
    assert file.ombudsmen[Code.HOUSING].phone == "0300 999 9999"
    assert file.ombudsmen[Code.HOUSING].name == PROFILES[Code.HOUSING].ombudsman.name
    assert file.services == {"Town hall": Code.GENERAL, "Sheltered homes": Code.HOUSING}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_notepads_ways_of_saving_are_read(tmp_path: Path, encoding: str, end: str) -> None:
    folder = desk_with(tmp_path / "desk", "")
    text = (HEAD + '[council]\nname = "Cañada"\n').replace("\n", end)
    (folder / "desk.toml").write_bytes(text.encode(encoding))
    assert read_desk_file(folder).council.name == "Cañada"
