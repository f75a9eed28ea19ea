"""Where two texts differ, word by word, so that the eye finds it at once."""

import re
from difflib import SequenceMatcher

Runs = tuple[tuple[str, bool], ...]  # stretches of a text, and whether the other has them not

_WORDS = re.compile(r"\s*\S+|\s+")
_MOST = 400  # words of a text, beyond which the comparison would keep an officer waiting
_ALIKE = 0.3  # of two texts that share less than this, a mark at every word would help nobody


def differences(one: str, other: str) -> tuple[Runs, Runs]:
    """Both texts in stretches; without any mark where they are very long or share little."""
    a, b = _WORDS.findall(one), _WORDS.findall(other)
    plain = ((one, False),), ((other, False),)
    if max(len(a), len(b)) > _MOST:
        return plain
    ours, theirs = ([word.strip() for word in text] for text in (a, b))
    matcher = SequenceMatcher(a=ours, b=theirs, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return plain
    steps = matcher.get_opcodes()
    return (
        tuple(("".join(a[i:j]), kind != "equal") for kind, i, j, _, _ in steps if j > i),
        tuple(("".join(b[i:j]), kind != "equal") for kind, _, _, i, j in steps if j > i),
    )
