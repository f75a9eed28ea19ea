"""Sending a letter: asked first, only when whole, once, with reasons where the Code asks."""

from datetime import date

import pytest

from complaintdesk.services import letter_sending, queries
from complaintdesk.services.desk import Desk
from letters.template import standard_source
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.letter import LetterScreen
from screens.letters import LettersScreen
from screens.queue import QueueScreen
from tests.ui.helpers import (
    back_to,
    choose,
    cursor,
    flat,
    focused,
    go_to,
    intake,
    log,
    opened,
    press,
    rows,
    screen_is,
    send,
    settle,
    text_of,
    toasts,
    until,
    value,
    words_of,
    write,
)
from tests.ui.letter_keys import FIRST, TIME, begin_letter, gap, preview, ready, type_into


def history(desk: Desk, ref: str) -> str:
    return "\n".join(line.entry for line in queries.case(desk, ref).file.history)


def bad_wording(desk: Desk) -> None:
    """The council's copy of the acknowledgement, with a field misspelt on its last line."""
    folder = desk.folder / "templates"
    folder.mkdir(exist_ok=True)
    source = standard_source("stage1-acknowledgement.md")
    (folder / "stage1-acknowledgement.md").write_text(f"{source}\n{{{{ offcer }}}} [/b]\n", "utf-8")


async def test_sending_asks_names_the_case_and_moves_it_on(desk: Desk) -> None:
    refs = log(
        desk,
        intake("Ada [b]", date(2026, 11, 12)),
        intake("Bo", date(2026, 11, 18)),
        intake("Cy", date(2026, 11, 19)),
    )
    async with opened(desk) as (app, pilot):
        assert cursor(app) == refs[0]
        await press(pilot, "a")
        letter = await ready(pilot)
        assert "✓ Complete." in words_of(letter, "#state")
        assert "promises an answer by Friday 4 December 2026" in words_of(letter, "#state")
        # Esc at the question changes nothing.
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        shown = flat(text_of(app))
        assert "Record this letter as sent?" in shown
        for said in (refs[0], "Ada [b]", "Stage 1 acknowledgement", "Friday 20 November 2026"):
            assert said in shown, said
        await press(pilot, "escape")
        assert app.screen is letter
        assert not letter.busy
        assert queries.case(desk, refs[0]).file.case.version == 1
        # Another day: the letter and its promise follow, and the question names that day.
        await type_into(pilot, "sent_on", "19 Nov")
        await until(pilot, lambda: "Thursday 3 December 2026" in words_of(letter, "#state"))
        assert "Thursday 19 November 2026" in preview(letter)
        # Pressed more than once, it is asked and sent once.
        send(app, "ctrl+s", "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        assert "Dated Thursday 19 November 2026" in text_of(app)
        send(app, "enter", "enter")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: rows(app)[-1][2] == refs[0])
        assert "S1 answer" in rows(app)[-1][3]
        said = toasts(app)
        assert "letter sent" in said
        assert str(desk.folder / "letters" / refs[0]) in said
        assert "u undoes it" in said
    file = queries.case(desk, refs[0]).file
    assert file.case.version == 2
    assert file.case.stages[0].acknowledged == date(2026, 11, 19)
    (sent,) = file.letters
    assert (sent.kind, sent.sent_on) == (FIRST, date(2026, 11, 19))
    names = {path.suffix for path in (desk.folder / "letters" / refs[0]).iterdir()}
    assert names >= {".docx", ".txt"}


async def test_a_sent_letter_is_undone_with_u(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (_, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "a")
        await ready(pilot)
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        case = await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "done on time" in words_of(case, "#case"))
        assert queries.case(desk, ref).file.case.current.acknowledged
        await press(pilot, "u")
        await choose(pilot, "undo")
        await until(pilot, lambda: not queries.case(desk, ref).file.case.current.acknowledged)
    assert queries.case(desk, ref).file.letters == ()


