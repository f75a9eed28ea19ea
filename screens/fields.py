"""The widgets of a form: a row for each field, and what is typed in it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.text import clean, clean_line
from screens import show
from screens.typed_line import TypedLine
from screens.typed_text import TypedText

_PLAIN = re.compile(r"[\w ,;:.()-]*")


class FieldRow(Horizontal):
    """A label and its field; a day has a line after it for what was understood."""

    def __init__(self, spec: FieldSpec, value: str) -> None:
        super().__init__(id=f"row-{spec.name}", classes="field")
        # Cleaned, since fields send what is in them to the terminal as it is.
        self.spec, self.initial = spec, clean(value) if spec.lines > 1 else clean_line(value)

    def compose(self) -> ComposeResult:
        yield Static(show.line(self.spec.label), classes="label")
        yield self._widget()

    def _widget(self) -> Widget:
        spec, name = self.spec, f"f-{self.spec.name}"
        if spec.choices:
            return self._select(name)
        if spec.lines > 1:
            area = TypedText(self.initial, id=name, compact=True, placeholder=show.line(spec.hint))
            area.styles.height = spec.lines
            return area
        return TypedLine(self.initial, placeholder=clean_line(spec.hint), id=name, compact=True,
                         select_on_focus=False)  # fmt: skip

    def _select(self, name: str) -> "Select[str]":
        blank = _may_be_blank(self.spec)
        return Select(
            _options(self.spec, self.initial),
            value=self.initial if self.initial or not blank else Select.NULL,
            allow_blank=blank,
            # Textual reads a prompt as markup, so only a hint of ours may stand there.
            prompt="choose" if _hint_below(self.spec) else self.spec.hint or "choose",
            id=name,
            compact=True,
        )


def _options(spec: FieldSpec, chosen: str) -> list[tuple[Text, str]]:
    """The choices, and one from elsewhere too (a service since renamed, a tampered record)."""
    choices = list(spec.choices)
    if chosen and all(chosen != value for _, value in choices):
        choices.append((chosen, chosen))
    # Rich's text and not Content: a list finds what is typed in nothing else.
    return [(show.cell(label), value) for label, value in choices]


def _hint_below(spec: FieldSpec) -> bool:
    """Whether a list's hint would not be seen, or not be safe, in the list itself."""
    return bool(spec.choices) and (
        bool(spec.value) or not _may_be_blank(spec) or not _PLAIN.fullmatch(spec.hint)
    )


def _may_be_blank(spec: FieldSpec) -> bool:
    return all(value for _, value in spec.choices)


def with_said(specs: Iterable[FieldSpec], values: Mapping[str, str]) -> Iterator[Widget]:
    """Rows for these fields, each day with its line; few widgets, so that the form opens fast."""
    for spec in specs:
        yield FieldRow(spec, values.get(spec.name, spec.value))
        if spec.is_day:
            yield Static(id=f"said-{spec.name}", classes="said", markup=False)
        elif spec.hint and _hint_below(spec):
            yield Static(show.line(spec.hint, "$text-muted"), classes="said")


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
    widget = row.query_one(f"#f-{row.spec.name}")
    if isinstance(widget, Input):
        widget.value = clean_line(value)
    elif isinstance(widget, TextArea):
        widget.text = clean(value)
    else:
        assert isinstance(widget, Select)
        _choose(row.spec, widget, clean_line(value))


def _choose(spec: FieldSpec, widget: "Select[str]", value: str) -> None:
    if value and all(value != known for _, known in spec.choices):
        widget.set_options(_options(spec, value))
    widget.value = value or (Select.NULL if _may_be_blank(spec) else "")


def rows_of(parent: Widget) -> Iterator[FieldRow]:
    """The form's rows in order."""
    yield from parent.query(FieldRow)
