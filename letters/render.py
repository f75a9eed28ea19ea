"""A wording and the facts of a case, made into a letter.

Nothing is left blank in silence: a blank that the wording prints shows as a gap in every form of
the letter and is listed, and so is a required part that came out empty because of an `if`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass

from complaintdesk.domain.codes import PROFILES
from letters.blocks import Block, Letter, Run, Style
from letters.building import build, put_in
from letters.catalogue import Part, parts
from letters.facts import LetterFacts, tidy
from letters.lacks import Lack
from letters.template import Wording, standard_wording

_SEPARATOR = "\n----\n"
_TRAINING = "TRAINING DESK: an invented case. Not a real letter."
_DRAFT = "DRAFT: not to be sent."


class _Blank(str):
    """A field that is not known: empty and false, but it remembers its name."""

    __slots__ = ("field",)
    field: str


def render(
    kind: str, facts: LetterFacts, lacks: Sequence[Lack] = (), *, draft: bool = False
) -> Letter:
    """The letter in our own wording; `ready` only if nothing is missing and it is no draft."""
    return render_wording(standard_wording(kind), kind, facts, lacks, draft=draft)


def render_wording(
    wording: Wording, kind: str, facts: LetterFacts, lacks: Sequence[Lack] = (), *, draft: bool
) -> Letter:
    """The letter in the wording given."""
    printed: list[object] = []
    title, _, body = wording.markdown(_seen(facts), printed).partition(_SEPARATOR)
    values = [_shown(value, lacks) for value in printed]
    blocks = build(body, values, wording.where)
    hidden = _hidden_parts(parts(kind, facts.code), blocks, facts)
    gaps = _uncovered((value for value in printed if isinstance(value, _Blank)), lacks)
    return Letter(
        kind=kind,
        title=put_in(title.removeprefix("title:"), values),
        sender=facts.council.name,
        dated=facts.sent_on,
        blocks=_bannered((*blocks, *map(_gap_block, hidden)), facts.training, draft),
        missing=(*lacks, *gaps, *hidden),
        draft=draft,
        template_sha256=wording.sha256,
    )


def _seen(facts: LetterFacts) -> dict[str, object]:
    return {item.name: _view(getattr(facts, item.name), item.name) for item in fields(facts)}


def _view(value: object, name: str) -> object:
    """Facts as dicts and lists, so that no object is within reach, with blanks that know a name."""
    if isinstance(value, str):
        return tidy(value) or _blank(name)
    if isinstance(value, tuple):
        return [_view(item, f"{name}.{number}") for number, item in enumerate(value, 1)]
    if is_dataclass(value):
        return {f.name: _view(getattr(value, f.name), f"{name}.{f.name}") for f in fields(value)}
    return value


def _blank(name: str) -> _Blank:
    blank = _Blank()
    blank.field = name
    return blank


def _shown(value: object, lacks: Sequence[Lack]) -> Run:
    if not isinstance(value, _Blank):
        return Run(str(value))
    labels = (lack.label for lack in lacks if lack.covers(value.field))
    return _gap(next(labels, value.field))


def _gap(label: str) -> Run:
    return Run(f"[Missing from the case: {label}]", missing=True)


def _uncovered(blanks: Iterable[_Blank], lacks: Sequence[Lack]) -> Iterator[Lack]:
    """A gap for each blank that was printed though nobody had said that it was lacking."""
    for field in dict.fromkeys(blank.field for blank in blanks):
        if not any(lack.covers(field) for lack in lacks):
            yield Lack(field, "", f"The letter needs {field}, and the case has none.", field)


def _hidden_parts(
    needed: Sequence[Part], blocks: Sequence[Block], facts: LetterFacts
) -> tuple[Lack, ...]:
    """A gap for each required part that holds no words but its heading."""
    filled = {b.part for b in blocks if b.style is not Style.HEADING and b.text.strip()}
    cite = PROFILES[facts.code].cite
    return tuple(
        Lack(
            f"parts.{part.name}",
            part.provision,
            f"The letter must hold the part “{part.heading}”. ({cite(part.provision)})",
            part.heading,
        )
        for part in needed
        if part.name not in filled
    )


def _gap_block(lack: Lack) -> Block:
    return Block(Style.PARAGRAPH, (_gap(lack.label),))


def _bannered(blocks: tuple[Block, ...], training: bool, draft: bool) -> tuple[Block, ...]:
    """What kind of paper this is, at both ends, so that no page torn off can mislead."""
    lines = [line for line, applies in ((_TRAINING, training), (_DRAFT, draft)) if applies]
    banners = tuple(Block(Style.BANNER, (Run(line, bold=True),)) for line in lines)
    return (*banners, *blocks, *banners)
