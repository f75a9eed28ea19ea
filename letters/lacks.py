"""What a letter still lacks, said to the officer before anything is written.

A field is named as the wording names it (`points.1.complaint`), so that the gap which shows in
the letter and the line in the list are known to be the same one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from complaintdesk.domain.case import Case
from complaintdesk.domain.forms import Reader
from complaintdesk.domain.letter_kinds import LetterKind, Need
from complaintdesk.domain.ruling import Moment
from letters.catalogue import parts
from letters.facts import Office, contact, council_contact, is_represented, ombudsman_facts, tidy


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the letter must say and that is not there.

    `provision` is blank where no Code asks for it, only sense; `label` is what the gap is called
    in the letter itself; `part` is the part of the letter that it belongs to, if any.
    """

    field: str
    provision: str
    sentence: str
    label: str
    part: str = ""

    def covers(self, field: str) -> bool:
        """Whether this lack is about the field, or about something that the field is part of."""
        return field == self.field or field.startswith(f"{self.field}.")


def lacks(
    kind: LetterKind, case: Case, reader: Reader, moment: Moment, office: Office
) -> tuple[Lack, ...]:
    """All that this letter lacks: what every letter needs, then its own, then who signs."""
    cited = {part.name: part.provision for part in parts(kind.kind, case.code)}
    needs = (
        *_address_needs(case, office),
        *kind.needs(case, reader, moment),
        *_sender_needs(kind, case, office),
    )
    return tuple(_lack(case, need, cited.get(need.part, "")) for need in needs)


def _lack(case: Case, need: Need, provision: str) -> Lack:
    said = f"{need.sentence} ({case.profile.cite(provision)})" if provision else need.sentence
    return Lack(need.field, provision, said, need.label, need.part)


def _address_needs(case: Case, office: Office) -> Iterator[Need]:
    if not tidy(office.name):
        sentence = "Give the council's name in the desk's settings."
        yield Need("council.name", "", sentence, "the council's name")
    field = "representative" if is_represented(case) else "complainant"
    if not tidy(case.addressee.name):
        yield _no_name(field)
    if not contact(case.addressee):
        sentence = f"Give a postal or e-mail address for the {field}, so that they can be sent it."
        yield Need(f"{field}.contact", "", sentence, f"an address for the {field}")
    if is_represented(case) and not tidy(case.details.complainant.name):
        yield _no_name("complainant")


def _no_name(field: str) -> Need:
    return Need(f"{field}.name", "", f"Give the name of the {field}.", f"the {field}'s name")


def _sender_needs(kind: LetterKind, case: Case, office: Office) -> Iterator[Need]:
    if "reviewer" not in kind.boxes and not tidy(case.handler):
        sentence = "Say which officer is dealing with the complaint."
        yield Need("officer", "impartial", sentence, "who is dealing with it")
    if not council_contact(office):
        sentence = "Give the team's phone number or e-mail address in the desk's settings."
        yield Need("council.contact", "", sentence, "how to reach us")
    found = ombudsman_facts(case.code, office)
    if not (found.name and found.contact):
        sentence = f"Complete the details of the {case.profile.ombudsman.name} in desk.toml."
        yield Need("ombudsman", "ombudsman", sentence, "how to reach the Ombudsman")
