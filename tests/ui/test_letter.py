"""The acknowledgement letter: its gaps, its words, its files, and recording it as sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList, Static

from complaintdesk.domain.case import (
    Authority,
    Case,
    Conflict,
    Kind,
    Person,
    Point,
    Representative,
    Responsibility,
    Stage,
)
from complaintdesk.services import commands, letter_desk, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import change_council
from complaintdesk.services.saving import save as save_change
from complaintdesk.settings import Council
from complaintdesk.store.writing import Writing
from letters.blocks import Style
from screens.ask import AskDateScreen
from screens.case import CaseScreen
from screens.council import CouncilScreen
from screens.intake import IntakeScreen
from screens.letter import LetterScreen
from screens.queue import QueueScreen
from tests.conftest import COUNCIL
from tests.ui.helpers import (
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
    words_of,
    write,
)

OtherPc = Callable[..., Desk]
GAPS = intake(
    service="Repairs",
    points=(
        Point("No heating.", "", Responsibility.OURS),
        Point("Nobody rang.", "An apology.", Responsibility.UNDECIDED),
        Point("The gas meter.", "A new one.", Responsibility.NOT_OURS),
    ),
    complainant=Person("Ann O'Brien"),
    officer="",
    conflict=Conflict.UNCHECKED,
)


def gaps(screen: LetterScreen) -> list[str]:
    """The fields that the letter's list names."""
    options = screen.query_one("#missing", OptionList)
    return [str(option.id) for option in options.options] if options.display else []


async def to_gap(pilot: object, field: str) -> None:
    """Down the list to one gap, and Enter."""
    screen = pilot.app.screen
    options = screen.query_one("#missing", OptionList)
    assert options.has_focus
    for _ in range(options.option_count + 1):
        shown = options.highlighted
        if shown is not None and options.get_option_at_index(shown).id == field:
            break
        await press(pilot, "down")
    await press(pilot, "enter")


async def save(pilot: object) -> None:
    """Save the form, answering its question."""
    from screens.ask import ChooseScreen

    await press(pilot, "ctrl+s")
    await screen_is(pilot, ChooseScreen)
    await press(pilot, "enter")


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("complainant.contact", "complainant_address"),
        ("points.1.outcome_sought", "outcome_1"),
        ("points.2.responsibility", "responsibility_2"),
        ("points.3.responsibility_note", "responsibility_note_3"),
        ("officer", "officer"),
        ("conflict", "conflict"),
    ],
)
def test_every_gap_has_a_field(field: str, form: str) -> None:
    from screens.letter import form_field

    assert form_field(field) == form


async def test_each_gap_leads_to_its_field_and_goes_when_mended(desk: Desk) -> None:
    change_council(desk, Council("Northmoor Council", "", "", "", ""))
    (ref,) = log(desk, GAPS)
    expected = [lack.field for lack in letter_desk.letter(desk, ref).letter.missing]
    wanted = {
        "complainant.contact": ("complainant_address", "1 Mill Lane"),
        "points.1.outcome_sought": ("outcome_1", "Heat."),
        "points.2.responsibility": ("responsibility_2", None),
        "points.3.responsibility_note": ("responsibility_note_3", "The gas supplier."),
        "officer": ("officer", "Sam Patel"),
        "conflict": ("conflict", None),
    }
    assert set(expected) == {*wanted, "council.contact"}
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        assert gaps(letter) == expected
        assert f"{len(expected)} things are missing" in text_of(app)
        # What is listed can be read whole, and the letter is under it.
        assert "Give a postal or e-mail address" in text_of(app)
        # Sending with gaps is refused, and nothing was asked or changed.
        await press(pilot, "s")
        assert app.screen is letter
        assert "cannot go yet" in toasts(app)
        # Every gap opens the form on the very field.
        await to_gap(pilot, "council.contact")
        await screen_is(pilot, CouncilScreen)
        assert focused(app) == "f-phone"
        await write(pilot, "01632 960100")
        await press(pilot, "ctrl+s")
        letter = await screen_is(pilot, LetterScreen)
        await until(pilot, lambda: "council.contact" not in gaps(letter))
        for field, (name, _) in wanted.items():
            await to_gap(pilot, field)
            form = await screen_is(pilot, IntakeScreen)
            assert focused(app) == f"f-{name}", field
            page, widget = form.query_one("#form"), app.focused
            await until(pilot, lambda p=page, w=widget: p.region.contains_region(w.region), name)
            # The first is mended by itself, and is gone; the last time all the others are.
            if field == "complainant.contact":
                await write(pilot, "1 Mill Lane")
            elif field == "conflict":
                for other, text in wanted.values():
                    await go_to(pilot, other)
                    if text is None:
                        await press(pilot, "enter")
                        await write(pilot, "Yes" if other.startswith("resp") else "None")
                        await press(pilot, "enter")
                    elif other != "complainant_address":
                        await write(pilot, text)
            else:
                await press(pilot, "escape")
                await screen_is(pilot, LetterScreen)
                continue
            await save(pilot)
            letter = await screen_is(pilot, LetterScreen)
            await until(pilot, lambda f=field, page=letter: f not in gaps(page), field)
        assert gaps(letter) == []
        assert "Complete." in text_of(app)
        assert "[" not in words_of(letter, "#status")


