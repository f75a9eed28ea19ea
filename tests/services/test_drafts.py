"""Half-finished forms: kept, offered, and done with once what they hold is in the record."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.domain.intake_form import as_form
from complaintdesk.services import commands, drafts
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.settings import drafts_path
from tests.conftest import NOW
from tests.hostile import HOSTILE
from tests.storage.helpers import contents, details, failing


def kept(desk: Desk, draft_id: str = "one", ref: str = "", **fields: str) -> Draft:
    draft = Draft(draft_id, fields or {"summary": "No heating"}, ref, 1 if ref else 0)
    drafts.keep(desk, draft)
    return draft


def ids(desk: Desk, ref: str = "") -> list[str]:
    return [draft.id for draft in drafts.unfinished(desk, ref)]


def test_what_was_typed_is_offered_again_on_a_desk_opened_anew(desk: Desk) -> None:
    kept(desk, complainant_name="Ann", received="20/11/2026")
    reopened = Desk(desk.folder, "Sam Patel", clock=lambda: NOW)
    (draft,) = drafts.unfinished(reopened)
    assert draft.fields == {"complainant_name": "Ann", "received": "20/11/2026"}
    reopened.close()


def test_there_are_none_at_first(desk: Desk) -> None:
    assert drafts.unfinished(desk) == ()
    assert not drafts_path(desk.file, desk.folder).exists()


def test_the_newest_comes_first(desk: Desk) -> None:
    for minutes, draft_id in ((2, "middle"), (1, "oldest"), (3, "newest")):
        then = NOW + timedelta(minutes=minutes)
        at = Desk(desk.folder, "Sam Patel", clock=lambda then=then: then)  # type: ignore[misc]
        kept(at, draft_id)
        at.close()
    assert ids(desk) == ["newest", "middle", "oldest"]


def test_keeping_it_again_replaces_it(desk: Desk) -> None:
    kept(desk, summary="No")
    kept(desk, summary="No heating")
    assert [d.fields["summary"] for d in drafts.unfinished(desk)] == ["No heating"]


def test_a_draft_about_a_case_is_offered_with_that_case_alone(desk: Desk) -> None:
    kept(desk, "new")
    kept(desk, "about 1", "CD-2026-0001")
    assert ids(desk) == ["new"]
    assert ids(desk, "CD-2026-0001") == ["about 1"]
    assert drafts.unfinished(desk, "CD-2026-0001")[0].version == 1
    assert ids(desk, "CD-2026-0002") == []


def test_a_task_s_form_is_offered_with_that_task_alone(desk: Desk) -> None:
    kept(desk, "edit", "CD-2026-0001")
    for name in ("extend", "answer"):
        drafts.keep(desk, Draft(name, {"why": "x"}, "CD-2026-0001", 1, task=name))
    assert ids(desk, "CD-2026-0001") == ["edit"]
    assert [d.id for d in drafts.unfinished(desk, "CD-2026-0001", "extend")] == ["extend"]
    assert drafts.unfinished(desk, "CD-2026-0002", "extend") == ()
    assert drafts.tasks_begun(desk, "CD-2026-0001") == {"extend", "answer"}
    assert drafts.tasks_begun(desk, "CD-2026-0002") == frozenset()


def test_a_form_kept_before_there_were_tasks_is_read(desk: Desk) -> None:
    path = drafts_path(desk.file, desk.folder) / "old.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(GOOD))
    assert ids(desk) == ["old"]
    assert drafts.unfinished(desk)[0].task == ""


def test_a_discarded_draft_is_gone_and_may_be_discarded_twice(desk: Desk) -> None:
    kept(desk)
    drafts.discard(desk, "one")
    drafts.discard(desk, "one")
    assert ids(desk) == []


def test_a_draft_whose_change_is_in_the_record_is_done_with(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share went away after the deed: the form was kept, yet it is saved."""
    kept(desk)
    gone = failing(desk.record.append, ShareUnavailable("gone"), after=True)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    with pytest.raises(ShareUnavailable):
        commands.log_complaint(desk, details(), "one")
    assert ids(desk) == ["one"]
    desk.catch_up()
    assert ids(desk) == []
    assert contents(drafts_path(desk.file, desk.folder)) == {}


FORM = {**as_form(details()), "received": "20/11/2026"}


def saved_with_more(desk: Desk, **more: str) -> Draft:
    """A draft whose change is in the record, with text that was typed after it went out."""
    ref = commands.log_complaint(desk, details(), "one").ref
    draft = Draft("one", {**FORM, **more}, base={}, tried=FORM)
    drafts.keep(desk, draft)
    assert ref == "CD-2026-0001"
    return draft


def test_text_typed_after_a_try_that_counted_is_offered_on_its_case_under_another_id(
    desk: Desk,
) -> None:
    saved_with_more(desk, summary="And more")
    assert ids(desk) == []
    (found,) = drafts.unfinished(desk, "CD-2026-0001")
    assert found.id != "one"
    assert (found.version, found.fields["summary"]) == (1, "And more")
    assert found.base["summary"] == details().summary
    # Looking changes nothing: it is the same draft, however often it is looked at.
    assert drafts.unfinished(desk, "CD-2026-0001") == (found,)


