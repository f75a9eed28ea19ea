"""The `letters` command: what a script relies on, and what somebody needs who changes a wording."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from complaintdesk.domain.case import Conflict, Kind
from complaintdesk.domain.codes import Code
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.views import View
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from letters.catalogue import parts, template_name
from letters.template import standard_source
from tests.cli.conftest import KIND, Call
from tests.services.letters import put
from tests.storage.helpers import acknowledge_by_letter, complete, contents

CONTRACT = {"kind", "code", "stage", "fits", "lacks", "parts"}
NAMES = (
    "stage1-acknowledgement", "stage1-extension", "stage1-response", "stage2-acknowledgement",
    "stage2-extension", "stage2-response", "not-accepted", "not-escalated", "clarification",
    "authority-request", "keeping-informed", "actions-update", "remedy-changed",
    "request-to-complaint", "contact-restriction",
)  # fmt: skip
FILE = f"{KIND}.md"
SLIP = standard_source(FILE) + "\n{{ write.qestions }}\n"


def rows(call: Call, *arguments: str) -> list[dict[str, Any]]:
    status, out, err = call("letters", *arguments, "--json")
    assert (status, err) == (0, "")
    found: list[dict[str, Any]] = json.loads(out)
    assert all(set(row) >= CONTRACT for row in found)
    return found


# Every kind


def test_every_kind_of_the_contract_is_listed_under_each_code(call: Call, ref: str) -> None:
    found = rows(call)
    assert sorted((row["kind"], row["code"]) for row in found) == sorted(
        (kind, str(code)) for kind in NAMES for code in Code
    )
    for row in found:
        asked = parts(row["kind"], Code(row["code"]))
        assert row["parts"] == [{"part": p.name, "provision": p.provision} for p in asked]
        assert row["stage"] == KINDS[row["kind"]].stage
        assert (row["fits"], row["lacks"]) == (None, [])  # with no case in mind
        assert row["template"] == template_name(row["kind"])


def test_the_list_in_text_is_a_line_for_each(call: Call, ref: str) -> None:
    status, out, err = call("letters")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == len(NAMES) * len(Code)
    assert f"{'stage1-response':<24} general  Stage 1 response" in out


# Those of a case


def test_of_a_case_it_says_which_fit_and_what_each_lacks(call: Call, desk: Desk, ref: str) -> None:
    lacking = replace(complete(), conflict=Conflict.UNCHECKED, code=Code.HOUSING)
    ref = commands.log_complaint(desk, lacking).ref
    before = contents(desk.folder)
    found = {row["kind"]: row for row in rows(call, ref)}
    assert set(found) == set(NAMES)
    first = found[KIND]
    assert next(iter(found)) == KIND
    assert (first["code"], first["stage"], first["fits"]) == ("housing", 1, True)
    assert first["lacks"] == ["write.conflict"]
    assert date.fromisoformat(first["by"])
    assert found["stage1-response"]["lacks"][:2] == ["points.1.decision", "points.1.reasons"]
    assert found["stage2-response"]["fits"] is False
    assert found["stage2-response"]["why_not"].endswith(".")
    assert found["stage2-response"]["lacks"] == []
    assert found["clarification"]["stage"] == 1  # the stage that the case is at
    assert contents(desk.folder) == before


def test_a_letter_that_went_is_named_with_its_day(call: Call, desk: Desk, ref: str) -> None:
    acknowledge_by_letter(desk, ref, 1, date(2026, 11, 18))
    (found,) = (row for row in rows(call, ref) if row["kind"] == KIND)
    assert (found["fits"], found["sent"]) == (False, ["2026-11-18"])


def test_a_request_for_service_has_hardly_any(call: Call, desk: Desk, ref: str) -> None:
    asked = commands.log_complaint(desk, replace(complete(), kind=Kind.REQUEST)).ref
    assert [row["kind"] for row in rows(call, asked) if row["fits"]] == ["contact-restriction"]


def test_in_text_each_says_what_it_lacks_or_why_it_does_not_fit(call: Call, ref: str) -> None:
    status, out, _ = call("letters", ref)
    lines = out.splitlines()
    assert status == 0
    assert lines[0].startswith(KIND)
    assert lines[1].strip().startswith("complete, by ")
    assert any(line.strip().startswith("lacks write.questions") for line in lines)
    assert any(line.strip().startswith("not now: ") for line in lines)


def test_every_case_of_the_training_desk_can_be_asked(call: Call, training_desk: Desk) -> None:
    folder = str(training_desk.folder)
    refs = [row.ref for name in ("next-deadline", "closed")
            for row in queries.queue(training_desk, View(name), limit=100).rows]  # fmt: skip
    assert len(refs) > 50
    for ref in refs[::3]:
        found = rows(call, ref, "--desk", folder)
        assert len(found) == len(NAMES)


def test_a_slip_in_one_wording_hides_no_other_letter(call: Call, desk: Desk, ref: str) -> None:
    put(desk, FILE, SLIP)
    found = {row["kind"]: row for row in rows(call, ref)}
    assert found[KIND]["fits"] is True
    assert found[KIND]["lacks"] == ["wording"]
    assert f"templates/{FILE} (council copy), line" in found[KIND]["fault"]
    assert found["clarification"]["lacks"] == ["write.questions"]
    assert found["clarification"]["fault"] == ""
    assert f"lacks templates/{FILE} (council copy), line" in call("letters", ref)[1]


# check


def test_wordings_in_order_are_said_to_be(call: Call, desk: Desk, ref: str) -> None:
    status, out, err = call("letters", "check")
    assert (status, err) == (0, "")
    files = dict.fromkeys(template_name(kind) for kind in KINDS)
    for name in ("letter-top.md", "letter-end.md", *files):
        assert f"{name}: in order (standard wording)" in out
    put(desk, FILE, standard_source(FILE))
    assert f"{FILE}: in order (council wording)" in call("letters", "check")[1]


@pytest.mark.parametrize("name", [(), (KIND,), (FILE,), ("request-to-complaint",)], ids=" ".join)
def test_a_slip_is_1_with_file_and_line(
    call: Call, desk: Desk, ref: str, name: tuple[str, ...]
) -> None:
    put(desk, FILE, SLIP)
    status, out, err = call("letters", "check", *name)
    assert (status, err) == (1, "")
    line = SLIP.count("\n")
    assert f"templates/{FILE} (council copy), line {line}: there is no field called" in out
    assert call("letters", "check", "stage1-response")[0] == 0


def test_a_bad_letterhead_or_logo_is_1_too(call: Call, desk: Desk, ref: str) -> None:
    put(desk, "letterhead.docx", b"x")
    put(desk, "logo.png", b"x")
    status, out, _ = call("letters", "check")
    assert status == 1
    assert "letterhead.docx cannot be read as a Word document" in out
    assert "templates/logo.png (council copy): it is not a PNG picture." in out


def test_a_file_that_is_not_used_is_named_and_is_no_fault(call: Call, desk: Desk, ref: str) -> None:
    put(desk, f"{FILE}.txt", "Notepad's own idea")
    status, out, _ = call("letters", "check")
    assert status == 0
    assert f"{FILE}.txt: not used; look at its name" in out


def test_what_comes_out_as_typed_is_remarked_on(call: Call, desk: Desk, ref: str) -> None:
    put(desk, FILE, standard_source(FILE) + "\n<b>Bold</b>\n")
    status, out, _ = call("letters", "check")
    assert status == 0
    assert "“<b>” comes out as typed" in out


# fields


def test_the_fields_are_as_they_are_written_in_a_wording(call: Call, ref: str) -> None:
    status, out, err = call("letters", "fields", "stage1-response")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    for line in (
        "Fields of stage1-response.md:", "{{ complainant.name }}", "{{ received | date }}",
        "{% if several %}", "{{ write.sorry }}", "{% for point in points %}",
        "    {{ point.complaint }}", "    {{ point.decision }}", "    {% if point.asked %}",
        "{% for remedy in remedies %}", "    {{ remedy.due | date }}",
        "{% for action in actions %}", "    {{ action.what }}",
    ):  # fmt: skip
        assert line in lines
    (part,) = (line for line in lines if line.startswith("{% part decision %}"))
    assert part.endswith("What we decided, Housing Code 6.9c, General Code 6.8c")
    assert "{{ write.until | date }}" in call("letters", "fields", "stage1-extension")[1]


@pytest.mark.parametrize("kind", NAMES)
def test_whatever_the_fields_say_may_be_written(
    call: Call, desk: Desk, ref: str, kind: str
) -> None:
    """Each line, put into our wording as it is printed, is a sound wording."""
    out = call("letters", "fields", kind)[1].split("\n\n")[0]
    written = []
    for line in out.splitlines()[1:]:
        if not line.startswith(" ") and written and written[-1].startswith(" "):
            written.append("{% endfor %}")
        written.append(f"{line}{{% endif %}}" if "{% if" in line else line)
    if written[-1].startswith(" "):
        written.append("{% endfor %}")
    name = template_name(kind)
    put(desk, name, standard_source(name) + "\n\n" + "\n".join(written) + "\n")
    assert call("letters", "check", kind) == (0, f"{name}: in order (council wording)\n", "")


# diff


def test_the_differences_from_ours_are_printed(call: Call, desk: Desk, ref: str) -> None:
    same = f"{FILE}: the council has no wording of its own, or it is like ours.\n"
    assert call("letters", "diff", KIND) == (0, same, "")
    put(desk, FILE, standard_source(FILE))
    assert call("letters", "diff", KIND) == (0, same, "")
    put(desk, FILE, SLIP)
    status, out, err = call("letters", "diff", KIND)
    assert (status, err) == (0, "")
    assert "+{{ write.qestions }}" in out.splitlines()


def test_our_wording_is_copied_to_be_changed_and_a_copy_that_is_there_stays(
    call: Call, refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    status, out, _ = call("letters", "copy", KIND)
    place = desk.folder / "templates" / FILE
    assert status == 0
    assert str(place) in out
    assert place.read_text("utf-8") == standard_source(FILE)
    assert call("letters", "check", KIND)[0] == 0
    put(desk, FILE, SLIP)
    assert "stays as it is" in refused("letters", "copy", KIND)
    assert "write.qestions" in place.read_text("utf-8")


# Text from the share


@pytest.mark.parametrize("what", ["check", "diff"])
def test_what_lies_on_the_share_never_commands_the_terminal(
    call: Call, desk: Desk, ref: str, what: str
) -> None:
    wild = "\x1b]0;PWNED\x07 \x9b2J \u202egnp"
    put(desk, FILE, standard_source(FILE) + f"\n<b{wild}>\n")
    put(desk, "strange\x1b[2J\u202e.md", "x")
    status, out, err = call("letters", what, *(() if what == "check" else (KIND,)))
    assert (status, err) == (0, "")
    assert not {c for c in out if not c.isprintable()} - {"\n"}


def test_a_slip_that_quotes_wild_text_is_one_tame_line(
    refused: Callable[..., str], desk: Desk, ref: str
) -> None:
    put(desk, FILE, standard_source(FILE) + "\n{{ ref | \x1b]0;PWNED\x07 }}\n")
    said = refused("letter", ref, KIND)
    assert said.rstrip("\n").isprintable()