async def test_a_gap_that_no_form_has_still_leads_somewhere(desk: Desk) -> None:
    """Names and points that only a hand-over could leave out, and the council's own name."""
    change_council(desk, Council())
    bare = intake(
        points=(),
        representative=Representative(Person("Bea"), "daughter", Authority.WRITTEN),
    )
    (ref,) = log(desk, bare)
    missing = [lack.field for lack in letter_desk.letter(desk, ref).letter.missing]
    expected = {
        "council.name": "f-name",
        "representative.contact": "f-representative_address",
        "points": "f-point_1",
        "council.contact": "f-phone",
    }
    assert set(missing) == set(expected)
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await screen_is(pilot, LetterScreen)
        for field, widget in expected.items():
            await to_gap(pilot, field)
            await until(pilot, lambda: not isinstance(app.screen, LetterScreen))
            await settle(pilot)
            assert focused(app) == widget
            await press(pilot, "escape")
            await screen_is(pilot, LetterScreen)
            options = app.screen.query_one("#missing", OptionList)
            await until(pilot, lambda o=options: o.has_focus and o.option_count == 4)
            options.highlighted = 0


@pytest.mark.parametrize("width", [80, 100])
async def test_the_preview_is_the_letter_word_for_word(desk: Desk, width: int) -> None:
    (ref,) = log(
        desk, intake(questions="Which room?", adjustments="Large print", vulnerability="A baby")
    )
    blocks = letter_desk.letter(desk, ref).letter.blocks
    async with opened(desk, (width, 160)) as (app, pilot):
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        page = letter.query_one("#letter", VerticalScroll)
        shown = [block.visual.plain for block in page.query(Static)]  # type: ignore[attr-defined]
        marks = {Style.BULLET: lambda b: "- ", Style.NUMBERED: lambda b: f"{b.number}. "}
        assert shown == [
            marks.get(block.style, lambda b: "")(block) + block.text for block in blocks
        ]
        # What the terminal itself shows, read from top to end, is the same words in order.
        assert page.max_scroll_y == 0
        whole = flat(text_of(app))
        at = 0
        for block in blocks:
            assert whole.find(flat(block.text), at) >= 0, (block.text, whole[at:])
            at = whole.find(flat(block.text), at) + len(flat(block.text))


