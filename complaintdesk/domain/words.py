"""How a deadline is said, so that it is clear without colour: a sign and a few words."""

from complaintdesk.domain.deadlines import CLOCKS, State
from complaintdesk.domain.parts import LinkKind

QUEUE_TITLES = {
    "next-deadline": "Next deadline",
    "overdue": "Overdue",
    "today": "Due today",
    "this-week": "This week",
    "to-acknowledge": "To acknowledge",
    "stage-1": "Stage 1",
    "stage-2": "Stage 2",
    "actions": "Actions",
    "ombudsman": "Ombudsman",
    "service-requests": "Service requests",
    "closed": "Closed",
}
_DUTIES = {
    "acknowledge": "Acknowledge",
    "respond": "Answer",
    "action": "Action",
    "remedy": "Remedy",
    "update": "Update the person",
    "learning": "Learning",
    "review": "Review",
    "order": "Ombudsman's order",
    "enquiry": "Reply to the ombudsman",
    "twelve-weeks": "12 weeks since receipt",
}
_BRIEFLY = {
    "update": "update",
    "order": "order",
    "enquiry": "ombudsman",
    "twelve-weeks": "12 weeks",
}
_SIGNS = {
    State.OVERDUE: "!!",
    State.DUE_TODAY: ">>",
    State.DUE_THIS_WEEK: "> ",
    State.WAITING: "--",
}
_STATES = {
    State.WAITING: "no date yet",
    State.DONE_ON_TIME: "done on time",
    State.DONE_LATE: "done late",
    State.ENDED: "ended",
}

LINKS = {
    LinkKind.OTHER_PART: "the other part of the same contact, with its own Code and clocks",
    LinkKind.NEW_ISSUE: "a complaint about another issue that came up meanwhile",
    LinkKind.FROM_REQUEST: "the request for service that this complaint came out of",
    LinkKind.BECAME_COMPLAINT: "the complaint that came out of this request",
    LinkKind.WAS_COMPLAINT: "the complaint that was really this request",
    LinkKind.BECAME_REQUEST: "the request that this complaint really was",
}


def sign(state: State | None) -> str:
    """Two characters that a monochrome screen and a screen reader can tell apart."""
    return _SIGNS.get(state, "  ") if state else "  "


def when(state: State | None, working_days_left: int | None) -> str:
    """“3 days overdue”, “due today”, “5 days left”, in working days; no state: nothing is due."""
    if state is None:
        return "nothing due"
    if working_days_left is None:
        return _STATES[state]
    if state is State.DUE_TODAY:
        return "due today"
    days = abs(working_days_left)
    return (
        f"{days} {'day' if days == 1 else 'days'} {'overdue' if working_days_left < 0 else 'left'}"
    )


def when_listed(
    state: State | None, working_days_left: int | None, *, is_closed: bool = False
) -> str:
    """As `when`, for lists, which tell this week from later: “this week, 2 days”; “closed”."""
    if is_closed:
        return "closed"
    said = when(state, working_days_left)
    if state is State.DUE_THIS_WEEK:
        return f"this week, {said.removesuffix(' left')}"
    return said


def to_do(duty: str | None, stage: int, what: str = "") -> str:
    """“Acknowledge, stage 1”, “Remedy: £50”; an open case with no duty is done with."""
    said = _DUTIES.get(duty or "", "Done")
    if what:
        return f"{said}: {what}"
    return f"{said}, stage {stage}" if _is_of_stage(duty) and stage else said


def to_do_briefly(duty: str | None, stage: int) -> str:
    """“S1 acknowledge”, for a narrow column."""
    said = _BRIEFLY.get(duty or "", _DUTIES.get(duty or "", "done").lower())
    return f"S{stage} {said}" if _is_of_stage(duty) and stage else said.capitalize()


def _is_of_stage(duty: str | None) -> bool:
    return duty is None or duty in CLOCKS
