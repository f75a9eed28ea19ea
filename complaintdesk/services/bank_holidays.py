"""The bank holidays of England and Wales, and the calendar made of them.

The one importer of `holidays`, and only inside a function: loading it costs more than the rest
of a start, so a desk keeps what was loaded (days, source, span) and passes it back as `known`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from complaintdesk.domain.calendar import WorkingCalendar

COVERS_FROM = date(2010, 1, 1)
# GOV.UK has published bank holidays up to 2028. `holidays` would go on by rule, but a year not
# yet proclaimed may gain or move a day (2012, 2020, 2022 and 2023 all did), so it is not covered.
COVERS_TO = date(2028, 12, 31)

_SUBSTITUTE = " (observed)"
# The names by which GOV.UK lists them, where the library's own differ.
_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Wedding of William and Catherine": "Royal wedding bank holiday",
    "Diamond Jubilee of Elizabeth II": "Diamond Jubilee bank holiday",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee bank holiday",
    "State Funeral of Queen Elizabeth II": "bank holiday for the State Funeral of Elizabeth II",
    "Coronation of Charles III": "bank holiday for the Coronation of Charles III",
}


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """Named days, the span in which no other exists, and where they come from."""

    days: Mapping[date, str]
    covers_from: date
    covers_to: date
    source: str


@cache
def package_version() -> str:
    """The installed version of `holidays`, from the name of the folder that the installer made.

    It is asked at every start, and neither loading the package nor `importlib.metadata` is quick.
    """
    found = find_spec("holidays")
    if found and found.origin:
        site = Path(found.origin).parent.parent
        for folder in site.glob("holidays-*.dist-info"):
            return folder.name.removeprefix("holidays-").removesuffix(".dist-info")
    from importlib.metadata import version

    return version("holidays")


@cache
def england_and_wales() -> BankHolidays:
    """Every bank holiday that takes a weekday, as GOV.UK lists them: substitutes, no weekends.

    `subdiv` brings in Easter Monday and August; `language` keeps the names English whatever the
    machine speaks (with LANGUAGE=th they come in Thai).
    """
    import holidays

    years = range(COVERS_FROM.year, COVERS_TO.year + 1)
    found = holidays.country_holidays("GB", subdiv="ENG", years=years, language="en_GB")
    days = {day: _name(name) for day, name in sorted(found.items()) if day.weekday() < 5}
    source = f"holidays {package_version()}, England and Wales"
    return BankHolidays(MappingProxyType(days), COVERS_FROM, COVERS_TO, source)


def calendar(
    closures: Iterable[date] = (),
    closures_count: bool = True,
    added: Mapping[date, str] | None = None,
    known: BankHolidays | None = None,
) -> WorkingCalendar:
    """The working calendar of a desk: its closure days, and bank holidays announced late."""
    known = known or england_and_wales()
    return WorkingCalendar(
        {**(added or {}), **known.days},
        known.covers_from,
        known.covers_to,
        closures=closures,
        closures_count=closures_count,
        source=known.source,
    )


def _name(library_name: str) -> str:
    """The library's name as a person would say it: Boxing Day substitute, not "(observed)"."""
    plain = library_name.removesuffix(_SUBSTITUTE)
    name = _NAMES.get(plain, plain)
    return name if plain == library_name else f"{name} substitute"