async def test_files_are_written_and_sending_moves_the_case_on(desk: Desk) -> None:
    refs = log(
        desk,
        intake("Ada", date(2026, 11, 12)),
        intake("Bo", date(2026, 11, 18)),
        intake("Cy", date(2026, 11, 19)),
    )
    folder: Path = desk.folder / "letters" / refs[0]
    async with opened(desk) as (app, pilot):
        assert cursor(app) == refs[0]
        assert "!! 1 day overdue" in rows(app)[0][0]
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        assert (
            "Sent on Friday 20 November 2026, it promises an answer by Friday 4 December"
            in flat(text_of(app))
        )
        await press(pilot, "f", "f")
        await until(pilot, lambda: "Written into" in toasts(app))
        written = sorted(path.name for path in folder.iterdir())
        assert [Path(name).suffix for name in written] == [".docx", ".txt"]
        txt = next(folder.glob("*.txt")).read_text()
        for block in letter.view.letter.blocks:  # type: ignore[union-attr]
            assert flat(block.text) in flat(txt.replace("* ", "").replace("- ", "- "))
        # Esc at the question changes nothing.
        await press(pilot, "s")
        await screen_is(pilot, AskDateScreen)
        shown = flat(text_of(app))
        assert refs[0] in shown
        assert "Ada" in shown
        assert "Friday 20 November 2026" in shown
        await press(pilot, "escape")
        assert app.screen is letter
        assert not letter.busy
        assert queries.case(desk, refs[0]).file.case.version == 1
        # A day that cannot be is refused in a sentence, and the letter stays.
        await press(pilot, "s")
        ask = await screen_is(pilot, AskDateScreen)
        ask.query_one(Input).value = "31 Feb"
        await until(pilot, lambda: "is not a date" in flat(text_of(app)))
        await press(pilot, "enter")
        assert app.screen is ask
        ask.query_one(Input).value = "1/11/2026"
        await until(pilot, lambda: "Sunday 1 November 2026" in text_of(app))
        await press(pilot, "enter")
        await until(pilot, lambda: "is before stage 1 began" in toasts(app))
        assert app.screen is letter
        assert "Sent on Friday 20 November 2026" in text_of(app)
        assert queries.case(desk, refs[0]).file.case.version == 1
        # On another day: the letter is shown with that day, to be read before it is recorded.
        send(app, "s", "s", "s")
        ask = await screen_is(pilot, AskDateScreen)
        ask.query_one(Input).value = ""
        await write(pilot, "19 Nov")
        await press(pilot, "enter")
        await until(pilot, lambda: "Sent on Thursday 19 November 2026" in text_of(app))
        assert queries.case(desk, refs[0]).file.case.version == 1
        await press(pilot, "f")
        await until(pilot, lambda: len(list(folder.glob("2026-11-19*"))) == 2)
        # Pressed more than once, it is asked and saved once.
        send(app, "s", "s", "s")
        await screen_is(pilot, AskDateScreen)
        send(app, "enter", "enter")
        await screen_is(pilot, QueueScreen)
        await until(pilot, lambda: rows(app)[-1][2] == refs[0])
        assert cursor(app) == refs[0]
        assert [row[2] for row in rows(app)] == [refs[1], refs[2], refs[0]]
        assert "S1 answer" in rows(app)[-1][3]
        assert f"{refs[0]} is acknowledged, on Thursday 19 November 2026." in toasts(app)
        # The letter of a case that was acknowledged says so, and asks nothing.
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        assert "Already sent, on Thursday 19 November 2026." in words_of(letter, "#status")
        await press(pilot, "s")
        assert app.screen is letter
    file = queries.case(desk, refs[0]).file
    assert file.case.version == 2
    assert file.case.stages[0].acknowledged == date(2026, 11, 19)
    assert sum("acknowledged" in line.entry for line in file.history) == 1
    assert len(list((desk.folder / "record").glob("*.json"))) == 5


async def test_a_letter_that_a_colleague_changed_is_refused_and_shown_anew(
    desk: Desk, other_pc: OtherPc
) -> None:
    (ref,) = log(desk, intake())
    there = other_pc(desk)
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        there.catch_up()
        commands.change_details(there, ref, 1, replace(intake(), summary="x", questions="Why?"))
        await press(pilot, "s")
        await screen_is(pilot, AskDateScreen)
        await press(pilot, "enter")
        await until(pilot, lambda: toasts(app))
        assert "changed by somebody else" in toasts(app)
        assert app.screen is letter
        await until(pilot, lambda: letter.view.case.version == 2)  # type: ignore[union-attr]
        await settle(pilot)
        await press(pilot, "s")
        await screen_is(pilot, AskDateScreen)
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)
        await until(pilot, lambda: "done on time" in words_of(app.screen, "#case"))


