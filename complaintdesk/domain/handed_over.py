"""A complaint handed over by a web form or another system, one JSON object, read as a form.

So that it is held to just what an officer who types is held to. A field that is not known is
refused by its name: a slip in it would otherwise lose what somebody wrote.
"""

import json
from collections.abc import Mapping, Set
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from complaintdesk.domain.case import Intake
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.intake_form import read_form
from complaintdesk.domain.text import clean, clean_line, shorten

LONGEST = 600_000  # characters of a line; one change of the record holds so many of any kind
LONGEST_LINE = 1000  # characters of what is one line on a form
_MOST = 5  # unknown names that a refusal lists
_LINES = ("kind", "code", "channel", "service", "ward", "summary", "external_id")
_PERSON = ("name", "address", "email", "phone")
_ONE_LINE = {"received", *_LINES, *_PERSON} - {"summary", "address"}
_POINT = {"complaint": "point", "outcome_sought": "outcome"}
_NEEDED = {"received", "complainant", "summary"}
_KNOWN = {*_NEEDED, *_LINES, "points"}


def read_line(line: str, services: Mapping[str, Code], today: date) -> Intake:
    """One complaint. Raises BadInput, and nothing else, for whatever is wrong with it."""
    found = _object(line)
    _refuse_names(found, _KNOWN, _NEEDED)
    fields = {name: _text(found, name) for name in _LINES}
    _refuse_unreadable_id(fields["external_id"])
    fields |= _received(_text(found, "received"))
    fields |= _complainant(found["complainant"])
    fields |= _points(found.get("points", []))
    fields["code"] = fields["code"] or _code(fields["service"], services)
    details, problems = read_form(fields, today)
    if details is None:
        raise BadInput(" ".join(problem.sentence for problem in problems))
    return details


def change_id(external_id: str) -> str:
    """The id of the change that logs it, so that every PC knows it for the same one."""
    return sha256(f"handed over: {clean_line(external_id)}".encode()).hexdigest()[:32]


def _object(line: str) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise BadInput(f"It is over {LONGEST:,} characters long.")
    if any("\ud800" <= char <= "\udfff" for char in line):  # bytes that were no letter
        raise BadInput("It is not UTF-8 text.")
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadInput("It is not one JSON object on one line.") from None
    if not isinstance(found, dict):
        raise BadInput('It is not a JSON object, like {"received": ...}.')
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field said twice would lose one of the two."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadInput("A field stands in it twice.")
    return found


def _refuse_names(
    found: Mapping[str, Any], known: Set[str], needed: Set[str], of: str = ""
) -> None:
    unknown = [f"“{of}{shorten(clean(name), 40)}”" for name in found if name not in known]
    missing = [f"“{of}{name}”" for name in sorted(needed) if found.get(name) in (None, "")]
    if unknown:
        more = f" and {len(unknown) - _MOST} more" if len(unknown) > _MOST else ""
        named = ", ".join(unknown[:_MOST]) + more
        raise BadInput(f"There is no field {named}. Fields: {_listed(known, of)}.")
    if missing:
        raise BadInput(f"It lacks {', '.join(missing)}.")


def _listed(known: Set[str], of: str) -> str:
    return ", ".join(f"{of}{name}" for name in sorted(known))


def _text(found: Mapping[str, Any], name: str, of: str = "") -> str:
    value = found.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(f"“{of}{name}” must be text in quotation marks.")
    if name in _ONE_LINE and len(value) > LONGEST_LINE:
        raise BadInput(f"“{of}{name}” is over {LONGEST_LINE:,} characters long.")
    return value


def _refuse_unreadable_id(external_id: str) -> None:
    """One of which nothing can be kept would have the same complaint logged again and again."""
    if external_id and not clean_line(external_id):
        raise BadInput("“external_id” holds nothing that can be read.")


def _received(said: str) -> dict[str, str]:
    """A day, or an instant; one with an offset is what it was in England.

    The day goes on with all figures of its year: 26 would be read as 2026.
    """
    try:
        if len(said) == len("2026-11-20"):
            return {"received": date.fromisoformat(said).isoformat()}
        at = _in_england(datetime.fromisoformat(said))
        if not {"T", "t", " "} & set(said):  # any other letter would do for Python
            raise ValueError(said)
    except (ValueError, OverflowError):
        raise BadInput("“received” must be like 2026-11-20 or 2026-11-20T18:40.") from None
    return {"received": at.date().isoformat(), "received_time": f"{at:%H:%M}"}


def _in_england(at: datetime) -> datetime:
    """Raises OverflowError where that is before the first year of all, or after the last."""
    return at.astimezone(ZoneInfo("Europe/London")) if at.tzinfo else at


def _complainant(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadInput('“complainant” must be an object, like {"name": "..."}.')
    _refuse_names(value, set(_PERSON), {"name"}, "complainant.")
    return {f"complainant_{name}": _text(value, name, "complainant.") for name in _PERSON}


def _points(value: Any) -> dict[str, str]:
    if not isinstance(value, list) or not all(isinstance(point, dict) for point in value):
        raise BadInput('“points” must be a list, like [{"complaint": "..."}].')
    if len(value) > 99:
        raise BadInput("There are more than 99 points.")
    fields: dict[str, str] = {}
    for number, point in enumerate(value, 1):
        of = f"points.{number}."
        _refuse_names(point, set(_POINT), {"complaint"}, of)
        fields |= {f"{box}_{number}": _text(point, name, of) for name, box in _POINT.items()}
    return fields


def _code(service: str, services: Mapping[str, Code]) -> str:
    """The Code of its service. Nobody may guess it: the clocks and the ombudsman hang on it."""
    if not service:
        return str(services.get("Other", Code.GENERAL))
    if service not in services:
        raise BadInput(
            f"“{shorten(clean(service), 40)}” is no service of this desk, so say “code”: housing "
            "or general."
        )
    return str(services[service])
