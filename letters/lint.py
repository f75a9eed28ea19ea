"""Words that must not be in a letter: looked for in wordings, in boxes and in the whole letter.

What the complainant said is quoted and never judged. What cannot be right in any letter stops it;
what is only likely to be wrong asks for a reason.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jinja2 import nodes

from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import Concern
from complaintdesk.domain.rules.wording import ASKING_WHY, EXTRA_STAGE, STALE_ROUTE
from complaintdesk.domain.ruling import concern
from letters.blocks import Block, Run
from letters.checking import WordingError
from letters.lacks import Lack

_LEFT_OPEN = re.compile(
    r"\b(?:TBC|TBA|X{3,})\b|\[(?:insert|enter|name|date|add)\b[^\]]*\]?|\?{3,}", re.IGNORECASE
)
_OLD_DETAILS = re.compile(
    r"info@housing-ombudsman\.org\.uk|exchange tower|0845 602 1983|0845 712 5973|millbank tower",
    re.IGNORECASE,
)
_NAMES = {
    Code.HOUSING: re.compile(r"\bhousing[ -]ombudsman|0300 111 3000", re.IGNORECASE),
    Code.GENERAL: re.compile(
        r"\blocal government (?:and social care )?ombudsman|\bLGSCO\b|\blgo\.org|0300 061 0614",
        re.IGNORECASE,
    ),
}
_HTML = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_PICTURE = re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)")
# What the person said, where they live, and what comes from the desk's settings.
_NOT_JUDGED = re.compile(
    r"points\.\d+\.(?:complaint|outcome_sought)|(?:complainant|representative|ombudsman)\.contact"
    r"|council\..*"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What to look for, the Code's topic behind it, and what to do about it."""

    key: str
    pattern: re.Pattern[str]
    topic: str
    advice: str


_NEVER = (
    _Rule("stale_route", STALE_ROUTE, "ombudsman", "belongs to an old way to the ombudsman"),
    _Rule("old_details", _OLD_DETAILS, "ombudsman", "is not how to reach the ombudsman any more"),
    _Rule("asks_why", ASKING_WHY, "no_reasons", "asks why, and nobody has to say why"),
)
_THEIR_NAME = nodes.Getattr(nodes.Name("ombudsman", "load"), "name", "load")
_STAGES = _Rule(
    "extra_stage", EXTRA_STAGE, "no_extra_stage", "is no stage: there are stages 1 and 2 only"
)


def check_words(tree: nodes.Template) -> None:
    """Raises WordingError for words that no wording may hold, with their line."""
    for output in tree.find_all(nodes.Output):
        text = "".join(map(_said, output.nodes))
        for rule in (*_NEVER, _STAGES):
            _refuse(output, text, rule.pattern, rule.advice)
        _refuse(output, text, _LEFT_OPEN, "is left open; say it, or use a field")
        for pattern in _NAMES.values():
            _refuse(output, text, pattern, "is written {{ ombudsman.name }}: it differs by Code")


def _said(node: nodes.Node) -> str:
    """The wording's own words; of the fields only the ombudsman is known here."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    return "Ombudsman" if node == _THEIR_NAME else "…"


def _refuse(output: nodes.Output, text: str, pattern: re.Pattern[str], advice: str) -> None:
    if found := pattern.search(text.replace("\n", " ")):
        line = output.lineno + text[: found.start()].count("\n")
        raise WordingError(f"“{found[0]}” {advice}", line)


def odd_marks(text: str) -> Iterator[str]:
    """What comes out as typed, which is seldom meant: HTML, links and pictures."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in (_HTML, _PICTURE):
            if found := pattern.search(line):
                yield f"line {number}: “{found[0][:40]}” comes out as typed"


def forbidden(blocks: Iterable[Block], code: Code) -> Iterator[Lack]:
    """What stops a finished letter, naming the box that it stands in."""
    other = Code.GENERAL if code is Code.HOUSING else Code.HOUSING
    advice = "names another ombudsman than the one for this complaint"
    named = _Rule("other_ombudsman", _NAMES[other], "ombudsman", advice)
    profile, told = PROFILES[code], set[tuple[str, str]]()
    for said in map(_Said.of, blocks):
        for rule in (*_NEVER, named):
            found = rule.pattern.search(said.text)
            if found and (rule.key, said.field(found)) not in told:
                told.add((rule.key, said.field(found)))
                number = profile.provision(rule.topic)
                sentence = f"Say it in other words: “{found[0]}” {rule.advice}."
                cited = f"{sentence} ({profile.cite(number)})"
                yield Lack(said.field(found), number, cited, rule.key)


def doubtful(case: Case, blocks: Iterable[Block]) -> Iterator[Concern]:
    """What goes only with a reason: words left open, and stages that there are not."""
    told = set[str]()
    for text in (_Said.of(block).text for block in blocks):
        if (found := EXTRA_STAGE.search(text)) and "extra_stage" not in told:
            told.add("extra_stage")
            said = f"there are stages 1 and 2 and no others; the letter says “{found[0]}”."
            yield concern(case, "extra_stage", "no_extra_stage", said)
        if (found := _LEFT_OPEN.search(text)) and "left_open" not in told:
            told.add("left_open")
            said = f"The letter still says “{found[0]}”: put it right, or say why it stays."
            yield Concern("left_open", "", said)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a block, run by run; those that are not judged are left out."""

    part: str
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, block: Block) -> "_Said":
        return cls(block.part, tuple(map(_judged, block.runs)))

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def field(self, found: re.Match[str]) -> str:
        """The box that the words found stand in; their part, where they are the wording's own."""
        start = 0
        for run in self.runs:
            end = start + len(run.text)
            if run.source and start < found.end() and found.start() < end:
                return run.source
            start = end
        return self.part


def _judged(run: Run) -> Run:
    """A mark in place of what is not judged, so that the words round it do not join."""
    if run.missing or _NOT_JUDGED.fullmatch(run.source):
        return Run("…")
    return replace(run, text=run.text.replace("\n", " "))
