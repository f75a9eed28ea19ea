"""The ombudsmen's details as letters print them, kept in desk.toml with the day they were checked.

No e-mail address is asked for: new cases are not taken by e-mail, so no letter prints one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from complaintdesk.domain.codes import PROFILES, Code, Ombudsman
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import CaseChanged, DeskError, FormRefused, Problem
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import join
from complaintdesk.domain.text import clean_line
from complaintdesk.services import drafts, ombudsmen
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.facts import Outcome
from screens import show
from screens.base import DeskScreen, off_loop
from screens.fields import set_typed, with_said
from screens.form import FormScreen

TASK = "ombudsmen"  # the name that its half-written form is kept by
_PARTS = {
    "name": ("Name", "Give the name as its own website has it."),
    "phone": ("Phone", "Give the phone number."),
    "website": ("Website", "Give the website."),
    "address": ("Address", "Give the postal address."),
}
_CHECKED, _YES, _NO = "checked", "yes", "no"
_ANSWERS = (
    ("Yes, I compared them with its website today", _YES),
    ("No, keep the day they were last checked", _NO),
)
_NOTE = (
    "Letters print these. Compare them with each ombudsman's own website. An e-mail address is "
    "not printed, as new cases are not taken by e-mail."
)


@dataclass(frozen=True, slots=True)
class _Read:
    """The details as desk.toml has them now, and which day it is."""

    known: Mapping[Code, Ombudsman]
    today: date


class OmbudsmenScreen(FormScreen):
    """Both ombudsmen on one form. Ctrl+S keeps them."""

    HELP = (
        "# The ombudsmen\n\nTheir details as letters print them. `Tab` goes on, `Shift+Tab` back. "
        "`Ctrl+S` keeps what is typed; where you say that you checked them, today becomes the day "
        "of the last check. `Esc` leaves and keeps what is typed on this PC."
    )
    again = "It is there again when you open the ombudsmen's details."

    def __init__(self, desk: Desk, read: _Read, draft: Draft) -> None:
        super().__init__(desk, draft, read.today)
        self.known = read.known

    def heading(self) -> Content:
        return Content("The ombudsmen's details, as letters print them")

    def asks(self) -> ComposeResult:
        yield Static(_NOTE, markup=False, classes="note")
        for code, details in self.known.items():
            yield Static(_title(code), markup=False, classes="section")
            words = show.line(_last_checked(details, self.today), "$text-muted")
            yield Static(words, id=f"last-{code}", classes="said")
            yield from with_said(_fields(code), self.draft.fields)

    async def deed(self) -> Outcome | None:
        wanted = read_form(self.fields, self.known, self.today)
        return await off_loop(_keep, self.desk, self.known, wanted)

    async def refused(self, error: DeskError) -> None:
        await super().refused(error)
        if isinstance(error, CaseChanged):
            await self._join()

    async def _join(self) -> None:
        """Put what a colleague changed into the form; what is typed stands on top of it."""
        read = await off_loop(_read, self.desk)
        fields, _ = join(as_form(self.known), self.fields, as_form(read.known))
        self.known = read.known
        for row in self.rows:
            set_typed(row, fields[row.spec.name])
        for code, details in self.known.items():
            words = show.line(_last_checked(details, self.today), "$text-muted")
            self.query_one(f"#last-{code}", Static).update(words)


def as_form(known: Mapping[Code, Ombudsman]) -> dict[str, str]:
    """The details as they stand in the form; that they were checked is proposed."""
    fields = {f"{code}_{part}": getattr(known[code], part) for code in known for part in _PARTS}
    return fields | {f"{code}_{_CHECKED}": _YES for code in known}


def read_form(
    fields: Mapping[str, str], known: Mapping[Code, Ombudsman], today: date
) -> dict[Code, Ombudsman]:
    """The details as typed. Raises FormRefused naming each field that a letter cannot print."""
    if problems := tuple(_problems(fields, known)):
        raise FormRefused(problems)
    return {
        code: replace(
            was,
            **{part: clean_line(fields[f"{code}_{part}"]) for part in _PARTS},
            last_checked=today if fields.get(f"{code}_{_CHECKED}") == _YES else was.last_checked,
        )
        for code, was in known.items()
    }


def _problems(fields: Mapping[str, str], known: Mapping[Code, Ombudsman]) -> Iterator[Problem]:
    for code in known:
        for part, (_, sentence) in _PARTS.items():
            name, typed = f"{code}_{part}", clean_line(fields.get(f"{code}_{part}", ""))
            if not typed:
                yield Problem(name, f"{_title(code)}: {sentence}")
            elif "@" in typed:
                yield Problem(
                    name,
                    f"{_title(code)}: an e-mail address is not printed, since new cases are not "
                    "taken by e-mail. Take it out.",
                )


def _keep(
    desk: Desk, shown: Mapping[Code, Ombudsman], wanted: Mapping[Code, Ombudsman]
) -> Outcome | None:
    """Write those that changed or were checked, unless a colleague changed them meanwhile."""
    desk.read_again()
    now = desk.file.ombudsmen
    changed = {code: details for code, details in wanted.items() if details != now[code]}
    if any(now[code] != shown[code] for code in changed):
        raise CaseChanged(
            "Somebody changed these details meanwhile. What they wrote is in the form now, under "
            "what you typed. Look, and save again."
        )
    for code, details in changed.items():
        ombudsmen.keep(desk, code, details)
    said = "The ombudsmen's details are kept." if changed else "Nothing is changed."
    return Outcome("", said)


def open_ombudsmen(screen: DeskScreen[Any]) -> None:
    """Open the form, with what was half written before put back."""
    desk = screen.desk

    async def open_it() -> None:
        try:
            read, draft = await off_loop(_prepare, desk)
        except DeskError as error:
            screen.refuse(error)
            return
        if screen.is_active:
            screen.app.push_screen(OmbudsmenScreen(desk, read, draft))

    # The function and not its coroutine: a second key press may cancel it before it begins.
    screen.run_worker(open_it, group="open-form", exclusive=True)  # type: ignore[arg-type]


def _read(desk: Desk) -> _Read:
    desk.read_again()
    return _Read(dict(desk.file.ombudsmen), desk.today())


def _prepare(desk: Desk) -> tuple[_Read, Draft]:
    read = _read(desk)
    fresh = as_form(read.known)
    kept = next(iter(drafts.unfinished(desk, "", TASK)), None)
    if kept is None:
        return read, Draft(desk.make_id(), fresh, base=fresh, task=TASK)
    fields, _ = join(kept.base, kept.fields, fresh)
    return read, replace(kept, fields=fields, base=fresh)


def _fields(code: Code) -> Iterator[FieldSpec]:
    for part, (label, _) in _PARTS.items():
        yield FieldSpec(f"{code}_{part}", label)
    yield FieldSpec(f"{code}_{_CHECKED}", "Checked today?", choices=_ANSWERS)


def _title(code: Code) -> str:
    return f"Letters under the {PROFILES[code].title}"


def _last_checked(details: Ombudsman, today: date) -> str:
    said = f"Last checked on {in_words(details.last_checked)}"
    if details.last_checked > today:
        return f"{said}: that day has not come yet, so check them now."
    return f"{said}."
