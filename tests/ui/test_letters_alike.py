"""Letters find what they mean: accents, capitals and the kind of apostrophe make no difference."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.views import Filters, View
from complaintdesk.services.desk import Desk
from complaintdesk.services.kept_lists import Likes, keep
from screens.narrowing import has_words
from screens.palette import Palette
from screens.queue import QueueScreen
from tests.effort import examples
from tests.ui.filtered import lines
from tests.ui.helpers import LARGE, intake, log, opened, press, screen_is, settle, write
from tests.ui.test_palette_cases import look_for, prompts

WARD, OFFICER, LIST = "St Osyth's", "Inés Carrowby", "Vuln. O’Hara & co [x]"
FOUND = [
    ("osyth's", "Ward: St Osyth's"),
    ("osyth’s", "Ward: St Osyth's"),
    ("OSYTHS", "Ward: St Osyth's"),
    ("syth‘s", "Ward: St Osyth's"),  # also from the middle of a word
    ("inés carr", "With Inés Carrowby"),
    ("ines carr", "With Inés Carrowby"),
    ("INE\u0301S", "With Inés Carrowby"),
    ("o’hara", LIST),
    ("o'hara", LIST),
    ("ohara [x]", LIST),
]


@pytest.fixture
def written(desk: Desk) -> Desk:
    """A desk with a ward, an officer and a kept list that can be typed in more than one way."""
    log(desk, intake("Ann", ward=WARD), intake("Bo", officer=OFFICER), intake("Cy", ward="Mill"))
    keep(desk, Likes(lists=(View("overdue", Filters(vulnerable=True), name=LIST),)))
    return desk


@pytest.mark.parametrize(("typed", "line"), FOUND)
async def test_letters_find_a_line_of_the_filter_however_it_is_written(
    written: Desk, typed: str, line: str
) -> None:
    async with opened(written) as (app, pilot):
        await press(pilot, "f")
        await write(pilot, typed)
        await settle(pilot)
        assert line in [each.strip(" ✓") for each in lines(app)]
        assert not any("Ward: Mill" in each for each in lines(app))


@pytest.mark.parametrize(("typed", "line"), FOUND)
async def test_the_palette_finds_its_commands_however_they_are_written(
    written: Desk, typed: str, line: str
) -> None:
    async with opened(written, LARGE) as (app, pilot):
        found = prompts(await look_for(pilot, typed))
        assert any(line in each and not each.startswith("CD-") for each in found), found
        assert isinstance(app.screen, Palette)


async def test_a_line_found_with_other_letters_is_taken_as_it_is_written(written: Desk) -> None:
    async with opened(written, LARGE) as (_, pilot):
        await press(pilot, "f")
        await write(pilot, "osyth’s\n")
        await settle(pilot)
        await press(pilot, "escape")
        assert (await screen_is(pilot, QueueScreen)).view.filters == Filters(ward=WARD)


@pytest.mark.parametrize(
    ("text", "typed", "is_found"),
    [
        ("Show only Ward: St Osyth’s", "only syth's", True),
        ("The complainant’s file (m)", "(m) complainant's", True),
        ("Straße", "STRASSE", True),
        ("Łuk", "luk", True),
        ("Luk", "łuk", True),
        ("Keep this list under a name …", "… name", True),
        ("anything", "", True),
        ("anything", " ' ", True),  # nothing that could be looked for narrows nothing
        ("Ward: Mill", "hill", False),
        ("Ward: Mill", "mill hill", False),
        ("50% off", "50% on", False),
    ],
)
def test_every_word_is_looked_for_and_every_sign_but_an_apostrophe_counts(
    text: str, typed: str, is_found: bool
) -> None:
    assert has_words(text, typed) is is_found


_latin = st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cs", "Cc"]), max_size=12)


@given(_latin, _latin, _latin)
@settings(max_examples=examples(300), deadline=None)
def test_what_stands_in_a_text_is_found_wherever_it_stands(
    before: str, typed: str, after: str
) -> None:
    for text in (f"{before}{typed}{after}", f"{before}{typed.upper()}{after}"):
        assert has_words(text, typed)
