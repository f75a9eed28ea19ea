"""A wording and the facts of a case, made into a letter.

Nothing is left blank in silence: a blank that the wording prints shows as a gap in every form of
the letter and is listed, and so is a required part that came out empty because of an `if`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.letter_kinds.kind import box_of
from letters.blocks import Block, Letter, Run, Style
from letters.building import build, put_in
from letters.catalogue import Part, parts
from letters.facts import LetterFacts, tidy
from letters.lacks import Lack
from letters.lint import forbidden
from letters.template import Wording, standard_wording

_TRAINING = "TRAINING DESK: an invented case. Not a real letter."
_DRAFT = "DRAFT: not to be sent."


class _Named(str):
    """A field's text that remembers the field's name; a blank one is a gap where it is printed."""

    __slots__ = ("field",)
    field: str


def render(
    kind: str, facts: LetterFacts, lacks: Sequence[Lack] = (), *, draft: bool = False,
    large: bool = False,
) -> Letter:  # fmt: skip
    """The letter in our own wording; `ready` only if nothing is missing and it is no draft."""
    wording = standard_wording(kind)
    return render_wording(wording, kind, facts, lacks, draft=draft, large=large)


def render_wording(
    wording: Wording, kind: str, facts: LetterFacts, lacks: Sequence[Lack] = (), *,
    draft: bool = False, large: bool = False,
) -> Letter:  # fmt: skip
    """The letter in the wording given."""
    seen, titled, printed = _seen(facts), list[object](), list[object]()
    title = put_in(wording.title(seen, titled), [_shown(value, lacks) for value in titled])
    body = wording.markdown(seen, printed)
    blocks = build(body, [_shown(value, lacks) for value in printed], wording.where)
    hidden = _hidden_parts(parts(kind, facts.code), blocks, facts)
    gaps = _uncovered((v for v in printed if isinstance(v, _Named) and not v), lacks)
    return Letter(
        kind=kind,
        title=title,
        sender=facts.council.name,
        dated=facts.sent_on,
        blocks=_bannered((*blocks, *map(_gap_block, hidden)), facts.training, draft),
        missing=(*lacks, *gaps, *hidden, *forbidden(blocks, facts.code)),
        draft=draft,
        template_sha256=wording.sha256,
        large=large,
    )


def _seen(facts: LetterFacts) -> dict[str, object]:
    return {item.name: _view(getattr(facts, item.name), item.name) for item in fields(facts)}


def _view(value: object, name: str) -> object:
    """Facts as dicts and lists, so that no object is within reach, with texts that know a name."""
    if value is None or isinstance(value, str):
        return _named(tidy(value or ""), name)
    if isinstance(value, tuple):
        return [_view(item, f"{name}.{number}") for number, item in enumerate(value, 1)]
    if isinstance(value, Mapping):
        return {key: _view(item, f"{name}.{key}") for key, item in value.items()}
    if is_dataclass(value):
        return {f.name: _view(getattr(value, f.name), f"{name}.{f.name}") for f in fields(value)}
    return value


def _named(text: str, field: str) -> _Named:
    named = _Named(text)
    named.field = field
    return named


def _shown(value: object, lacks: Sequence[Lack]) -> Run:
    """A value as it stands in the letter; a written date has no field, since it cannot mislead."""
    if not isinstance(value, _Named):
        return Run(str(value))
    if value:
        return Run(str(value), source=value.field)
    labels = (lack.label for lack in lacks if lack.covers(value.field))
    return _gap(next(labels, value.field), value.field)


def _gap(label: str, field: str) -> Run:
    where = "To complete" if box_of(field) else "Missing from the case"
    return Run(f"[{where}: {label}]", missing=True, source=field)


def _uncovered(blanks: Iterable[_Named], lacks: Sequence[Lack]) -> Iterator[Lack]:
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
            part.name,
        )
        for part in needed
        if part.name not in filled
    )


def _gap_block(lack: Lack) -> Block:
    return Block(Style.PARAGRAPH, (_gap(lack.label, lack.field),))


def _bannered(blocks: tuple[Block, ...], training: bool, draft: bool) -> tuple[Block, ...]:
    """What kind of paper this is, at both ends, so that no page torn off can mislead."""
    lines = [line for line, applies in ((_TRAINING, training), (_DRAFT, draft)) if applies]
    banners = tuple(Block(Style.BANNER, (Run(line, bold=True),)) for line in lines)
    return (*banners, *blocks, *banners)
