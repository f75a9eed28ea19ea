"""What is typed to find a case: how words are made alike, and which reference is meant.

Straight and curly apostrophes, accents and capitals make no difference, and letters that an English
keyboard does not have are as they are typed on one: ł is l, æ is ae. Nothing that can be typed is
an error: what holds no letter and no figure finds nothing and stops nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_MOST = 12  # words looked for at once; more are a text pasted by mistake
_APOSTROPHES = "'’‘‛ʼʻ`´′＇"
_UNSEEN = "\u00ad\u200c\u200d\u2060"  # soft hyphens and joiners stand inside words
_NOTHING = dict.fromkeys(map(ord, _APOSTROPHES + _UNSEEN))
# Latin letters that no accent can be taken from, since Unicode has them as letters of their own.
_OWN_LETTERS = str.maketrans(
    dict(zip("łøđðɖħıŧŋɓɗƙƴɛɔ", "lodddhitnbdkyeo", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
)
_WORDS = re.compile(r"[^\W_]+")
# A word with an apostrophe inside it.
# Possessive, and from the beginning of a word: a text of one endless word takes no time either.
_APART = re.compile(rf"(?<![^\W_])[^\W_]++(?:[{_APOSTROPHES}][^\W_]++)+")
_REFERENCE = re.compile(r"(cd-?)?(20\d\d)(-?)0*(\d{1,9})", re.ASCII)


def folded(text: str) -> str:
    """The text as it is compared and sorted: without accents, apostrophes and capitals."""
    if not text.isascii():
        # First of all: taken apart, an acute accent on its own would be a space.
        pieces = unicodedata.normalize("NFKD", text.translate(_NOTHING))
        text = "".join(c for c in pieces if not unicodedata.combining(c))
    # The letters last of all: ǿ is an ø by then, and Ł an ł.
    return text.translate(_NOTHING).casefold().translate(_OWN_LETTERS)


def apart(text: str) -> str:
    """The words with an apostrophe inside them, as their parts: “o brien”; else nothing."""
    return " ".join(folded(part) for word in _APART.findall(text) for part in _WORDS.findall(word))


def in_words(text: str) -> str:
    """The words of a text as they are compared, and nothing between them but blanks."""
    return " ".join(_WORDS.findall(folded(text)))


def typed_words(typed: str) -> tuple[str, ...]:
    """The words that are looked for, each at the beginning of a word; () for nothing."""
    return tuple(_WORDS.findall(folded(typed)))[:_MOST]


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text as it is compared, with where it begins and ends in the text."""
    flat, places = _flattened(text)
    for found in _WORDS.finditer(flat):
        end = places[found.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1  # an accent of its own belongs to the letter before it
        yield found[0], places[found.start()], end


def matches(text: str, looked_for: tuple[str, ...]) -> list[tuple[int, int]]:
    """The beginnings of words that match, as stretches of the text, in their order."""
    found: list[tuple[int, int]] = []
    for word, start, end in words_of(text):
        if found and start < found[-1][1]:
            continue  # “¼” is two words, and one character
        written = text[start:end]
        # Where letters fell away or came in by folding, the whole word is marked.
        is_plain = len(written) == len(word) and (
            written.isascii() or all(len(folded(char)) == 1 for char in written)
        )
        heads = (word,) if is_plain else (word, *apart(written).split())
        hits = [each for each in looked_for if any(head.startswith(each) for head in heads)]
        if hits:
            found.append((start, start + max(map(len, hits)) if is_plain else end))
    return found


def as_reference(typed: str) -> str:
    """The reference that is meant by “CD-2026-0012”, “cd 2026 12” or “2026-12”; else ""."""
    found = _REFERENCE.fullmatch("-".join(typed_words(typed)))
    # Figures alone, in one piece, are rather a number on a letter.
    is_one = found and (found[1] or found[3])
    return f"CD-{found[2]}-{int(found[4]):04}" if found and is_one else ""


def _flattened(text: str) -> tuple[str, Sequence[int]]:
    """The text folded, and for each character of that where it stands in the text."""
    flat = folded(text)
    if text.isascii() and len(flat) == len(text):
        return flat, range(len(text))
    places = [at for at, char in enumerate(text) for _ in folded(char)]
    return flat, places
