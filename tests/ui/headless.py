"""What Textual does for a terminal, left out where there is none: it is much of these tests' time.

Every widget is drawn all the same, at each step, and `text_of` puts the terminal's lines together.
"""

from functools import cache
from typing import Any

from textual import _compositor
from textual._compositor import Compositor
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.tokenizer import Token
from textual.geometry import Region

_Tokens = dict[str, list[Token]]

_parse, _tokenize = stylesheet.parse, stylesheet.tokenize_values
_PARSED: dict[object, list[RuleSet]] = {}


def leave_out_the_terminal() -> None:
    """Draw widgets and join no lines of them; read each style sheet once and not once an app."""
    Compositor.render_update = _draw
    stylesheet.tokenize_values = lambda values: _tokens(frozenset(values.items()))
    stylesheet.parse = _parse_once
    RuleSet.__hash__ = object.__hash__  # by identity as before, and asked for a million times


def _draw(
    self: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False
) -> None:
    """As `Compositor.render_update`, but for cutting up what was drawn and joining it anew."""
    _compositor.visible_screen_stack.set(screen_stack or [])
    regions, screen = self._dirty_regions.copy(), self.size.region
    self._dirty_regions.clear()
    if full or regions:
        crop = screen if full else Region.from_union(regions).intersection(screen)
        for _ in self._get_renders(crop):
            pass


@cache
def _tokens(values: frozenset[tuple[str, str]]) -> _Tokens:
    """A theme's values; one object for each theme, which style sheets are found by."""
    return _tokenize(dict(values))


def _parse_once(
    scope: str, css: str, read_from: tuple[str, str], *, variable_tokens: _Tokens, **named: Any
) -> list[RuleSet]:
    key = (scope, css, read_from, id(variable_tokens), *sorted(named.items()))
    if key not in _PARSED:
        _PARSED[key] = list(_parse(scope, css, read_from, variable_tokens=variable_tokens, **named))
    return _PARSED[key]
