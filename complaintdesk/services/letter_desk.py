"""Letters as the officer writes them: which fit, what each still lacks, and how it will read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from complaintdesk.domain.adjustments import Adjusted, adjusted
from complaintdesk.domain.case import Case, CaseFile
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.deadlines import State
from complaintdesk.domain.duties import open_duties
from complaintdesk.domain.errors import Concern, RuleBroken
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import join
from complaintdesk.domain.letter_kinds import KINDS, LetterKind
from complaintdesk.domain.letter_kinds.kind import LARGE, NORMAL, PRINT, SENT_ON
from complaintdesk.domain.ruling import Moment
from complaintdesk.services import drafts, ombudsmen, wordings
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft

if TYPE_CHECKING:
    from letters.blocks import Letter
    from letters.facts import Office
    from letters.template import Wording

# The first that fits is the one: what came out of a request has a letter of its own.
ACKNOWLEDGING = ("request-to-complaint", "stage1-acknowledgement", "stage2-acknowledgement")


@dataclass(frozen=True, slots=True)
class LetterOffer:
    """A kind of letter for a case; `why_not` is empty where it can go now, else says why not.

    `by` is the day by which it should go, where one is known, with how that stands today, and
    `sent` the days on which one like it went out at its stage.
    """

    kind: str
    title: str
    purpose: str
    why_not: str
    by: date | None
    sent: tuple[date, ...]
    state: State | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the Code asks of a letter; `field` is where to go while it is not there."""

    part: str
    provision: str
    heading: str
    is_there: bool
    field: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it would go out with its boxes as they stand.

    `remarks` are said before it goes and stop nothing; `concerns` are departures that ask for a
    reason; what stops it is in `letter.missing`.
    """

    letter: "Letter"
    sent_on: date
    response_due: date | None
    checks: tuple[Check, ...]
    remarks: tuple[str, ...]
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class LetterWork:
    """One letter being written: all that it is made from but the boxes. Reads no disk again."""

    case: Case
    kind: LetterKind
    fields: tuple[FieldSpec, ...]
    moment: Moment
    office: "Office"
    wording: "Wording"
    source: str
    adjusted: Adjusted
    warnings: tuple[str, ...]

    @property
    def proposals(self) -> dict[str, str]:
        """The boxes as they are filled before anything is typed."""
        return {spec.name: spec.value for spec in self.fields}

    def is_large(self, fields: Mapping[str, str]) -> bool:
        """Large print as recorded, unless the form says otherwise."""
        chosen = fields.get(PRINT, "")
        return chosen == LARGE or (self.adjusted.large and chosen != NORMAL)

    def words(self, fields: Mapping[str, str]) -> str:
        """What was written for this letter, or stood there to be sent: the text of its boxes."""
        from letters.gathering import typed

        reader = typed(self.fields, fields, self.moment.today)
        boxes = (spec.name for spec in self.fields if not (spec.choices or spec.is_day))
        return "\n".join(text for name in boxes if (text := reader.text(name)))

    def view(self, fields: Mapping[str, str], *, draft: bool = False) -> LetterView:
        """The letter with these boxes, gaps and all."""
        from letters.gathering import gather, typed
        from letters.lacks import lacks
        from letters.lint import doubtful
        from letters.render import render_wording

        reader = typed(self.fields, fields, self.moment.today)
        facts = gather(self.kind, self.case, reader, self.moment, self.office)
        missing = lacks(self.kind, self.case, reader, self.moment, self.office)
        letter = render_wording(
            self.wording, self.kind.kind, facts, missing, draft=draft, large=self.is_large(fields)
        )
        return LetterView(
            letter,
            facts.sent_on,
            facts.response_due,
            _checks(self.case, letter),
            (
                *self.warnings,
                *_printed(self.adjusted, self.is_large(fields)),
                *self._odd_days(fields),
            ),
            tuple(doubtful(self.case, letter.blocks)),
        )

    def _odd_days(self, fields: Mapping[str, str]) -> tuple[str, ...]:
        """Days that the letter names although nobody works on them."""
        from letters.gathering import typed

        reader = typed(self.fields, fields, self.moment.today)
        named = {spec.label: reader.coming(spec.name) for spec in self.fields if spec.ahead}
        is_working = self.moment.calendar.is_working_day
        return tuple(
            f"{label}: {in_words(day)} is not a working day."
            for label, day in named.items()
            if day and not is_working(day)
        )


def offers(desk: Desk, ref: str) -> tuple[LetterOffer, ...]:
    """Every letter, those that fit now first and by their dates. Raises CaseNotFound."""
    file = desk.store.case(ref)
    found = [_offer(desk, file, kind) for kind in KINDS.values()]
    last = date.max
    return tuple(sorted(found, key=lambda offer: (bool(offer.why_not), offer.by or last)))


def acknowledgement(desk: Desk, ref: str) -> str:
    """The kind of letter that acknowledges a case as it stands; empty where none fits now."""
    case = desk.store.case(ref).case
    found = (kind for kind in ACKNOWLEDGING if not KINDS[kind].fits(case))
    return next(found, "")


def open_letter(desk: Desk, ref: str, kind: str, *, standard: bool = False) -> LetterWork:
    """Begin a letter. Raises RuleBroken where it does not fit now, BadInput for no such kind.

    A council's wording with a fault is refused, unless `standard` takes ours this once.
    """
    from letters.catalogue import letter_kind

    found, case = letter_kind(kind), desk.store.case(ref).case
    if problem := found.fits(case):
        raise RuleBroken(problem)
    wording, source = wordings.wording(desk, kind, standard=standard)
    needs, moment = adjusted(case.details.adjustments), desk.moment
    return LetterWork(
        case,
        found,
        found.fields(case, moment),
        moment,
        office(desk),
        wording,
        source,
        needs,
        (*_addressed(case), *needs.warnings, *ombudsmen.reminders(desk, case.code)),
    )


def draft_name(kind: str) -> str:
    """The name that a half-written letter is kept by, among the tasks on its case."""
    return f"letter-{kind}"


def half_written(desk: Desk, work: LetterWork) -> Draft | None:
    """What was typed before in this letter on this PC, joined to the case as it is now."""
    found = drafts.unfinished(desk, work.case.ref, draft_name(work.kind.kind))
    stage = str(work.case.stage)
    kept = next((d for d in found if d.fields.get("at_stage", stage) == stage), None)
    if kept is None:
        return None
    fresh = {**work.proposals, "at_stage": stage}
    fields, _ = join(kept.base, kept.fields, fresh)
    return Draft(kept.id, fields, kept.ref, work.case.version, fresh, kept.saved_at, kept.task)


def office(desk: Desk) -> "Office":
    """Who writes, as the desk's settings have it."""
    from letters.facts import Office

    c = desk.file.council
    return Office(c.name, c.team, c.phone, c.email, c.address, desk.file.ombudsmen, desk.training)


