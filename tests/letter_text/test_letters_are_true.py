"""What the letters promise is so: the ombudsman, the days, the stages, the answers."""

import re
from datetime import date

import pytest

from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.dates import MONTHS
from complaintdesk.domain.rules.common import points_at
from letters.outputs import to_text
from tests.letter_text.whole_letters import (
    EVERY,
    OFFICE,
    WHOLE,
    every,
    one_line,
    said_in,
    text_of,
    whole,
)


@every
def test_the_right_ombudsman_and_never_the_other(letters):
    for given in letters:
        right = PROFILES[given.case.code].ombudsman
        (wrong,) = (p.ombudsman for code, p in PROFILES.items() if code is not given.case.code)
        letter = given.letter()
        told = said_in(letter, "ombudsman")
        for detail in ("name", "phone", "website", "address"):
            assert getattr(right, detail) in told, given.id
            assert getattr(wrong, detail) not in one_line(to_text(letter)), given.id
        assert "@" not in told, given.id


@every
def test_who_deals_with_it_and_how_to_reach_them_is_in_every_letter(letters):
    for given in letters:
        text = text_of(given)
        assert given.facts().officer in text, given.id
        assert OFFICE.phone in text, given.id
        assert OFFICE.email in text, given.id
        assert given.case.ref in text, given.id
        assert "help" in text, given.id


