"""What is taken out of text at intake, and what must never be."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.text import clean, clean_line, shorten
from tests.effort import examples

steady = settings(deadline=None, derandomize=True, max_examples=examples(500))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07text", "]0;titletext"),
        ("bell\x07 null\x00 delete\x7f c1\x9b", "bell null delete c1"),
        ("abc\u202edef\u202c", "abcdef"),
        ("\u2066isolated\u2069 \u200emarks\u200f", "isolated marks"),
        ("\ufeffbyte order mark", "byte order mark"),
        ("broken \ud800 surrogate \udfff", "broken  surrogate"),
        ("private \ue000 use", "private  use"),
        ("no \ufffe such \U0001ffff character \ufdd0", "no  such  character"),
        ("a\tb", "a b"),
        ("one\r\ntwo\rthree\u2028four\u0085five", "one\ntwo\nthree\nfour\nfive"),
        ("from\x0bWord\x0cpages", "from\nWord\npages"),
        ("  \n trimmed \n ", "trimmed"),
        ("e\u0301 and e\u200e\u0301", "é and é"),
    ],
)
def test_what_terminals_would_act_on_goes(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "plain words", "[bold]not markup[/bold]", "{{ braces }} {% and %} %s $x", "=SUM(A1)",
        "family 👨‍👩‍👧 and flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and ☕️",
        "newer than the tables \U0001fae9", "مرحبا بالعالم", "שלום עולם",
        "日本語", "Siân, Łukasz, Nguyễn", "“quotes” – dash…", "£1,000 ½", "one\ntwo\n\nthree",
        "<script>alert(1)</script>", "';--", "zero\u200bwidth", "a\u200dj",
    ],
)  # fmt: skip
def test_everything_else_is_ordinary_text(typed: str) -> None:
    assert clean(typed) == typed


@steady
@given(st.text(st.characters(), max_size=60))
def test_cleaned_text_is_safe_and_cleaning_again_changes_nothing(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once == unicodedata.normalize("NFC", once)
    assert not [c for c in once if unicodedata.category(c) in {"Cc", "Cs", "Co"} and c != "\n"]
    once.encode("utf-8")
    line = clean_line(typed)
    assert "\n" not in line and clean_line(line) == line


@pytest.mark.parametrize(
    ("typed", "width", "shown"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("a little too long", 10, "a little…"),
        ("two\nlines", 20, "two lines"),
        ("word", 1, "…"),
        ("word", 0, "…"),
    ],
)
def test_shortening(typed: str, width: int, shown: str) -> None:
    assert shorten(typed, width) == shown


@steady
@given(st.text(max_size=40), st.integers(1, 30))
def test_shortened_text_fits(typed: str, width: int) -> None:
    assert len(shorten(typed, width)) <= width
