"""What a task is: a thing an officer does to a case, with its form and its rule."""

from collections.abc import Callable
from dataclasses import dataclass

from complaintdesk.domain.case import Case
from complaintdesk.domain.forms import FieldSpec, Reader
from complaintdesk.domain.ruling import Moment, Ruling


@dataclass(frozen=True, slots=True)
class Task:
    """One task: when it fits, what it asks for, and the rule that it follows.

    `fits` gives an empty string where the task can be done now, else the sentence why not.
    `note` says in a line or two what the Codes ask of it. `rule` reads the form and raises
    FormRefused, RuleBroken or BadInput, or gives a ruling; it changes nothing itself.
    """

    name: str
    group: str
    title: str
    note: Callable[[Case], str]
    fits: Callable[[Case], str]
    fields: Callable[[Case, Moment], tuple[FieldSpec, ...]]
    rule: Callable[[Case, Reader, Moment], Ruling]
