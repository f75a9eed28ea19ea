"""How a deadline is said, so that it is clear without colour: a sign and a few words."""

from complaintdesk.domain.deadlines import State

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
_DUTIES = {"acknowledge": "Acknowledge", "respond": "Answer"}
_SIGNS = {State.OVERDUE: "!!", State.DUE_TODAY: ">>", State.WAITING: "--"}
_STATES = {
    State.WAITING: "no date yet",
    State.DONE_ON_TIME: "done on time",
    State.DONE_LATE: "done late",
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


def to_do(duty: str | None, stage: int) -> str:
    """“Acknowledge, stage 1”; an open case with no duty is answered."""
    return f"{_DUTIES.get(duty or '', 'Answered')}, stage {stage}"


def to_do_briefly(duty: str | None, stage: int) -> str:
    """“S1 acknowledge”, for a narrow column."""
    return f"S{stage} {_DUTIES.get(duty or '', 'answered').lower()}"
