"""How colleagues are told of: in one line, in words an officer would use."""

import pytest

from complaintdesk.domain.change import Author
from complaintdesk.domain.colleagues import WIDTH, Colleague, on_case, on_desk
from tests.hostile import HOSTILE

ME = Author("Sam Patel", "sam", "PC-1")
REF = "CD-2026-0012"
ALEX, ROBIN, JO = (Colleague(n, f"PC-{n[0]}") for n in ("Alex Moss", "Robin Ash", "Jo Lee"))
TWENTY = [Colleague(f"Officer Number {n:02}", f"PC-{n}", REF) for n in range(20)]


def at(colleague: Colleague, ref: str = REF, *, writing: bool = False) -> Colleague:
    return Colleague(colleague.name, colleague.pc, ref, writing)


def test_nobody_else_is_not_worth_a_line() -> None:
    assert on_desk((), ME) == on_case((), REF) == ""


def test_who_is_here_is_said_with_the_case_they_have_open() -> None:
    assert on_desk((ROBIN, at(ALEX)), ME) == "Also here: Alex Moss (CD-2026-0012), Robin Ash."


def test_one_person_with_two_windows_is_one_person() -> None:
    said = on_desk((at(ALEX), at(ALEX, "CD-2026-0013"), at(ALEX)), ME)
    assert said == "Also here: Alex Moss (CD-2026-0012, CD-2026-0013)."
    many = [at(ALEX, f"CD-2026-00{n}") for n in range(10, 17)]
    assert on_desk(many, ME) == "Also here: Alex Moss (7 cases)."


def test_ones_own_other_window_is_told_last_and_as_that() -> None:
    own = Colleague("Sam Patel", "PC-1", REF)
    assert on_desk((own, ROBIN), ME) == (
        "Also here: Robin Ash, another window of yours (CD-2026-0012)."
    )
    assert on_case((own,), REF, ME) == "Another window of yours has this case open too."


def test_ones_own_name_on_another_pc_is_told_with_the_pc() -> None:
    assert on_desk((Colleague("Sam Patel", "PC-9"),), ME) == "Also here: Sam Patel on PC-9."


@pytest.mark.parametrize(
    ("colleagues", "said"),
    [
        ((at(ALEX),), "Alex Moss has this case open too."),
        ((at(ALEX), at(ROBIN)), "Alex Moss and Robin Ash have this case open too."),
        ((at(ALEX, writing=True),), "Alex Moss is writing on this case."),
        ((at(ALEX, writing=True), at(ALEX)), "Alex Moss is writing on this case."),
        (
            (at(ROBIN, writing=True), at(ALEX, writing=True)),
            "Alex Moss and Robin Ash are writing on this case.",
        ),
        (
            (at(ROBIN, writing=True), at(ALEX)),
            "Robin Ash is writing on this case; Alex Moss has it open too.",
        ),
        (
            (at(ALEX), at(ROBIN), at(JO)),
            "Alex Moss, Jo Lee and 1 more have this case open too.",
        ),
    ],
)
def test_who_is_on_a_case_is_said(colleagues: tuple[Colleague, ...], said: str) -> None:
    elsewhere = (at(JO, "CD-2026-0099", writing=True), Colleague("Kim", "PC-K"))
    assert on_case((*colleagues, *elsewhere), REF, ME) == said


def test_the_queue_is_not_a_case_that_several_have_open() -> None:
    assert on_case((ALEX, ROBIN), "") == ""


@pytest.mark.parametrize("count", range(1, 21))
def test_many_colleagues_fit_one_line(count: int) -> None:
    said = on_desk(TWENTY[:count], ME)
    assert len(said) <= WIDTH
    assert said.startswith("Also here: Officer Number 00")
    if count > 5:
        assert said.endswith(" more.")
    writing = [at(each, writing=n % 2 == 0) for n, each in enumerate(TWENTY[:count])]
    for case in (on_case(TWENTY[:count], REF), on_case(writing, REF)):
        assert len(case) <= WIDTH
        assert case.startswith("Officer Number 00")
        assert case.endswith(".")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_tame_and_short(text: str) -> None:
    found = Colleague.of(Author(text, text, text), text, True)
    for said in (on_desk([found] * 3, ME), on_case([found], found.ref, ME)):
        assert len(said) <= WIDTH
        assert not any(ord(c) < 32 or ord(c) == 127 or 0x80 <= ord(c) < 0xA0 for c in said)
        said.encode()


def test_a_colleague_without_a_name_goes_by_the_account() -> None:
    assert Colleague.of(Author("", "amoss", "PC-A")).name == "amoss"
    assert Colleague.of(Author("\x1b\x07", "", "")).name == "Somebody"
