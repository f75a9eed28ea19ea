"""What a letter makes of the adjustments, in the words in which officers put them down."""

import time
from itertools import product

import pytest

from complaintdesk.domain.adjustments import adjusted
from tests.hostile import HOSTILE

LARGE = (
    "large print", "Large print", "LARGE PRINT", "large-print letters", "Large\nprint, please",
    "large  print", "needs larger print", "bigger print", "big type", "enlarged text",
    "giant print", "a larger font", "large clear print", "large format print", "big letters",
    "larger lettering", "18 point", "18pt", "18-point", "16 pt", "in 14 point", "24 points",
    "font size 18", "print size: 20", "Registered blind in one eye; large print by post",
    "Cannot read small letters: large print", "Could not read our letter so wants large print",
    "He does not see well, large print", "No. Large print please", "No: large print",
    "Not Braille but large print", "Large print; does not need Braille",
    "Large\u00a0print", "Lar\u202ege print",
)  # fmt: skip


@pytest.mark.parametrize("text", LARGE)
def test_large_print_is_known_in_the_words_that_people_use(text: str) -> None:
    """One that is missed is a letter that somebody cannot read."""
    assert adjusted(text).large


NOT_LARGE = (
    "", "   ", "No large print", "Does not need large print", "Doesn't need large print",
    "Doesn’t want large print", "never in large print", "Does not want letters in large print",
    "Large print is not needed", "Large print no longer needed", "Large print: not needed",
    "12 point", "12pt is fine", "at large", "a larger family", "a large printer", "Room 18",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_LARGE)
def test_nothing_else_is_large_print(text: str) -> None:
    assert not adjusted(text).large


WARNED = {
    "Braille": ("Braille", "braille please", "Grade 2 Braille", "Moon type"),
    "a recording": ("an audio copy", "on CD", "a recording, please", "on tape"),
    "easy read": ("Easy read", "easy-read version", "simple words", "with pictures"),
    "British Sign Language": ("BSL", "uses sign language", "a signer", "BSL video"),
    "another language": (
        "needs an interpreter", "please translate", "translation", "in Urdu", "speaks Polish",
        "First language is Welsh", "interpreting needed",
    ),
    "coloured paper": ("on yellow paper", "coloured paper", "colored paper", "an overlay"),
    "e-mail": ("by email", "By e-mail", "email only", "prefers email", "via e-mail"),
    "the phone": ("by phone", "ring first", "Phone her before writing", "no letters", "call only"),
    "text relay or text": ("Text relay", "Relay UK", "by text", "text messages"),
    "a meeting": ("in person", "face to face", "home visit"),
}  # fmt: skip
ALL_WARNED = [(name, text) for name, texts in WARNED.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), ALL_WARNED)
def test_what_a_letter_cannot_be_is_said_with_what_to_do(name: str, text: str) -> None:
    found = adjusted(text)
    (warning,) = (w for w in found.warnings if w.startswith(f"The adjustments name {name}: "))
    assert warning.endswith(".")
    assert not found.large


@pytest.mark.parametrize(
    ("before", "name"),
    list(product(("No ", "Does not need ", "Doesn't use ", "no longer wants any ", "not in "),
                 ("Braille", "audio", "easy read", "BSL", "yellow paper"))),
)  # fmt: skip
def test_what_is_not_needed_is_not_warned_of(before: str, name: str) -> None:
    assert adjusted(f"{before}{name}").warnings == ()


def test_a_no_to_one_thing_is_no_no_to_the_next() -> None:
    found = adjusted("Not Braille. Large print, and an audio copy.")
    assert found.large
    assert [w.split(":")[0] for w in found.warnings] == ["The adjustments name a recording"]


def test_something_named_twice_counts_if_it_is_wanted_once() -> None:
    assert adjusted("No large print last year; large print now").large


def test_a_size_above_ours_is_said() -> None:
    found = adjusted("24 point, bold")
    assert found.large
    assert found.warnings == (
        "The adjustments ask for 24 point, and large print is 18 here: make it larger in Word.",
    )
    assert adjusted("18 point").warnings == ()


@pytest.mark.parametrize("text", ["as in CD-2026-0003", "taped the door", "a rough estimate"])
def test_other_words_bring_no_warning(text: str) -> None:
    assert adjusted(text).warnings == ()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(text: str) -> None:
    found = adjusted(f"{text}\nlarge print")
    assert found.large
    assert all(warning.isprintable() for warning in found.warnings)


ENDLESS = (
    "no braille, ", "not ", "no large print ", "large ", "large-", "18 ", "does not need any ",
    "translat", "n't need to ", "large print not needed ", "by e-", "size ", "  ", "\u200b", "no ",
)  # fmt: skip


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_very_long_text_takes_no_time(piece: str) -> None:
    """Anybody can send one through a web form; each letter looks at it again."""
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    adjusted(text)
    assert time.process_time() - started < 1.0
