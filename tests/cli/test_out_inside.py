"""No file that somebody asks for is ever written into a desk's own folder, however it is spelt.

`--out D/record/000000005.json` replaced a change of the record, and said so as if all were well.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from complaintdesk.domain.errors import BadInput
from complaintdesk.record import place
from complaintdesk.services import deadline_file, file_place
from complaintdesk.services.desk import Desk
from tests.cli.conftest import KIND, Call
from tests.storage.helpers import POSIX, contents

COMMANDS = {
    "queue": ("queue",),
    "queue as CSV": ("queue", "--csv"),
    "queue as JSON": ("queue", "--json"),
    "letter": ("letter", "REF", KIND, "--draft"),
    "letter in Word": ("letter", "REF", KIND, "--draft", "--format", "docx"),
    "ics": ("ics",),
    "backup": ("backup",),
}
# Where in the desk; a calendar must end as one.
PLACES = ("record/000000001.json", "record/000000009.json", "letters/x.ics", "x.ics", "new/x.ics")


def command(name: str, ref: str, path: object) -> tuple[str, ...]:
    said = tuple(ref if word == "REF" else word for word in COMMANDS[name])
    out = str(path) if name != "ics" else str(Path(str(path)).with_suffix(".ics"))
    return (*said, "--out", out)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("where", PLACES)
def test_no_command_writes_what_was_asked_for_into_the_desk(
    refused: Callable[..., str], desk: Desk, ref: str, name: str, where: str
) -> None:
    before = contents(desk.folder)
    said = refused(*command(name, ref, desk.folder / where))
    assert "is inside the desk's own folder" in said or "is not a folder" in said  # a backup's
    assert contents(desk.folder) == before


def spellings(desk: Path, beside: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Ways to say a place in the desk, none of which begins as the desk's own name does."""
    (beside / "way").symlink_to(desk)
    (beside / "part").symlink_to(desk / "record")
    (beside / "inner").mkdir()
    monkeypatch.chdir(desk / "letters")
    name = "000000001.ics"
    return {
        "a link": f"{beside}/way/record/{name}",
        "a link to a part": f"{beside}/part/{name}",
        "two dots": f"{beside}/inner/../{desk.name}/record/{name}",
        "relative": f"../record/{name}",
        "here": name,
        "quotes": f"{beside}/./{desk.name}//record/{name}",
    }


@POSIX
def test_the_way_that_a_place_is_spelt_hides_nothing(
    refused: Callable[..., str],
    desk: Desk,
    ref: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = contents(desk.folder)
    for way, out in spellings(desk.folder, desk.folder.parent, monkeypatch).items():
        for name in COMMANDS:
            said = refused(*command(name, ref, out))
            assert "is inside the desk's own folder" in said, (way, name)
    assert contents(desk.folder) == before


def test_another_desk_is_not_written_into_either(
    refused: Callable[..., str], desk: Desk, ref: str, training_desk: Desk
) -> None:
    before = contents(training_desk.folder)
    out = training_desk.folder / "record" / "000000001.json"
    assert "is inside the desk's own folder" in refused("queue", "--out", str(out))
    assert contents(training_desk.folder) == before


def test_beside_the_desk_is_as_good_a_place_as_any(
    call: Call, desk: Desk, ref: str, tmp_path: Path
) -> None:
    (tmp_path / "desk.toml").write_text("a copy to be mended")  # that alone makes no desk
    out = desk.folder.parent / f"{desk.folder.name} lists" / "record" / "queue.txt"
    assert call("queue", "--out", str(out))[0] == 0
    assert out.is_file()


@POSIX
def test_a_desk_open_for_reading_is_not_written_to_by_another_spelling(
    call: Call, desk: Desk, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each guard holds alone: here it is the one of the desk that is only read."""
    monkeypatch.setattr(file_place, "refuse_in_desk", lambda _path: None)
    monkeypatch.setattr("complaintdesk.out_file.refuse_in_desk", lambda _path: None)
    way = tmp_path / "way"
    way.symlink_to(desk.folder)
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path)
    before = contents(desk.folder)
    near = os.path.relpath(desk.folder)
    for named, out in (
        (str(way), desk.folder / "q.ics"),
        (str(desk.folder), way / "q.ics"),
        (near, desk.folder / "q.ics"),
        (f"inner/../{near}", f"{near}/record/../q.ics"),
        (str(desk.folder), f"{near}/q.ics"),
    ):
        monkeypatch.setattr(place, "_read_only", set())
        for name in ("queue", "letter", "ics"):
            said = call("--read-only", *command(name, ref, out), "--desk", named)
            assert (said[0], said[1]) == (1, ""), (named, name)
            assert "for reading only" in said[2]
    assert contents(desk.folder) == before
    assert call("--read-only", "queue", "--out", str(tmp_path / "q.txt"))[0] == 0
    monkeypatch.setattr(place, "_read_only", set())


@POSIX
def test_two_names_that_only_the_system_knows_to_be_one_are_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a share that is mounted twice: no link leads from the one name to the other."""
    way = tmp_path / "way"
    way.symlink_to(desk.folder)
    monkeypatch.setattr(os.path, "realpath", os.path.abspath)
    monkeypatch.setattr(place, "_read_only", set())
    place.protect(desk.folder)
    with pytest.raises(PermissionError):
        place.replace_file(way / "letters" / "x", b"x")
    with pytest.raises(BadInput, match="inside the desk"):
        file_place.refuse_in_desk(way / "letters" / "x")
    assert not list((desk.folder / "letters").iterdir())


def test_a_desk_that_is_worked_on_is_looked_at_no_more_often(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> str:
        raise AssertionError("a further call to the folder")

    monkeypatch.setattr(place, "_read_only", set())
    with monkeypatch.context() as patch:
        patch.setattr(os.path, "realpath", refuse)
        place.put_if_free(desk.folder / "letters" / "x", b"x")
    assert (desk.folder / "letters" / "x").read_bytes() == b"x"


def test_the_usual_place_is_never_in_a_desk(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's documents may be where the desk was made."""
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: desk.folder)
    assert deadline_file.usual_place(desk) == desk.folder.parent / "complaint-deadlines.ics"
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: desk.folder / "letters" / "x")
    before = contents(desk.folder)
    with pytest.raises(BadInput, match="inside the desk's own folder"):
        deadline_file.write(desk, "", deadline_file.Asked())
    assert contents(desk.folder) == before


def test_what_is_typed_in_a_form_is_refused_before_it_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="inside the desk's own folder"):
        deadline_file.place(desk, str(desk.folder))
    with pytest.raises(BadInput, match="inside the desk's own folder"):
        file_place.place(str(desk.folder / "letters" / "a"), "cases.csv", "why")
