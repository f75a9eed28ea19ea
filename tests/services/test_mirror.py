"""While the share is away a letter is looked at in the council's own words, from this PC's copy."""

from pathlib import Path

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.services import mirror, wordings
from complaintdesk.services.desk import Desk
from tests.conftest import NOW

KIND, NAME = "keeping-informed", "letter-end.md"


@pytest.fixture
def copied(desk: Desk) -> Desk:
    """A desk with a council's own end of letters, looked at once by this PC."""
    path = wordings.copy_standard(desk, NAME)
    path.write_text(path.read_text("utf-8").rstrip() + "\n\nNorthmoor says goodbye.\n", "utf-8")
    desk.look()
    return desk


def end_of(desk: Desk) -> tuple[str, str]:
    """The hash of the words that letters end with, and whose they are."""
    wording, source = wordings.wording(desk, KIND)
    return wording.end.sha256, source


def away(desk: Desk) -> Path:
    elsewhere = desk.folder.with_name("elsewhere")
    desk.folder.rename(elsewhere)
    return elsewhere


def test_a_letter_looked_at_while_the_share_is_away_has_the_councils_words(copied: Desk) -> None:
    there = end_of(copied)
    elsewhere = away(copied)
    for _ in range(5):  # a glance takes a folder that is gone for one with nothing new
        copied.look()
    assert copied.away
    assert end_of(copied) == there
    assert there[1] == wordings.COUNCIL
    elsewhere.rename(copied.folder)
    copied.look()
    assert end_of(copied) == there


def test_a_share_that_has_just_gone_is_no_reason_to_write_in_other_words(copied: Desk) -> None:
    elsewhere = away(copied)
    with pytest.raises(ShareUnavailable):  # not noted yet: never our own wording instead
        wordings.wording(copied, KIND)
    elsewhere.rename(copied.folder)


def test_a_pc_without_a_copy_says_so(copied: Desk, other_pc: object, tmp_path: Path) -> None:
    there: Desk = other_pc(copied, "Alex Moss")  # type: ignore[operator]
    elsewhere = away(copied)
    there.away = "gone"
    with pytest.raises(ShareUnavailable):
        wordings.wording(there, KIND)
    elsewhere.rename(copied.folder)


def test_a_copy_follows_what_is_changed_and_taken_away(copied: Desk) -> None:
    kept = mirror.root(copied) / "templates"
    own = copied.folder / "templates"
    assert (kept / NAME).read_bytes() == (own / NAME).read_bytes()
    (own / NAME).write_text("Other words.\n", "utf-8")
    (own / "logo.png").write_bytes(b"picture")
    mirror.keep_up(copied)
    assert {p.name for p in kept.iterdir()} == {NAME, "logo.png"}
    assert (kept / NAME).read_text("utf-8") == "Other words.\n"
    (own / NAME).unlink()
    mirror.keep_up(copied)
    assert {p.name for p in kept.iterdir()} == {"logo.png"}


def test_no_link_is_copied(copied: Desk, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("not the desk's", "utf-8")
    (copied.folder / "templates" / "stage1-response.md").symlink_to(secret)
    mirror.keep_up(copied)
    assert not (mirror.root(copied) / "templates" / "stage1-response.md").exists()


def test_a_copy_that_cannot_be_made_is_no_fault(
    copied: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "replace_file", _full)
    (copied.folder / "templates" / "logo.png").write_bytes(b"picture")
    mirror.keep_up(copied)
    again = Desk(copied.folder, "Sam Patel", clock=lambda: NOW)
    again.look()
    again.close()


def _full(*_given: object) -> None:
    raise OSError(28, "No space left on device")
