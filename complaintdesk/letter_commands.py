"""The commands about letters: one for a case, the list of them, and the care of their wordings."""

import argparse
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from typing import Any, get_args, get_origin

from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.text import clean, clean_line
from complaintdesk.out_file import write_out
from complaintdesk.plain import as_json
from complaintdesk.services import letter_desk, wordings
from complaintdesk.services.desk import Desk

CARE = ("check", "fields", "diff", "copy")


def letter(desk: Desk, chosen: argparse.Namespace) -> str:
    """Write a letter; what is to be printed: the letter itself, or where it was written."""
    from complaintdesk.services.letter_files import keep_file, letter_file

    made, place = letter_file(
        desk, chosen.ref, chosen.kind, chosen.format, draft=chosen.draft, standard=chosen.standard
    )
    if chosen.out is None and chosen.format in ("md", "txt"):
        return made.decode().rstrip("\n")
    path = write_out(chosen.out, made) if chosen.out else keep_file(place, made)
    return f"Written: {clean_line(str(path))}"


def letters(desk: Desk, chosen: argparse.Namespace) -> tuple[str, int]:
    """Every kind of letter, those of a case, or the care of wordings; and the exit status."""
    if chosen.what in CARE:
        if chosen.json:
            raise BadInput(f"“letters {chosen.what}” is for reading, and has no --json.")
        said, status = _care(desk, chosen.what, chosen.name)
        return clean(said), status  # it quotes files that anybody may have put on the share
    if chosen.name:
        raise BadInput(f"“{chosen.what[:40]}” is none of: {', '.join(CARE)}.")
    rows = _of_case(desk, chosen.what) if chosen.what else _every()
    return (as_json(rows) if chosen.json else "\n".join(map(_line, rows))), 0


def _every() -> list[dict[str, Any]]:
    """Every kind under each Code, with no case in mind."""
    return [_row(kind.kind, code, kind.stage) for kind in KINDS.values() for code in Code]


def _of_case(desk: Desk, ref: str) -> list[dict[str, Any]]:
    case = desk.store.case(ref).case
    rows = []
    for offer in letter_desk.offers(desk, ref):
        row = _row(offer.kind, case.code, KINDS[offer.kind].stage or case.stage)
        row |= {"fits": not offer.why_not, "why_not": offer.why_not}
        row |= {"by": offer.by.isoformat() if offer.by else None}
        row |= {"sent": [day.isoformat() for day in offer.sent]}
        if not offer.why_not:
            row |= _lacks(desk, ref, offer.kind)
        rows.append(row)
    return rows


def _lacks(desk: Desk, ref: str, kind: str) -> dict[str, Any]:
    """What a letter lacks, of which one is a sound wording."""
    try:
        work = letter_desk.open_letter(desk, ref, kind)
    except wordings.WordingRefused as error:
        return {"lacks": ["wording"], "fault": str(error)}
    begun = letter_desk.half_written(desk, work)
    view = work.view(begun.fields if begun else {})
    return {"lacks": [lack.field for lack in view.letter.missing]}


def _row(kind: str, code: Code, stage: int) -> dict[str, Any]:
    from letters.catalogue import parts, template_name

    asked = [{"part": p.name, "provision": p.provision} for p in parts(kind, code)]
    title, template = KINDS[kind].title, template_name(kind)
    return {
        "kind": kind, "code": str(code), "stage": stage, "title": title, "template": template,
        "fits": None, "lacks": [], "fault": "", "parts": asked,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    """One kind as a line: its name, whether it fits, what it lacks."""
    head = f"{row['kind']:<24} {row['code']:<8} {row['title']}"
    if row["fits"] is None:
        return head
    if not row["fits"]:
        return f"{head}\n    not now: {row['why_not']}"
    lacks = row["fault"] or ", ".join(row["lacks"])
    return f"{head}\n    {f'lacks {lacks}' if lacks else 'complete'}{_by(row)}"


def _by(row: dict[str, Any]) -> str:
    return f", by {in_words(date.fromisoformat(row['by']))}" if row["by"] else ""


def _care(desk: Desk, what: str, name: str | None) -> tuple[str, int]:
    if what == "check":
        return _check(desk, name)
    if name is None:
        raise BadInput(f"Say which letter: complaintdesk letters {what} stage1-response")
    care = {"fields": _fields, "diff": _diff, "copy": _copy}[what]
    return care(desk, name), 0


def _check(desk: Desk, name: str | None) -> tuple[str, int]:
    """Each file of wordings with its fault; status 1 where a letter is stopped by one."""
    found = [wordings.look(desk, n) for n in ([_file(name)] if name else wordings.file_names())]
    lines = []
    for looked in found:
        lines.append(looked.fault or f"{looked.name}: in order ({looked.source} wording)")
        lines += [f"    {odd}" for odd in looked.odd]
    faults = [looked.fault for looked in found if looked.fault]
    if name is None:
        faults += (paper := wordings.paper_faults(desk))
        lines += paper
        lines += [f"{n}: not used; look at its name" for n in wordings.strangers(desk)]
    return "\n".join(lines), int(bool(faults))


def _fields(_desk: Desk, name: str) -> str:
    """Every name that a wording may use, and the parts that it must have."""
    from letters.catalogue import kinds_of, letter_kind
    from letters.checking import scope_of
    from letters.template import needed_parts

    file = _file(name)
    names = _as_written(scope_of([letter_kind(kind) for kind in kinds_of(file)]))
    needed = [f"{{% part {part} %}}  {said}" for part, said in needed_parts(file).items()]
    return "\n".join([f"Fields of {file}:", *names, "", "Parts that it must have:", *needed])


def _as_written(scope: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Each name as it is written in a wording: printed, asked for, or gone through."""
    from letters.checking import fields_of

    for name, kind in sorted(scope.items()):
        whole = f"{prefix}{name}"
        if get_origin(kind) is tuple:
            one = f"{name[:-3]}y" if name.endswith("ies") else name[:-1]
            yield f"{{% for {one} in {whole} %}}"
            yield from (f"    {line}" for line in _as_written({one: get_args(kind)[0]}))
        elif is_dataclass(kind) or isinstance(kind, dict):
            yield from _as_written(fields_of(kind), f"{whole}.")
        elif kind is bool:
            yield f"{{% if {whole} %}}"
        else:
            yield f"{{{{ {whole}{' | date' if kind is date else ''} }}}}"


def _diff(desk: Desk, name: str) -> str:
    file = _file(name)
    found = "\n".join(wordings.differences(desk, file))
    return found or f"{file}: the council has no wording of its own, or it is like ours."


def _copy(desk: Desk, name: str) -> str:
    place = wordings.copy_standard(desk, _file(name))
    return f"Copied: {place}. Change it in Notepad, then look with: complaintdesk letters check"


def _file(name: str) -> str:
    """The file of a letter, named by its kind or by itself."""
    from letters.catalogue import template_name

    if name in wordings.file_names():
        return name
    if f"{name}.md" in wordings.file_names():
        return f"{name}.md"
    return template_name(name)