async def test_a_letter_with_a_gap_is_not_sent_and_the_gap_is_gone_to(desk: Desk) -> None:
    (ref,) = log(desk, gap())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await press(pilot, "f2", "ctrl+s")
        assert app.screen is letter
        assert focused(app) == "f-responsibility_1"
        problems = flat(words_of(letter, "#problems"))
        assert "cannot go yet. One thing is missing: Say whether point 1 is ours" in problems
        assert "(Housing Code 5.7)" in problems
        assert queries.case(desk, ref).file.case.version == 1
        # Mended, it is said no more, and it goes.
        await press(pilot, "enter", "down", "enter")
        await until(pilot, lambda: not letter.query_one("#problems").display)
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await screen_is(pilot, QueueScreen)
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_a_day_that_has_not_come_is_refused_at_its_box(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        for typed, said in (("21/11/2026", "has not come yet"), ("31 feb", "is not a date")):
            await type_into(pilot, "sent_on", typed)
            await press(pilot, "tab", "ctrl+s")
            await until(pilot, lambda s=said: s in words_of(letter, "#problems"), said)
            assert focused(app) == "f-sent_on"
        await type_into(pilot, "sent_on", "1/11/2026")
        assert "One of the two dates must be wrong" in flat(words_of(letter, "#state"))
        await press(pilot, "ctrl+s")
        wrong = "One of the two dates must be wrong"
        await until(pilot, lambda: wrong in flat(words_of(letter, "#problems")))
        assert app.screen is letter
    assert queries.case(desk, ref).file.case.version == 1


async def test_where_the_code_asks_otherwise_a_reason_goes_on_record(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await begin_letter(pilot, TIME)
        await type_into(pilot, "reason", "TBC by the contractor")
        await press(pilot, "f2", "ctrl+s")
        # Nothing is asked before the reasons are there.
        letter = await ready(pilot)
        assert "still says “TBC”" in flat(text_of(app) + words_of(letter, "#fields, #problems"))
        names = [row.spec.name for row in letter.query("#concerns FieldRow")]  # type: ignore[attr-defined]
        assert "why_left_open" in names
        for name in names:
            await go_to(pilot, name)
            await write(pilot, "Their own words")
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await screen_is(pilot, QueueScreen)
    assert "Reason: Their own words" in history(desk, ref)


async def test_a_bad_wording_is_told_and_the_standard_one_taken_only_on_yes(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    bad_wording(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await screen_is(pilot, ChooseScreen)
        shown = flat(text_of(app))
        for said in (
            "stage1-acknowledgement.md (council copy), line",
            "'offcer'",
            "standard wording",
        ):
            assert said in shown, said
        await press(pilot, "enter")  # the first answer goes back
        await screen_is(pilot, QueueScreen)
        await press(pilot, "a")
        await screen_is(pilot, ChooseScreen)
        await choose(pilot, "standard")
        letter = await ready(pilot)
        assert "standard wording for this once" in words_of(letter, "#remarks-said")
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        assert "standard wording for this once" in flat(text_of(app))
        await choose(pilot, "send")
        await screen_is(pilot, QueueScreen)
    assert len(queries.case(desk, ref).file.letters) == 1
    record = "".join(path.read_text("utf-8") for path in (desk.folder / "record").glob("*.json"))
    assert "standard-once" in record


async def test_a_wording_that_becomes_bad_meanwhile_is_asked_about_too(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "questions", "Which room?")
        bad_wording(desk)
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await until(pilot, lambda: "has a fault" in text_of(app))
        await choose(pilot, "standard")
        await until(pilot, lambda: app.screen is letter)
        await until(pilot, lambda: "this once" in words_of(letter, "#remarks-said"))
        assert value(app, "questions") == "Which room?"
        assert queries.case(desk, ref).file.letters == ()
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await screen_is(pilot, QueueScreen)
    assert len(queries.case(desk, ref).file.letters) == 1


async def test_a_letter_that_does_not_fit_any_more_says_why_and_keeps_the_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        letter = await begin_letter(pilot, FIRST)
        await type_into(pilot, "questions", "Which room?")
        fields = letter.letter.proposals
        letter_sending.send(desk, ref, 1, FIRST, fields)
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        said = "already acknowledged"
        await until(pilot, lambda: said in flat(words_of(letter, "#problems")))
        assert isinstance(app.screen, LetterScreen)
        assert value(app, "questions") == "Which room?"
        await settle(pilot)
        await back_to(pilot, LettersScreen)
    assert len(queries.case(desk, ref).file.letters) == 1
