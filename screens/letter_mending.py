"""Where to go for what a letter lacks: a box of its own, the case, or the desk's settings."""

import re

from complaintdesk.domain.letter_kinds.kind import box_of
from screens.task import TaskScreen

# What the wordings print under another name than that of its box.
_BOXES = {"promised.what": "promise"}
_FORM_FIELDS = {
    "points": "point_1",
    "officer": "officer",
    "discretion": "discretion",
    "complainant.name": "complainant_name",
    "complainant.contact": "complainant_address",
    "representative.name": "representative_name",
    "representative.contact": "representative_address",
}
_PROMISED = re.compile(r"(?:remedies|actions)\.\d+\.")


def box_for(field: str) -> str:
    """The box of the letter's own form that something missing belongs in; empty for none."""
    return _BOXES.get(field) or box_of(field)


def mend(screen: TaskScreen, field: str, sentence: str) -> None:
    """Go to where something missing is mended; where no form has it, say what to do."""
    box = box_for(field)
    if any(row.spec.name == box for row in screen.rows):
        screen.go_to(box)
    elif field.startswith("council."):
        _open_council(screen, field.removeprefix("council."))
    elif field.startswith("ombudsman"):
        from screens.ombudsmen import open_ombudsmen

        open_ombudsmen(screen)
    elif _PROMISED.match(field):
        from screens.task import open_task

        open_task(screen, screen.case.ref, "change")
    elif field in _FORM_FIELDS:
        from screens.offer import open_form

        open_form(screen, ref=screen.case.ref, focus=_FORM_FIELDS[field])
    else:
        screen.tell(sentence)


def _open_council(screen: TaskScreen, field: str) -> None:
    from screens.council import CouncilScreen

    if screen.is_active:
        screen.app.push_screen(CouncilScreen(screen.desk, field))
