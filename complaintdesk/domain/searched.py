"""What is typed to find a case: how words are made alike, and which reference is meant.

Straight and curly apostrophes, accents and capitals make no difference. Nothing that can be typed
is an error: what holds no letter and no figure finds nothing and stops nothing.
"""

import re
import unicodedata
from collections.abc import Iterator

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′"))
_REFERENCE = re.compile(r"(?:cd)?[-\s]?(20\d\d)[-\s]?0*(\d{1,6})", re.ASCII | re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """The text as it is compared and sorted: without accents, apostrophes and capitals."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in apart if not unicodedata.combining(c))
    return text.translate(_APOSTROPHES).casefold()


def apart(text: str) -> str:
    """The words with an apostrophe inside them, as their parts: “o brien”; else nothing."""
    return " ".join(folded(part) for word in _APART.findall(text) for part in _WORDS.findall(word))


def typed_words(typed: str) -> tuple[str, ...]:
    """The words that are looked for, each at the beginning of a word; () for nothing."""
    return tuple(_WORDS.findall(folded(typed)))[:_MOST]


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text as it is compared, with where it begins and ends in the text."""
    for found in _WRITTEN.finditer(text):
        yield folded(found[0]), found.start(), found.end()


def matches(text: str, looked_for: tuple[str, ...]) -> list[tuple[int, int]]:
    """The beginnings of words that match, as stretches of the text, in their order."""
    found = []
    for word, start, end in words_of(text):
        hits = [each for each in looked_for if word.startswith(each)]
        if hits:
            longest = max(map(len, hits))
            # Where letters fell away or came in by folding, the whole word is marked.
            is_plain = len(word) == end - start
            found.append((start, start + longest if is_plain else end))
    return found


def as_reference(typed: str) -> str:
    """The reference that is meant by “CD-2026-0012”, “cd 2026 12” or “2026-12”; else ""."""
    found = _REFERENCE.fullmatch(typed.strip())
    return f"CD-{found[1]}-{int(found[2]):04}" if found else ""


_MOST = 12  # words looked for at once; more are a text pasted by mistake
# A word as it is written, with an apostrophe inside it.
# Possessive, and from the beginning of a word: a text of one endless word takes no time either.
_APART = re.compile(r"(?<![^\W_])[^\W_]++(?:['’‘ʼ`´′][^\W_]++)+")
_WRITTEN = re.compile(rf"{_APART.pattern}|[^\W_]+")
