"""The crowd of the proofs: nobody in it stands still for want of somebody who listens."""

from pathlib import Path

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import new_desk
from benchmarks.proofs.verbs import Hand

MANY = 5000  # words, more than a pipe holds


def save_nothing() -> None:
    """What is done takes no time, so that only the saying of it is left."""
    Hand.act = lambda _hand, change_id, _verb=None: change_id  # type: ignore[method-assign]


def test_an_officer_who_says_much_is_heard_while_another_is_waited_for(tmp_path: Path) -> None:
    homes = [tmp_path / "pc-1", tmp_path / "pc-2"]
    first = f"{__name__}:{save_nothing.__name__}"
    with officers(new_desk(tmp_path), homes, MANY, "1", first) as (waited_for, other):
        other.process.join(30)
        assert other.process.exitcode == 0
        assert [len(each.finish().saved) for each in (waited_for, other)] == [MANY, MANY]
