"""What can be done with a case: every task by its name, those that fit now first."""

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from complaintdesk.services import task_desk
from complaintdesk.services.task_desk import Offer
from screens import show
from screens.narrowing import NarrowingScreen, has_words
from screens.task import open_task

_NOT_NOW = "Not now"


class MenuScreen(NarrowingScreen[Offer]):
    """Every task, with what cannot be done now below, and why."""

    HELP = (
        "# What to do\n\nType letters of what you look for; `Up` and `Down` move, `Enter` opens "
        "it, `Esc` goes back. What cannot be done now stands below, and why."
    )

    def heading(self) -> str:
        return f"What to do with {self.ref}"

    def read(self) -> tuple[Offer, ...]:
        return task_desk.offers(self.desk, self.ref)

    def key(self, offer: Offer) -> str:
        return offer.name

    def found(self, typed: str) -> Sequence[Offer]:
        return list(narrowed(self.offers, typed))

    def options(self, found: Sequence[Offer]) -> Iterable[Option]:
        heading = ""
        for offer in found:
            group = _NOT_NOW if offer.why_not else offer.group
            if group != heading:
                heading = group
                yield Option(show.line(heading, "bold $text-accent"), disabled=True)
            yield Option(_line(offer, offer.name in self.begun), id=offer.name)

    def status(self, offer: Offer) -> Content:
        if offer.why_not:
            return Content.assemble(("Not now: ", "bold"), show.line(offer.why_not))
        if offer.name in self.begun:
            return Content("Enter goes on with what you typed.")
        return Content.assemble("Enter opens it: ", show.line(offer.title))

    def choose(self, offer: Offer) -> None:
        if offer.why_not and offer.name not in self.begun:
            self.tell(offer.why_not)
        else:
            open_task(self, self.ref, offer.name, self.left)


def narrowed(offers: Iterable[Offer], typed: str) -> Iterable[Offer]:
    """The offers with every typed word in title or group: those that fit first, group by group."""
    found = [o for o in offers if has_words(f"{o.group} {o.title}", typed)]
    groups = list(dict.fromkeys(offer.group for offer in found))
    return sorted(found, key=lambda o: (1, 0) if o.why_not else (0, groups.index(o.group)))


def _line(offer: Offer, is_begun: bool) -> Content:
    words = f"  {show.line(offer.title).plain}{'  (half written)' if is_begun else ''}"
    return Content.styled(words, "$text-muted") if offer.why_not else Content(words)
