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
from datetime import date
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
from complaintdesk.domain.text import clean_stretch
from letters.building import holds_marks, marked_parts, part_mark, value_token
from letters.catalogue import END, TOP, kinds_of, letter_kind, parts, template_name
from letters.checking import Checker, WordingError, scope_of
from letters.lint import check_words

LETTERHEAD = "letterhead"  # marks the council's own lines, which its letterhead says already
_VALUES = "_values"
_SEPARATOR = "\n----\n"
_HEAD = re.compile(r"title: .*\n----\n")
_LONGEST = 1_000_000  # characters of a letter: some 300 pages, which nobody sends


@dataclass(frozen=True, slots=True)
class Text:
    """One checked file of a wording. `where` names it in messages."""

    where: str
    sha256: str
    template: Template


@dataclass(frozen=True, slots=True)
class Wording:
    """A checked wording: the letter's own file between the top and the end of all letters.

    `sha256` is over all three, and over what they were put together from in this order.
    """

    top: Text
    letter: Text
    end: Text

    @property
    def where(self) -> str:
        return self.letter.where

    @property
    def sha256(self) -> str:
        digests = " ".join(text.sha256 for text in (self.top, self.letter, self.end))
        return hashlib.sha256(digests.encode()).hexdigest()

    def title(self, facts: Mapping[str, object], values: list[object]) -> str:
        """The title line with a token for each value; the values are added to the list."""
        return _rendered(self.letter, facts, values).partition(_SEPARATOR)[0].removeprefix("title:")

    def markdown(self, facts: Mapping[str, object], values: list[object]) -> str:
        """The Markdown with a token for each value; the values are added to the list."""
        top = _rendered(self.top, facts, values)
        letter = _rendered(self.letter, facts, values).partition(_SEPARATOR)[2]
        return "\n\n".join((top, letter, _rendered(self.end, facts, values)))


def _rendered(text: Text, facts: Mapping[str, object], values: list[object]) -> str:
    """One file put together. Raises BadInput for a letter that is longer than any can be."""
    pieces, room = [], _LONGEST
    for piece in text.template.generate({**facts, _VALUES: values}):
        pieces.append(piece)
        room -= len(piece)
        if room < 0:
            break
    if room < sum(len(value) for value in values if isinstance(value, str)):
        raise BadInput(f"{text.where}: this letter is too long, over {_LONGEST:,} characters")
    return "".join(pieces)


@cache
def standard_wording(kind: str) -> Wording:
    """Our own wording of this kind of letter."""
    return Wording(*(standard_text(name) for name in (TOP, template_name(kind), END)))


@cache
def standard_text(name: str) -> Text:
    """One of our own files, checked."""
    return read_text(name, standard_source(name), f"letters/{name}")


def standard_source(name: str) -> str:
    """One of our own files as it is written."""
    return (files("letters") / "templates" / name).read_text(encoding="utf-8")


def read_text(name: str, text: str, where: str) -> Text:
    """Check a file of a wording. Raises BadInput with the file, the line and what to do about it.

    `name` is what the file is for: `letter-top.md`, or that of a letter.
    """
    if holds_marks(text):
        raise BadInput(f"{where}: it holds private-use characters; take them out")
    sha256, text = hashlib.sha256(text.encode()).hexdigest(), clean_stretch(text)
    if name not in (TOP, END) and not _HEAD.match(text):
        raise BadInput(f"{where}: it must start with a line “title: …” and a line “----”")
    env = _environment()
    try:
        tree = env.parse(text)
        Checker(scope_of([letter_kind(kind) for kind in kinds_of(name)])).check(tree)
        _check_parts(name, tree)
        check_words(tree)
        template = env.from_string(tree)
    except (RecursionError, SyntaxError):
        raise BadInput(f"{where}: too much stands inside something else; make it simpler") from None
    except ValueError:
        raise BadInput(f"{where}: it holds a number that is far too long") from None
    except (WordingError, TemplateSyntaxError) as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise BadInput(f"{where}{line}: {error.message}") from None
    return Text(where, sha256, template)


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


def _written_out(day: object) -> object:
    """A day in words; one that is not known stays the gap that it is."""
    return in_words(day) if isinstance(day, date) else day


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
    env.filters["date"] = _written_out
    return env


def _check_parts(name: str, tree: nodes.Template) -> None:
    """Every required part is there, and no other; the top may mark the council's own lines."""
    found = {part: data.lineno for data in tree.find_all(nodes.TemplateData)
             for part in marked_parts(data.data)}  # fmt: skip
    needed = needed_parts(name)
    known = [LETTERHEAD] if name == TOP else list(needed)
    for part, line in found.items():
        if part not in known:
            said = ", ".join(known) or "none, in this file"
            raise WordingError(f"there is no part called '{part}'; parts you can use: {said}", line)
    for part, said in needed.items():
        if part not in found:
            raise WordingError(
                f"the required part '{part}' ({said}) is missing; "
                f"put it back as {{% part {part} %}} … {{% endpart %}}"
            )


def needed_parts(name: str) -> dict[str, str]:
    """The parts that a file must have, each with what it is and the provisions behind it."""
    if name in (TOP, END):
        return {}
    headings: dict[str, str] = {}
    cited: dict[str, list[str]] = {}
    for kind in kinds_of(name):
        for code, profile in PROFILES.items():
            for part in parts(kind, code):
                headings.setdefault(part.name, part.heading)
                cited.setdefault(part.name, []).append(profile.cite(part.provision))
    return {
        part: f"{heading}, {', '.join(dict.fromkeys(cited[part]))}"
        for part, heading in headings.items()
    }
