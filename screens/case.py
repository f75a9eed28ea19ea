"""One case: who complained about what, which Code and ombudsman, what is due, what was done."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.case import (
    Authority,
    Case,
    Conflict,
    HistoryLine,
    Intake,
    Person,
    Point,
    Responsibility,
)
from complaintdesk.domain.dates import in_words, short
from complaintdesk.domain.deadlines import Duty, State
from complaintdesk.domain.errors import DeskError
from complaintdesk.domain.words import sign, to_do, when
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.facts import CaseView
from screens import show
from screens.base import off_loop
from screens.doing import CASE_KEYS, DoesTasks

RESPONSIBILITY = {
    Responsibility.UNDECIDED: "not yet decided",
    Responsibility.OURS: "yes",
    Responsibility.PARTLY: "in part",
    Responsibility.NOT_OURS: "no",
}
AUTHORITY = {
    Authority.AWAITED: "authority awaited",
    Authority.VERBAL: "authority given by word of mouth",
    Authority.WRITTEN: "authority given in writing",
    Authority.NOT_NEEDED: "authority not needed",
}
FORCE = {
    "must": "statutory, it must be followed",
    "should": "guidance, it should be followed or the departure explained",
}
CONFLICT = {
    Conflict.UNCHECKED: "not yet checked",
    Conflict.NONE: "none: the officer had no part in the matter",
    Conflict.DECLARED: "declared",
}
_LONDON = ZoneInfo("Europe/London")


class CaseScreen(DoesTasks):
    """The whole case on one page that scrolls."""

    CSS_PATH = "case.tcss"
    HELP = (
        "# A case\n\nAll that is known, history newest first.\n\n`d` all that can be done with it, "
        "`u` undoes what you did last, `a` its letter, `w` why these dates, `e` corrects or "
        "completes it, `j` `k` `g` `G` scroll, `Esc` goes back."
    )
    BINDINGS = [
        Binding("a", "acknowledge", "Acknowledge", id="acknowledge",
                tooltip="The acknowledgement letter of this case"),
        Binding("w", "why", "Why this date", id="why", tooltip="What each date is counted from"),
        Binding("e", "edit", "Edit", id="edit", tooltip="Correct or complete the details"),
        *CASE_KEYS,
        Binding("j", "scroll('down')", "Down", id="down", show=False),
        Binding("k", "scroll('up')", "Up", id="up", show=False),
        Binding("g", "scroll('home')", "First", id="first", show=False),
        Binding("G", "scroll('end')", "Last", id="last", show=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ref: str) -> None:
        super().__init__(desk)
        self.ref = ref
        self.view: CaseView | None = None

    def body(self) -> ComposeResult:
        yield Static(id="title", classes="title-bar", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="case", markup=False)

    @property
    def case_ref(self) -> str | None:
        return self.ref

    def undone(self, ref: str) -> None:
        self.load()

    def on_mount(self) -> None:
        self.query_one("#page").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def action_scroll(self, where: str) -> None:
        # A step is taken at once: put off to the next refresh, a second key before that would
        # begin where this one did. The ends need the refresh, which settles the page's height.
        step = where in ("up", "down")
        getattr(self.query_one("#page"), f"scroll_{where}")(animate=not step, immediate=step)

    def action_why(self) -> None:
        from screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.desk, self.ref))

    def action_acknowledge(self) -> None:
        from screens.letter import LetterScreen

        self.app.push_screen(LetterScreen(self.desk, self.ref))

    def action_edit(self) -> None:
        from screens.offer import open_form

        open_form(self, ref=self.ref)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        try:
            self.view = await off_loop(queries.case, self.desk, self.ref)
        except DeskError as error:
            self.refuse(error)
            return
        self.query_one("#title", Static).update(_title(self.view.file.case))
        self.query_one("#case", Static).update(show.stacked(list(_page(self.view))))


def _title(case: Case) -> Content:
    return show.line(f"{case.ref}  ·  {case.details.complainant.name}  ·  {case.details.summary}")


def _page(view: CaseView) -> Iterator[Content]:
    case = view.file.case
    details = case.details
    yield from _due(view)
    yield from _section("The complaint")
    yield show.labelled("Code", f"{case.profile.title}: {FORCE[case.profile.force]}")
    yield show.labelled("Ombudsman", view.ombudsman)
    yield show.labelled("Service", f"{details.service}, came in by {details.channel or 'not said'}")
    yield show.labelled("Received", _received(case))
    yield show.labelled("Logged", _moment(case.logged_at))
    yield from _matter(details)
    for number, point in enumerate(details.points, 1):
        yield from _point(number, point)
    if not details.points:
        yield Content("No points of complaint are set out yet: press e to add them.")
    yield from _optional(("To be asked", details.questions))
    yield from _people(details)
    yield from _section("Handling")
    yield show.labelled("Officer", details.officer or "nobody yet")
    conflict = CONFLICT[details.conflict]
    if details.conflict_note:
        conflict = f"{conflict}: {details.conflict_note}"
    yield show.labelled("Conflict of interest", conflict)
    yield from _section("History")
    yield from (_history(entry) for entry in view.file.history)


def _due(view: CaseView) -> Iterator[Content]:
    case = view.file.case
    if case.closed_on:
        yield Content.assemble(("Closed", "bold"), f" on {in_words(case.closed_on)}.")
    elif view.next_duty is None:
        yield Content.assemble(("Nothing due", "bold"), f": stage {case.stage} is answered.")
    for duty in view.duties:
        yield _duty(duty, duty == view.next_duty)


def _duty(duty: Duty, is_next: bool) -> Content:
    style = show.STATE_STYLES.get(duty.state, "")
    state = when(duty.state, duty.working_days_left)
    due = in_words(duty.due) if duty.due else "no date"
    done = f", done {in_words(duty.done)}" if duty.done else ""
    provisional = " (provisional)" if duty.provisional and not duty.done else ""
    mark = sign(duty.state) if duty.state is not State.WAITING else "  "
    words = f"{mark} {to_do(duty.kind, duty.stage)} by {due}{provisional}{done}: {state}"
    return Content.styled(words, f"bold {style}".strip() if is_next else style)


def _section(title: str) -> Iterator[Content]:
    yield Content("")
    yield Content.styled(title, "bold $text-accent")


def _point(number: int, point: Point) -> Iterator[Content]:
    yield Content("")
    yield show.labelled(f"Point {number}", point.complaint)
    yield show.labelled("  Outcome sought", point.outcome_sought or "not yet known")
    ours = RESPONSIBILITY[point.responsibility]
    if point.responsibility_note:
        ours = f"{ours}: {point.responsibility_note}"
    yield show.labelled("  Ours to answer for", ours)


def _people(details: Intake) -> Iterator[Content]:
    yield from _section("Who complained")
    yield from _person("Name", details.complainant)
    if acting := details.representative:
        who = f"{acting.relationship}, " if acting.relationship else ""
        yield from _person("Representative", acting.person)
        yield show.labelled("  Acts as", f"{who}{AUTHORITY[acting.authority]}")
    yield from _optional(
        ("Adjustments needed", details.adjustments), ("Vulnerability", details.vulnerability)
    )


def _person(label: str, person: Person) -> Iterator[Content]:
    yield show.labelled(label, person.name)
    address = ", ".join(part.strip() for part in person.address.split("\n") if part.strip())
    yield from _optional(
        ("  Address", address), ("  E-mail", person.email), ("  Phone", person.phone)
    )


def _matter(details: Intake) -> Iterator[Content]:
    if details.matter_date:
        yield show.labelled("It happened", in_words(details.matter_date))
    if details.discretion:
        decided = f"{details.discretion.replace('-', ' ')}: {details.discretion_reason}"
        yield show.labelled("Older than 12 months", decided)


def _optional(*pairs: tuple[str, str]) -> Iterator[Content]:
    yield from (show.labelled(label, text) for label, text in pairs if text)


def _received(case: Case) -> str:
    at = case.details.received_time
    return in_words(case.details.received_on) + (f" at {at:%H:%M}" if at else "")


def _moment(at: datetime) -> str:
    here = at.astimezone(_LONDON)
    return f"{short(here.date())} {here.year} {here:%H:%M}"


def _history(entry: HistoryLine) -> Content:
    return Content.assemble(
        (_moment(entry.at), "$text-muted"), "  ", show.plain(entry.entry), "  ",
        (f"({show.line(entry.by).plain})", "$text-muted"),
    )  # fmt: skip
