"""What the palette finds besides keys by their names: tasks, letters, lists, and every case."""

import asyncio
from collections.abc import Iterable, Iterator
from functools import partial
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
from complaintdesk.services import letter_desk, queries, task_desk
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import QueueRow
from screens import show
from screens.base import DeskScreen, off_loop
from screens.doing import DoesTasks
from screens.filter import Known
from screens.narrowing import has_words
from screens.own_screens import NOTHING_KNOWN, Command, list_lines, own_screens
from screens.queue import QueueScreen

MOST = 12  # cases shown at once; one letter more leaves fewer
_MARGIN = 8  # columns beside a line of the palette
_SUMMARY = 16  # characters of it at least
# Textual gives a command three points for each letter of a stretch that it has, and more where a
# word begins; one for each letter where they are only scattered over it.
_IN_SIGHT, _INSIDE, _IS_REFERENCE = 3.0, 2.0, 1000.0
_NAMED, _DOES = 3.2, 2.5  # words in a command's name; in what it does


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
    """Reads the offers once, when the palette opens, with what lists can be narrowed to.

    What keys do is found here too, by the sentence that says what it does.
    """

    found: tuple[Command, ...] = ()
    lines: tuple[Command, ...] = ()
    reading: asyncio.Future[tuple[None, None]] | None = None

    async def startup(self) -> None:
        """Begin to read. Nobody waits for it who has not typed anything yet."""
        self.found = tuple(own_screens(self.screen))
        self.reading = asyncio.gather(self._read_lines(), self._read_offers())

    async def shutdown(self) -> None:
        if self.reading:
            self.reading.cancel()

    async def _read_lines(self) -> None:
        screen = self.screen
        if isinstance(screen, QueueScreen):
            self.lines = tuple(list_lines(screen, await off_loop(_known, screen.desk)))

    async def _read_offers(self) -> None:
        screen = self.screen
        if isinstance(screen, DoesTasks) and screen.case_ref:
            try:
                self.found += await off_loop(_read, screen, screen.case_ref)
            except DeskError as error:
                screen.refuse(error)

    async def discover(self) -> Hits:
        for each in own_screens(self.screen):
            if not each.why_not:
                yield DiscoveryHit(show.line(each.name), each.run, each.name)

    async def search(self, query: str) -> Hits:
        if self.reading:
            await asyncio.shield(self.reading)  # more letters end this search, not the reading
        matcher = self.matcher(query)
        for each in self.found:
            if (score := max(matcher.match(_called(each)), _by_words(each, query))) > 0:
                yield self._hit(each, score)
        for each in self.lines:  # many, of any length: letters scattered over them mean nothing
            if (score := _by_words(each, query)) > 0:
                yield self._hit(each, score)
        for name, does, run, *_ in self.app.get_system_commands(self.screen):
            if not matcher.match(name) and (score := _by_words(Command("", run, does), query)):
                yield Hit(score, show.line(name), run, name, does)  # else it is found by its name

    def _hit(self, command: Command, score: float) -> Hit:
        words, run = _called(command), command.run
        if command.why_not:
            run = partial(_tell, self.screen, command.why_not)
        # Only words of our own under it: Textual reads them as markup.
        return Hit(score, show.line(words), run, words, command.does or None)


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


def _called(command: Command) -> str:
    """What it is called in the palette."""
    words = show.line(command.name).plain
    return f"{words} (not now)" if command.why_not else words


def _by_words(command: Command, typed: str) -> float:
    """How well it fits where every typed word is in its name, or else in what it does."""
    if not typed.strip():
        return 0
    if has_words(command.name, typed):
        return len(typed) * _NAMED
    return len(typed) * _DOES if has_words(command.does, typed) else 0


def _tell(screen: Screen[Any], why_not: str) -> None:
    if isinstance(screen, DeskScreen):
        screen.tell(why_not)


def _known(desk: Desk) -> Known:
    """What cases can be filtered by; reads the store, so off the event loop."""
    try:
        return queries.filter_choices(desk)
    except DeskError:
        return NOTHING_KNOWN  # the store is busy: the lines that need nothing of it are there


def _read(screen: DoesTasks, ref: str) -> tuple[Command, ...]:
    """Tasks first, then letters. Reads the store, so off the event loop."""
    tasks = (
        Command(task.title, partial(screen.open_task, task.name), why_not=task.why_not)
        for task in task_desk.offers(screen.desk, ref)
    )
    letters = (
        Command(f"Letter: {one.title}", partial(screen.open_letter, one.kind), why_not=one.why_not)
        for one in letter_desk.offers(screen.desk, ref)
    )
    return (*tasks, *letters)
