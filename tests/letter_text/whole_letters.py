"""A whole letter of every kind under both Codes: an invented case in the right situation, and all
its boxes filled. `EVERY` has each kind plain, to a representative and in large print; `SPECIAL`
the situations that change what a letter says.

The cases and their days are in `whole_cases.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pytest

from complaintdesk.domain.case import (
    Case,
    Discretion,
)
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.forms import Reader, day_field
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.letter_kinds.kind import SENT_ON
from complaintdesk.domain.ruling import Moment, Ruling
from letters.blocks import Letter, Style
from letters.facts import LetterFacts, Office
from letters.gathering import gather, typed
from letters.lacks import Lack, lacks
from letters.outputs import to_text
from letters.render import render
from tests.letter_text.whole_cases import (
    FOUND,
    LARGE,
    REPRESENTED,
    WAITING,
    a_request,
    acknowledged,
    all_done,
    answered,
    answered_twice,
    asked_again,
    at_stage_2,
    from_request,
    logged,
    one_kept,
    one_point,
    under_way,
    with_promises,
)
from tests.rules.whole_case import at, day

OFFICE = Office(
    name="Marlow Vale Borough Council",
    team="Complaints Team",
    phone="01632 960100",
    email="complaints@marlowvale.example",
    address="Town Hall\nHigh Street\nMarlow Vale\nMV1 1AA",
    ombudsmen={code: profile.ombudsman for code, profile in PROFILES.items()},
)

Boxes = Mapping[str, str]


@dataclass(frozen=True)
class Whole:
    """One letter that lacks nothing: the case, the day it is written, the boxes as typed."""

    kind: str
    name: str
    case: Case
    today: date
    boxes: Boxes = field(default_factory=dict)
    large: bool = False

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.case.code}-{self.name}"

    @property
    def moment(self) -> Moment:
        return at(self.today)

    def reader(self, **changed: str) -> Reader:
        specs = KINDS[self.kind].fields(self.case, self.moment)
        return typed(specs, {**self.boxes, **changed}, self.today)

    def facts(self, office: Office = OFFICE, **changed: str) -> LetterFacts:
        reader = self.reader(**changed)
        return gather(KINDS[self.kind], self.case, reader, self.moment, office)

    def lacks(self, office: Office = OFFICE, **changed: str) -> tuple[Lack, ...]:
        return lacks(KINDS[self.kind], self.case, self.reader(**changed), self.moment, office)

    def letter(self, office: Office = OFFICE, **changed: str) -> Letter:
        """The letter in our own wording, with some boxes typed otherwise."""
        return self._written(office, **changed) if changed or office is not OFFICE else self._plain

    @cached_property
    def _plain(self) -> Letter:
        """Written once: most tests read the same letters, each for something else."""
        return self._written(OFFICE)

    def _written(self, office: Office, **changed: str) -> Letter:
        facts, missing = self.facts(office, **changed), self.lacks(office, **changed)
        return render(self.kind, facts, missing, large=self.large)

    def sent(self) -> Ruling:
        """What sending it does to the case."""
        dated = Reader({**self.reader().fields, SENT_ON: day_field(self.today)}, self.today)
        return KINDS[self.kind].sends(self.case, dated, self.moment)


_UPHELD = {**FOUND, "sorry": "I am sorry that we left you waiting for four weeks."}
_UPHELD_LATER = {
    **_UPHELD,
    "finding_2": "upheld",
    "reasons_2": "The phone log names another number than yours. Nobody tried the right one.",
    "signed_off_by": "Dana Reid",
}
_NOT_UPHELD = {
    **FOUND,
    "finding_1": "not-upheld",
    "reasons_1": "Our records show that we came on the day after you told us, and twice more.",
    "finding_2": "no-finding",
    "reasons_2": "The phone log of that week is lost, so I cannot say who rang.",
    "sorry": "",
    "remedy": "We did what we should here, so there is nothing to put right.",
    "outstanding": "Nothing is left to do.",
}


_LONGER = {
    "reason": "A heating engineer has to see the pipes, and the first free day is 23 November.",
    "so_far": "- I have read all our job records.\n- I have spoken to the team.",
}
_REFUSED = {
    "ground": "already-considered",
    "reasoning": "You told us about the same weeks in May, and we answered on 12 June.",
    "evidence": "Our letter to you of 12 June, and the notes of our visit.",
}
_ASKED = {"questions": "- Which days were you at home?\n- Did anybody leave a card?"}
_LIMIT = {
    "what": "You can e-mail us, and we will answer once a week. We will not take phone calls.",
    "reason": "Some of your calls to our staff have been very upsetting for them.",
    "evidence": "On 3 and 5 November you shouted at two people. We wrote to you on 6 November.",
    "remains": "By e-mail at any time, or by letter. A friend can also ring us for you.",
    "equality": "You told us that it is hard for you to write much, so a few words will do.",
    "ends": "1/3/2027",
    "review_on": "18/1/2027",
}
_POSITION = {"position": "The engineer came on Tuesday.", "reason": "I need the engineer's report."}
_INSTEAD = {
    "promise": "1", "why": "Our bank cannot pay into the account that we have.",
    "instead": "We will send you a cheque.", "due": "4/12/2026",
}  # fmt: skip
_Begin = Callable[..., Case]
# Each kind: the case it is written on, the day, and its boxes.
_WRITTEN: dict[str, tuple[_Begin, date, Boxes]] = {
    "stage1-acknowledgement": (logged, day(11, 4), {}),
    "request-to-complaint": (from_request, day(11, 4), {}),
    "stage2-acknowledgement": (asked_again, day(11, 18), {}),
    "stage1-extension": (acknowledged, day(11, 16), _LONGER),
    "stage2-extension": (at_stage_2, day(12, 14), _LONGER),
    "keeping-informed": (acknowledged, day(11, 12), _POSITION),
    "clarification": (acknowledged, day(11, 6), _ASKED),
    "stage1-response": (with_promises, day(11, 13), _UPHELD),
    "stage2-response": (at_stage_2, day(12, 11), _UPHELD_LATER),
    "not-accepted": (logged, day(11, 4), _REFUSED),
    "not-escalated": (answered, day(11, 18), {**_REFUSED, "asked_on": "16/11/2026"}),
    "actions-update": (under_way, day(11, 24), {"note": "Most of it is done.", "next_on": "7 Dec"}),
    "remedy-changed": (answered, day(11, 24), _INSTEAD),
    "authority-request": (acknowledged, day(11, 6), {}),
    "contact-restriction": (acknowledged, day(11, 9), _LIMIT),
}


def whole(
    kind: str, code: Code, name: str = "plain", begin: _Begin | None = None,
    boxes: Boxes | None = None, **details: Any,
) -> Whole:  # fmt: skip
    """A letter of a kind; where something is given, it takes the place of the kind's own."""
    usual, today, filled = _WRITTEN[kind]
    if kind == "authority-request":
        details = WAITING | details
    case = (begin or usual)(code, **details)
    return Whole(kind, name, case, today, {**filled, **(boxes or {})}, name == "large")


