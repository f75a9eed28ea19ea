"""Whatever was typed, the PDF shows it as text, or says what it cannot show."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaintdesk.domain.errors import BadInput
from letters.blocks import Block, Letter, Run, Style
from letters.facts import tidy
from letters.pdf import pdf_bytes
from letters.pdf_text import fit
from tests.effort import examples
from tests.letter_text.pdf_reading import (
    LETTER,
    assert_says,
    bullets,
    heading,
    items,
    letter_of,
    read,
    says,
    tree,
    wanted_tree,
    words,
)

TYPST_MARKUP = "= no #heading[x] $x^2$ *b* _i_ `c` @ref <label> \\ // \"q\" 'q' [y] #sys.inputs"
# Of a writing that no ordinary font has.
TANGUT, OTHER_TANGUT = "\U00017000", "\U00017001"


def test_emoji_are_written_as_their_names():
    text = "Great 😀👍🏽 👩‍👩‍👧 🇬🇧 ❤️‍🔥 1️⃣"
    assert " ".join(words(read(letter_of(says(text))))) == (
        "Great [grinning face][thumbs up sign] [woman, woman, girl] [flag GB] "
        "[heavy black heart, fire] 1"
    )


def test_characters_that_no_font_has_are_named_and_word_is_offered():
    letter = letter_of(says(f"One {TANGUT}"), *items(f"and {OTHER_TANGUT}", "two \u0378"))
    with pytest.raises(BadInput) as refused:
        pdf_bytes(letter)
    sentence = str(refused.value)
    assert f"cannot show: {TANGUT}, {OTHER_TANGUT}, U+0378." in sentence
    assert "Word version" in sentence


def test_a_letter_with_a_strange_mark_is_named_with_it():
    with pytest.raises(BadInput, match="cannot show: á\u1ab0\\. "):
        pdf_bytes(letter_of(says("á is fine but á\u1ab0 is not")))


def test_a_text_full_of_them_names_the_first_dozen_only():
    text = "".join(chr(ord(TANGUT) + number) for number in range(500))
    with pytest.raises(BadInput, match="and others") as refused:
        pdf_bytes(letter_of(says(text)))
    assert len(str(refused.value)) < 200


def test_a_symbol_that_no_font_has_is_written_as_its_name():
    made = read(letter_of(says("Block \U0001fb00 here")))
    assert " ".join(words(made)) == "Block [block sextant-1] here"


LATIN = (
    TYPST_MARKUP, "= head", "- item\n+ item\n/ term: x", '#import "@preview/x:1.0.0"',
    '#read("/etc/passwd")', "$ x $", "```\nraw\n```", "// comment", "/* open", "\\u{41}", "\\",
    '"', '"}]}', '{"large": true}', "[", "]", "{", "}", "#", "~", "--- ... --", "<a>@a",
    "soft\u00adhyphen", "e\u0301", "x" * 300, "one\ntwo\n\nthree", "\n", "½ ²", "Łódź Ŵy",
)  # fmt: skip
STRANGE = (
    "😀👩‍👩‍👧", "🏴\U000e0067\U000e0062\U000e007f", "🇬", "❤️", "1️⃣", "\u20e3", "\ufe0f", "\u200d",
    "\u200b", "\u2060", "e" + "\u0323" * 50, "\u0301alone", "مرحبا بالعالم", "م" * 200,
    "שלום", "abc مرحبا 123 def", "ਪੰਜਾਬੀ", "தமிழ்", "বাংলা", "你好", TANGUT, "\u0378",
    "\ufffc\ufffd", "ﬁ ﬀ ǆ №",
)  # fmt: skip
NASTY = (*LATIN, *STRANGE)
latin = st.one_of(
    st.sampled_from(LATIN),
    st.text(alphabet="#$*_@<>[]{}\\`\"'=-+/~:.1 ab\n", max_size=40),
)
# Letters that are there but not seen cannot be read back.
seen = st.characters(exclude_categories=("Cs",), exclude_characters="\u115f\u1160\u3164\uffa0")
texts = st.one_of(
    latin,
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map(" ".join),
    st.text(seen, max_size=40),
    st.text(alphabet="aé \u0301\u0323\u200d\ufe0f😀👍🏽אبم", max_size=20),
)


@st.composite
def hostile_letters(draw: st.DrawFn) -> Letter:
    """A letter of every kind of block, with anything at all as its words."""
    words = draw(st.sampled_from([latin, texts])).map(tidy)
    runs = st.builds(Run, words, bold=st.booleans(), missing=st.booleans())
    some = st.lists(runs, min_size=1, max_size=2).map(tuple)
    shapes = [block for block in LETTER.blocks if block.style is not Style.HEADING]
    blocks = [replace(block, runs=draw(some)) for block in shapes]
    return letter_of(
        heading("Head", 1),
        *blocks,
        title=draw(words),
        sender=draw(words),
        large=draw(st.booleans()),
    )


@settings(
    max_examples=examples(30),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(letter=hostile_letters())
def test_whatever_was_typed_no_word_is_lost_and_nothing_is_taken_for_markup(letter):
    try:
        made = read(letter)
    except BadInput as refused:
        assert "cannot show" in str(refused)
        return
    assert tree(made) == wanted_tree(letter)
    assert_says(made, letter)


@pytest.mark.parametrize("text", LATIN)
def test_each_markup_comes_out_as_it_went_in(text):
    """Not left to chance: as a paragraph, an item of a list and a heading."""
    word = tidy(text) or "blank"
    letter = letter_of(heading(word, 1), says(word), *items(word, word), *bullets(word))
    made = read(letter)
    assert tree(made) == wanted_tree(letter)
    assert_says(made, letter)


def test_a_mark_at_the_start_of_other_text_is_refused_too():
    """It joins the letter before it, which another run holds, so nobody can say which it is."""
    letter = letter_of(Block(Style.PARAGRAPH, (Run("a"), Run("\u1ab0"))))
    with pytest.raises(BadInput, match="a character that no font here has"):
        pdf_bytes(letter)


def test_a_heap_of_marks_on_one_letter_is_cut():
    assert fit("e" + "\u0323" * 500, {}) == "ẹ" + "\u0323" * 8
