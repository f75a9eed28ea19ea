"""Letters that went out and promised a date, of open cases still to be answered at that stage.

Read with sqlite3 alone, as the queue is.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from complaintdesk.store.peek import reading

# A letter has a row for each of its files.
_PROMISED = """
    SELECT DISTINCT cases.ref, letter.kind, letter.stage, letter.sent_on, letter.promised
    FROM letter
    JOIN cases ON cases.id = letter.case_id
    JOIN stage ON stage.case_id = letter.case_id AND stage.number = letter.stage
    WHERE letter.promised IS NOT NULL AND cases.closed_on IS NULL
        AND stage.answered IS NULL AND stage.refused IS NULL
    ORDER BY cases.ref, letter.sent_on, letter.kind
"""


@dataclass(frozen=True, slots=True)
class PromisingLetter:
    """A letter as sent, and the date by which it promised an answer."""

    ref: str
    kind: str
    stage: int
    sent_on: date
    promised: date


def promising_letters(path: Path) -> tuple[PromisingLetter, ...]:
    """The letters whose promised date still matters, in the order of their cases."""
    with reading(path) as connection:
        rows = connection.execute(_PROMISED).fetchall()
    return tuple(
        PromisingLetter(ref, kind, stage, date.fromisoformat(sent), date.fromisoformat(promised))
        for ref, kind, stage, sent, promised in rows
    )