NOT_NOW: dict[str, tuple[Callable[[Case], Case], str]] = {
    "closed": (
        lambda c: replace(c, closed_on=date(2026, 11, 20)), "was closed on Friday 20 November 2026",
    ),
    "refused": (
        lambda c: replace(c, stages=(replace(c.stages[0], refused=date(2026, 11, 20)),)),
        "The complaint was not accepted",
    ),
    "at stage 2": (
        lambda c: replace(c, stages=(*c.stages, Stage(date(2026, 11, 20)))),
        "recorded with d, “Record an acknowledgement sent another way”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_NOW)
async def test_a_letter_that_cannot_be_sent_says_why_and_offers_no_sending(
    desk: Desk, name: str
) -> None:
    """Also one with gaps, which then are nobody's to mend."""
    (ref,) = log(desk, intake(conflict=Conflict.UNCHECKED))
    otherwise, sentence = NOT_NOW[name]
    async with opened(desk) as (app, pilot):
        await press(pilot, "enter")
        await screen_is(pilot, CaseScreen)

        def work(writing: Writing) -> Case:
            return writing.save(otherwise(writing.load(ref)))

        save_change(desk, "stand otherwise", work)
        before = queries.case(desk, ref).file
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        await until(pilot, lambda: sentence in flat(text_of(app)), sentence)
        assert "It cannot be sent now." in text_of(app)
        assert gaps(letter) == []
        # The footer is laid out anew once the letter is there.
        await until(pilot, lambda: "Edit" in text_of(app).splitlines()[-1], "the footer")
        footer = text_of(app).splitlines()[-1]
        assert "Record as sent" not in footer
        assert "Write files" not in footer
        await press(pilot, "s", "f")
        assert app.screen is letter
        # The letter itself can still be read.
        assert "Dear Ann O'Brien" in flat(text_of(app))
    assert queries.case(desk, ref).file == before
    assert not (desk.folder / "letters" / ref).exists()


async def test_a_letter_that_can_be_sent_offers_it(desk: Desk) -> None:
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await screen_is(pilot, LetterScreen)
        await until(pilot, lambda: "Record as sent" in text_of(app).splitlines()[-1], "the footer")
        assert "Write files" in text_of(app).splitlines()[-1]


@pytest.mark.parametrize("from_case", [False, True], ids=["queue", "case"])
async def test_a_request_for_service_has_no_letter_and_a_notice_says_so(
    desk: Desk, from_case: bool
) -> None:
    (ref,) = log(desk, intake(kind=Kind.REQUEST))
    async with opened(desk) as (app, pilot):
        if from_case:
            await press(pilot, "enter")
            await screen_is(pilot, CaseScreen)
        before = app.screen
        await press(pilot, "a")
        await until(pilot, lambda: f"{ref} is a request for service" in toasts(app), "the notice")
        await until(pilot, lambda: app.screen is before, "the screen before")
        # It is alive, and the next key is its own.
        await press(pilot, "w")
        await until(pilot, lambda: app.screen is not before, "why")


async def test_the_councils_details_go_field_by_field(desk: Desk) -> None:
    change_council(desk, replace(COUNCIL, phone="", email=""))
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await screen_is(pilot, LetterScreen)
        await to_gap(pilot, "council.contact")
        council = await screen_is(pilot, CouncilScreen)
        # Enter goes on, as in the other forms; nothing is saved by it.
        await write(pilot, "01632")
        await press(pilot, "enter")
        assert app.screen is council
        assert focused(app) == "f-email"
        await go_to(pilot, "phone")
        await press(pilot, "escape")
        await screen_is(pilot, LetterScreen)
        assert desk.file.council.phone == ""
