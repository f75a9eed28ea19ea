"""What the recorded adjustments mean for a letter, read from the officer's own words (5.10, 5.6).

Words decide and nothing else: what is found is said on the screen before a letter goes, so that
an officer sees both what was understood and what was not. To miss a need is worse than to name
one too many, so only a plain "no" right before the words or "not needed" right after counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from complaintdesk.domain.text import clean_line

_NORMAL_POINTS, _LARGE_POINTS = 12, 18  # what our letters are printed in
_LARGE = re.compile(
    r"\b(?:large|larger|big|bigger|giant|enlarged)[ -]*(?:(?:clear|bold|black|sized?|format)[ -]+)?"
    r"(?:print|type|text|font|letters|lettering|writing|cop(?:y|ies))\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(\d\d)[ -]?(?:pts?|points?)\b|\b(?:font|print|text|type)[ -]*size[d:]?[ -]*(\d\d)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:\b(?:no|not|never|without)|n['’]t)(?: (?:needs?|wants?|requires?|use|like|have|ask"
    r"|send|get|for|to|in|any|an?|the|it|this|letters|longer|more|much))* ?$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r":?(?: (?:is|are|letters?|versions?))* (?:not|no longer) (?:needed|wanted|required|necessary)",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 60, 40  # characters looked at, so that no text takes long
# What a letter on paper or by e-mail is not, and what to do about it.
_OTHER_FORMS = (
    (r"braille|moon type", "Braille", "have it made before it goes"),
    (r"audio|recording|CDs?\b(?!-\d)|tapes?\b", "a recording", "have it recorded, or read it out"),
    (r"easy[ -]?read|simpler? words|plain words|pictures", "easy read",
     "have an easy read version made"),
    (r"BSL|sign(?:ed)? language|signers?\b", "British Sign Language",
     "arrange a signed version"),
    (r"interpret(?:er|ing)|translat\w+|urdu|polish|bengali|punjabi|arabic|welsh|romanian|somali"
     r"|gujarati|portuguese|spanish|farsi|kurdish|tamil|turkish|ukrainian|chinese|french",
     "another language", "arrange a translation"),
    (r"(?:colou?red|yellow|cream|blue|green|pink|pastel|buff) paper|overlays?\b", "coloured paper",
     "print it on that"),
)  # fmt: skip
_OTHER_WAYS = (
    (r"(?:by|only|use|prefers?|via|through) e-?mail|e-?mails? (?:only|preferred)", "e-mail",
     "send it by e-mail"),
    (r"(?:by|only|use|prefers?) (?:phone|telephone)|(?:phone|ring|call) (?:first|only|me|her|him"
     r"|them|before)|no letters", "the phone", "ring, and read it out"),
    (r"text relay|relay UK|by text|text messages?", "text relay or text", "tell them that way"),
    (r"in person|face to face|home visits?", "a meeting", "go through it together"),
)  # fmt: skip
_OTHERS = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), f"The adjustments name {name}: {advice}.")
    for words, name, advice in (*_OTHER_FORMS, *_OTHER_WAYS)
)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Large print by itself, and what somebody has to see to, a sentence each."""

    large: bool
    warnings: tuple[str, ...]


def adjusted(text: str) -> Adjusted:
    """What a letter follows by itself, and what it cannot follow."""
    line = clean_line(text)
    size = max((int(found[1] or found[2]) for found in _wanted(_POINTS, line)), default=0)
    large = size > _NORMAL_POINTS or any(_wanted(_LARGE, line))
    warnings = [sentence for pattern, sentence in _OTHERS if any(_wanted(pattern, line))]
    if size > _LARGE_POINTS:
        said = f"The adjustments ask for {size} point, and large print is {_LARGE_POINTS} here"
        warnings.insert(0, f"{said}: make it larger in Word.")
    return Adjusted(large, tuple(warnings))


def _wanted(pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """Where it is named, and not only to say that it is not needed."""
    for found in pattern.finditer(line):
        start, end = found.span()
        before = _NO.search(line, max(0, start - _BEFORE), start)
        if not (before or _NOT_AFTER.match(line, end, end + _AFTER)):
            yield found
