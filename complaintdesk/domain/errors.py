"""What can go wrong, each with one sentence that an officer can act on.

Every error that reaches a person is a `DeskError`, and its text is shown unchanged:

    DeskError
      RuleBroken         a Code or the order of things does not allow this now
      BadInput           something typed or given cannot be read
        FormRefused      one or more fields of a form cannot be kept as they are
      Unconfirmed        a Code asks otherwise; it can be done once a reason is given
      CaseNotFound       there is no such case
      CaseChanged        somebody else saved the case first
      CalendarError      a date lies outside what the calendar knows
      LetterIncomplete   the letter still lacks something that it must say
      DeskUnusable       the desk's folder, record or store cannot be used as it is
        StoreDamaged     this PC's store is not sound, and is made anew from the record
      StoreBusy          another window on this PC is writing
      ShareUnavailable   the desk's folder does not answer; nothing was saved, or it is not known
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops a form from being saved: the field's name and the sentence."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Concern:
    """Where a step departs from what the Code asks at that moment.

    `key` names it for good (letters and underscores); `provision` is the Code's number; the
    sentence says what the Code asks and what is missing.
    """

    key: str
    provision: str
    sentence: str


class DeskError(Exception):
    """The parent of all; its text is a sentence for the officer."""


class RuleBroken(DeskError):
    """A Code, or the order in which things happen, does not allow this now."""


class BadInput(DeskError):
    """Something typed or given cannot be read; the sentence says what would be."""


class FormRefused(BadInput):
    """Fields of a form that cannot be kept as they are; `problems` names each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class Unconfirmed(DeskError):
    """Steps that the Code asks otherwise for; each can be taken once its reason is given."""

    def __init__(self, concerns: tuple[Concern, ...]) -> None:
        super().__init__(" ".join(concern.sentence for concern in concerns))
        self.concerns = concerns


class CaseNotFound(DeskError):
    """There is no case with this reference."""


class CaseChanged(DeskError):
    """Somebody else saved the case after it was shown here."""


class CalendarError(DeskError):
    """A date lies before the first day that the calendar knows."""


class LetterIncomplete(DeskError):
    """The letter lacks something it must say; `lacks` names the fields."""

    def __init__(self, sentence: str, lacks: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.lacks = lacks


class DeskUnusable(DeskError):
    """The desk's folder, record or store cannot be used as it is; nothing was touched."""


class StoreDamaged(DeskUnusable):
    """This PC's store is not sound; the record has all that was in it."""


class ShareUnavailable(DeskError):
    """The desk's folder did not answer, so it is not known that anything was saved."""


class StoreBusy(DeskError):
    """Another window on this PC is writing; nothing was lost."""
