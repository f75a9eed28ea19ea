"""Is every field of a wording one that exists, and every step one that is allowed?

The fields are read from the types in `facts.py`, so that a new fact can be printed as soon as it
is declared there, and nothing that is not declared can be reached at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import nodes

from complaintdesk.domain.letter_kinds import LetterKind
from letters.facts import LetterFacts

Scope = dict[str, Any]
_LANGUAGE = "only fields, 'if' and 'for'"
# What Jinja calls a step, and what somebody who writes letters would call it.
_SAID = {
    "Add": "adding",
    "Assign": "set",
    "AssignBlock": "set",
    "Block": "block",
    "Call": "a call with ( )",
    "Concat": "joining with ~",
    "CondExpr": "an 'if' inside {{ }}",
    "Div": "dividing",
    "Extends": "extends",
    "FromImport": "import",
    "Getitem": "looking up with [ ]",
    "Import": "import",
    "Include": "include",
    "Macro": "macro",
    "Mod": "the remainder %",
    "Mul": "multiplying",
    "Pow": "a power **",
    "Sub": "subtracting",
    "Test": "a test with 'is'",
}


class WordingError(Exception):
    """A fault in a wording; `lineno` is None where it is about the whole file."""

    def __init__(self, message: str, lineno: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.lineno = lineno


class Checker:
    """Walks a wording's tree with the names that can be seen at each place."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def check(self, tree: nodes.Template) -> None:
        """Raises WordingError at the first fault."""
        self._statements(tree.body, self.scope)

    def _statements(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                self._output(node, scope)
            elif isinstance(node, nodes.If):
                self._if(node, scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)
            else:
                raise _not_allowed(node)

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                continue
            if isinstance(child, nodes.Const):
                raise WordingError("words are written without {{ }}", child.lineno)
            kind = self._value(child, scope)
            if kind is date:
                raise WordingError("a date is written out with | date", child.lineno)
            if not (isinstance(kind, type) and issubclass(kind, str)):
                raise WordingError("this is not text, so it cannot be printed", child.lineno)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self._value(node.test, scope)
        self._statements(node.body, scope)
        self._statements(node.elif_, scope)
        self._statements(node.else_, scope)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        listed = self._value(node.iter, scope)
        if get_origin(listed) is not tuple or not isinstance(node.target, nodes.Name):
            raise WordingError("'for' goes through a list, as in {% for point in points %}",
                               node.lineno)  # fmt: skip
        if node.test or node.recursive:
            raise WordingError("'for' goes through the whole list; put an 'if' inside", node.lineno)
        # A list within a list within a list would never end.
        if next(node.find_all(nodes.For), None):
            raise WordingError("too much stands inside something else; make it simpler")
        self._statements(node.body, {**scope, node.target.name: get_args(listed)[0]})
        self._statements(node.else_, scope)

    def _value(self, node: nodes.Node, scope: Scope) -> Any:
        """The type of an expression."""
        if isinstance(node, nodes.Name | nodes.Getattr):
            return _field(node, scope)
        if isinstance(node, nodes.Const):
            return _kind_of(node)
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope)
        if isinstance(node, nodes.Compare):
            self._compare(node, scope)
        elif not isinstance(node, nodes.And | nodes.Or | nodes.Not):
            raise _not_allowed(node)
        for child in node.iter_child_nodes(exclude=("ops",)):
            self._value(child, scope)
        return bool

    def _compare(self, node: nodes.Compare, scope: Scope) -> None:
        if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne"):
            raise WordingError("things are compared with == or != only", node.lineno)
        self._value(node.ops[0].expr, scope)  # Jinja keeps it apart from the other side

    def _filter(self, node: nodes.Filter, scope: Scope) -> Any:
        if node.name != "date" or node.args or node.kwargs:
            raise WordingError(
                f"there is no filter called '{node.name}' used this way; filters you can use: date",
                node.lineno,
            )
        if node.node is None or self._value(node.node, scope) is not date:
            raise WordingError("| date is for dates", node.lineno)
        return str


def _kind_of(node: nodes.Const) -> Any:
    """No field is a number, and a number without end could not even be written down."""
    if isinstance(node.value, float | complex):
        raise WordingError("a number is compared as words, in quotes", node.lineno)
    return type(node.value)


def scope_of(kinds: Sequence[LetterKind]) -> Scope:
    """The names that a wording of these kinds can use: the facts, and their boxes as `write`."""
    boxes: Scope = {name: str for kind in kinds for name in kind.boxes}
    boxes |= {name: date for kind in kinds for name in kind.days}
    return {**fields_of(LetterFacts), "write": boxes}


def fields_of(facts: Any) -> Scope:
    """The fields of a facts class by name, with their types; of a day that may be blank, a day."""
    if isinstance(facts, dict):
        return facts
    return {name: _certain(kind) for name, kind in get_type_hints(facts).items()}


def _certain(kind: Any) -> Any:
    return date if kind == date | None else kind


def _has_fields(kind: Any) -> bool:
    return is_dataclass(kind) or isinstance(kind, dict)


def all_names(scope: Scope, prefix: str = "") -> Iterator[str]:
    """Every dotted name that can be used in a scope."""
    for name, kind in scope.items():
        yield f"{prefix}{name}"
        if _has_fields(kind):
            yield from all_names(fields_of(kind), f"{prefix}{name}.")


def _field(node: nodes.Node, scope: Scope) -> Any:
    """The type of a dotted name. Raises WordingError with the nearest name there is."""
    names = list(_dotted(node))
    kind: Any = scope.get(names[0])
    for name in names[1:]:
        kind = fields_of(kind).get(name) if _has_fields(kind) else None
    if kind is None:
        wanted = ".".join(names)
        near = get_close_matches(wanted, list(all_names(scope)), n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise WordingError(f"there is no field called '{wanted}'{hint}", node.lineno)
    return kind


def _dotted(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Getattr):
        yield from _dotted(node.node)
        yield node.attr
    elif isinstance(node, nodes.Name):
        yield node.name
    else:
        raise _not_allowed(node)


def _not_allowed(node: nodes.Node) -> WordingError:
    name = type(node).__name__
    return WordingError(f"{_SAID.get(name, 'this')} is not allowed in a letter ({_LANGUAGE})",
                        node.lineno)  # fmt: skip
