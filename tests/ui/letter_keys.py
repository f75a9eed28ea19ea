"""Driving the letter screens as an officer does."""

from textual.pilot import Pilot
from textual.widgets import OptionList

from complaintdesk.domain.case import Conflict, Intake, Person, Point, Responsibility
from complaintdesk.domain.errors import Unconfirmed
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.services import letter_desk, queries, task_desk
from complaintdesk.services.desk import Desk
from screens.letter import LetterScreen
from screens.letter_asked import Asked
from screens.letter_preview import mark_of
from screens.letters import LettersScreen
from tests.ui.helpers import flat, intake, press, screen_is, text_of, until, write

FIRST, TIME, ANSWER = "stage1-acknowledgement", "stage1-extension", "stage1-response"
GAPS = intake(
    points=(
        Point("No heating.", "", Responsibility.OURS),
        Point("Nobody rang.", "An apology.", Responsibility.UNDECIDED),
        Point("The gas meter.", "A new one.", Responsibility.NOT_OURS),
    ),
    complainant=Person("Ann O'Brien"),
    officer="",
    conflict=Conflict.UNCHECKED,
)


def gap() -> Intake:
    """A complaint whose acknowledgement lacks one box."""
    return intake(points=(Point("No heating.", "A repair.", Responsibility.UNDECIDED),))


async def begin_letter(pilot: Pilot[None], kind: str) -> LetterScreen:
    """From a queue or a case to a letter, down the list of letters."""
    await press(pilot, "l")
    letters = await screen_is(pilot, LettersScreen)
    await until(pilot, lambda: letters.offers, "the list")
    await write(pilot, KINDS[kind].title)
    for _ in letters.offers:
        if letters.current and letters.current.kind == kind:
            break
        await press(pilot, "down")
    await press(pilot, "enter")
    return await ready(pilot)


async def ready(pilot: Pilot[None]) -> LetterScreen:
    """The letter on top, once its boxes are there."""
    letter = await screen_is(pilot, LetterScreen)
    await until(pilot, lambda: letter.is_ready, "the boxes")
    return letter


def preview(letter: LetterScreen) -> list[str]:
    """The letter on the screen, block by block, with the marks of lists."""
    return [mark_of(block) + block.text for block in letter.preview.blocks]


def here(letter: LetterScreen) -> str:
    """The rows of the letter beside which the bar stands, wherever it is scrolled to."""
    rows = [row.plain for row in letter.preview.rows]
    return " ".join(row.removeprefix("▌").strip() for row in rows if row.startswith("▌"))


def drawn(app: object) -> str:
    """The preview as it is on the terminal now, without the bar beside it."""
    page = app.screen.preview.region  # type: ignore[attr-defined]
    rows = text_of(app).split("\n")[page.y : page.bottom]
    return flat(" ".join(row[page.x : page.right].strip("│▌ ") for row in rows))


def lines(letter: LetterScreen) -> dict[str, Asked]:
    """The panel of what the Code asks, by part."""
    return {line.part: line for line in letter.asked.lines}


def asked(letter: LetterScreen) -> str:
    """What can be read in that panel, also out of sight."""
    checks = letter.query_one("#checks", OptionList)
    return "\n".join(option.prompt.plain for option in checks.options)  # type: ignore[union-attr]


async def choose_line(pilot: Pilot[None], part: str) -> None:
    """From the boxes to a line of that panel, and Enter."""
    letter = pilot.app.screen
    assert isinstance(letter, LetterScreen)
    letter.show_sheet("asked")
    checks = letter.query_one("#checks", OptionList)
    await until(pilot, lambda: checks.has_focus)
    for _ in range(len(letter.asked.lines) + 1):
        if letter.asked.current and letter.asked.current.part == part:
            break
        await press(pilot, "down")
    await press(pilot, "enter")


async def type_into(pilot: Pilot[None], name: str, text: str) -> None:
    """A box's words replaced by others, and the letter waited for."""
    letter = pilot.app.screen
    assert isinstance(letter, LetterScreen)
    letter.go_to(name)
    await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == f"f-{name}", name)
    await press(pilot, "end", "ctrl+u")
    await write(pilot, text)
    await until(pilot, lambda: letter.seen.get(name) == text, "the letter with it")


def boxes(desk: Desk, ref: str, kind: str) -> dict[str, str]:
    """The boxes as they are proposed."""
    return letter_desk.open_letter(desk, ref, kind).proposals


def do(desk: Desk, ref: str, name: str, **typed: str) -> None:
    """A task done on a case, where the screens of it are not what is tested."""
    version = queries.case(desk, ref).file.case.version
    form = task_desk.form(desk, ref, name)
    fields = {s.name: s.value for s in form.fields} | typed
    try:
        task_desk.perform(desk, ref, version, name, fields)
    except Unconfirmed as error:
        fields |= {f"why_{concern.key}": "agreed" for concern in error.concerns}
        task_desk.perform(desk, ref, version, name, fields)
