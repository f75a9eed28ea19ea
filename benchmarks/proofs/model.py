"""What must be true of a desk, in the simplest words: a list of what was told to be saved."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.proofs.desks import Dump, check_record
from benchmarks.proofs.report import require

What = tuple[str, str]  # a verb, and the case that it was meant for
_CLOSED_ON = 15  # its column in the listing


@dataclass
class Model:
    """What officers were told; what is uncertain stays with them as a form, to be saved again."""

    told: list[tuple[str, str]] = field(default_factory=list)  # change and case, in that order
    late: set[str] = field(default_factory=set)  # told only when they were saved again
    refused: set[str] = field(default_factory=set)
    forms: dict[str, What] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def tell(self, change_id: str, verb: str, ref: str) -> None:
        """An officer was told that this is saved."""
        self.told.append((change_id, ref))
        if self.forms.pop(change_id, None):
            self.late.add(change_id)
        if verb == "close":
            self.closed.add(ref)

    def refuse(self, change_id: str) -> None:
        self.forms.pop(change_id, None)
        self.refused.add(change_id)

    def check(self, folder: Path, rows: Dump) -> None:
        """The record and the rows of a store are what the officers were told."""
        found = check_record(folder, self.told)
        ids = [change.id for change in found[1:]]
        require(not self.refused & set(ids), "A refused change is in the record.")
        require(set(ids) <= {i for i, _ in self.told} | set(self.forms), "A change from nowhere.")
        place = {change.id: change.number for change in found}
        order = [place[i] for i, _ in self.told if i not in self.late]
        require(order == sorted(order), "The record has another order than what was told.")
        self._check_cases(rows, Counter(change.about for change in found[1:]))

    def _check_cases(self, rows: Dump, counted: Counter[str]) -> None:
        # Each of the verbs of a proof saves its case once, so it has a version for each of them.
        cases = {str(row[1]): row for row in rows["cases"]}
        require(cases.keys() == counted.keys(), "There is a case too many, or one too few.")
        versions = {ref: row[2] for ref, row in cases.items()}
        listed = {str(row[1]): row[_CLOSED_ON] for row in rows["listing"]}
        require(listed.keys() == cases.keys(), "A case is in no list, or a list has one too many.")
        waiting = {ref for ref, closed_on in listed.items() if closed_on is None}
        require(not self.closed & waiting, "A closed case still waits for something.")
        require(self.closed <= cases.keys() - waiting, "A case was closed that is not there.")
        require(versions == dict(counted), "A case has not the version that its changes make.")
