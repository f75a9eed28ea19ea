"""The order in which things can have happened; what is impossible is refused in a sentence."""

from datetime import date

from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import PROFILES, Code, StageLimits
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import RuleBroken


def check_order(code: Code, stages: tuple[Stage, ...]) -> None:
    """Refuse what cannot have happened: an event before the one that must precede it."""
    latest: tuple[str, date] | None = None
    for number, stage in enumerate(stages, 1):
        begun = "the complaint was received" if number == 1 else "stage 2 was asked for"
        events = [
            (begun, stage.started),
            (f"stage {number} was acknowledged", stage.acknowledged),
            (f"stage {number} was answered", stage.answered),
            (f"stage {number} was not accepted", stage.refused),
        ]
        for name, day in events:
            if day is None:
                continue
            if latest and day < latest[1]:
                raise RuleBroken(
                    f"{name[0].upper()}{name[1:]} on {in_words(day)}, but {latest[0]} on "
                    f"{in_words(latest[1])}. One of the two dates must be wrong."
                )
            latest = (name, day)
        _check_extensions(PROFILES[code].stages[number], number, stage)


def _check_extensions(limits: StageLimits, number: int, stage: Stage) -> None:
    total = 0
    for extension in sorted(stage.extensions, key=lambda e: e.told_on):
        total += extension.working_days
        if fault := _fault(extension, number, stage) or _beyond(extension, number, limits, total):
            raise RuleBroken(f"The extension told on {in_words(extension.told_on)} {fault}")


def _fault(extension: Extension, number: int, stage: Stage) -> str:
    if extension.working_days < 1:
        return "must add at least one working day."
    if stage.started and extension.told_on < stage.started:
        return f"comes before stage {number} began on {in_words(stage.started)}."
    if stage.answered and extension.told_on > stage.answered:
        return f"comes after stage {number} was answered on {in_words(stage.answered)}."
    return ""


def _beyond(extension: Extension, number: int, limits: StageLimits, total: int) -> str:
    if total <= limits.extension_days or extension.good_reason:
        return ""
    return (
        f"brings the extra time at stage {number} to {total} working days. The Code "
        f"({limits.extend}) allows {limits.extension_days} unless a good reason is recorded."
    )
