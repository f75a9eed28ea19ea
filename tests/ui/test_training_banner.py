"""A training desk says so on every screen, also behind a question; a real desk never does."""

from complaintdesk.services.desk import Desk
from complaintdesk.services.training import make_training_desk
from screens.ask import ChooseScreen
from screens.case import CaseScreen
from screens.council import CouncilScreen
from screens.intake import IntakeScreen
from screens.letter import LetterScreen
from screens.letters import LettersScreen
from screens.queue import SHOWN, QueueScreen
from screens.why import WhyScreen
from tests.conftest import NOW, TODAY
from tests.ui.helpers import (
    back_to,
    go_to,
    intake,
    log,
    opened,
    press,
    screen_is,
    text_of,
    until,
    write,
)


async def every_screen(desk: Desk) -> list[tuple[str, str]]:
    """The name of each screen, and what its terminal shows."""
    seen: list[tuple[str, str]] = []

    async with opened(desk) as (app, pilot):

        async def look(kind: type) -> None:
            await screen_is(pilot, kind)
            seen.append((kind.__name__, text_of(app)))

        await look(QueueScreen)
        for number in range(1, len(SHOWN) + 1):
            await press(pilot, str(number))
            seen.append((SHOWN[number - 1], text_of(app)))
        await press(pilot, "5", "question_mark")
        await until(pilot, lambda: "The queue" in text_of(app))
        seen.append(("help", text_of(app)))
        await press(pilot, "question_mark", "enter")
        await look(CaseScreen)
        await press(pilot, "w")
        await look(WhyScreen)
        await back_to(pilot, CaseScreen)
        await press(pilot, "a")
        await look(LetterScreen)
        app.push_screen(CouncilScreen(desk))
        await look(CouncilScreen)
        await back_to(pilot, LetterScreen)
        await back_to(pilot, CaseScreen)
        await press(pilot, "l")
        await look(LettersScreen)
        await back_to(pilot, CaseScreen)
        await press(pilot, "e")
        await look(IntakeScreen)
        await back_to(pilot, QueueScreen)
        await press(pilot, "n")
        await screen_is(pilot, IntakeScreen)
        await write(pilot, "today")
        await go_to(pilot, "complainant_name")
        await write(pilot, "Ann")
        await go_to(pilot, "point_1")
        await write(pilot, "Bins")
        await press(pilot, "ctrl+s")
        await look(ChooseScreen)
        await press(pilot, "enter")
        await screen_is(pilot, QueueScreen)
        await press(pilot, "ctrl+p")
        seen.append(("palette", text_of(app)))
        await press(pilot, "escape")
    return seen


async def test_a_training_desk_says_so_everywhere(tmp_path: object) -> None:
    folder = make_training_desk(tmp_path / "training", 12, TODAY, 3)  # type: ignore[operator]
    desk = Desk(folder, "Robin Ashdown", clock=lambda: NOW)
    desk.catch_up()
    for name, shown in await every_screen(desk):
        first = shown.splitlines()[0]
        assert "TRAINING DESK" in first, (name, first)
    desk.close()


async def test_a_real_desk_never_does(desk: Desk) -> None:
    (ref,) = log(desk, intake())
    for name, shown in await every_screen(desk):
        assert "TRAINING" not in shown, name
    async with opened(desk) as (app, pilot):
        await press(pilot, "a")
        await screen_is(pilot, LetterScreen)
        await press(pilot, "ctrl+s")
        await screen_is(pilot, ChooseScreen)
        assert ref in text_of(app)
        assert "TRAINING" not in text_of(app)


async def test_the_letter_of_a_training_desk_says_so_too(training_desk: Desk) -> None:
    async with opened(training_desk) as (app, pilot):
        await press(pilot, "5")
        await press(pilot, "a")
        letter = await screen_is(pilot, LetterScreen)
        assert letter.view.letter.blocks[0].text.startswith("TRAINING DESK: an invented case")
        await press(pilot, "f2")
        await until(pilot, lambda: letter.preview.scroll_y > 0, "the place of the box")
        await press(pilot, "home")
        await until(pilot, lambda: "TRAINING DESK: an invented case" in text_of(app))
