"""Words for characters that paper cannot show.

An emoji is written as its name, “[grinning face]”, because no ordinary font has it and a screen
reader says the same. It is done to every emoji, so that a letter reads alike on every machine.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from complaintdesk.domain.text import clean_stretch

_PICTURE = "[\U0001f000-\U0001faff]"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_SYMBOL = "[\u2190-\u32ff]"
# One emoji as people see it: a picture, or a symbol asked for as one, with all that is joined on.
_EMOJI = re.compile(
    f"(?:{_PICTURE}|{_SYMBOL}(?=\ufe0f|\u200d|{_TONE}))"
    f"(?:\ufe0f|{_TONE}|[\U000e0020-\U000e007f]|\u200d(?:{_PICTURE}|{_SYMBOL}))*"
)
_FLAG = re.compile("([\U0001f1e6-\U0001f1ff])([\U0001f1e6-\U0001f1ff])")
# Break points of somebody else's, and what asks for a coloured picture or a key's outline.
_UNSEEN = re.compile("[\u00ad\u200b]|\ufe0f\u20e3?")
_MOST_MARKS = 8
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


def fit(text: str, swaps: Mapping[str, str]) -> str:
    """The text as the page shows it, with `swaps` made as well."""
    text = clean_stretch(text)
    if text.isascii():
        return text
    text = _FLAG.sub(lambda flag: f"[flag {_letter(flag[1])}{_letter(flag[2])}]", text)
    text = _EMOJI.sub(lambda emoji: in_words(emoji[0]) or emoji[0], text)
    text = _without_heaps(_UNSEEN.sub("", text))
    for lost, instead in swaps.items():
        text = text.replace(lost, instead)
    return text


def in_words(symbols: str) -> str:
    """The symbols by their names in brackets; blank if one has no name or is no symbol."""
    seen = [char for char in symbols if unicodedata.category(char) not in _MARKS]
    # The tone of an emoji's skin is left out, unless it stands alone.
    seen = [char for char in seen if unicodedata.category(char) != "Sk"] or seen
    names = [unicodedata.name(char, "").lower() for char in seen]
    are_symbols = all(unicodedata.category(char).startswith("S") for char in seen)
    return f"[{', '.join(names)}]" if names and all(names) and are_symbols else ""


def not_shown(message: str) -> str:
    """The text that no font can show, from the typesetter's message; blank if that is not it."""
    found = _NOT_SHOWN.search(message)
    return _ESCAPE.sub(_unescaped, found[1]) if found else ""


def with_marks(part: str, texts: Iterable[str]) -> str:
    """The part with the letter and the marks that it stands with, where it has most of them.

    The typesetter blames any one character of such a group, often the plain letter under a mark.
    """
    return max((_widened(part, text) for text in texts), key=len, default=part)


def named(chars: str) -> str:
    """The characters so that they can be found: as they are, or by number if they do not show."""
    if chars.isprintable() and not _is_mark(chars[0]):
        return chars
    return " + ".join(f"U+{ord(char):04X}" for char in chars)


def _without_heaps(text: str) -> str:
    """No writing puts more than a few marks on one letter; heaps of them are a prank."""
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _letter(regional: str) -> str:
    return chr(ord(regional) - 0x1F1E6 + ord("A"))


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _widened(part: str, text: str) -> str:
    longest = part
    for found in re.finditer(re.escape(part), text):
        start, end = found.span()
        while start and _is_mark(text[start]):
            start -= 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
        longest = max(longest, text[start:end], key=len)
    return longest


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in _MARKS or "\U0001f3fb" <= char <= "\U0001f3ff"
