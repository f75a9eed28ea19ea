"""What is typed to find a case: words made alike, where they match, and references."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from complaintdesk.domain.searched import (
    apart,
    as_reference,
    folded,
    matches,
    typed_words,
    words_of,
)
from tests.effort import examples
from tests.hostile import HOSTILE

ENDLESS = 100_000
QUICK = 5.0  # seconds; what takes more than linear time would need hours


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("O‘Brien", "obrien"),
        ("D`Arcy", "darcy"),
        ("D´Arcy", "darcy"),
        ("M＇Benga", "mbenga"),
        ("Hawaiʻi", "hawaii"),
        ("José", "jose"),
        ("Jose\u0301", "jose"),
        ("ÅNGSTRÖM", "angstrom"),
        ("Straße STRASSE", "strasse strasse"),
        ("ẞ", "ss"),
        ("ＦＵＬＬ　１２", "full 12"),
        ("ﬁrst", "first"),
        ("İstanbul", "istanbul"),
        ("Michał Pawłowski ŁÓDŹ", "michal pawlowski lodz"),
        ("Bjørn Ørsted Ǿ", "bjorn orsted o"),
        ("Đorđe Ðorđević Đặng", "dorde dordevic dang"),
        ("Æsa Ægir Ǽ ᴭ", "aesa aegir ae ae"),
        ("Þóra Guðrún", "thora gudrun"),
        ("Œuvre Lœtitia", "oeuvre loetitia"),
        ("Işık Iskra", "isik iskra"),
        ("Ħaż-Żebbuġ", "haz-zebbug"),
        ("Ŧuŋŋa", "tunna"),
        ("Ɓala Ɗan Ƙasa Ƴar", "bala dan kasa yar"),
        ("Kɔfi Ɛsi", "kofi esi"),
        ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("hyphen\u00adated", "hyphenated"),
        ("Northmoor", "northmoor"),
    ],
)
def test_words_are_made_alike(written: str, expected: str) -> None:
    assert folded(written) == expected


@given(st.text(max_size=200))
@settings(max_examples=examples(400), deadline=None)
@example("´")
@example("ŉ")
@example("ǼŁØĐÐÞẞıŒĦŊᴭ")
def test_made_alike_twice_is_made_alike_once_and_letter_by_letter_is_all_at_once(
    text: str,
) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text) == "".join(map(folded, text))
    assert folded(text.upper()).casefold() == folded(text.upper())


@given(st.text(max_size=60), st.sampled_from(["NFC", "NFD"]))
@settings(max_examples=examples(300), deadline=None)
def test_it_makes_no_difference_how_accents_are_composed(text: str, form: str) -> None:
    assert folded(unicodedata.normalize(form, text)) == folded(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ann O'Brien of D’Arcy Road", "o brien d arcy"),
        ("rock'n'roll", "rock n roll"),
        ("tenants' 'quoted' ''", ""),
        ("plain words", ""),
    ],
)
def test_a_word_with_an_apostrophe_is_found_by_its_parts_too(written: str, expected: str) -> None:
    assert apart(written) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("  \t", ()),
        ("!?…—“”", ()),
        ("'", ()),
        ("'; DROP TABLE case;--", ("drop", "table", "case")),
        ('"o\'brien" AND (damp*)', ("obrien", "and", "damp")),
        ("ref:CD_2026", ("ref", "cd", "2026")),
        ("01632 960111", ("01632", "960111")),
        ("ann@example.org", ("ann", "example", "org")),
        ("\ud800 x", ("x",)),
        (" ".join("abcdefghijklmnopqrst"), tuple("abcdefghijkl")),
    ],
)
def test_only_letters_and_figures_are_looked_for(typed: str, expected: tuple[str, ...]) -> None:
    assert typed_words(typed) == expected


def marked(text: str, typed: str) -> list[str]:
    return [text[start:end] for start, end in matches(text, typed_words(typed))]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Damp in the bedroom, dampness", "dam", ["Dam", "dam"]),
        ("undamped", "damp", []),
        ("Ann O’Brien", "o'bri", ["O’Brien"]),
        ("Ann O'Brien", "brien", ["O'Brien"]),
        ("Ann O'Brien", "ann", ["Ann"]),
        ("Tenant's flat", "tenants", ["Tenant's"]),
        ("José Núñez", "jos nun", ["Jos", "Núñ"]),
        ("Jose\u0301 was here", "jose", ["Jose\u0301"]),
        ("Ze\u0301la is one word", "zela", ["Ze\u0301la"]),
        ("Hauptstraße 5", "haupt", ["Hauptstraße"]),
        ("von Michał Pawłowski hier", "micha pawl", ["Micha", "Pawł"]),
        ("Æsa and Bjørn Åse", "bjo ase", ["Bjø", "Åse"]),
        # One letter becomes two: the whole word is marked, and what follows it in its place.
        ("the Æsa and Bo", "ae bo", ["Æsa", "Bo"]),
        ("Þóra Jónsdóttir", "tho jons", ["Þóra", "Jóns"]),
        ("Ann O’Þorn here", "thorn her", ["O’Þorn", "her"]),
        ("Æ\u0301sa Lœb ß Damp", "lo ss dam", ["Lœb", "ß", "Dam"]),
        ("O'Fuß", "of", ["O'Fuß"]),  # as long as “ofuss”: not what that begins with
        ("ＡＢＣ road", "ab", ["ＡＢ"]),
        ("CD-2026-0012", "2026 00", ["2026", "00"]),
        ("damp damp", "damp da d", ["damp", "damp"]),
        ("snake_case", "case", ["case"]),
        ("", "x", []),
        ("text", "", []),
    ],
)
def test_the_beginnings_of_words_are_marked(text: str, typed: str, expected: list[str]) -> None:
    assert marked(text, typed) == expected


@given(st.text(max_size=80), st.text(max_size=10))
@settings(max_examples=examples(600), deadline=None)
def test_stretches_stand_in_order_inside_the_text_and_each_has_a_word_that_matches(
    text: str, typed: str
) -> None:
    looked_for, end = typed_words(typed), 0
    for start, stop in matches(text, looked_for):
        assert end <= start < stop <= len(text)
        end = stop
        said = (*typed_words(text[start:stop]), *apart(text[start:stop]).split())
        assert any(part.startswith(word) for part in said for word in looked_for)
    assert bool(matches(text, looked_for)) >= any(
        word.startswith(each) for word, _, _ in words_of(text) for each in looked_for
    )


@given(st.text(max_size=80))
@settings(max_examples=examples(300), deadline=None)
def test_a_text_is_made_of_the_words_that_typing_it_looks_for(text: str) -> None:
    words = [word for word, _, _ in words_of(text)]
    assert tuple(words[:12]) == typed_words(text)
    for word, start, end in words_of(text):
        assert word in folded(text[start:end])
        assert matches(text[start:end], (word,))[0][0] == 0


@pytest.mark.parametrize(
    "typed",
    [
        "CD-2026-0012", "cd-2026-0012", "cd 2026 12", "CD2026-12", "cd2026 0012", "CD20260012",
        "2026-12", "2026 0012", " CD-2026-0012 ", "[CD-2026-0012]", "CD/2026/12", "CD‑2026‑0012",
        "CD–2026–0012", "“CD-2026-0012”", "ＣＤ－２０２６－００１２", "CD-2026-00000012",
    ],
)  # fmt: skip
def test_a_reference_is_known_however_it_is_typed(typed: str) -> None:
    assert as_reference(typed) == "CD-2026-0012"


@pytest.mark.parametrize(
    "typed",
    [
        "", "CD", "CD-2026", "CD-2026-", "2026", "20260012", "CD-1999-0012", "XX-2026-0012",
        "2026-12-05", "damp 2026-12", "01632 960111", "CD-2026-0012 damp", "٢٠٢٦-١٢", "CD-2026-٣",
        "12-2026", "CD-2026-1234567890",
    ],
)  # fmt: skip
def test_what_is_no_reference_is_looked_for_as_words(typed: str) -> None:
    assert as_reference(typed) == ""


def test_numbers_beyond_four_figures_are_kept() -> None:
    assert as_reference("cd-2026-123456") == "CD-2026-123456"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_ordinary_texts(text: str) -> None:
    words = typed_words(text)
    assert all(word.isalnum() for word in words)
    for start, end in matches(text, words):
        assert text[start:end]
    as_reference(text)


@pytest.mark.parametrize(
    "piece", ["W", "'", "a'", "é", "0", "cd-", "CD 2026 0", "\u0301", "x ", "ß", "æ", "[", " "]
)
def test_endless_input_takes_no_time(piece: str) -> None:
    text = piece * (ENDLESS // len(piece))
    begun = time.monotonic()
    folded(text)
    apart(text)
    as_reference(text)
    as_reference(f"CD-2026-{text}")
    assert len(typed_words(text)) <= 12
    matches(text, typed_words(text) or ("w",))
    assert time.monotonic() - begun < QUICK
