"""Invented words, as often as words are in English: some in nearly every text, most in few."""

import random
from collections.abc import Iterator
from itertools import accumulate, islice, product

_BEGIN = ("b", "br", "c", "d", "dr", "f", "g", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st",
          "t", "tr", "v", "w")  # fmt: skip
_MIDDLE = ("a", "e", "i", "o", "u", "ea", "oo")
_END = ("ck", "d", "ll", "lt", "m", "mp", "n", "nd", "r", "rn", "sh", "t", "x")
_TYPES = 20_000  # different words
_LONG = 800  # characters of a text
_LENGTH = 130  # words that fill a text, about
_SURNAMES = 3_000


def _weights() -> list[float]:
    """Of the words in the order of how common they are: the second half as often as the first."""
    return [1 / rank for rank in range(1, _TYPES + 1)]


def vocabulary() -> list[str]:
    """Different words of three to eight letters, the commonest first."""
    syllables = ["".join(parts) for parts in product(_BEGIN, _MIDDLE, _END)]
    chance = random.Random(1)
    chance.shuffle(syllables)
    longer = (a + b for a in syllables for b in chance.sample(syllables, 12))
    return list(dict.fromkeys([*syllables, *islice(longer, 2 * _TYPES)]))[:_TYPES]


def texts(count: int) -> Iterator[str]:
    """So many texts of 800 characters."""
    words, add_up, chance = vocabulary(), list(accumulate(_weights())), random.Random(2)
    for _ in range(count):
        yield " ".join(chance.choices(words, cum_weights=add_up, k=_LENGTH + 40))[:_LONG]


def names(count: int) -> Iterator[str]:
    """So many people; one in a few hundred has an apostrophe in the name."""
    chance = random.Random(3)
    words = vocabulary()[:_SURNAMES]
    given = [word.capitalize() for word in words[:300]]
    family = [word.capitalize() for word in words]
    for number in range(count):
        last = chance.choice(family)
        yield f"{chance.choice(given)} {'O’' if number % 300 == 0 else ''}{last}"


def in_share(share: float) -> str:
    """The word that about this share of all texts has."""
    weights = _weights()
    total = sum(weights)
    having = (1 - (1 - weight / total) ** _LENGTH for weight in weights)
    place = next(at for at, part in enumerate(having) if part <= share)
    return vocabulary()[place]