def test_once_gone_on_with_there_is_one_draft_and_saving_or_letting_it_go_leaves_none(
    desk: Desk,
) -> None:
    saved_with_more(desk, summary="And more")
    (found,) = drafts.unfinished(desk, "CD-2026-0001")
    drafts.keep(desk, replace(found, fields={**found.fields, "summary": "And more still"}))
    (kept_on,) = drafts.unfinished(desk, "CD-2026-0001")
    assert (kept_on.id, kept_on.fields["summary"]) == (found.id, "And more still")
    assert len(contents(drafts_path(desk.file, desk.folder))) == 1
    drafts.discard(desk, found.id)
    assert contents(drafts_path(desk.file, desk.folder)) == {}


def test_letting_it_go_before_anything_was_typed_takes_the_first_draft_away_too(
    desk: Desk,
) -> None:
    saved_with_more(desk, summary="And more")
    (found,) = drafts.unfinished(desk, "CD-2026-0001")
    drafts.discard(desk, found.id)
    assert contents(drafts_path(desk.file, desk.folder)) == {}


def test_once_saved_it_is_done_with_even_where_nobody_took_it_away(desk: Desk) -> None:
    saved_with_more(desk, summary="And more")
    (found,) = drafts.unfinished(desk, "CD-2026-0001")
    more = replace(details(), summary="And more")
    commands.change_details(desk, "CD-2026-0001", 1, more, found.id)
    assert drafts.unfinished(desk, "CD-2026-0001") == ()
    assert contents(drafts_path(desk.file, desk.folder)) == {}


def test_a_form_that_another_window_still_has_open_is_offered_as_well(desk: Desk) -> None:
    draft = saved_with_more(desk, summary="And more")
    (found,) = drafts.unfinished(desk, "CD-2026-0001")
    drafts.keep(desk, found)
    drafts.keep(desk, replace(draft, fields={**draft.fields, "summary": "Another text"}))
    both = drafts.unfinished(desk, "CD-2026-0001")
    assert {one.fields["summary"] for one in both} == {"And more", "Another text"}
    for one in both:
        drafts.keep(desk, one)
    both = drafts.unfinished(desk, "CD-2026-0001")
    assert {one.fields["summary"] for one in both} == {"And more", "Another text"}


def test_what_was_tried_is_all_there_is_where_nothing_was_typed_since(desk: Desk) -> None:
    saved_with_more(desk)
    assert drafts.unfinished(desk, "CD-2026-0001") == drafts.unfinished(desk) == ()
    assert contents(drafts_path(desk.file, desk.folder)) == {}


def test_a_task_s_text_typed_after_its_try_is_offered_with_what_is_on_record(desk: Desk) -> None:
    ref = commands.log_complaint(desk, details(), "one").ref
    tried = {"text": "Rang", "by": "phone"}
    fields = {**tried, "text": "Rang twice", "lines_seen": "1", "yours_text": "x"}
    drafts.keep(desk, Draft("one", fields, ref, 1, {"text": ""}, task="contact", tried=tried))
    (found,) = drafts.unfinished(desk, ref, "contact")
    assert (found.on_record, found.tried) == (tried, None)
    assert found.fields == {**tried, "text": "Rang twice", "lines_seen": "1"}
    assert drafts.tasks_begun(desk, ref) == {"contact"}


GOOD = {
    "id": "b", "fields": {"summary": "x"}, "ref": "", "version": 0, "base": {}, "saved_at": "2026",
}  # fmt: skip
BROKEN: dict[str, bytes] = {
    "empty": b"",
    "cut short": json.dumps(GOOD).encode()[:-5],
    "not text": b"\xff\xfe\x00",
    "a list": b"[]",
    "null": b"null",
    "fields a list": json.dumps(GOOD | {"fields": ["x"]}).encode(),
    "no fields": json.dumps({k: v for k, v in GOOD.items() if k != "fields"}).encode(),
    "base a list": json.dumps(GOOD | {"base": ["x"]}).encode(),
    "no day": json.dumps({k: v for k, v in GOOD.items() if k != "saved_at"}).encode(),
    "day a number": json.dumps(GOOD | {"saved_at": 5}).encode(),
    "day null": json.dumps(GOOD | {"saved_at": None}).encode(),
    "version in words": json.dumps(GOOD | {"version": "two"}).encode(),
    "reference a number": json.dumps(GOOD | {"ref": 5}).encode(),
    "nested deep": b"[" * 100_000,
    "tried a list": json.dumps(GOOD | {"tried": ["x"]}).encode(),
    "on record a number": json.dumps(GOOD | {"on_record": 5}).encode(),
    "task a number": json.dumps(GOOD | {"task": 5}).encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_passed_over_and_left_alone(desk: Desk, name: str) -> None:
    kept(desk, "whole")
    path = drafts_path(desk.file, desk.folder) / "broken.json"
    path.write_bytes(BROKEN[name])
    assert ids(desk) == ["whole"]
    assert path.read_bytes() == BROKEN[name]


def test_any_text_is_kept_as_it_was_typed(desk: Desk) -> None:
    for text in HOSTILE:
        kept(desk, summary=text)
        assert [d.fields for d in drafts.unfinished(desk)] == [{"summary": text}]


def test_the_form_it_began_from_is_kept_with_it(desk: Desk) -> None:
    draft = Draft("one", {"summary": "Mine"}, "CD-2026-0001", 2, {"summary": "Theirs"})
    drafts.keep(desk, draft)
    (found,) = drafts.unfinished(desk, "CD-2026-0001")
    assert (found.base, found.version) == ({"summary": "Theirs"}, 2)


def test_they_stay_on_this_pc(desk: Desk) -> None:
    before = contents(desk.folder)
    kept(desk)
    assert contents(desk.folder) == before
