"""What will be saved, read back in words before it is."""

from textual.content import Content

from complaintdesk.domain.case import Case, Intake, Kind
from complaintdesk.domain.codes import PROFILES
from complaintdesk.domain.dates import in_words
from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from screens import show


def question(desk: Desk, details: Intake, case: Case | None) -> Content:
    """What will be saved, read back in words before it is."""
    is_request = details.kind is Kind.REQUEST
    new = "Log this request for service?" if is_request else "Log this complaint?"
    what = f"Change the details of {case.ref}?" if case else new
    profile = PROFILES[details.code]
    at = f" at {details.received_time:%H:%M}" if details.received_time else ""
    pieces = [
        Content.styled(what, "bold"),
        Content(""),
        show.labelled("From", details.complainant.name),
        show.labelled("Received", f"{in_words(details.received_on)}{at}"),
        show.labelled("Code", f"{profile.title}, {desk.file.ombudsmen[details.code].name}"),
        show.labelled("Points of complaint", str(len(details.points))),
    ]
    if details.matter_date:
        pieces.append(show.labelled("It happened", in_words(details.matter_date)))
    if case is None:
        duty = queries.first_duty(desk, details)
        assert duty.due is not None
        label = "Look at it again by" if is_request else "Acknowledge by"
        pieces.append(show.labelled(label, in_words(duty.due)))
    return show.stacked(pieces)
