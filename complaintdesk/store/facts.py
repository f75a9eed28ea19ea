"""What passes between the store and the services, so that neither hands rows about."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LetterSent:
    """A letter as sent: its files with their SHA-256, and what they were made from.

    `promised` is the day by which it says that an answer will come, where it says one. `template`
    is the file of its wording and `source` whose that was: `standard`, `council`, or
    `standard-once` where a bad copy of the council's was set aside. An `edited` letter was changed
    in Word and added again. `words` is what was written for this letter alone.
    """

    kind: str
    stage: int
    sent_on: date
    files: tuple[tuple[str, str], ...]
    template_sha256: str
    program: str
    promised: date | None = None
    template: str = ""
    source: str = ""
    edited: bool = False
    words: str = ""
