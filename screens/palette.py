"""What the palette finds by name besides keys: a case's tasks and letters, and every case."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeGuard

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerError

from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.searched import as_reference, matches, typed_words, words_of
from complaintdesk.domain.text import shorten
from complaintdesk.domain.words import sign, when
from complaintdesk.services import letter_desk, task_desk
from complaintdesk.services.facts import QueueRow
from screens import show
from screens.base import DeskScreen, off_loop
from screens.doing import DoesTasks
from screens.own_screens import own_screens

# What is shown, why it cannot be now, and what choosing it does.
_Found = tuple[str, str, Callable[[], None]]
MOST = 12  # cases shown at once; one letter more leaves fewer
_MARGIN = 8  # columns beside a line of the palette
_SUMMARY = 16  # characters of it at least
# Textual gives a command three points for each letter of a stretch that it has, and more where a
# word begins; one for each letter where they are only scattered over it.
_IN_SIGHT, _INSIDE, _IS_REFERENCE = 3.0, 2.0, 1000.0


class Palette(CommandPalette):
    """Textual's palette, where Enter is for what is typed and not for what is still shown.

    Typed fast, a name and Enter would else run a line of the list from before the last letters.
    Private in Textual 8: the test of a name typed fast guards it.
    """

    @on(Input.Submitted)
    def choose_when_found(self, event: Input.Submitted) -> None:
        looking = [w for w in self.workers if w.group == self._GATHER_COMMANDS_GROUP]
        if looking and not looking[-1].is_finished:
            event.prevent_default()  # the palette's own handler, which would choose now
            event.stop()
            self.run_worker(self._choose_after(looking[-1]), group="choose", exclusive=True)

    async def _choose_after(self, looking: Worker[None]) -> None:
        try:
            await looking.wait()
        except WorkerError:
            return  # more was typed since, so Enter was not for that
        self._select_or_command()


class TasksOfCase(Provider):
    """Reads the offers once, when the palette opens."""

    found: tuple[_Found, ...] = ()

    async def startup(self) -> None:
        screen = self.screen
        self.found = tuple((name, "", choose) for name, choose in own_screens(screen))
        if isinstance(screen, DoesTasks) and screen.case_ref:
            try:
                self.found += await off_loop(_read, screen, screen.case_ref)
            except DeskError as error:
                screen.refuse(error)

    async def discover(self) -> Hits:
        for name, choose in own_screens(self.screen):
            yield DiscoveryHit(show.line(name), choose, name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, why_not, choose in self.found:
            title = show.line(name)
            words = f"{title.plain} (not now)" if why_not else title.plain
            if (score := matcher.match(words)) > 0:
                # No help under it: Textual would read that as markup.
                yield Hit(score, show.line(words), choose, words)


class CasesOfDesk(Provider):
    """Every case, open or closed, by its reference, a name or any words in it."""

    async def search(self, query: str) -> Hits:
        screen = self.screen
        if not _may_open_cases(screen):
            return
        from complaintdesk.services import searching

        try:
            rows = await off_loop(searching.find, screen.desk, query, MOST)
        except DeskError:
            return  # the next letter asks again; a sentence for each one would only be in the way
        for score, row in _scored(rows, query):
            line = show.line(_words(row, screen.size.width - _MARGIN))
            shown = _marked(line, query, self.match_style or "bold")
            yield Hit(score, shown, _Open(screen, row.ref), line.plain)


class _Open:
    """Opens a case on top of the screen that the palette was on."""

    def __init__(self, screen: DeskScreen[Any], ref: str) -> None:
        self.screen, self.ref = screen, ref

    def __call__(self) -> None:
        from screens.case import CaseScreen

        is_there = isinstance(self.screen, CaseScreen) and self.screen.ref == self.ref
        if not is_there:
            self.screen.app.push_screen(CaseScreen(self.screen.desk, self.ref))


def _may_open_cases(screen: Screen[Any]) -> TypeGuard[DeskScreen[Any]]:
    """Not over a form or a question, where Esc would lead somewhere unexpected."""
    return isinstance(screen, DeskScreen) and not hasattr(screen, "keep_now")


def _words(row: QueueRow, room: int) -> str:
    """The case on one line, as far as its summary can be cut to fit."""
    due = f"{sign(row.state)} {when(row.state, row.working_days_left)}".strip()
    who = f"{row.ref} {row.complainant}"
    summary = shorten(row.summary, max(room - len(f"{who} ·  · {due}"), _SUMMARY))
    return " · ".join(filter(None, (who, summary, due)))


def _scored(rows: Iterable[QueueRow], typed: str) -> Iterator[tuple[float, QueueRow]]:
    """Cases among commands: in the order that the search gave, which no score turns round."""
    best, ref = _IS_REFERENCE, as_reference(typed)
    for row in sorted(rows, key=lambda each: each.ref != ref):
        best = min(best, _score(row, typed, ref))
        yield best, row


def _score(row: QueueRow, typed: str, ref: str) -> float:
    if row.ref == ref:
        return _IS_REFERENCE
    said = f"{row.ref} {row.complainant} {row.summary}"
    shown = [word for word, _, _ in words_of(said)]
    is_in_sight = all(any(w.startswith(each) for w in shown) for each in typed_words(typed))
    return len(typed) * (_IN_SIGHT if is_in_sight else _INSIDE)


def _marked(line: Content, typed: str, style: Any) -> Content:
    """The line with what was typed marked in it; literal all the same."""
    for start, end in matches(line.plain, typed_words(typed)):
        line = line.stylize(style, start, end)
    return line


def _read(screen: DoesTasks, ref: str) -> tuple[_Found, ...]:
    """Tasks first, then letters. Reads the store, so off the event loop."""

    def chosen(why_not: str, opens: Callable[[str], None], name: str) -> Callable[[], None]:
        return lambda: screen.tell(why_not) if why_not else opens(name)

    tasks = (
        (task.title, task.why_not, chosen(task.why_not, screen.open_task, task.name))
        for task in task_desk.offers(screen.desk, ref)
    )
    letters = (
        (f"Letter: {one.title}", one.why_not, chosen(one.why_not, screen.open_letter, one.kind))
        for one in letter_desk.offers(screen.desk, ref)
    )
    return (*tasks, *letters)
