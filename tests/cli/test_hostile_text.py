"""Every hostile text goes through form, record, queue and letter, and comes out tame."""

import json
import unicodedata

import pytest

from complaintdesk.cli import main
from complaintdesk.domain.case import Case
from complaintdesk.domain.intake_form import read_form
from complaintdesk.domain.rules import new_case
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.saving import save
from complaintdesk.store.writing import Writing
from tests.conftest import NOW, TODAY
from tests.hostile import HOSTILE
from tests.storage.helpers import complete

KIND = "stage1-acknowledgement"
BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
FIELDS = (
    "complainant_name", "complainant_address", "complainant_email", "complainant_phone",
    "representative_name", "representative_address", "representative_relationship", "channel",
    "service", "summary", "questions", "adjustments", "vulnerability", "officer",
    "conflict_note", "discretion_reason", "external_id", "point_1", "outcome_1",
    "responsibility_note_1",
)  # fmt: skip


def assert_tame(out: str) -> None:
    """Nothing that a terminal acts on, and nothing that reorders what is read."""
    wild = {c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Co")}
    assert not wild | (BIDI & set(out))


@pytest.fixture
def seen(desk: Desk, capsys: pytest.CaptureFixture[str]) -> "Seen":
    return Seen(desk, capsys)


class Seen:
    """What a command prints for the desk."""

    def __init__(self, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
        self.desk, self.capsys = desk, capsys

    def __call__(self, *arguments: str) -> str:
        assert main([*arguments, "--desk", str(self.desk.folder)]) == 0
        said = self.capsys.readouterr()
        assert said.err == ""
        assert_tame(said.out)
        return said.out


def logged(desk: Desk, text: str) -> str | None:
    """The reference of a case with this text in every field that takes any, if it can be logged."""
    fields = dict.fromkeys(FIELDS, text) | {"received": "20/11/2026", "code": "housing"}
    typed, problems = read_form(fields, TODAY)
    if typed is None:
        assert {problem.field for problem in problems} <= {"complainant_name", "point_1"}
        return None
    return commands.log_complaint(desk, typed).ref


def test_every_hostile_text_comes_out_tame(desk: Desk, seen: Seen) -> None:
    refs = [ref for text in HOSTILE if (ref := logged(desk, text))]
    assert len(refs) >= len(HOSTILE) - 2
    lines = seen("queue").splitlines()
    assert len(lines) == 1 + len(refs)
    found = json.loads(seen("queue", "--json"))["cases"]
    assert sorted(case["ref"] for case in found) == sorted(refs)
    shown = {row.ref: row for row in queries.queue(desk, limit=1000).rows}
    assert {c["ref"]: c["summary"] for c in found} == {r: shown[r].summary for r in refs}


def test_every_hostile_text_comes_out_tame_in_a_letter(desk: Desk, seen: Seen) -> None:
    for number, text in enumerate(HOSTILE):
        if ref := logged(desk, text):
            form = ("txt", "md")[number % 2]
            assert ref in seen("letter", ref, KIND, "--draft", "--format", form)


@pytest.mark.parametrize("text", ["\x1b]0;PWNED\x07", "\x9b2J", "a\nb\rc\td", "\u202egnp.exe"])
def test_text_that_was_put_into_the_record_by_other_means_comes_out_tame(
    desk: Desk, seen: Seen, text: str
) -> None:
    def work(writing: Writing) -> Case:
        return writing.save(new_case(f"CD-{text}", complete(text, text), NOW, TODAY))

    save(desk, "tamper", work)
    assert len(seen("queue").splitlines()) == 2
    seen("queue", "--json")
