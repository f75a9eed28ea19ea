"""The one place where user text becomes something that a widget shows.

Textual and Rich read markup in a plain `str`: `[URGENT]` vanishes, `[/]` ends the program and a
link in a complaint becomes a command. So text from a case is wrapped here and nowhere else, and
cleaned again, since a record on a share can be tampered with.
"""

from rich.text import Text
from textual.content import Content

from complaintdesk.domain.deadlines import State
from complaintdesk.domain.text import clean, clean_line, clean_stretch

STATE_STYLES = {
    State.OVERDUE: "$text-error",
    State.DUE_TODAY: "$text-warning",
    State.DUE_THIS_WEEK: "$text-success",
}
# A table cell takes Rich's styles, which know no theme variables: the theme's own two colours.
_CELL_STYLES = {State.OVERDUE: "bold #ff8a80", State.DUE_TODAY: "bold #ffd166"}


def cell(text: str, state: State | None = None) -> Text:
    """Text for one cell of a table: literal, on one line."""
    return Text(clean_line(text), style=_CELL_STYLES.get(state, "") if state else "", no_wrap=True)


def sign_cell(text: str, state: State | None) -> Text:
    """A cell with our own words, whose leading spaces count."""
    return Text(text, style=_CELL_STYLES.get(state, "") if state else "", no_wrap=True)


def state_style(state: State | None) -> str:
    """The colour that goes with a state, on top of its sign and words."""
    return STATE_STYLES.get(state, "") if state else ""


def plain(text: str, style: str = "") -> Content:
    """Literal text for any other widget; lines stay lines."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def line(text: str, style: str = "") -> Content:
    """Literal text on one line."""
    return plain(clean_line(text), style)


def labelled(label: str, text: str) -> Content:
    """A label of ours in bold with a literal value after it."""
    return Content.assemble((f"{label}: ", "bold"), plain(text))


def stacked(parts: list[Content]) -> Content:
    """Pieces one under the other."""
    return Content("\n").join(parts)


def run(text: str, style: str = "") -> Content:
    """A stretch inside a text: literal, and the white space at its ends is kept."""
    return Content.styled(clean_stretch(text), style)
