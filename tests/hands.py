"""The hostile texts dealt into hands, for what takes so long that it is done once for many texts.

They are dealt like cards: each hand has some of every kind, so that one hand in a field shows what
that field does with any of them. Markup and commands to the terminal come first, since of a long
line only its beginning is on the screen.
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from complaintdesk.domain.change import Row
from tests.hostile import LANGUAGES, MARKUP, SHAPES, STORES, TEMPLATES, TERMINAL, UNSEEN

_KINDS = (MARKUP, TERMINAL, UNSEEN, TEMPLATES, STORES, LANGUAGES, SHAPES)
_LONG = 300  # letters; a longer text is a hand by itself


def dealt(hands: int, *, longest: int = 10_000) -> list[str]:
    """So many hands of the short texts, then each long one of at most `longest` letters.

    Unpaired surrogates are left out: no store holds one.
    """
    kinds = [[text.encode("utf-8", "ignore").decode() for text in kind] for kind in _KINDS]
    long = [text for kind in kinds for text in kind if _LONG <= len(text) <= longest]
    return [_hand(kinds, number, hands) for number in range(hands)] + long


def _hand(kinds: list[list[str]], number: int, hands: int) -> str:
    """One text of each kind, then the next of each."""
    cards = ([text for text in kind if len(text) < _LONG][number::hands] for kind in kinds)
    return "\n".join(text for row in zip_longest(*cards) for text in row if text)


def spread(rows: list[Row], turn: Iterator[str]) -> list[Row]:
    """The rows with the next hand in each column that takes any text."""
    from tests.services.forged import with_text

    here = "a text comes here"
    marked = [with_text(row, here) for row in rows]
    return [Row(row.table, row.key, _filled(row.values or {}, here, turn)) for row in marked]


def _filled(values: Mapping[str, Any], here: str, turn: Iterator[str]) -> dict[str, Any]:
    return {name: next(turn) if value == here else value for name, value in values.items()}
