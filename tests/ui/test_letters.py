"""The list of letters: what fits now first and by when, why not, and what was sent or begun."""

from datetime import date

from textual.widgets import OptionList

from complaintdesk.domain.case import Kind
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.services import commands, letter_desk, letter_sending
from complaintdesk.services.desk import Desk
from screens.case import CaseScreen
from screens.letter import LetterScreen
from screens.letters import LettersScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    LARGE,
    back_to,
    flat,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    settle,
    text_of,
    toasts,
    until,
    words_of,
    write,
)
from tests.ui.letter_keys import ANSWER, FIRST, TIME, begin_letter, boxes, do, ready


def kinds(letters: LettersScreen) -> list[str]:
    """The kinds in the list, without its headings."""
    return [str(o.id) for o in letters.query_one(OptionList).options if not o.disabled]


def line(letters: LettersScreen, kind: str) -> str:
    """What the list says of one letter."""
    option = letters.query_one(OptionList).get_option(kind)
    return flat(option.prompt.plain)  # type: ignore[union-attr]


async def opened_list(pilot: object) -> LettersScreen:
    await press(pilot, "l")
    letters = await screen_is(pilot, LettersScreen)
    await until(pilot, lambda: letters.offers, "the list")
    return letters


async def test_every_letter_is_listed_those_that_fit_first_by_their_days(desk: Desk) -> None:
    (ref,) = log(desk, intake(on=date(2026, 11, 9)))
    offers = letter_desk.offers(desk, ref)
    async with opened(desk) as (app, pilot):
        letters = await opened_list(pilot)
        assert kinds(letters) == [offer.kind for offer in offers]
        assert set(kinds(letters)) == set(KINDS)
        shown = text_of(app)
        assert f"Letters of {ref}" in shown
        assert "These fit now" in shown
        # What it is for, by when in words with its sign, and what Enter does.
        first = line(letters, FIRST)
        assert "!! 4 days overdue, by Mon 16 Nov 2026" in first
        assert KINDS[FIRST].purpose in first
        assert letters.current is not None
        assert letters.current.kind == FIRST
        assert "Nothing is sent by it" in flat(words_of(letters, "#status"))
        # Every one is reached with keys; what does not fit says why, and opens nothing.
        seen = set()
        for _ in offers:
            current = letters.current
            seen.add(current.kind)
            if current.why_not:
                assert current.why_not in line(letters, current.kind)
                assert f"Not now: {current.why_not}" in flat(words_of(letters, "#status"))
            await press(pilot, "down")
        assert seen == set(KINDS)


async def test_letters_narrow_the_list_and_what_does_not_fit_opens_nothing(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk, LARGE) as (app, pilot):
        letters = await opened_list(pilot)
        await write(pilot, "final resp")
        await until(pilot, lambda: kinds(letters) == ["stage2-response"])
        await press(pilot, "enter")
        assert app.screen is letters
        assert "stage 1" in toasts(app)
        await press(pilot, "x")
        assert "Nothing here has these letters" in text_of(app)
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)


async def test_what_was_sent_and_what_is_half_written_is_said(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    letter_sending.send(desk, ref, 1, FIRST, boxes(desk, ref, FIRST))
    async with opened(desk) as (_, pilot):
        letter = await begin_letter(pilot, TIME)
        await go_to(pilot, "reason")
        await write(pilot, "A survey")
        await press(pilot, "escape")
        letters = await screen_is(pilot, LettersScreen)
        await until(pilot, lambda: "Half written here." in line(letters, TIME))
        assert letters.current is not None
        assert letters.current.kind == letter.letter.kind.kind
        assert "Enter goes on with what you typed" in words_of(letters, "#status")
        await press(pilot, "end", "ctrl+u")
        assert "Sent already, on Friday 20 November 2026." in line(letters, FIRST)
        assert "Half written" not in line(letters, ANSWER)


async def test_a_opens_the_letter_that_acknowledges_the_stage_else_the_list(desk: Desk) -> None:
    first, second = log(desk, intake("Ada", date(2026, 11, 10)), intake("Bo", date(2026, 10, 12)))
    do(desk, second, "acknowledge", on="14/10/2026")
    do(desk, second, "decide", finding_1="not-upheld", reasons_1="x", relied_on_1="y")
    do(desk, second, "answer", on="26/10/2026")
    do(desk, second, "escalate", on="17/11/2026")
    request = log(desk, intake(kind=Kind.REQUEST))[0]
    link = Link(request, LinkKind.FROM_REQUEST)
    third = commands.log_complaint(desk, intake("Cy"), link=link).ref
    wanted = {first: FIRST, second: "stage2-acknowledgement", third: "request-to-complaint"}
    async with opened(desk) as (app, pilot):
        for _ in range(4):
            ref = app.screen.current_ref
            await press(pilot, "a")
            if ref == request:
                await screen_is(pilot, LettersScreen)
            else:
                letter = await ready(pilot)
                assert letter.letter.kind.kind == wanted.pop(ref)
            await back_to(pilot, QueueScreen)
            await press(pilot, "j")
        assert not wanted


async def test_the_case_has_its_letters_under_l_and_in_the_palette(desk: Desk) -> None:
    (ref,) = log(desk, intake("Ann [/] [b]"))
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "l Letters" in text_of(app).splitlines()[-1], "the footer")
        await opened_list(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is case)
        await press(pilot, "ctrl+p")
        await write(pilot, "Letter: stage 1 ack")
        await until(pilot, lambda: "Letter: Stage 1 acknowledgement" in text_of(app))
        await settle(pilot)
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count, "a hit")
        await press(pilot, "down", "enter")
        letter = await screen_is(pilot, LetterScreen)
        assert letter.case.ref == ref
        # Pressed twice, a letter opens once.
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is case)
        for key in ("l", "l", "a", "a"):
            await press(pilot, key)
        stack = [type(screen) for screen in app.screen_stack]
        assert stack.count(LettersScreen) == 1