def sent_day(work: LetterWork, fields: Mapping[str, str]) -> date:
    """The day that the letter carries. Raises FormRefused for one that has not come yet."""
    from letters.gathering import typed

    reader = typed(work.fields, fields, work.moment.today)
    day = reader.past_day(SENT_ON, "Say on which day the letter goes.")
    reader.check()
    return day


def _offer(desk: Desk, file: CaseFile, kind: LetterKind) -> LetterOffer:
    case = file.case
    why_not = kind.fits(case)
    duties = open_duties(case, desk.duties(case)) if kind.duty and not why_not else ()
    duty = next((d for d in duties if d.kind == kind.duty), None)
    sent = {one.sent_on for one in file.letters
            if one.kind == kind.kind and one.stage in (0, kind.stage or case.stage)}  # fmt: skip
    offer = LetterOffer(kind.kind, kind.title, kind.purpose, why_not, None, tuple(sorted(sent)))
    if duty is None:
        return offer
    return replace(offer, by=duty.act_by, state=duty.state, days_left=duty.working_days_left)


def _checks(case: Case, letter: "Letter") -> tuple[Check, ...]:
    from letters.catalogue import parts

    first: dict[str, str] = {}
    for lack in letter.missing:
        first.setdefault(lack.part, lack.field)
    return tuple(
        Check(part.name, part.provision, part.heading, part.name not in first,
              first.get(part.name, ""))
        for part in parts(letter.kind, case.code)
    )  # fmt: skip


def _addressed(case: Case) -> tuple[str, ...]:
    acting = case.details.representative
    if acting is None:
        return ()
    if case.addressee is acting.person:
        return (f"It goes to {acting.person.name}, who acts for {case.details.complainant.name}.",)
    return (f"It goes to {case.addressee.name}: {acting.person.name} may not act yet.",)


def _printed(needs: Adjusted, is_large: bool) -> tuple[str, ...]:
    if is_large and needs.large:
        return ("It is in large print, 18 point, as the adjustments say.",)
    if is_large:
        return ("It is in large print, 18 point.",)
    return ("It is in normal print; the adjustments ask for large.",) if needs.large else ()
