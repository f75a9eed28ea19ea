"""Parts of the case page: the points with what was decided, each stage, and what was refused."""

from datetime import date

from textual.content import Content

from complaintdesk.domain.case import Case, Extension, Point, Stage
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.parts import Decision, Refusal
from complaintdesk.domain.rules.refusals import GROUNDS
from complaintdesk.domain.rules.stages import FINDINGS
from screens import case_words as words
from screens import show
from screens.case_facts import Lines, fact, facts, item

_NONE = "No points of complaint are set out yet: press e to add them."


def points(case: Case) -> Lines:
    """Each point as we understand it, with the decisions on it at each stage."""
    known = case.details.points
    if not known and case.stages:
        yield Content(_NONE)
    for number, point in enumerate(known, 1):
        if number > 1:
            yield Content("")
        yield from _point(number, point)
        yield from _decisions(case, number)
    # A record that was tampered with may decide what is not there: it is shown all the same.
    for number in sorted({d.point for d in case.decisions if d.point > len(known)}):
        yield show.labelled(f"Point {number}", "not on record")
        yield from _decisions(case, number)


def _point(number: int, point: Point) -> Lines:
    ours = words.RESPONSIBILITY[point.responsibility]
    if point.responsibility_note:
        ours = f"{ours}: {point.responsibility_note}"
    yield show.labelled(f"Point {number}", point.complaint)
    yield show.labelled("  Outcome sought", point.outcome_sought or "not yet known")
    yield show.labelled("  Ours to answer for", ours)


def _decisions(case: Case, number: int) -> Lines:
    for decision in case.decisions:
        if decision.point == number:
            yield from _decision(decision)


def _decision(decision: Decision) -> Lines:
    yield show.labelled(f"  Decided at stage {decision.stage}", FINDINGS[decision.finding].upper())
    yield from facts(
        ("Reasons", decision.reasons or "none given"),
        ("Relied on", decision.relied_on or "nothing named"),
        depth=2,
    )


def stage(number: int, stage: Stage) -> Lines:
    """What happened at one stage, from its request to its answer."""
    started = in_words(stage.started) if stage.started else "not recorded"
    yield show.labelled("Received" if number == 1 else "Asked for", started)
    if number == 2:
        yield from _dispute(stage)
    yield from facts(
        ("Handled by", stage.handler or "nobody yet"), ("Answered for us by", stage.responder)
    )
    yield show.labelled("Acknowledged", _done(stage, stage.acknowledged))
    for extension in stage.extensions:
        yield from _extension(extension)
    if stage.refused:
        yield show.labelled("Not accepted", f"told on {in_words(stage.refused)}")
    else:
        yield show.labelled("Answered", _done(stage, stage.answered))
    yield from fact("Signed off by", stage.signed_off_by)


def _dispute(stage: Stage) -> Lines:
    """What is still in dispute; why somebody goes on need not be said, and may be noted."""
    numbers = ", ".join(map(str, stage.outstanding))
    points = "point" if len(stage.outstanding) == 1 else "points"
    yield from facts(
        ("In dispute", f"{points} {numbers}" if numbers else "all of it"),
        ("As we understand it", stage.issues),
        ("Outcomes sought now", stage.outcomes),
        ("Reason, as volunteered", stage.reason_given),
    )


def _done(stage: Stage, on: date | None) -> str:
    if on:
        return in_words(on)
    return "not recorded" if stage.ended else "not yet"


def _extension(extension: Extension) -> Lines:
    whom = f" to {extension.told_to}" if extension.told_to else ""
    days = f"{extension.working_days} working {'day' if extension.working_days == 1 else 'days'}"
    yield show.labelled("More time", f"{days}, told on {in_words(extension.told_on)}{whom}")
    yield from facts(
        ("Reason", extension.reason or "none given"),
        ("Good reason to go past the limit", extension.good_reason),
        depth=1,
    )


def refusals(case: Case) -> Lines:
    """Every refusal with its own reasoning, those that were taken back too."""
    for refusal in case.refusals:
        yield from _refusal(refusal)


def _refusal(refusal: Refusal) -> Lines:
    what = "The complaint" if refusal.stage == 1 else "The request for stage 2"
    back = "" if refusal.stands else ", TAKEN BACK since"
    yield item(f"{what}, told on {in_words(refusal.told_on)}{back}: {GROUNDS[refusal.ground]}")
    filed = in_words(refusal.claim_filed) if refusal.claim_filed else ""
    taken_back = ""
    if refusal.reversed_on:
        asked = ", as the ombudsman asked" if refusal.directed else ""
        taken_back = f"{in_words(refusal.reversed_on)}{asked}: {refusal.reversed_why}"
    yield from facts(
        ("Reasoning", refusal.reasoning or "none given"),
        ("Evidence", refusal.evidence or "none named"),
        ("Claim filed", filed),
        ("Another way for it", refusal.other_route),
        ("Taken back", taken_back),
        depth=1,
    )