def days_in(text):
    named = re.findall(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (20\d\d)", text)
    return {date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in named}


def days_on_record(given, case):
    """Every day that the case holds: what is due, and limits."""
    days = {duty.due for duty in given.moment.duties(case)}
    days |= {promise.due for promise in case.promises}
    return days | {d for limit in case.restrictions for d in (limit.starts, limit.ends)}


@every
def test_every_day_to_come_that_a_letter_names_is_on_record_once_it_is_sent(letters):
    """No letter promises what nobody is then reminded of."""
    for given in letters:
        ahead = {day for day in days_in(text_of(given)) if day > given.today}
        if given.kind == "keeping-informed":  # when it is hoped for: nothing is promised by it
            ahead -= {given.reader().coming("expected")}
        if given.kind.endswith("-extension"):  # the day before is named as what it was
            ahead -= days_in(said_in(given.letter(), "old_date"))
        assert ahead <= days_on_record(given, given.sent().case), given.id


@every
def test_sending_a_whole_letter_leaves_nothing_to_explain(letters):
    for given in letters:
        assert given.sent().concerns == (), given.id


def due(given, case):
    duties = given.moment.duties(case)
    return next((d.due for d in duties if (d.kind, d.stage) == ("respond", case.stage)), None)


ASKS = ("clarification", "authority-request", "keeping-informed")


@every
def test_only_a_letter_for_more_time_moves_the_day_of_the_answer(letters):
    for given in letters:
        moved = due(given, given.sent().case) != due(given, given.case)
        if given.kind.endswith("-extension"):
            assert moved, given.id
            assert "The new day" in text_of(given), given.id
        elif given.kind in (*ASKS, "actions-update", "remedy-changed", "contact-restriction"):
            assert not moved, given.id
            assert "new day" not in text_of(given), given.id


@every
def test_the_stage_is_said_in_words_and_there_are_two(letters):
    for given in letters:
        text = text_of(given)
        if given.case.stages:
            assert re.search(r"\bstage [12]\b", text), given.id
        assert not re.search(r"\bstage [03-9]\b|third stage|informal", text, re.IGNORECASE), (
            given.id
        )


@every
def test_only_the_second_answer_is_final_and_only_the_first_offers_stage_2(letters):
    for given in letters:
        text = text_of(given)
        assert ("final" in text.lower()) == (given.kind == "stage2-response"), given.id
        first = ("stage1-response", "stage1-acknowledgement", "request-to-complaint")
        offered = "You can ask us to look at the complaint again" in text
        assert offered == (given.kind in first), given.id
        if given.kind in first:
            assert "You do not have to give a reason" in text, given.id


@every
def test_the_ombudsman_can_take_it_now_only_where_that_is_so(letters):
    """After stage 2, and where we refuse; otherwise both stages come first."""
    for given in letters:
        told = said_in(given.letter(), "ombudsman")
        over = given.facts().stage2_answered is not None and given.kind != "contact-restriction"
        now = given.kind in ("stage2-response", "not-accepted", "not-escalated") or over
        assert bool(re.search(r"\bnow\b", told)) == now, given.id
        assert ("both of our stages" in told or "at stage 2" in told) != now or over, given.id
        if given.case.code is Code.HOUSING and not over:
            assert "advice" in told, given.id


def test_a_representative_is_written_to_and_told_whom_it_is_about():
    for given in (w for w in EVERY if w.name == "represented"):
        text = text_of(given)
        assert "Dear Tom Okafor" in text, given.id
        assert "Gloria Adeyemi" in text, given.id
        assert "Kestrel" not in text, given.id


def test_agreed_help_goes_on_in_every_letter():
    for given in (w for w in EVERY if w.name == "large"):
        assert given.letter().large, given.id
        said = "I know what help you need from us, and we will go on with it."
        assert said in text_of(given), given.id


@pytest.mark.parametrize("given", [w for w in WHOLE if w.kind == "stage2-response"],
                         ids=lambda found: found.id)  # fmt: skip
def test_the_final_answer_is_about_what_is_still_in_dispute_and_says_what_stage_1_was(given):
    assert points_at(given.case) == (2,)
    text = text_of(given)
    first, second = given.case.details.points
    assert second.complaint in text
    assert first.complaint not in text
    assert "We first answered at stage 1, on Friday 13 November 2026." in text
    assert "At stage 1 we said: not upheld." in text


def test_an_answer_says_for_each_point_what_was_decided_and_why(code):
    letter = whole("stage1-response", code).letter()
    assert "Upheld." in said_in(letter, "decision")
    assert "Taken together, the complaint is partly upheld." in said_in(letter, "decision")
    reasons = [b.text for b in letter.blocks if b.part == "reasons"]
    assert reasons[0:3] == ["Why we decided that", "Point 1", "You told us on 12 October."]
    assert "I based this on:\nOur phone log." in reasons
    assert "£75.00" in said_in(letter, "remedy")
    assert "by Monday 30 November 2026" in said_in(letter, "remedy")


def test_what_was_promised_and_is_late_is_said_to_be_late(code):
    """A day that is over is never promised again."""
    late = said_in(whole("stage2-response", code).letter(), "remedy")
    assert "This was to be done by Monday 30 November 2026. It is late, and we are sorry." in late
    assert "We will do this" not in late


def test_more_time_says_both_days_how_long_and_why(code):
    letter = whole("stage1-extension", code).letter()
    assert "by Wednesday 18 November 2026" in said_in(letter, "old_date")
    told = said_in(letter, "new_date")
    assert "by Wednesday 25 November 2026. That is 5 working days longer." in told
    assert "A heating engineer has to see the pipes" in said_in(letter, "reason")


def test_a_limit_on_contact_never_bars_a_new_complaint(code):
    letter = whole("contact-restriction", code).letter()
    assert "You can always make a new complaint." in said_in(letter, "remains")
    assert "on 3 and 5 November" in said_in(letter, "behaviour").replace("On", "on")
    assert "It ends on Monday 1 March 2027." in said_in(letter, "dates")
    assert "by Monday 18 January 2027" in said_in(letter, "review")
    assert "Somebody who did not make this decision" in said_in(letter, "challenge")


def test_who_dealt_with_stage_1_does_not_say_otherwise_at_stage_2():
    """Under the General Code that can be explained (6.14); it is never hidden from the person."""
    given = whole("stage2-acknowledgement", Code.GENERAL)
    assert "I did not deal with the complaint at stage 1." in text_of(given)
    assert "I also dealt with the complaint at stage 1." in text_of(given, reviewer="Priya Nair")
