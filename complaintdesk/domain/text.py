"""Cleaning of text at intake, so that what is stored can be shown anywhere.

Terminals act on control characters and bidirectional overrides reorder what is read, so neither
is kept. Everything else is: markup, braces, emoji and right-to-left letters are ordinary text.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNWANTED = frozenset({"Cc", "Cs", "Co"})


def clean(text: str) -> str:
    """The text without control characters, unpaired surrogates, private use or bidi marks.

    Line ends (Word's vertical tab too) become newlines and tabs become spaces, so that words stay
    apart. An emoji newer than this Python's tables is unassigned to it, and kept.
    """
    return clean_stretch(text).strip()


def clean_stretch(text: str) -> str:
    """The same for a stretch inside a text: the white space at its ends is kept."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(c for c in text if c == "\n" or _is_wanted(c))
    return unicodedata.normalize("NFC", kept)


def clean_line(text: str) -> str:
    """Cleaned text on one line: every run of white space is one space."""
    return " ".join(clean(text).split())


def shorten(text: str, width: int) -> str:
    """The text on one line, cut to at most `width` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def sentence(text: str) -> str:
    """The text with a full stop where it has no end of its own, so that another can follow."""
    return text if text.rstrip("”\"')").endswith((".", "!", "?", "…")) else f"{text}."


def _is_wanted(char: str) -> bool:
    # The last two of every plane and U+FDD0 to U+FDEF are no characters: no document can hold them.
    if char in _BIDI or ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef":
        return False
    return unicodedata.category(char) not in _UNWANTED
