"""The wordings themselves: words that must not be there, and how hard they are to read."""

import re

from complaintdesk.domain.codes import Code
from letters.blocks import Style
from tests.letter_text.whole_letters import every, one_line, text_of

PHRASES = (
    "informal", "stage 0", "stage 3", "third stage", "quick resolution",
    "reason for your escalation", "reasons for your escalation", "reasons for escalation",
    "reason for escalation", "escalat", "tell us why you", "tell me why you", "you must",
    "designated person", "8 weeks", "eight weeks", "democratic filter",
    "info@housing-ombudsman.org.uk", "unfortunately", "however,", "pursuant", "regarding",
    "allegation", "alleged", "you failed", "you claim", "with respect to", "as soon as possible",
    "in due course", "inconvenience", "no new evidence", "complainant", "correspondence",
)  # fmt: skip
AMERICAN = re.compile(r"\w+(?:ize|izing|ized|ization)\b|\bcolor|\bcenter\b|\bfavor")
HARDEST_GRADE = 5.0
LONGEST_SENTENCE = 28
# What a person wrote, or what is looked up: it is not the wording's to make easy.
_TYPED = ("write.", "points.", "remedies.", "actions.", "promised.", "adjustments", "council",
          "ombudsman.contact")  # fmt: skip


def syllables(word):
    """A rule of thumb: groups of vowels, less a silent e at the end."""
    word = word.lower()
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouy]e(?:s|d)?$", word) and not re.search(r"(?:[td]ed|[^aeiouy]le)$", word):
        count -= 1
    return max(count, 1)


def sentences(text):
    return [
        words for s in re.split(r"[.?!:]\s|\n\n", text) if (words := re.findall(r"[A-Za-z']+", s))
    ]


def grade(text):
    """The Flesch-Kincaid grade: years of school, so that 7 is about 12 years of age."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def wording(letter):
    """The sentences that are ours: from the first heading on, without headings and typed text."""
    first = next(at for at, b in enumerate(letter.blocks) if b.style is Style.HEADING)
    last = next(at for at, b in enumerate(letter.blocks) if b.text == "Yours sincerely")
    body = [b for b in letter.blocks[first:last] if b.style is not Style.HEADING]
    texts = ("".join(r.text for r in b.runs if not r.source.startswith(_TYPED)) for b in body)
    return "\n\n".join(text for text in texts if text.strip())


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


@every
def test_a_twelve_year_old_can_read_it(letters):
    for given in letters:
        text = wording(given.letter())
        found = grade(text)
        assert len(text.split()) > 150, given.id
        assert found <= HARDEST_GRADE, f"{given.id}: grade {found:.1f}"


@every
def test_no_sentence_is_long(letters):
    for given in letters:
        for sentence in sentences(wording(given.letter())):
            assert len(sentence) <= LONGEST_SENTENCE, (given.id, " ".join(sentence))


@every
def test_no_phrase_that_puts_people_off_or_breaks_a_code(letters):
    for given in letters:
        text = one_line(wording(given.letter())).lower()
        assert [phrase for phrase in PHRASES if phrase in text] == [], given.id
        assert AMERICAN.findall(text) == [], given.id


@every
def test_dates_are_written_out_with_the_weekday(letters):
    """A day is named in full, so that nobody has to work out which one is meant."""
    for given in letters:
        days = re.findall(r"(\w+) \d{1,2} \w+ 20\d\d", text_of(given))
        assert days, given.id
        assert all(day.endswith("day") for day in days), given.id
        figures = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\b20\d\d-\d\d-\d\d"
        assert not re.search(figures, wording(given.letter())), given.id


@every
def test_housing_speaks_as_a_landlord_and_general_as_a_council(letters):
    for given in letters:
        text, we = text_of(given), given.case.profile.we
        assert "our work as a " not in text or f"our work as a {we}" in text, given.id
        if given.case.code is Code.GENERAL:
            assert "landlord" not in text.lower(), given.id
