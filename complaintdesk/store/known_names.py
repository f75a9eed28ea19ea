"""The services, wards and officers that cases have, open or closed, read with sqlite3 alone.

Unlike the choices of `listing` these are gone through case by case, since no index has the closed
ones: 20 ms for 100,000 cases. So it is for a name that no open case has exactly so.
"""

from pathlib import Path

from complaintdesk.store.peek import reading

_QUERIES = {
    "service": "SELECT DISTINCT service FROM listing",
    "ward": "SELECT DISTINCT ward FROM listing",
    # Who deals with it now, and who did before it was handed on.
    "officer": "SELECT officer FROM listing UNION SELECT officer FROM cases "
               "UNION SELECT handler FROM stage",
}  # fmt: skip
COLUMNS = tuple(_QUERIES)


def of_any_case(path: Path, column: str) -> tuple[str, ...]:
    """What stands in one of the `COLUMNS`, without what is empty."""
    with reading(path) as connection:
        found = connection.execute(_QUERIES[column]).fetchall()
    return tuple(name for (name,) in found if name)
