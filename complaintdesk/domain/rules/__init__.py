"""What may be done next, by the Codes: each rule gives the case after it, or says why not.

A rule reads like the provision that its docstring names. What a Code asks and is missing comes
back as a concern: the officer decides and gives a reason, and the record shows it. Only what
cannot be, such as a third stage, is refused.

    intake       log, correct what was logged
    stages       acknowledge, decide, answer
    extensions   more time
    escalation   ask for stage 2
    refusals     not accept a complaint or an escalation, and take that back
    promises     actions, remedies, updates, learning: made, kept, changed, undeliverable
    people       authority, adjustments, restrictions
    ombudsman    enquiries, investigations, orders
    endings      close, requests dealt with, requests and complaints that turn into each other
    corrections  a wrong date, with its reason
    wording      words that do not belong in what the person is told
"""

from complaintdesk.domain.rules.common import judged
from complaintdesk.domain.rules.intake import (
    change_details,
    intake_problems,
    is_out_of_time,
    new_case,
)
from complaintdesk.domain.rules.stages import acknowledge

__all__ = [
    "acknowledge",
    "change_details",
    "intake_problems",
    "is_out_of_time",
    "judged",
    "new_case",
]
