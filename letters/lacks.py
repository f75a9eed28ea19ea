"""What a letter still lacks, said to the officer before anything is written.

A field is named as the wording names it (`points.1.complaint`), so that the gap which shows in
the letter and the line in the list are known to be the same one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from complaintdesk.domain.case import Case, Conflict, Discretion, Point, Responsibility
from complaintdesk.domain.codes import Code
from letters.catalogue import letter_kind
from letters.facts import (
    Office,
    contact,
    council_contact,
    handler,
    is_represented,
    ombudsman_facts,
    tidy,
)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the letter must say and the case does not hold.

    `provision` is blank where no Code asks for it, only sense; `label` is what the gap is called
    in the letter itself.
    """

    field: str
    provision: str
    sentence: str
    label: str

    def covers(self, field: str) -> bool:
        """Whether this lack is about the field, or about something that the field is part of."""
        return field == self.field or field.startswith(f"{self.field}.")


def lacks(kind: str, case: Case, office: Office) -> tuple[Lack, ...]:
    """All that this letter lacks, in the order of the letter. Raises BadInput for the kind."""
    letter_kind(kind)
    return (
        *_address_lacks(case, office),
        *_discretion_lacks(case),
        *_point_lacks(case),
        *_handler_lacks(case, office),
        *_ombudsman_lacks(case, office),
    )


def _asked_for(case: Case, topic: str, field: str, sentence: str, label: str) -> Lack:
    number = case.profile.provision(topic)
    return Lack(field, number, f"{sentence} ({case.profile.cite(number)})", label)


def _address_lacks(case: Case, office: Office) -> Iterator[Lack]:
    if not tidy(office.name):
        yield Lack(
            "council.name",
            "",
            "Give the council's name in the desk's settings.",
            "the council's name",
        )
    field = "representative" if is_represented(case) else "complainant"
    if not tidy(case.addressee.name):
        yield _no_name(field)
    if not contact(case.addressee):
        sentence = f"Give a postal or e-mail address for the {field}, so that they can be sent it."
        yield Lack(f"{field}.contact", "", sentence, f"an address for the {field}")
    if is_represented(case) and not tidy(case.details.complainant.name):
        yield _no_name("complainant")


def _no_name(field: str) -> Lack:
    return Lack(f"{field}.name", "", f"Give the name of the {field}.", f"the {field}'s name")


def _discretion_lacks(case: Case) -> Iterator[Lack]:
    """This letter accepts the complaint, so it cannot go where the decision was not to."""
    if case.details.discretion is Discretion.NOT_ACCEPTED:
        sentence = (
            "The decision was not to accept this complaint, and this letter says that it is "
            "accepted. Change the decision, or answer with a letter that says so."
        )
        yield _asked_for(case, "twelve_months", "discretion", sentence, "that it is accepted")


def _point_lacks(case: Case) -> Iterator[Lack]:
    """Definition first, then outcomes, then responsibility, as the letter goes through them."""
    points = case.details.points
    if not points:
        sentence = "Set out what the complaint is about, as you understand it, point by point."
        yield _asked_for(case, "definition", "points", sentence, "the points of complaint")
    for check in (_definition, _outcome, _responsibility):
        for number, point in enumerate(points, 1):
            yield from check(case, number, point)


def _definition(case: Case, number: int, point: Point) -> Iterator[Lack]:
    if not tidy(point.complaint):
        sentence = f"Say what point {number} is about, as you understand it."
        field = f"points.{number}.complaint"
        yield _asked_for(case, "definition", field, sentence, f"what point {number} is about")


def _outcome(case: Case, number: int, point: Point) -> Iterator[Lack]:
    """Housing only: the General Code asks for outcomes at stage 2, so there the letter asks."""
    if case.code is Code.HOUSING and not tidy(point.outcome_sought):
        sentence = f"Say what the person would like to happen about point {number}."
        field = f"points.{number}.outcome_sought"
        yield _asked_for(
            case, "outcomes", field, sentence, f"the outcome sought for point {number}"
        )


def _responsibility(case: Case, number: int, point: Point) -> Iterator[Lack]:
    """Undecided is a lack for housing only (H 5.7); L 6.7 asks for it in the answer."""
    found = point.responsibility
    if found is Responsibility.UNDECIDED and case.code is Code.HOUSING:
        sentence = f"Say whether point {number} is ours to answer for, in part or not at all."
        field, label = f"points.{number}.responsibility", f"who is responsible for point {number}"
        yield _asked_for(case, "responsibility", field, sentence, label)
    shared = found in (Responsibility.PARTLY, Responsibility.NOT_OURS)
    if shared and not tidy(point.responsibility_note):
        sentence = f"Say who does answer for point {number}, or for the part that is not ours."
        field, label = f"points.{number}.responsibility_note", f"who answers for point {number}"
        yield _asked_for(case, "responsibility", field, sentence, label)


def _handler_lacks(case: Case, office: Office) -> Iterator[Lack]:
    if not handler(case):
        sentence = "Say which officer is dealing with the complaint."
        yield _asked_for(case, "impartial", "officer", sentence, "who is dealing with it")
    if case.details.conflict is not Conflict.NONE:
        label = "that the person dealing with it had no part in it"
        yield _asked_for(case, "impartial", "conflict", _conflict_sentence(case), label)
    if not council_contact(office):
        sentence = "Give the team's phone number or e-mail address in the desk's settings."
        yield Lack("council.contact", "", sentence, "how to reach us")


def _conflict_sentence(case: Case) -> str:
    who = handler(case) or "the officer dealing with it"
    if case.details.conflict is Conflict.DECLARED:
        return f"Give the case to somebody else, since {who} had a part in the matter."
    return f"Record whether {who} had any part in the matter."


def _ombudsman_lacks(case: Case, office: Office) -> Iterator[Lack]:
    found = ombudsman_facts(case.code, office)
    if not all((found.name, found.phone, found.website, found.address)):
        name = case.profile.ombudsman.name
        sentence = f"Complete the details of the {name} in the desk's settings."
        yield _asked_for(case, "ombudsman", "ombudsman", sentence, "how to reach the Ombudsman")
