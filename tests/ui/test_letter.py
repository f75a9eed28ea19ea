"""Writing a letter: its boxes, the letter word for word, what the Code asks, and what is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from complaintdesk.domain.case import Authority, Person, Point, Representative, Responsibility
from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import RemedyType
from complaintdesk.services import commands, drafts, letter_desk, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.making import change_council
from complaintdesk.settings import Council
from screens.council import CouncilScreen
from screens.intake import IntakeScreen
from screens.letter import LetterScreen
from screens.letter_preview import mark_of
from screens.letters import LettersScreen
from screens.ombudsmen import OmbudsmenScreen
from screens.queue import QueueScreen
from screens.task import TaskScreen
from tests.conftest import COUNCIL, NOW
from tests.effort import share
from tests.ui.helpers import (
    LARGE,
    MIDDLE,
    SMALL,
    back_to,
    choose,
    flat,
    focused,
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
    value,
    words_of,
    write,
)
from tests.ui.letter_keys import (
    ANSWER,
    FIRST,
    GAPS,
    TIME,
    asked,
    begin_letter,
    choose_line,
    do,
    drawn,
    gap,
    here,
    lines,
    preview,
    ready,
    type_into,
)

OtherPc = Callable[..., Desk]


async def task_on_top(pilot: object) -> TaskScreen:
    """The form of a task that was opened from a letter, which is one itself."""
    app = pilot.app  # type: ignore[attr-defined]
    await until(pilot, lambda: not isinstance(app.screen, LetterScreen), "the task")
    form = await screen_is(pilot, TaskScreen)
    await until(pilot, lambda: form.is_ready)
    return form


@pytest.mark.parametrize("width", [80, 130, 200])
async def test_the_preview_is_the_letter_word_for_word(desk: Desk, width: int) -> None:
    long = "W" * 300
    (ref,) = log(desk, intake(questions=f"Which room?\n{long}", adjustments="Ring", officer=""))
    blocks = letter_desk.open_letter(desk, ref, FIRST).view({}).letter.blocks
    async with opened(desk, (width, 190)) as (app, pilot):
        await press(pilot, "a")
        await ready(pilot)
        await press(pilot, "f2")
        # What the terminal itself shows, read from top to end, is the same words in order.
        await until(pilot, lambda: "Yours sincerely" in drawn(app))
        whole, at = "".join(drawn(app).split()), 0
        for text in ("".join((mark_of(block) + block.text).split()) for block in blocks):
            assert whole.find(text, at) == at, (text, whole[at:])
            at += len(text)
        assert at == len(whole)
        assert "[Missingfromthecase:whoisdealingwithit]" in whole


@pytest.mark.parametrize("size", [SMALL, MIDDLE, (160, 24)])
async def test_no_word_is_cut_where_the_letter_scrolls(desk: Desk, size: tuple[int, int]) -> None:
    log(desk, intake(questions="word " * 80))
    async with opened(desk, size) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await press(pilot, "f2")
        page = letter.preview
        await until(pilot, lambda: page.rows and page.max_scroll_y > 0)
        await press(pilot, "g")
        await until(pilot, lambda: page.scroll_y == 0)
        pages = []
        for _ in range(len(page.rows)):
            pages.append("".join(drawn(app).split()))
            if page.scroll_y == page.max_scroll_y:
                break
            await press(pilot, "pagedown")
        words = {word for text in preview(letter) for word in text.split()}
        assert not [word for word in words if not any(word in shown for shown in pages)]


async def test_the_letter_follows_what_is_typed_and_keeps_its_place(desk: Desk) -> None:
    log(desk, intake(questions="Which room?"))
    async with opened(desk, (160, 30)) as (_, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        page = letter.query_one("#preview")
        assert focused(pilot.app) == "f-complaint_1"
        # The place of the box is in sight, and stays there while it is typed in.
        await press(pilot, "tab", "tab", "tab", "tab")
        assert focused(pilot.app) == "f-questions"
        await until(pilot, lambda: page.scroll_y > 0)
        assert here(letter) == "Which room?"
        assert "Which room?" in drawn(pilot.app)
        place = page.scroll_y
        await write(pilot, "And [b]when[/b]? ")
        await until(pilot, lambda: "And [b]when[/b]? Which room?" in preview(letter))
        assert page.scroll_y == place
        # A list where its lines begin like one.
        await type_into(pilot, "questions", "- one\n- two")
        assert "- one" in preview(letter)
        # A box that is emptied takes its words out of the letter.
        await go_to(pilot, "outcome_1")
        await press(pilot, "end", "ctrl+u")
        gone = "1. [To complete: the outcome sought for point 1]"
        await until(pilot, lambda: gone in preview(letter))
        await until(pilot, lambda: "!! One thing is missing." in words_of(letter, "#state"))


async def test_on_a_small_terminal_f2_turns_from_boxes_to_letter_to_code(desk: Desk) -> None:
    log(desk, gap())
    async with opened(desk, SMALL) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        assert "Next view" in text_of(app).splitlines()[-1]
        seen = []
        for _ in range(3):
            if seen:  # it is scrolled to the box in hand
                await until(pilot, lambda: "What we understand" in text_of(app) or len(seen) > 1)
            shown = text_of(app)
            names = [n for n in ("form", "preview", "asked") if letter.query_one(f"#{n}").display]
            assert "F2 goes on to the next" in shown
            seen.append((*names, flat(shown)))
            await press(pilot, "f2")
        assert [one[0] for one in seen] == ["form", "preview", "asked"]
        assert "[Boxes]" in seen[0][1]
        assert "Not yet decided" in seen[0][1]
        assert "[Letter]" in seen[1][1]
        assert "What we understand the complaint to be" in seen[1][1]
        assert "[What the Code asks]" in seen[2][1]
        assert "✗ missing 5.7 What we are responsible for" in seen[2][1]
        assert "✓ there 5.12 The day we received the complaint" in seen[2][1]
        # And round again to the box that was left.
        assert focused(app) == "f-complaint_1"
        await choose_line(pilot, "responsibility")
        assert focused(app) == "f-responsibility_1"
        assert letter.query_one("#form").display
        # What is there is shown in its place in the letter.
        await choose_line(pilot, "ombudsman")
        await until(pilot, lambda: "Your right to go to the Ombudsman" in text_of(app))


async def test_each_gap_leads_to_where_it_is_mended(desk: Desk) -> None:
    change_council(desk, Council("Northmoor Council", "", "", "", ""))
    (ref,) = log(desk, GAPS)
    async with opened(desk, LARGE) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        missing = {line.field for line in letter.asked.lines if line.field}
        assert missing == {
            "complainant.contact", "council.contact", "points.1.outcome_sought",
            "points.2.responsibility", "write.conflict",
        }  # fmt: skip
        assert "✗ missing" in asked(letter)
        # All that a part lacks is said, not only where to begin.
        assert any("Say which officer" in said for said in lines(letter)["impartial"].sentences)
        # Boxes of its own: typed there, and ticked off.
        await choose_line(pilot, "outcomes")
        assert focused(app) == "f-outcome_1"
        await write(pilot, "Heat.")
        await until(pilot, lambda: not lines(letter)["outcomes"].field)
        # What only the case has, on the case's own form; the box keeps what was typed.
        await choose_line(pilot, "complainant.contact")
        await screen_is(pilot, IntakeScreen)
        assert focused(app) == "f-complainant_address"
        await write(pilot, "1 Mill Lane")
        await go_to(pilot, "officer")
        await write(pilot, "Sam Patel")
        await press(pilot, "ctrl+s")
        await choose(pilot, "save")
        assert await ready(pilot) is letter
        await until(pilot, lambda: "1 Mill Lane" in "".join(preview(letter)))
        assert value(app, "outcome_1") == "Heat."
        assert letter.case.version == queries.case(desk, ref).file.case.version == 2
        # What only the desk has.
        await choose_line(pilot, "council.contact")
        await screen_is(pilot, CouncilScreen)
        await until(pilot, lambda: focused(app) == "f-phone")
        await write(pilot, "01632 960100")
        await press(pilot, "ctrl+s")
        assert await ready(pilot) is letter
        await until(pilot, lambda: "01632 960100" in "".join(preview(letter)))
        assert {line.field for line in letter.asked.lines if line.field} == {
            "points.2.responsibility", "write.conflict",
        }  # fmt: skip


async def test_points_names_and_the_ombudsman_lead_somewhere_too(desk: Desk) -> None:
    acting = Representative(Person("Bea"), "daughter", Authority.WRITTEN)
    log(desk, intake(points=(), representative=acting))
    desk.file = replace(
        desk.file,
        ombudsmen={
            **desk.file.ombudsmen,
            Code.HOUSING: replace(
                desk.file.ombudsmen[Code.HOUSING], phone="", website="", address=""
            ),
        },
    )
    async with opened(desk, LARGE) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await choose_line(pilot, "representative.contact")
        await screen_is(pilot, IntakeScreen)
        assert focused(app) == "f-representative_address"
        await press(pilot, "escape")
        assert await ready(pilot) is letter
        await choose_line(pilot, "ombudsman")
        await screen_is(pilot, OmbudsmenScreen)


async def test_what_is_to_be_known_before_it_goes_is_said(desk: Desk) -> None:
    acting = Representative(Person("Bea [b]", "2 Mill Lane"), "daughter", Authority.WRITTEN)
    log(desk, intake(representative=acting, adjustments="Large print, and ring first"))
    async with opened(desk, MIDDLE) as (app, pilot):
        letter = await begin_letter(pilot, "clarification")
        said = words_of(letter, "#remarks-said")
        assert "It goes to Bea [b], who acts for Ann O'Brien." in said
        assert "large print, 18 point" in said
        assert "ring" in said
        assert "Large print." in words_of(letter, "#state")
        assert "It goes to Bea [b]" in flat(text_of(app))
        # A day on which nobody works, and print chosen otherwise.
        await type_into(pilot, "reply_by", "28/11/2026")
        await until(pilot, lambda: "is not a working day" in words_of(letter, "#remarks-said"))
        await go_to(pilot, "print")
        await press(pilot, "enter", "end", "enter")
        await until(pilot, lambda: "normal print" in words_of(letter, "#remarks-said"))
        assert "Large print." not in words_of(letter, "#state")


async def test_what_is_typed_is_there_again_after_esc_and_on_another_day(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await begin_letter(pilot, TIME)
        await type_into(pilot, "reason", "The surveyor [/] is ill.")
        await press(pilot, "escape")
        await screen_is(pilot, LettersScreen)
        assert "is kept" in toasts(app)
        await press(pilot, "enter")
        letter = await ready(pilot)
        assert value(app, "reason") == "The surveyor [/] is ill."
        assert "The surveyor [/] is ill." in preview(letter)
        await back_to(pilot, QueueScreen)
    desk._clock = lambda: NOW + timedelta(days=3)
    async with opened(desk) as (app, pilot):
        letter = await begin_letter(pilot, TIME)
        assert "What you typed on Friday 20 November 2026 is here again." in text_of(app)
        assert value(app, "reason") == "The surveyor [/] is ill."
        assert "The surveyor [/] is ill." in preview(letter)
        # The day it carries was not typed, so it is the new one.
        assert value(app, "sent_on") == "23/11/2026"
        # Afresh and back: the letter follows.
        await press(pilot, "f4")
        await until(pilot, lambda: "The surveyor [/] is ill." not in preview(letter))
        await press(pilot, "f4")
        await until(pilot, lambda: "The surveyor [/] is ill." in preview(letter))
    desk._clock = lambda: NOW
    assert [d.task for d in drafts.unfinished(desk, ref, "letter-stage1-extension")]


async def test_a_letter_left_as_it_was_leaves_nothing(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await ready(pilot)
        await press(pilot, "f2", "f2", "escape")
        await screen_is(pilot, QueueScreen)
        assert "is kept" not in toasts(app)
    assert drafts.tasks_begun(desk, ref) == frozenset()


async def test_f5_writes_a_word_file_marked_as_a_draft_gaps_and_all(desk: Desk) -> None:
    (ref,) = log(desk, gap())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await press(pilot, "f5")
        await until(pilot, lambda: "Written as a draft" in toasts(app))
        assert app.screen is letter
    (written,) = (desk.folder / "letters" / ref).iterdir()
    assert written.name == "2026-11-20 stage1-acknowledgement DRAFT.docx"
    assert queries.case(desk, ref).file.case.version == 1
    assert queries.case(desk, ref).file.letters == ()


async def test_a_colleagues_change_is_joined_and_what_is_typed_stays(
    desk: Desk, other_pc: OtherPc
) -> None:
    points = (Point("No heating.", "A repair.", Responsibility.OURS),)
    (ref,) = log(desk, intake(points=points))
    there = other_pc(desk)
    async with opened(desk, LARGE) as (app, pilot):
        await press(pilot, "a")
        letter = await ready(pilot)
        await type_into(pilot, "questions", "Which room?")
        there.catch_up()
        more = (*points, Point("The lift [/]", "A new one.", Responsibility.OURS))
        commands.change_details(there, ref, 1, intake(points=more))
        await press(pilot, "ctrl+s")
        await choose(pilot, "send")
        await until(pilot, lambda: letter.query("#f-complaint_2"), "the new point")
        await settle(pilot)
        assert app.screen is letter
        assert "joined to what you typed" in words_of(letter, "#problems")
        assert value(app, "questions") == "Which room?"
        await until(pilot, lambda: "2. The lift [/]" in preview(letter))
        await press(pilot, "escape")
        await screen_is(pilot, QueueScreen)
        # Still at this stage, so it is offered again.
        await press(pilot, "a")
        await ready(pilot)
        assert value(app, "questions") == "Which room?"


async def test_an_answer_takes_a_remedy_and_an_action_on_the_way(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    do(desk, ref, "acknowledge", on="20/11/2026")
    async with opened(desk, LARGE) as (app, pilot):
        letter = await begin_letter(pilot, ANSWER)
        await type_into(pilot, "looked_at", "the repairs log")
        for key, what, part in (("f6", "A boiler [b]", "remedy"), ("f7", "Fit it", "outstanding")):
            assert lines(letter)[part].field == f"write.{part}"
            await press(pilot, key)
            form = await task_on_top(pilot)
            if form.form.name == "remedy":
                await go_to(pilot, "remedy")
                await press(pilot, "enter", "down", "enter")
            for name, text in (("what", what), ("who", "Bo"), ("due", "30 Nov")):
                await go_to(pilot, name)
                await press(pilot, "end", "ctrl+u")
                await write(pilot, text)
            await press(pilot, "ctrl+s")
            assert await ready(pilot) is letter
            await until(pilot, lambda w=what: w in "".join(preview(letter)), what)
            assert not lines(letter)[part].field
        assert value(app, "looked_at") == "the repairs log"
        assert letter.case.version == queries.case(desk, ref).file.case.version == 4
    # Letters that list no remedies have no such keys.
    async with opened(desk) as (app, pilot):
        letter = await begin_letter(pilot, "keeping-informed")
        await press(pilot, "f6", "f7")
        assert app.screen is letter


async def test_a_promise_without_a_day_leads_to_the_task_that_gives_it_one(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    do(desk, ref, "acknowledge", on="20/11/2026")
    do(desk, ref, "remedy", remedy=str(RemedyType.ACT), what="A new boiler", who="Bo", due="")
    async with opened(desk, LARGE) as (_, pilot):
        letter = await begin_letter(pilot, ANSWER)
        assert lines(letter)["remedy"].field == "remedies.1.due"
        await choose_line(pilot, "remedy")
        form = await task_on_top(pilot)
        assert form.form.name == "change"


@pytest.mark.parametrize(("code", "size"), [(Code.HOUSING, SMALL), (Code.GENERAL, LARGE)])
async def test_every_letter_that_fits_opens_with_a_name_like_markup(
    desk: Desk, code: Code, size: tuple[int, int]
) -> None:
    name = "[@click=app.quit]Ann[/] [URGENT] {{ ref }}"
    text = "- [b]Rats[/b] **bold** \x1b]0;PWNED\x07 [/]"
    acting = Representative(Person(name, text), text)
    (ref,) = log(
        desk,
        intake(name, code=code, points=(Point(text, text),), representative=acting,
               adjustments=text, questions=text),
    )  # fmt: skip
    do(desk, ref, "action", what=text, who=name, due="30/11/2026")
    fit = [o.kind for o in letter_desk.offers(desk, ref) if not o.why_not]
    assert len(fit) > 8
    async with opened(desk, size) as (app, pilot):
        for kind in share(fit, [*Code].index(code), len(Code)):
            letter = await begin_letter(pilot, kind)
            shown = "".join(preview(letter))
            assert name in shown, kind
            assert "\x1b" not in shown
            for _ in range(2):
                assert "\x1b" not in text_of(app)
                await press(pilot, "f2")
            # With gaps it does not go, and says what it lacks; a whole one is asked about.
            await press(pilot, "ctrl+s")
            if letter.view.letter.missing:
                assert app.screen is letter
                assert "cannot go yet" in words_of(letter, "#problems"), kind
            elif app.screen is not letter:
                await until(pilot, lambda: name in flat(text_of(app)), kind)
            assert "\x1b" not in text_of(app)
            await back_to(pilot, QueueScreen)


async def test_the_council_is_named_in_the_letter_at_once(desk: Desk) -> None:
    change_council(desk, replace(COUNCIL, phone="", email=""))
    log(desk, intake())
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await ready(pilot)
        await press(pilot, "ctrl+s")
        # What stands in no box: the panel with the cursor on it, and Enter goes there.
        await until(pilot, lambda: focused(app) == "checks")
        assert "phone number or e-mail address" in flat(text_of(app))
        await press(pilot, "enter")
        await screen_is(pilot, CouncilScreen)
        await until(pilot, lambda: focused(app) == "f-phone")
