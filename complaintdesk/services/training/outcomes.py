"""What was found on each point of an invented complaint, and what puts it right."""

from dataclasses import dataclass

from complaintdesk.domain.parts import Finding, RemedyType


@dataclass(frozen=True, slots=True)
class Outcome:
    """One point decided: the finding with its reasons, and the remedy where there is one.

    Texts are templates, like those of the stories. `pounds` is a payment.
    """

    finding: Finding
    reasons: str
    what: str = ""
    remedy: RemedyType = RemedyType.NONE
    pounds: int = 0


def upheld(
    reasons: str, what: str, remedy: RemedyType = RemedyType.ACT, pounds: int = 0
) -> Outcome:
    """Upheld, with what will be done."""
    return Outcome(Finding.UPHELD, reasons, what, RemedyType.MONEY if pounds else remedy, pounds)


def partly(
    reasons: str, what: str, remedy: RemedyType = RemedyType.ACT, pounds: int = 0
) -> Outcome:
    """Upheld in part, with what will be done."""
    return Outcome(Finding.PARTLY, reasons, what, RemedyType.MONEY if pounds else remedy, pounds)


def not_upheld(reasons: str) -> Outcome:
    """Not upheld."""
    return Outcome(Finding.NOT_UPHELD, reasons)


def no_finding(reasons: str) -> Outcome:
    """Nothing that could be found either way."""
    return Outcome(Finding.NO_FINDING, reasons)
