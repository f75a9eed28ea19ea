"""A quick run leaves out combinations and examples, and nothing else; a long run nothing at all."""

import pytest

from tests.effort import begin_long_run, examples, share

ITEMS = list(range(11))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTS_LONG", "")
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_all_turns_together_have_each_item_once(turns: int) -> None:
    assert sorted(i for turn in range(turns) for i in share(ITEMS, turn, turns)) == ITEMS


@pytest.mark.usefixtures("quick")
def test_a_quick_run_makes_up_fewer_examples_but_never_none() -> None:
    assert 0 < examples(20) < 20
    assert examples(1) == 1


@pytest.mark.usefixtures("quick")
def test_a_long_run_has_every_item_at_every_turn_and_all_examples() -> None:
    begin_long_run()
    assert share(ITEMS, 1, 2) == ITEMS
    assert examples(20) == 20


@pytest.mark.usefixtures("quick")
def test_the_examples_can_be_had_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYPOTHESIS_PROFILE", "long")
    assert examples(20) == 20
    assert share(ITEMS, 1, 2) != ITEMS
