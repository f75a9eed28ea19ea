"""The two stages as they go in every case: asked for, acknowledged, extended, noted, answered."""

from datetime import date

from complaintdesk.domain.case import Case, Extension, Stage
from complaintdesk.domain.parts import Entry
from complaintdesk.domain.rules import (
    corrections,
    endings,
    escalation,
    extensions,
    handling,
    stages,
)
from complaintdesk.domain.ruling import Moment, Ruling
from complaintdesk.services.training.answering import answer
from complaintdesk.services.training.draft import Draft
from complaintdesk.services.training.people import OFFICERS
from complaintdesk.services.training.plans import Step
from complaintdesk.services.training.refusing import refuse
from complaintdesk.services.training.script import BEGUN, BETWEEN, CLOSED, TOLD, Act
from complaintdesk.services.training.texts_notes import Note, pool

_ISSUES = (
    "The answer is said to be about something else: what was complained of goes on.",
    "What was offered at stage 1 is said to be too little, and too late.",
    "The facts in the answer are disputed, and so is who said what.",
)
_GIVEN = (
    "",
    "Says that the answer is about something else.",
    "Does not recognise what happened in the answer.",
)
_CLOSINGS = (
    "All that was to be done is done.",
    "Nothing more heard since the answer.",
    "Nothing is outstanding.",
)
_WITHDRAWN = "Rang: the service has put it right meanwhile, and that is enough. Thanked for asking."
_UPDATES_PAST_LIMIT = 10  # working days between updates, where more than the limit was agreed
_GROUPS = frozenset({"whole-block-damp", "stair-cleaning", "gully"})
_RECEIVERS = ("Contact centre", "Front desk", "The service itself", "Councillors' office")


def progress(draft: Draft) -> None:
    """Write the stages of a case into its script, and its closing."""
    for number, stage in enumerate(draft.line.stages, 1):
        if number == 2:
            _ask(draft, stage)
        if stage.acknowledged:
            _acknowledge(draft, number, stage.acknowledged)
            _extend(draft, number, stage)
            _note(draft, number, stage)
        if stage.answered:
            answer(draft, number, stage.answered)
        if stage.refused:
            refuse(draft, number, stage.refused)
    if draft.line.stages and draft.closing and not draft.shows("request"):
        _close(draft, draft.closing)


def _ask(draft: Draft, stage: Stage) -> None:
    """Stage 2 asked for; the request reaches somebody other than the reviewer first."""
    assert stage.started is not None
    rng, points = draft.rng, len(draft.details.points)
    outstanding = (rng.randint(1, points),) if points > 1 and rng.random() < 0.5 else ()
    sought = draft.details.points[outstanding[0] - 1 if outstanding else 0].outcome_sought
    draft.outstanding = outstanding
    asked = escalation.Escalation(
        stage.started, draft.reviewer, outstanding, rng.choice(_ISSUES), sought, rng.choice(_GIVEN)
    )
    by = OFFICERS[draft.reviewer == OFFICERS[0]]
    draft.script.add(
        stage.started, by, lambda case, moment: escalation.escalate(case, asked, moment), BEGUN
    )


def _acknowledge(draft: Draft, number: int, on: date) -> None:
    by = draft.handler(number)
    if number == 1:
        draft.script.add(on, by, _triage(draft), BEGUN)
    how = "by e-mail" if draft.details.channel in ("email", "web") else "by letter"

    def act(case: Case, moment: Moment) -> Ruling:
        return stages.record_acknowledgement(case, on, how, moment)

    if number == draft.plan.stage and draft.shows("corrected"):
        _wrong_day_first(draft, on, how)
    else:
        draft.script.add(on, by, act, TOLD)


def _wrong_day_first(draft: Draft, on: date, how: str) -> None:
    """The acknowledgement recorded a day late under that day's date, and the date put right."""
    number, by = draft.plan.stage, draft.handler()
    wrong = draft.days.ahead(on, 1)
    draft.script.add(
        wrong, by, lambda case, moment: stages.record_acknowledgement(case, wrong, how, moment),
        TOLD,
    )  # fmt: skip
    why = "The letter is dated the day before; it was recorded when it came back from the post."
    draft.script.add(
        wrong, by,
        lambda case, moment: corrections.correct(case, f"acknowledged_{number}", on, why, moment),
    )  # fmt: skip


def _triage(draft: Draft) -> Act:
    details, rng = draft.details, draft.rng
    complexity = "early" if len(details.points) == 1 and rng.random() < 0.6 else "investigate"
    group = "yes" if draft.story.key in _GROUPS else ""
    by = rng.choice(_RECEIVERS)
    return lambda case, moment: handling.triage(case, complexity, details.vulnerability, group, by)


def _extend(draft: Draft, number: int, stage: Stage) -> None:
    for extension in stage.extensions:
        draft.script.add(extension.told_on, draft.handler(number), _more_time(draft, extension))


def _more_time(draft: Draft, extension: Extension) -> Act:
    """So many working days more than what is due then; past the limit with updates."""
    every = _UPDATES_PAST_LIMIT if extension.good_reason else 0

    def act(case: Case, moment: Moment) -> Ruling:
        until = moment.calendar.add(extensions.respond_by(case, moment), extension.working_days)
        more = extensions.MoreTime(
            extension.told_on, until, extension.reason, extension.good_reason,
            case.addressee.name, every,
        )  # fmt: skip
        return handling.extend_with_updates(case, more, moment)

    return act


def _note(draft: Draft, number: int, stage: Stage) -> None:
    """Up to three contacts on working days between acknowledging and the end of the stage."""
    assert stage.acknowledged is not None
    days, rng = draft.days, draft.rng
    end = stage.answered or stage.refused or draft.closing or days.last
    room = days.between(stage.acknowledged, end)
    notes = pool(draft.details)
    count = min(rng.randint(0, 3), room // 2, len(notes))
    offsets = sorted(rng.sample(range(1, room), count)) if count else []
    chosen = sorted(rng.sample(range(len(notes)), count))
    for offset, place in zip(offsets, chosen, strict=True):
        on = days.ahead(stage.acknowledged, offset)
        # Some are written down the morning after.
        late = rng.random() < 0.25 and days.ahead(on, 1) < end
        written = days.ahead(on, 1) if late else on
        draft.script.add(written, draft.handler(number), contact(notes[place], on), BETWEEN)


def contact(note: Note, on: date) -> Act:
    """A call, a visit, a letter: what was said, on its day."""
    kind, text = note

    def act(case: Case, moment: Moment) -> Ruling:
        whom = "" if kind in (Entry.NOTE, Entry.MEETING) else case.addressee.name
        return handling.contact(case, kind, on, whom, text, moment)

    return act


def _close(draft: Draft, on: date) -> None:
    why = endings.Closing.COMPLETE
    note = draft.rng.choice(_CLOSINGS)
    if draft.plan.step is Step.REFUSED:
        why, note = endings.Closing.REFUSED, "Nothing heard since the letter."
    if draft.shows("withdrawn"):
        why, note = endings.Closing.WITHDRAWN, _WITHDRAWN
    draft.script.add(
        on, draft.handler(), lambda case, moment: endings.close(case, on, why, note, "", moment),
        CLOSED,
    )  # fmt: skip
