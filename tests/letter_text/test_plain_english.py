"""The wording itself: words that must not be there, and how hard it is to read."""

import re

import pytest

from complaintdesk.domain.case import Authority, Person, Point, Representative
from complaintdesk.domain.codes import Code
from letters.blocks import Style
from letters.outputs import to_text

PHRASES = (
    "informal", "stage 0", "stage 3", "quick resolution", "reason for your escalation",
    "reasons for your escalation", "reasons for escalation", "reason for escalation",
    "tell us why you", "tell me why you", "you must explain", "designated person", "8 weeks",
    "eight weeks", "democratic filter", "info@housing-ombudsman.org.uk", "unfortunately",
    "however,", "pursuant", "regarding", "allegation", "you failed", "you claim",
)  # fmt: skip
AMERICAN = re.compile(r"\w+(?:ize|izing|ized|ization)\b|\bcolor|\bcenter\b|\bfavor")
HARDEST_GRADE = 5.0


def variants():
    acting = Representative(Person("Tom Okafor", "2 Mill Lane"), "son", Authority.WRITTEN)
    waiting = Representative(Person("Tom Okafor", "2 Mill Lane"), "son", Authority.AWAITED)
    return [
        {},
        {"representative": acting},
        {"representative": waiting, "adjustments": "Ring first.", "questions": "Which bin?"},
        {"points": (Point("The bin was missed.", "A visit."),)},
    ]


@pytest.fixture(params=variants(), ids=["plain", "represented", "asking", "one point"])
def letter(request, make_case, make_letter, code):
    return make_letter(make_case(code, **request.param))


def syllables(word):
    """A rule of thumb: groups of vowels, less a silent e at the end."""
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouy]e(?:s|d)?$", word) and not re.search(r"(?:[td]ed|[^aeiouy]le)$", word):
        count -= 1
    return max(count, 1)


def grade(text):
    """The Flesch-Kincaid grade: years of school, so that 7 is about 12 years of age."""
    sentences = [
        words for s in re.split(r"[.?!:]\s|\n\n", text) if (words := re.findall(r"[A-Za-z']+", s))
    ]
    words = [word for sentence in sentences for word in sentence]
    return (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )


def wording(letter):
    """The sentences that are ours: no addresses, no headings, none of the numbered case text."""
    kept = [b.text for b in letter.blocks if b.style in (Style.PARAGRAPH, Style.BULLET) and b.part]
    return "\n\n".join(text for text in kept if "Phone:" not in text)


def test_the_measure_can_tell_hard_from_easy():
    assert grade("The cat sat on the mat. It was warm.") < 1
    assert (
        grade(
            "Notwithstanding the aforementioned considerations, correspondence regarding "
            "escalation necessitates comprehensive and exhaustive justification "
            "of the complainant's dissatisfaction."
        )
        > 20
    )


def test_a_twelve_year_old_can_read_it(letter):
    text = wording(letter)
    found = grade(text)
    print(f"grade {found:.1f} over {len(text.split())} words")
    assert len(text.split()) > 150
    assert found <= HARDEST_GRADE


def test_no_sentence_is_long(letter):
    for sentence in re.split(r"[.?!:]\s", wording(letter)):
        assert len(sentence.split()) <= 30, sentence


def test_no_phrase_that_puts_people_off_or_breaks_a_code(letter):
    text = " ".join(to_text(letter).lower().split())
    assert [phrase for phrase in PHRASES if phrase in text] == []
    assert AMERICAN.findall(text) == []


def test_the_ombudsman_has_no_email_address(letter):
    of_part = " ".join(block.text for block in letter.blocks if block.part == "ombudsman")
    assert "@" not in of_part
    assert "Ombudsman" in of_part


def test_housing_speaks_as_a_landlord_and_general_as_a_council(make_case, make_letter):
    assert "our work as a landlord" in to_text(make_letter(make_case(Code.HOUSING)))
    assert "our work as a council" in to_text(make_letter(make_case(Code.GENERAL)))
