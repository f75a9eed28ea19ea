"""Sending: the case moves on as the letter means, once, and the record names the very files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from complaintdesk import __version__
from complaintdesk.domain.case import Case
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.errors import (
    RuleBroken,
    ShareUnavailable,
)
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.parts import Ending, Entry, PromiseKind
from complaintdesk.services import commands, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_sending import send
from complaintdesk.services.searching import find, refresh
from letters.catalogue import template_name
from letters.template import standard_wording
from tests.letter_text.whole_letters import EVERY, SPECIAL, Whole
from tests.services.letters import ACK, ON, case, letters_of, on_day, place, rows
from tests.storage.helpers import acknowledge_by_letter, complete, contents, failing

PLAIN = [whole for whole in EVERY if whole.name == "plain"]
PAST_LIMIT = next(whole for whole in SPECIAL if whole.name == "past-the-limit")


# What each letter means for its case


def has_promise(kind: PromiseKind, due: date | None, about: str = "") -> Callable[[Case], bool]:
    return lambda c: any((p.kind, p.due, p.about) == (kind, due, about) for _, p in c.open_promises)


def ended(case: Case) -> bool:
    first, *_, last = case.promises
    return first.ended is Ending.UNDELIVERABLE and (last.what, last.due) == (
        "We will send you a cheque.", date(2026, 12, 4),
    )  # fmt: skip


ANSWER = date(2026, 11, 18)  # the day that stands, as letters on the way say it again
# What must be true of the case after a letter went on a day, and the day that the letter promises.
MEANS: dict[str, tuple[Callable[[Case, date], object], date | None]] = {
    "stage1-acknowledgement": (lambda c, on: c.stages[0].acknowledged == on, date(2026, 11, 18)),
    "request-to-complaint": (lambda c, on: c.stages[0].acknowledged == on, date(2026, 11, 18)),
    "stage2-acknowledgement": (lambda c, on: c.stages[1].acknowledged == on, date(2026, 12, 16)),
    "stage1-extension": (
        lambda c, on: [(e.told_on, e.told_to) for e in c.stages[0].extensions]
        == [(on, "Gloria Adeyemi")], date(2026, 11, 25),
    ),
    "stage2-extension": (
        lambda c, on: [e.told_on for e in c.stages[1].extensions] == [on], date(2026, 12, 23),
    ),
    "keeping-informed": (
        lambda c, on: has_promise(PromiseKind.UPDATE, date(2026, 11, 19))(c), ANSWER,
    ),
    "clarification": (lambda c, on: c.details.questions and c.open_promises, ANSWER),
    "stage1-response": (lambda c, on: c.stages[0].answered == on and len(c.decided(1)) == 2, None),
    "stage2-response": (
        lambda c, on: (c.stages[1].answered, c.stages[1].signed_off_by) == (on, "Dana Reid")
        and list(c.decided(2)) == [2], None,
    ),
    "not-accepted": (lambda c, on: c.stages[0].refused == on, None),
    "not-escalated": (lambda c, on: [s.refused for s in c.stages[1:]] == [on], None),
    "actions-update": (
        lambda c, on: has_promise(PromiseKind.UPDATE, date(2026, 12, 7))(c), None,
    ),
    "remedy-changed": (lambda c, on: ended(c), None),
    "authority-request": (
        lambda c, on: has_promise(PromiseKind.ACTION, date(2026, 11, 13), "authority")(c), ANSWER,
    ),
    "contact-restriction": (lambda c, on: [r.told_on for r in c.restrictions] == [on], None),
}  # fmt: skip


def is_found_by_its_boxes(desk: Desk, ref: str, whole: Whole) -> None:
    """Whatever was written for a letter finds its case, also what the case itself does not keep."""
    assert refresh(desk)
    texts = [text for text in whole.boxes.values() if " " in text]
    assert texts or not whole.boxes
    for text in texts:
        assert [row.ref for row in find(desk, text, 5)] == [ref], text


@pytest.mark.parametrize("whole", PLAIN, ids=lambda w: w.id)
def test_every_letter_moves_its_case_on_and_is_in_the_record_with_its_files(
    desk: Desk, whole: Whole
) -> None:
    ref, kind = place(desk, whole.case), KINDS[whole.kind]
    means, promised = MEANS[whole.kind]
    with on_day(desk, whole.today) as then:
        assert not means(case(then, ref), whole.today)
        outcome = send(then, ref, 1, whole.kind, whole.boxes)
        after = queries.case(then, ref).file
        assert means(after.case, whole.today), after.case
        assert (after.case.version, after.case.departures) == (2, ())
        line = after.history[0]
        assert (line.kind, line.happened_on) == (Entry.LETTER_OUT, whole.today)
        assert line.entry.startswith(f"{kind.title}: letter sent (letters/{ref}/")
        assert outcome.message == f"{ref}: {line.entry}"
        (letter,) = after.letters
        assert (letter.kind, letter.sent_on, letter.promised) == (
            whole.kind, whole.today, promised,
        )  # fmt: skip
        is_found_by_its_boxes(then, ref, whole)
    found = rows(desk)
    assert [Path(row.file).suffix for row in found] == [".docx", ".pdf", ".txt"]
    stage = kind.stage or whole.case.stage
    for row in found:
        assert row.file.startswith(f"letters/{ref}/{whole.today} {whole.kind}.")
        assert sha256((desk.folder / row.file).read_bytes()).hexdigest() == row.sha256
        assert row[:3] == (whole.kind, stage, whole.today.isoformat())
        assert row[5:] == (
            standard_wording(whole.kind).sha256, __version__,
            promised and promised.isoformat(), template_name(whole.kind), "standard", 0,
        )  # fmt: skip
    assert len(letters_of(desk)) == 3


def test_the_queue_follows_a_letter_sent(desk: Desk, ref: str) -> None:
    acknowledge_by_letter(desk, ref, 1, ON)
    row = queries.queue(desk).rows[0]
    assert (row.duty, row.due) == ("respond", date(2026, 12, 2))
    text = (desk.folder / rows(desk)[2].file).read_text("utf-8")
    assert "18 November 2026" in text
    assert "2 December 2026" in text


def test_what_was_written_in_the_boxes_is_kept_on_the_case(desk: Desk, ref: str) -> None:
    boxes = {"complaint_1": "Both bins were missed", "outcome_1": "A refund",
             "questions": "Which days?"}  # fmt: skip
    send(desk, ref, 1, ACK, boxes)
    details = case(desk, ref).details
    assert (details.points[0].complaint, details.points[0].outcome_sought) == (
        "Both bins were missed", "A refund",
    )  # fmt: skip
    assert details.questions == "Which days?"


# Once


def test_a_letter_is_sent_once(desk: Desk, ref: str) -> None:
    acknowledge_by_letter(desk, ref, 1, ON)
    before = contents(desk.folder)
    with pytest.raises(RuleBroken, match="already acknowledged at stage 1, on Wednesday 18 Nov"):
        acknowledge_by_letter(desk, ref, 2, ON)
    assert contents(desk.folder) == before


def test_the_same_change_sent_twice_is_on_record_once(desk: Desk, ref: str) -> None:
    acknowledge_by_letter(desk, ref, 1, ON, "letter-1")
    before = contents(desk.folder)
    again = acknowledge_by_letter(desk, ref, 1, ON, "letter-1")
    assert (again.earlier, again.message) == (True, f"{ref}: the letter is on record.")
    assert contents(desk.folder) == before


@pytest.mark.parametrize("caught_up", [False, True], ids=["at once", "after catching up"])
def test_a_share_that_went_away_after_the_deed_has_it_sent_once(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch, caught_up: bool
) -> None:
    gone = failing(desk.record.append, ShareUnavailable("gone"), after=True)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    with pytest.raises(ShareUnavailable):
        acknowledge_by_letter(desk, ref, 1, ON, "letter-1")
    if caught_up:
        desk.catch_up()
    again = acknowledge_by_letter(desk, ref, 1, ON, "letter-1")
    assert again.message == f"{ref}: the letter is on record."
    assert len(rows(desk)) == len(letters_of(desk)) == 3
    assert len(contents(desk.folder / "record")) == 3


def test_a_share_that_went_away_before_the_deed_has_the_same_files_sent_afterwards(
    desk: Desk, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = failing(desk.record.append, ShareUnavailable("gone"), after=False)  # type: ignore[arg-type]
    monkeypatch.setattr(desk.record, "append", gone)
    with pytest.raises(ShareUnavailable):
        acknowledge_by_letter(desk, ref, 1, ON, "letter-1")
    assert rows(desk) == []
    again = acknowledge_by_letter(desk, ref, 1, ON, "letter-1")
    assert not again.earlier
    assert len(rows(desk)) == len(letters_of(desk)) == 3


# From the first letter to the last


def test_a_whole_case_by_its_letters(desk: Desk) -> None:
    """Each letter finds the case as the one before it left it."""
    ref = commands.log_complaint(desk, replace(complete(), code=Code.HOUSING)).ref
    found = {"finding_1": "not-upheld", "reasons_1": "The crew came.", "relied_on_1": "The rota.",
             "remedy": "Nothing went wrong here.", "outstanding": "Nothing."}  # fmt: skip
    ran: tuple[tuple[date, str, dict[str, str]], ...] = (
        (date(2026, 11, 20), ACK, {}),
        (date(2026, 11, 24), "clarification", {"questions": "Which bin?"}),
        (date(2026, 12, 3), "stage1-extension", {"reason": "The rota is awaited."}),
        (date(2026, 12, 10), "stage1-response", found),
    )
    for on, kind, boxes in ran:
        with on_day(desk, on) as then:
            send(then, ref, case(then, ref).version, kind, boxes)
    after = queries.case(desk, ref).file
    assert [(letter.kind, letter.sent_on) for letter in after.letters] == [
        (kind, on) for on, kind, _ in ran
    ]
    assert after.case.stages[0].answered == date(2026, 12, 10)
    assert [line.entry.split(":")[0] for line in after.history if line.kind is Entry.LETTER_OUT][
        ::-1
    ] == [KINDS[kind].title.split(":")[0] for _, kind, _ in ran]
    assert in_words(date(2026, 12, 11)) in (desk.folder / after.letters[2].files[2]).read_text(
        "utf-8"
    )
