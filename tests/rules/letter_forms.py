"""Every kind of letter on a case that it fits, with a form in which nothing is blank."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from complaintdesk.domain.case import Authority, Case, Conflict, Person, Representative
from complaintdesk.domain.codes import Code
from complaintdesk.domain.forms import Reader
from complaintdesk.domain.letter_kinds import KINDS, LetterKind, Need
from complaintdesk.domain.parts import Link, LinkKind
from complaintdesk.domain.ruling import Moment, Ruling
from tests.rules.whole_case import (
    REMEDY,
    TODAY,
    acknowledged,
    answered,
    at,
    at_stage_2,
    complaint,
    day,
    step,
)

Fields = Mapping[str, str]
AWAITED = Representative(Person("Tom Okafor", "2 Mill Lane"), "son", Authority.AWAITED)


@dataclass(frozen=True)
class Form:
    """A kind of letter, the case that it is written on, the day, and what is typed."""

    kind: str
    begin: Callable[[Code], Case]
    today: date
    typed: Fields

    @property
    def letter(self) -> LetterKind:
        return KINDS[self.kind]

    @property
    def moment(self) -> Moment:
        return at(self.today)

    def reader(self, case: Case, **changed: str) -> Reader:
        """The form as it opens, with what is typed, and these fields changed."""
        opened = {spec.name: spec.value for spec in self.letter.fields(case, self.moment)}
        return Reader({**opened, **self.typed, **changed}, self.today)

    def needs(self, case: Case, **changed: str) -> tuple[Need, ...]:
        return tuple(self.letter.needs(case, self.reader(case, **changed), self.moment))

    def blanks(self, case: Case, **changed: str) -> list[str]:
        """The fields of its needs."""
        return [need.field for need in self.needs(case, **changed)]

    def sent(self, case: Case, **changed: str) -> Ruling:
        return self.letter.sends(case, self.reader(case, **changed), self.moment)


def logged(code: Code) -> Case:
    return complaint(code, conflict=Conflict.NONE)


def from_request(code: Code) -> Case:
    return replace(logged(code), links=(Link("CD-2026-0002", LinkKind.FROM_REQUEST),))


def promised(code: Code) -> Case:
    """Answered, with a remedy (1) that is open."""
    return step(answered(code), *REMEDY[0])


def at_stage_2_acknowledged(code: Code) -> Case:
    return step(at_stage_2(code), "acknowledge", {"on": "18/11/2026"})


def asked_for(code: Code) -> Case:
    """Somebody has come forward to act for the person."""
    return complaint(code, representative=AWAITED)


REFUSED = {
    "ground": "already-considered", "reasoning": "It is the same as in May.",
    "evidence": "Our letter of 12 June.",
}  # fmt: skip
FOUND = {
    "finding_1": "not-upheld", "reasons_1": "The log shows it.", "relied_on_1": "Repairs policy",
    "finding_2": "no-finding", "reasons_2": "The log is lost.", "relied_on_2": "The phone log",
    "remedy": "Nothing went wrong here.", "outstanding": "Nothing.",
}  # fmt: skip
LIMIT = {
    "what": "Only by e-mail", "reason": "Calls that frighten our staff", "remains": "E-mail",
    "evidence": "Calls of 3 and 5 November", "equality": "We asked what would help.",
    "ends": "1/2/2027", "review_on": "4/1/2027",
}  # fmt: skip
_POSITION = {"position": "We read the log.", "reason": "The report is awaited."}
_INSTEAD = {"promise": "1", "why": "No parts", "instead": "Another", "due": "7/12/2026"}
FORMS = {
    form.kind: form
    for form in (
        Form("stage1-acknowledgement", logged, day(11, 4), {}),
        Form("request-to-complaint", from_request, day(11, 4), {}),
        Form("stage2-acknowledgement", at_stage_2, day(11, 18), {}),
        Form("stage1-extension", acknowledged, day(11, 16), {"reason": "The report is awaited."}),
        Form("stage2-extension", at_stage_2_acknowledged, TODAY, {"reason": "It is awaited."}),
        Form("keeping-informed", acknowledged, day(11, 12), _POSITION),
        Form("clarification", logged, day(11, 5), {"questions": "Which bin?"}),
        Form("stage1-response", acknowledged, day(11, 13), FOUND),
        Form("stage2-response", at_stage_2_acknowledged, TODAY, FOUND | {"signed_off_by": "Di"}),
        Form("not-accepted", logged, day(11, 4), REFUSED),
        Form("not-escalated", answered, TODAY, REFUSED | {"asked_on": "16/11/2026"}),
        Form("actions-update", promised, TODAY, {"note": "Well.", "next_on": "7/12/2026"}),
        Form("remedy-changed", promised, TODAY, _INSTEAD),
        Form("authority-request", asked_for, day(11, 4), {}),
        Form("contact-restriction", logged, TODAY, LIMIT),
    )
}
