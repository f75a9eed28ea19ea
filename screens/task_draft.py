"""The draft of a task's form: begun from what is proposed, or put back as it was half written."""

from collections.abc import Sequence

from complaintdesk.domain.case import Case
from complaintdesk.domain.forms import FieldSpec
from complaintdesk.domain.half_written import AT_STAGE, SEEN
from complaintdesk.services import drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.since import lines_seen
from complaintdesk.services.task_desk import TaskForm


def begun(desk: Desk, form: TaskForm) -> Draft:
    """What was half written here before, joined to the case as it is now; else a fresh form."""
    fresh = fresh_draft(desk, form, str(lines_seen(desk, form.case.ref)))
    found = drafts.unfinished(desk, form.case.ref, form.name)
    kept = next((draft for draft in found if _is_of(draft, form.case)), None)
    return joined(kept, fresh) if kept else fresh


def fresh_draft(desk: Desk, form: TaskForm, seen: str) -> Draft:
    """A form with nothing in it but what is proposed; `seen` is how far the history was read."""
    case, base = form.case, base_of(form)
    fields = {**base, SEEN: seen}
    return Draft(desk.make_id(), fields, case.ref, case.version, base, task=form.name)


def joined(kept: Draft, fresh: Draft) -> Draft:
    """What was typed, put into the form as the case is now."""
    return drafts.joined(kept, fresh.base, fresh.version, fresh.fields[SEEN])


def base_of(form: TaskForm) -> dict[str, str]:
    """What the form proposes, and the stage that it is about."""
    return {**_proposals(form.fields), AT_STAGE: str(form.case.stage)}


def _proposals(specs: Sequence[FieldSpec]) -> dict[str, str]:
    return {spec.name: spec.value for spec in specs}


def _is_of(draft: Draft, case: Case) -> bool:
    """Whether it was typed at the stage that the case is at; at another it would mislead.

    Text that was added to a form after it was saved may be about a case that moved on by that.
    """
    stage = str(case.stage)
    return draft.on_record is not None or draft.fields.get(AT_STAGE, stage) == stage