EVERY = tuple(
    whole(kind, code, name, **details)
    for kind in KINDS
    for code in Code
    for name, details in (("plain", {}), ("represented", REPRESENTED), ("large", LARGE))
    if (kind, name) != ("authority-request", "represented")
)

_OLD = {
    "matter_date": day(9, 1, 2025), "discretion": Discretion.NOT_ACCEPTED,
    "discretion_reason": "The people who did the work have left, and no records are kept so long.",
}  # fmt: skip
_COURT = {
    "ground": "court-claim-filed", "claim_filed": "20/10/2026",
    "reasoning": "The claim asks for the same things as your complaint.",
    "evidence": "The claim form that we were sent.",
}  # fmt: skip


def _special(code: Code) -> tuple[Whole, ...]:
    past = {"until": "11/12/2026", "good_reason": "The pipes hold asbestos.", "every": "5"}
    answer, again, refused = "stage1-response", "stage2-response", "not-accepted"
    return (
        whole("stage1-acknowledgement", code, "one-point", **one_point(code)),
        whole("stage1-acknowledgement", code, "asking", questions="Which bin?", **WAITING),
        whole("stage1-acknowledgement", code, "old-matter-accepted",
              **{**_OLD, "discretion": Discretion.ACCEPTED}),
        whole("stage2-acknowledgement", code, "asking", boxes={"questions": "Which calls?"},
              **WAITING),
        whole("stage1-extension", code, "past-the-limit", boxes=past),
        whole("keeping-informed", code, "later", boxes={"expected": "25/11/2026"}),
        whole("keeping-informed", code, "stage-2", at_stage_2),
        whole("clarification", code, "not-acknowledged", logged),
        whole("clarification", code, "stage-2", at_stage_2),
        whole(answer, code, "one-point", boxes={"learning": "We now ring the day before."},
              **one_point(code)),
        whole(answer, code, "not-upheld", acknowledged, _NOT_UPHELD),
        whole(answer, code, "partly", boxes={
            "finding_1": "partly-upheld", "looked_at": "The phone log."}),
        whole(answer, code, "kept", one_kept),
        whole(again, code, "not-upheld", boxes=_NOT_UPHELD),
        whole(refused, code, "old-matter", boxes={
            "ground": "older-than-12-months",
            "reasoning": "It happened in September 2025, and you knew of it then.",
            "evidence": "The dates in your own letter."}, **_OLD),
        whole(refused, code, "court", boxes=_COURT),
        whole(refused, code, "tribunal", boxes={
            "ground": "other-procedure", "other_route": "The property tribunal: 01632 960200.",
            "reasoning": "Only the tribunal can change the amount.", "evidence": "Your bill."}),
        whole(refused, code, "not-ours", boxes={
            "ground": "not-ours", "reasoning": "The wall belongs to the school next to you.",
            "evidence": "The map of who owns the land."}),
        whole(refused, code, "in-our-policy", boxes={
            "ground": "other-in-our-policy", "reasoning": "It is about a job with us.",
            "evidence": "Your letter, and section 3 of our policy."}),
        whole("not-escalated", code, "court", boxes=_COURT),
        whole("not-escalated", code, "logged", asked_again),
        whole("actions-update", code, "all-done", all_done, {"next_on": ""}),
        whole("remedy-changed", code, "later", boxes={"how": "later", "instead": ""}),
        replace(whole("actions-update", code, "stage-2", answered_twice,
                      {"next_on": "18/1/2027"}), today=day(12, 14)),
        replace(whole("remedy-changed", code, "stage-2", answered_twice,
                      {"due": "18/1/2027"}), today=day(12, 14)),
        whole("authority-request", code, "some-only",
              boxes={"may_do": "- Tell us what you would like.\n- Come to meetings with you."}),
        whole("contact-restriction", code, "on-a-request", a_request),
    )  # fmt: skip


SPECIAL = tuple(letter for code in Code for letter in _special(code))
WHOLE = EVERY + SPECIAL
every = pytest.mark.parametrize(
    "letters", [[w for w in WHOLE if w.kind == kind] for kind in KINDS], ids=list(KINDS)
)


def one_line(text: str) -> str:
    return " ".join(text.split())


def text_of(given: Whole, **changed: str) -> str:
    """The letter as one line of text."""
    return one_line(to_text(given.letter(**changed)))


def said_in(letter: Letter, part: str, *, headings: bool = True) -> str:
    """What stands in one part of a letter, as one line."""
    found = [b for b in letter.blocks if b.part == part]
    return one_line(" ".join(b.text for b in found if headings or b.style is not Style.HEADING))
