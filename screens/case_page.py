"""The page of a case: what matters now, then everything it holds, part by part.

Pure: from what was read to what is shown. A part with nothing in it is left out, and nothing here
is told by colour alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.content import Content

from complaintdesk.domain.case import Authority, Case, Conflict, HistoryLine, Kind
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import CLOCKS, TWELVE_WEEKS, Duty, State
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.parts import Restriction
from complaintdesk.domain.text import clean_line, shorten
from complaintdesk.domain.who import shortly
from complaintdesk.domain.words import sign, to_do, when
from complaintdesk.services.facts import CaseView
from screens import case_people, case_record, case_stages, show
from screens import case_words as words
from screens.case_facts import Lines

LATEST = 8  # lines of history on the page; all of it is in the timeline
_LONGEST = 160  # characters of a promise where it is only named; its part has all of it


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page under its heading; the first has none."""

    heading: str
    lines: tuple[Content, ...]

    @property
    def content(self) -> Content:
        """The part as it is shown, with a line of space before its heading."""
        over = (Content(""), Content.styled(self.heading, "bold $text-accent"))
        return show.stacked([*(over if self.heading else ()), *self.lines])


def title(case: Case) -> Content:
    """Which case it is and where it stands, on one line."""
    where = "service request" if case.kind is Kind.REQUEST else f"stage {case.stage}"
    if case.closed_on:
        where = "closed"
    details = case.details
    return show.line(f"{case.ref}  ·  {where}  ·  {details.complainant.name}  ·  {details.summary}")


def page(view: CaseView, checked: dict[str, str] | None = None) -> tuple[Part, ...]:
    """Every part that has something in it; `checked` is what was found of documents, by file."""
    return tuple(
        Part(heading, found) for heading, lines in _parts(view, checked or {})
        if (found := tuple(lines))
    )  # fmt: skip


def stacked(parts: Iterable[Part]) -> Content:
    """The whole page."""
    return show.stacked([part.content for part in parts])


def _parts(view: CaseView, checked: dict[str, str]) -> Iterator[tuple[str, Lines]]:
    case, today = view.file.case, view.today
    is_request = case.kind is Kind.REQUEST
    yield "", _now(view)
    yield "Other due dates", _other_dates(view)
    yield "Points" if is_request else "Points of complaint", case_stages.points(case)
    yield "Who asked" if is_request else "Who complained", case_people.people(case.details)
    yield "What they need (sensitive)", case_people.needs(case.details)
    what = "The request" if is_request else "The complaint"
    yield what, case_people.matter(case, view.ombudsman)
    yield "Handling", case_people.handling(case.details)
    for number, stage in enumerate(case.stages, 1):
        yield f"Stage {number}", case_stages.stage(number, stage)
    yield "Not accepted", case_stages.refusals(case)
    yield "Promised, to be done", case_record.promises(case, is_open=True)
    yield "Promised, ended", case_record.promises(case, is_open=False)
    yield "Limits on contact", case_record.restrictions(case, today)
    yield "The ombudsman", case_record.matters(case)
    yield "Linked cases (l opens one)", case_record.links(case)
    yield f"Where the {case.profile.title} asks otherwise", case_record.departures(case)
    yield "Documents (v looks at each file)", case_record.documents(case, checked)
    yield "Letters sent", case_record.letters(view.file.letters)
    yield _history_heading(view), map(_history, view.file.history[:LATEST])


def _history_heading(view: CaseView) -> str:
    count = len(view.file.history)
    return f"History: the latest {LATEST} of {count}, t for all" if count > LATEST else "History"


def _now(view: CaseView) -> Lines:
    case = view.file.case
    if case.closed_on:
        why = f": {words.closing(case.closed_why)}" if case.closed_why else ""
        about = show.line(f"on {in_words(case.closed_on)}{why}.")
        yield Content.assemble(("Closed", "bold"), " ", about)
    elif view.next_duty is None:
        yield Content.assemble(("Nothing due", "bold"), _why_nothing(case))
    else:
        yield duty_line(case, view.next_duty)
    yield from _warnings(view)


def _why_nothing(case: Case) -> str:
    if not case.stages:
        return "."
    stage = case.current
    if stage.answered:
        return f": stage {case.stage} is answered."
    return f": stage {case.stage} was not accepted." if stage.refused else "."


