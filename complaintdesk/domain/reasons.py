"""The sentences by which a person can check a date: what was counted and what was not."""

from datetime import date

from complaintdesk.domain.calendar import Count, WorkingCalendar
from complaintdesk.domain.case import Extension
from complaintdesk.domain.dates import in_words, in_words_without_year


def trace(count: Count, calendar: WorkingCalendar) -> list[str]:
    """Each weekday inside the count that was not an ordinary one, and where the count ends."""
    lines = []
    for passed in count.passed:
        how = "counted as a working day" if passed.counted else "not counted"
        lines.append(f"{in_words_without_year(passed.day)}: {passed.name}, {how}.")
    lines.append(
        f"{count.days} working days from {in_words(count.start)}, without weekends, end on "
        f"{in_words(count.due)}."
    )
    if count.beyond:
        lines.append(
            f"Check this date: the calendar ends on {in_words(calendar.covers_to)}, and bank "
            "holidays after that are not known here."
        )
    return lines


def safer(count: Count, calendar: WorkingCalendar) -> list[str]:
    """The advice to aim a day earlier where a day off lies inside a count still running.

    Published decisions count such spans one day longer about half the time.
    """
    if not count.skipped or count.beyond:
        return []
    return [
        "With a day off in between, somebody else may count one day more and call the last day "
        f"late. To be safe, aim for {in_words(calendar.subtract(count.due, 1))}."
    ]


def extended(cited: str, extension: Extension, longer: Count) -> str:
    """An extension told in time; `longer` counts all of them from the unextended due date."""
    reason = f"; good reason recorded: {extension.good_reason}" if extension.good_reason else ""
    return (
        f"{cited}: extended by {extension.working_days} working days, told on "
        f"{in_words(extension.told_on)}{reason}. That is {longer.days} working days from the "
        f"unextended due date, {in_words(longer.start)}."
    )


def late_notice(told_on: date, due: date) -> str:
    """An extension told when the answer was overdue already: it moves nothing."""
    return (
        f"More time was told on {in_words(told_on)}, after the answer was due on {in_words(due)}. "
        "A late notice does not move the date."
    )


def late_acknowledgement(backstop: date) -> str:
    """What an acknowledgement in time would have meant for the answer."""
    return (
        "The acknowledgement was late. Had it been on time, the answer would have been due on "
        f"{in_words(backstop)}."
    )


def from_receipt(days: int, what: str, *, answered: bool) -> str:
    """The total from receipt, which the ombudsmen's decisions usually tell."""
    verb = "It was answered" if answered else "The due date is"
    return f"{verb} {days} working days after the {what} was received."
