"""The fields of the intake form, in the order an officer asks for them, and their widgets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.text import clean, clean_line
from screens import show

# What is shown, and the word that is kept (contracts: `log` uses these words too).
CHANNELS = (
    ("E-mail", "email"),
    ("Phone", "phone"),
    ("Web form", "web"),
    ("Letter", "letter"),
    ("In person", "in person"),
    ("Social media", "social media"),
    ("Councillor or MP", "councillor or MP"),
    ("Survey", "survey"),
    ("Another service", "another service"),
    ("Other", "other"),
)
_CODES = tuple((f"{p.title}: {p.ombudsman.name}", c.value) for c, p in PROFILES.items())
_RESPONSIBILITY = (
    ("Not yet decided", ""),
    ("Yes, ours", "ours"),
    ("In part", "partly"),
    ("No, not ours", "not-ours"),
)
_AUTHORITY = (
    ("Awaited", "awaited"),
    ("By word of mouth", "verbal"),
    ("In writing", "written"),
    ("Not needed", "not-needed"),
)
_CONFLICT = (
    ("Not yet checked", ""),
    ("None: had no part in the matter", "none"),
    ("Had a part in it", "declared"),
)
_DISCRETION = (
    ("Not yet decided", ""),
    ("Accept it all the same", "accepted"),
    ("Do not accept it", "not-accepted"),
)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: `choices` makes it a list to choose from, `lines` a box for longer text.

    `is_day` fields are read back in words as they are typed.
    """

    name: str
    label: str
    hint: str = ""
    lines: int = 1
    choices: tuple[tuple[str, str], ...] = ()
    is_day: bool = False


def sections(services: Mapping[str, str]) -> tuple[tuple[str, tuple[FieldSpec, ...]], ...]:
    """Every section of the form but the points, with its fields."""
    return (
        ("How it came in", (
            FieldSpec("received", "Received on", "21/11/2026, 21 Nov, yesterday", is_day=True),
            FieldSpec("received_time", "At, if known", "18:40 or 6.40pm"),
            FieldSpec("channel", "Came in by", choices=CHANNELS),
            FieldSpec("service", "Service", choices=tuple((s, s) for s in services)),
            FieldSpec("code", "Code", "the service proposes it; overrule it here",
                      choices=_CODES),
        )),
        ("Who complained", (
            FieldSpec("complainant_name", "Name"),
            FieldSpec("complainant_address", "Address", lines=3),
            FieldSpec("complainant_email", "E-mail"),
            FieldSpec("complainant_phone", "Phone"),
        )),
        ("Representative, if there is one", (
            FieldSpec("representative_name", "Name"),
            FieldSpec("representative_relationship", "Who they are", "daughter, councillor, ..."),
            FieldSpec("representative_address", "Address", lines=3),
            FieldSpec("representative_email", "E-mail"),
            FieldSpec("representative_phone", "Phone"),
            FieldSpec("representative_authority", "Authority", choices=_AUTHORITY),
        )),
        ("What it is about", (
            FieldSpec("summary", "In one line", "made from the first point if left empty"),
            FieldSpec("matter", "When it happened", "21/11/2026, 3 Mar 2025", is_day=True),
            FieldSpec("discretion", "Over 12 months", choices=_DISCRETION),
            FieldSpec("discretion_reason", "Reason for that", lines=2),
        )),
    )  # fmt: skip


def last_sections() -> tuple[tuple[str, tuple[FieldSpec, ...]], ...]:
    """The sections after the points."""
    return (
        ("What we need to ask and know", (
            FieldSpec("questions", "Questions to ask", lines=2),
            FieldSpec("adjustments", "Adjustments needed", "large print, interpreter, ...", 2),
            FieldSpec("vulnerability", "Vulnerability", lines=2),
        )),
        ("Handling", (
            FieldSpec("officer", "Officer"),
            FieldSpec("conflict", "Conflict of interest", choices=_CONFLICT),
            FieldSpec("conflict_note", "If so, what"),
        )),
    )  # fmt: skip


def point_fields(number: int) -> tuple[FieldSpec, ...]:
    """The fields of one point of complaint."""
    return (
        FieldSpec(f"point_{number}", f"Point {number}", lines=3),
        FieldSpec(f"outcome_{number}", "Outcome sought", lines=2),
        FieldSpec(f"responsibility_{number}", "Ours to answer for", choices=_RESPONSIBILITY),
        FieldSpec(f"responsibility_note_{number}", "If not all, whose"),
    )


class FieldRow(Horizontal):
    """A label and its field; a day has a line after it for what was understood."""

    def __init__(self, spec: FieldSpec, value: str) -> None:
        super().__init__(id=f"row-{spec.name}", classes="field")
        # Cleaned, since fields send what is in them to the terminal as it is.
        self.spec, self.initial = spec, clean(value) if spec.lines > 1 else clean_line(value)

    def compose(self) -> ComposeResult:
        yield Static(Content(self.spec.label), classes="label")
        yield self._widget()

    def _widget(self) -> Widget:
        spec, name = self.spec, f"f-{self.spec.name}"
        if spec.choices:
            return self._select(name)
        if spec.lines > 1:
            area = TextArea(self.initial, id=name, compact=True, placeholder=Content(spec.hint))
            area.styles.height = spec.lines
            return area
        return Input(self.initial, placeholder=spec.hint, id=name, compact=True,
                     select_on_focus=False)  # fmt: skip

    def _select(self, name: str) -> "Select[str]":
        choices = list(self.spec.choices)
        # A value from elsewhere (a service since renamed, a tampered record) stays choosable.
        if self.initial and all(self.initial != value for _, value in choices):
            choices.append((self.initial, self.initial))
        blank = all(value for _, value in choices)
        # Rich's text and not Content: a list finds what is typed in nothing else.
        options = [(show.cell(label), value) for label, value in choices]
        value = self.initial if self.initial or not blank else Select.NULL
        return Select(
            options,
            value=value,
            allow_blank=blank,
            prompt=self.spec.hint or "choose",
            id=name,
            compact=True,
        )


def with_said(specs: Iterable[FieldSpec], values: Mapping[str, str]) -> Iterator[Widget]:
    """Rows for these fields, each day with its line; few widgets, so that the form opens fast."""
    for spec in specs:
        yield FieldRow(spec, values.get(spec.name, ""))
        if spec.is_day:
            yield Static(id=f"said-{spec.name}", classes="said")


def typed(row: FieldRow) -> str:
    """What stands in a row's field now."""
    widget = row.query_one(f"#f-{row.spec.name}")
    if isinstance(widget, Input):
        return widget.value
    if isinstance(widget, TextArea):
        return widget.text
    assert isinstance(widget, Select)
    return "" if widget.is_blank() else str(widget.value)


def set_typed(row: FieldRow, value: str) -> None:
    """Put a value into a row's field."""
    value = clean(value)
    widget = row.query_one(f"#f-{row.spec.name}")
    if isinstance(widget, Input):
        widget.value = value
    elif isinstance(widget, TextArea):
        widget.text = value
    else:
        assert isinstance(widget, Select)
        may_be_blank = all(choice for _, choice in row.spec.choices)
        widget.value = value or (Select.NULL if may_be_blank else "")


def rows_of(parent: Widget) -> Iterator[FieldRow]:
    """The form's rows in order."""
    yield from parent.query(FieldRow)
