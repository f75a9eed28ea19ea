"""What can be done with the case on the screen, and its letters, found in the palette by name."""

from collections.abc import Callable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import letter_desk, task_desk
from screens import show
from screens.base import off_loop
from screens.doing import DoesTasks
from screens.own_screens import own_screens

# What is shown, why it cannot be now, and what choosing it does.
_Found = tuple[str, str, Callable[[], None]]


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
