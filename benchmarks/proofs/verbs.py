"""What officers do in the proofs: random verbs on random cases, as a colleague's desk has them."""

import random
from dataclasses import dataclass, field

from benchmarks.proofs.desks import details
from complaintdesk.domain.errors import (
    BadInput,
    CalendarError,
    CaseChanged,
    CaseNotFound,
    RuleBroken,
    Unconfirmed,
)
from complaintdesk.domain.forms import day_field
from complaintdesk.services import task_desk
from complaintdesk.services.commands import log_complaint
from complaintdesk.services.desk import Desk

REFUSED = (BadInput, CalendarError, CaseChanged, CaseNotFound, RuleBroken, Unconfirmed)
_VERBS = ("log", "log", "acknowledge", "extend", "contact", "contact", "contact", "close")
_WHY = {f"why_{key}": "Told on the phone." for key in ("definition", "outcomes", "responsibility")}


@dataclass
class Hand:
    """One officer's hand; `cases` is how many references it picks from."""

    desk: Desk
    chance: random.Random
    cases: int = 40
    logged: list[str] = field(default_factory=list)

    def choose(self) -> tuple[str, str]:
        """A verb and a case for it."""
        verb, ref = self.chance.choice(_VERBS), self._some_case()
        return (verb, ref) if ref else ("log", "")

    def act(self, change_id: str, what: tuple[str, str] | None = None) -> str:
        """Do something to some case; returns its reference. Raises what the verb refuses."""
        verb, ref = what or self.choose()
        if verb == "log":
            return self.log(change_id)
        version = self.desk.store.case(ref).case.version
        fields = self._fields(ref, verb)
        return task_desk.perform(self.desk, ref, version, verb, fields, change_id).ref

    def log(self, change_id: str) -> str:
        outcome = log_complaint(self.desk, details(self.desk, self.desk.officer), change_id)
        self.logged.append(outcome.ref)
        return outcome.ref

    def _some_case(self) -> str:
        known = self.logged[-self.cases :]
        if self.chance.random() < 0.5:  # one that colleagues work on too
            number = self.chance.randint(1, max(1, len(self.logged)))
            known = [f"CD-{self.desk.today().year}-{number:04}"]
        return self.chance.choice(known) if known else ""

    def _fields(self, ref: str, verb: str) -> dict[str, str]:
        today = day_field(self.desk.today())
        if verb == "acknowledge":
            return {"on": today, **_WHY}
        if verb == "contact":
            return {"kind": "call", "on": today, "whom": "Ann", "text": f"Asked about {ref}."}
        if verb == "close":
            return {"on": today, "closing": "withdrawn", "note": "Ann rang to say so."}
        form = task_desk.form(self.desk, ref, verb)
        return {spec.name: spec.value for spec in form.fields} | {"reason": "A visit is needed."}
