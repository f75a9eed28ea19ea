"""The tasks of the case on the screen, found in the palette by their titles."""

from collections.abc import Callable

from textual.command import Hit, Hits, Provider

from complaintdesk.domain.errors import DeskError
from complaintdesk.services import task_desk
from complaintdesk.services.task_desk import Offer
from screens import show
from screens.base import off_loop
from screens.doing import DoesTasks


class TasksOfCase(Provider):
    """Reads the offers once, when the palette opens."""

    offers: tuple[Offer, ...] = ()

    async def startup(self) -> None:
        screen = self.screen
        if isinstance(screen, DoesTasks) and screen.case_ref:
            try:
                self.offers = await off_loop(task_desk.offers, screen.desk, screen.case_ref)
            except DeskError as error:
                screen.refuse(error)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for offer in self.offers:
            title = show.line(offer.title)
            words = f"{title.plain} (not now)" if offer.why_not else title.plain
            if (score := matcher.match(words)) > 0:
                # No help under it: Textual would read that as markup.
                yield Hit(score, show.line(words), self._chosen(offer), words)

    def _chosen(self, offer: Offer) -> Callable[[], None]:
        screen = self.screen
        assert isinstance(screen, DoesTasks)
        return lambda: screen.tell(offer.why_not) if offer.why_not else screen.open_task(offer.name)
