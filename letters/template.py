"""The language of a wording, small on purpose, and the checks that a file is written in it.

A wording may print fields, ask `if`, go through a list with `for`, and mark its parts. It may not
call, calculate or include anything: `checking.py` knows what is allowed, so whatever Jinja adds
later is refused until somebody allows it. Everything is checked when the file is read, with the
line, and not when the officer is waiting for a letter.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput
from letters.building import holds_marks, marked_parts, part_mark, value_token
from letters.catalogue import letter_kind, parts
from letters.checking import Checker, WordingError

_VALUES = "_values"
_HEAD = re.compile(r"title: .*\n----\n")


@dataclass(frozen=True, slots=True)
class Wording:
    """A checked wording. `where` names its file in messages."""

    where: str
    sha256: str
    template: Template

    def markdown(self, facts: Mapping[str, object], values: list[object]) -> str:
        """The Markdown with a token for each value; the values are added to the list."""
        return self.template.render({**facts, _VALUES: values})


@cache
def standard_wording(kind: str) -> Wording:
    """Our own wording of this kind of letter."""
    name = letter_kind(kind).template
    text = (files("letters") / "templates" / name).read_text(encoding="utf-8")
    return read_wording(kind, text, f"letters/{name}")


def read_wording(kind: str, text: str, where: str) -> Wording:
    """Check a wording. Raises BadInput with the file, the line and what to do about it."""
    if holds_marks(text):
        raise BadInput(f"{where}: it holds private-use characters; take them out")
    if not _HEAD.match(text):
        raise BadInput(f"{where}: it must start with a line “title: …” and a line “----”")
    env = _environment()
    try:
        tree = env.parse(text)
        Checker().check(tree)
        _check_parts(kind, tree)
    except (WordingError, TemplateSyntaxError) as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise BadInput(f"{where}{line}: {error.message}") from None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Wording(where, digest, env.from_string(tree))


class PartTag(Extension):
    """`{% part name %} … {% endpart %}`: marks a required part of the letter."""

    tags = {"part"}  # noqa: RUF012 - Jinja's own way of declaring it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        name = parser.stream.expect("name").value
        try:
            body = parser.parse_statements(("name:endpart",), drop_needle=True)
        except TemplateSyntaxError as error:
            if parser.stream.current.type != "eof":
                raise
            message = "{% part … %} starts here but has no {% endpart %}"
            raise TemplateSyntaxError(message, line) from error
        return [_mark(name, line), *body, _mark("", line)]


def _mark(name: str, line: int) -> nodes.Node:
    return nodes.Output([nodes.TemplateData(part_mark(name), lineno=line)], lineno=line)


@pass_context
def _as_token(context: Context, value: object) -> str:
    values = context[_VALUES]
    values.append(value)
    return value_token(len(values) - 1)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=_as_token,
        extensions=[PartTag],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.clear()
    env.tests.clear()
    env.filters.clear()
    env.filters["date"] = in_words
    return env


def _check_parts(kind: str, tree: nodes.Template) -> None:
    found = {name: data.lineno for data in tree.find_all(nodes.TemplateData)
             for name in marked_parts(data.data)}  # fmt: skip
    needed = {part.name: part.heading for code in PROFILES for part in parts(kind, code)}
    for name, line in found.items():
        if name not in needed:
            known = ", ".join(needed)
            raise WordingError(
                f"there is no part called '{name}'; parts you can use: {known}", line
            )
    for name, heading in needed.items():
        if name not in found:
            raise WordingError(
                f"the required part '{name}' ({heading}, {_cited(kind, name)}) is missing; "
                f"put it back as {{% part {name} %}} … {{% endpart %}}"
            )


def _cited(kind: str, name: str) -> str:
    """The provisions behind a part, under each Code."""
    return ", ".join(
        profile.cite(part.provision)
        for code, profile in PROFILES.items()
        for part in parts(kind, code)
        if part.name == name
    )