def _warnings(view: CaseView) -> Lines:
    case, details = view.file.case, view.file.case.details
    for limit in case.restrictions:
        if _is_running(limit, view):
            is_to_come = limit.starts > view.today
            since = f" from {in_words(limit.starts)}" if is_to_come else ""
            until = f" until {in_words(limit.ends)}" if limit.ends else ""
            yield _warning(f"Contact is limited{since}{until}", limit.what)
    acting = details.representative
    if acting and acting.authority is Authority.AWAITED:
        yield _warning("Authority awaited", f"{acting.person.name} cannot be written to yet")
    if details.adjustments:
        yield _warning("Adjustments needed", details.adjustments)
    if details.conflict is Conflict.DECLARED:
        yield _warning("Conflict of interest declared", details.conflict_note or details.officer)
    for matter in case.matters:
        if matter.decided_on is None:
            since = f"{matter.kind} {matter.reference} since {in_words(matter.opened_on)}"
            yield _warning("With the ombudsman", since)


def _warning(label: str, text: str) -> Content:
    said = shorten(clean_line(text), _LONGEST)
    after = Content.assemble(": ", show.line(said)) if said else Content("")
    return Content.assemble(("! ", "bold $text-warning"), (label, "bold"), after)


def _is_running(limit: Restriction, view: CaseView) -> bool:
    return limit.lifted_on is None and (limit.ends is None or limit.ends >= view.today)


def _other_dates(view: CaseView) -> Lines:
    """Every other open duty, the first due first; what was promised and has ended is below."""
    case = view.file.case
    waiting = open_duties(case, view.duties)
    for duty in waiting:
        if duty != view.next_duty:
            yield _in_columns(case, duty, when(duty.state, duty.working_days_left))
    for duty in view.duties:
        if duty not in waiting and duty.kind in (*CLOCKS, TWELVE_WEEKS):
            said = when(duty.state, None) if duty.done else "not asked for"
            yield _in_columns(case, duty, said, is_open=False)


def duty_line(case: Case, duty: Duty) -> Content:
    """The next duty in a sentence: what, by when, how long that is, and who does it."""
    due = in_words(duty.due) if duty.due else "no date"
    what = f"{_what(duty)} by {due}{_notes(duty)}: {when(duty.state, duty.working_days_left)}"
    style = f"bold {show.state_style(duty.state)}".strip()
    return Content.assemble(Content.styled(f"{_mark(duty)} {what}", style), _who(case, duty))


def _in_columns(case: Case, duty: Duty, state: str, *, is_open: bool = True) -> Content:
    """A duty where there are several: how long, the day, what and who, so that days align."""
    due = words.day(duty.due) if duty.due else ""
    done = f", done {words.day_briefly(duty.done)}" if duty.done else ""
    moot = ", not done" if not is_open and not duty.done else ""
    mark = _mark(duty) if is_open else "  "
    said = f"{mark} {state:<15} {due:<15} {_what(duty)}{_notes(duty)}{done}{moot}"
    if not is_open:
        return Content.styled(said, "$text-muted")
    return Content.assemble(
        Content.styled(said, show.state_style(duty.state)), _who(case, duty)
    )  # fmt: skip


def _mark(duty: Duty) -> str:
    return sign(duty.state) if duty.state is not State.WAITING else "  "


def _what(duty: Duty) -> str:
    return to_do(duty.kind, duty.stage, shorten(clean_line(duty.what), _LONGEST))


def _notes(duty: Duty) -> str:
    """What has to be known about the day itself."""
    if duty.done:
        return ""
    provisional = " (provisional)" if duty.provisional else ""
    beyond = " (beyond the known calendar)" if duty.beyond_calendar else ""
    target = ""
    if duty.target and duty.target != duty.due:
        target = f" (our own target: {words.day(duty.target)})"
    return f"{provisional}{beyond}{target}"


def _who(case: Case, duty: Duty) -> Content:
    who = duty.who or _handler(case, duty)
    return show.run(f"  ({clean_line(who)})", "$text-muted") if who else Content("")


def _handler(case: Case, duty: Duty) -> str:
    """Who deals with the stage whose clock it is; nobody has to do the 12 weeks."""
    if duty.kind not in CLOCKS:
        return ""
    return case.stages[duty.stage - 1].handler


def _history(entry: HistoryLine) -> Content:
    who = shortly(entry.by, entry.account, entry.pc)
    return Content.assemble(
        (words.moment(entry.at), "$text-muted"), "  ", show.plain(entry.entry), "  ",
        (f"({who})" if clean_line(entry.by) else who, "$text-muted"),
    )  # fmt: skip
