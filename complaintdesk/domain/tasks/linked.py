"""Cases that come out of another one: logged on the intake form, begun from what is known."""

from collections.abc import Callable
from dataclasses import dataclass

from complaintdesk.domain.case import Case, Kind
from complaintdesk.domain.parts import LinkKind


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked case to log; `kind` is what the case at hand will be to the new one."""

    name: str
    title: str
    kind: LinkKind
    fits: Callable[[Case], str]


GROUP = "Linked cases"


def _why_not_request(case: Case) -> str:
    return "" if case.kind is Kind.REQUEST else f"{case.ref} is a complaint already."


def _why_not_complaint(case: Case) -> str:
    return "" if case.kind is Kind.COMPLAINT else f"{case.ref} is a request for service."


LINKED = {
    linked.name: linked
    for linked in (
        Linked(
            "log-complaint",
            "Dissatisfied: log a complaint out of this request",
            LinkKind.FROM_REQUEST,
            _why_not_request,
        ),
        Linked(
            "log-other-part",
            "Log the other part of a mixed contact",
            LinkKind.OTHER_PART,
            lambda case: "",
        ),
        Linked(
            "log-new-issue",
            "Log a new issue as a complaint of its own",
            LinkKind.NEW_ISSUE,
            _why_not_complaint,
        ),
    )
}
