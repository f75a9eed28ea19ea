"""A dry run over the marked cases, a question, then the run: what doing one thing to many shares.

The cases are done one after the other, each off the event loop, so that every line tells at once
what became of it, and leaving the program stops before the next one.
"""

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from complaintdesk.services import undoing
from complaintdesk.services.desk import Desk, new_id
from complaintdesk.services.marked_cases import Line, Result
from screens import show
from screens.ask import ChooseScreen
from screens.base import DeskScreen, off_loop
from screens.moving import letter_moves


class DryRunScreen(DeskScreen[tuple[str, ...]]):
    """A line for each case. It returns the cases that it was done for."""

    CSS_PATH = "dry_run.tcss"
    BINDINGS = [
        *letter_moves("move('cursor_down')", "move('cursor_up')", "move('first')", "move('last')"),
    ]
    # In a screen's own words: what is being done, what was done, and the keys that go on from here.
    LOOKING, DOING, DONE = "Looking at each case", "Changing", "done"
    READY = "Ctrl+S asks, then does it for those that are ready."
    STAYING = "Enter on one that stays opens it."
    AGAIN = "It stopped at the line that says AGAIN: Ctrl+S goes on from there."
    WAIT = "The cases are being changed. Wait for the last one."
    NONE_READY = "Nothing is to be done for any case here."
    YES = "yes"  # the answer that means it

    def __init__(self, desk: Desk, refs: Sequence[str]) -> None:
        super().__init__(desk)
        self.refs = tuple(refs)
        self.lines: dict[str, Line] = {}
        self.results: dict[str, Result] = {}  # of this run; one that stayed is looked at again
        self.is_running_now = False
        self.run_id = new_id()

    # What a screen says for itself

    def dry_run(self, ref: str) -> tuple[Line, ...]:
        """What would happen to a case; off the event loop."""
        raise NotImplementedError

    def carry_out(self, lines: Sequence[Line]) -> tuple[Result, ...]:
        """Do it; off the event loop."""
        raise NotImplementedError

    def question(self, count: int, stays: str) -> tuple[Content, str]:
        """What is asked before it is done for so many cases, and the answer that says yes."""
        raise NotImplementedError

    def told(self, head: Content, about: Sequence[str]) -> Content:
        """A case: its own line, and what there is to say about it."""
        return show.stacked([head, *(show.line(f"- {each}", "$text-muted") for each in about)])

    def action_open(self) -> None:
        """Open what has to be seen to for the case under the cursor."""
        raise NotImplementedError

    @property
    def can_begin(self) -> bool:
        """Whether it is known what is to be done."""
        return True

    def batches(self, ready: Sequence[Line]) -> Sequence[Sequence[Line]]:
        """What is done in one go: case by case, unless a screen says otherwise."""
        return [(line,) for line in ready]

    # Where it stands

    def body(self) -> ComposeResult:
        yield Static(counted(len(self.refs), "marked case"), id="title", classes="title-bar")
        yield OptionList(id="lines", markup=False)
        yield Static(id="status")

    def on_mount(self) -> None:
        self.query_one("#lines").focus()

    @property
    def shown(self) -> OptionList:
        return self.query_one("#lines", OptionList)

    @property
    def done(self) -> tuple[str, ...]:
        return tuple(ref for ref, result in self.results.items() if result.is_done)

    @property
    def ready(self) -> tuple[Line, ...]:
        """The lines that it can be done for and was not, with those that can be tried again."""
        return tuple(line for ref, line in self.lines.items() if line.is_ready and self._waits(ref))

    def _waits(self, ref: str) -> bool:
        result = self.results.get(ref)
        return result is None or result.can_try_again

    @property
    def current(self) -> str | None:
        """The case under the cursor."""
        option = self.shown.highlighted_option
        return option.id if option else None

    def call_it(self, title: str) -> None:
        """What is done, for how many cases, on which desk."""
        words = show.line(f"{title}  ·  {counted(len(self.refs), 'case')}  ·  {self.desk.name}")
        self.query_one("#title", Static).update(words)

    def say(self, words: str) -> None:
        """Words below the list."""
        self.query_one("#status", Static).update(show.line(words))

    def _standing(self) -> str:
        """Where it stands, counted."""
        ready = len(self.ready)
        counts = [(len(self.done), self.DONE), (ready, "ready")]
        rest = len(self.refs) - sum(count for count, _ in counts)
        counts.append((rest, "stays" if rest == 1 else "stay"))
        said = [", ".join(f"{count} {words}" for count, words in counts if count) + "."]
        stopped = any(result.can_try_again for result in self.results.values())
        said += [self.AGAIN if stopped else self.READY] if ready else []
        said += [self.STAYING] if rest else []
        return " ".join(said)

    # Keys

    def action_back(self) -> None:
        if self.is_running_now:
            self.tell(self.WAIT)
        else:
            self.dismiss(self.done)

    def action_move(self, how: str) -> None:
        getattr(self.shown, f"action_{how}")()

    @on(OptionList.OptionSelected)
    def chosen(self) -> None:
        """Enter asks from a line that is ready, and else opens the one that is not."""
        if self.current in {line.ref for line in self.ready}:
            self.action_run()
        elif self.current not in self.done:
            self.action_open()

    def action_look(self) -> None:
        if self.can_begin and not self.busy:
            self.look()

    def action_run(self) -> None:
        if self.busy or not self.lines:
            return
        if not self.ready:
            self.tell(self.NONE_READY)
            return
        self.busy = True
        self.run()

    # The dry run, and the run

    @work(exclusive=True, group="load")
    async def look(self) -> None:
        """A dry run of those that it was not done for, with the cursor kept on its case."""
        refs = [ref for ref in self.refs if ref not in self.done]
        found: list[Line] = []
        for number, ref in enumerate(refs, 1):
            self.say(f"{self.LOOKING}: {number} of {len(refs)} …")
            found += await off_loop(self.dry_run, ref)
        if self.is_running_now:
            return  # what is done now tells more than what was looked at before
        self.lines |= {line.ref: line for line in found}
        self.results = {ref: self.results[ref] for ref in self.done}
        self._fill()
        self.say(self._standing())

    @work(group="save")
    async def run(self) -> None:
        """Ask, then do it. Leaving the program stops before the next case."""
        try:
            ready = self.ready
            if await self._is_meant(len(ready)):
                self.is_running_now = True
                await self._run_all(ready)
                self._go_to_what_stays()
        finally:
            self.busy = self.is_running_now = False
        self.say(self._standing())

    async def _is_meant(self, count: int) -> bool:
        stay = len(self.refs) - len(self.done) - count
        stays = f" {stay} {'stays' if stay == 1 else 'stay'}." if stay else ""
        question, yes = self.question(count, stays)
        answers = (("back", "No, go back to the list"), (self.YES, yes))
        return await self.app.push_screen_wait(ChooseScreen(question, answers)) == self.YES

    async def _run_all(self, ready: Sequence[Line]) -> None:
        """Where the desk's folder does not answer it stops: the others would not get there."""
        number = 1
        for lines in self.batches(ready):
            self.say(f"{self.DOING} {number} of {len(ready)} …")
            await self._run_some(lines)
            number += len(lines)
            if any(self.results[line.ref].can_try_again for line in lines):
                return

    async def _run_some(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._show(line.ref, _head(f"{self.DOING.lower()} …", "", line))
        for result in await off_loop(self._carry_out_in_run, lines):
            self.results[result.ref] = result
            self._show(result.ref, self._told(self.lines[result.ref]))
        self.shown.highlighted = self.shown.get_option_index(lines[-1].ref)

    def _carry_out_in_run(self, lines: Sequence[Line]) -> tuple[Result, ...]:
        """Off the event loop. What was done for all of them here is undone together."""
        with undoing.part_of(self.desk, self.run_id):
            return self.carry_out(lines)

    def _go_to_what_stays(self) -> None:
        staying = [at for at, ref in enumerate(self.refs) if ref not in self.done]
        if staying:
            self.shown.highlighted = staying[0]

    # Showing

    def _fill(self) -> None:
        here = self.current
        options = [Option(self._told(self.lines[ref]), id=ref) for ref in self.refs]
        self.shown.clear_options()
        self.shown.add_options(options)
        at = self.refs.index(here) if here in self.refs else 0
        self.shown.highlighted = at

    def _show(self, ref: str, words: Content) -> None:
        self.shown.replace_option_prompt(ref, words)

    def _told(self, line: Line) -> Content:
        """One case, and what became of it or would."""
        result = self.results.get(line.ref)
        if result and result.is_done:
            message = result.message.removeprefix(f"{line.ref}: ")
            return self.told(_head(self.DONE.upper(), "$text-success", line), (message,))
        if result:
            word = "AGAIN" if result.can_try_again else "STAYS"
            return self.told(_head(word, "$text-warning", line), (result.message,))
        if line.is_ready:
            return self.told(_head("READY", "$text-success", line), line.remarks)
        about = (*line.problems, *line.remarks)
        return self.told(_head("STAYS", "$text-warning", line), about)


def _head(word: str, style: str, line: Line) -> Content:
    """What became of it, in a column of its own, then the case."""
    who = show.line(f"{line.ref}  {line.complainant or '?'}", "bold")
    return Content.assemble((f"{word:<6}", f"bold {style}".strip()), who)


def counted(count: int, thing: str) -> str:
    """“1 case”, “3 cases”."""
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
