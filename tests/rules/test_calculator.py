"""The calculator behind `due-dates`: events in, the contract's JSON and text for people out."""

import json
from datetime import date, time
from typing import Any

import pytest

from complaintdesk.domain.calendar import Receipt
from complaintdesk.domain.case import Extension, Stage
from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput, CalendarError, RuleBroken
from complaintdesk.services.calculator import WIDTH, due_dates, parse_events

TODAY = date(2026, 1, 27)
EXAMPLE = [
    "received=2025-12-18",
    "acknowledged=2025-12-24",
    "extended=2026-01-09:10",
    "answered=2026-01-26",
]


def calculate(*events: str, today: date = TODAY, **options: Any) -> list[dict[str, Any]]:
    """The duties as a script would read them, through real JSON."""
    document = due_dates(Code.HOUSING, events, today, **options).as_json()
    found: list[dict[str, Any]] = json.loads(json.dumps(document))["duties"]
    return found


def test_the_contracts_own_example() -> None:
    document = due_dates(Code.HOUSING, EXAMPLE, TODAY).as_json()
    assert (document["code"], document["today"]) == ("housing", "2026-01-27")
    acknowledge, respond = calculate(*EXAMPLE)
    assert acknowledge.pop("why") and respond.pop("why")
    assert acknowledge == {
        "stage": 1, "duty": "acknowledge", "provision": "6.2", "due": "2025-12-29",
        "done": "2025-12-24", "state": "done_on_time", "provisional": False,
        "beyond_calendar": False,
    }  # fmt: skip
    assert respond == {
        "stage": 1, "duty": "respond", "provision": "6.3", "due": "2026-01-26",
        "unextended_due": "2026-01-12", "latest_extension": "2026-01-26",
        "extension_notice": "on_time", "backstop": "2026-01-12", "done": "2026-01-26",
        "state": "done_on_time", "provisional": False, "beyond_calendar": False,
    }  # fmt: skip


def test_the_calendar_is_named_with_its_end() -> None:
    calendar = due_dates(Code.HOUSING, EXAMPLE, TODAY).as_json()["calendar"]
    assert isinstance(calendar, dict)
    assert calendar["covers_to"] == "2028-12-31"
    assert calendar["source"].startswith("holidays ")
    assert calendar["source"].endswith("England and Wales")


def test_events_may_come_in_any_order() -> None:
    assert calculate(*reversed(EXAMPLE)) == calculate(*EXAMPLE)


def test_stage_2_is_shown_only_where_something_of_it_is_given() -> None:
    assert [d["stage"] for d in calculate(*EXAMPLE)] == [1, 1]
    for event in ("escalated", "acknowledged2", "extended2", "answered2"):
        assert [d["stage"] for d in calculate(*EXAMPLE, f"{event}=2026-01-27")] == [1, 1, 2, 2]


def test_waiting_has_no_date() -> None:
    acknowledge, respond = calculate("answered=2026-01-26")
    assert (acknowledge["due"], acknowledge["state"]) == (None, "waiting")
    assert (respond["due"], respond["state"], respond["done"]) == (None, "waiting", "2026-01-26")
    assert respond["unextended_due"] is respond["latest_extension"] is respond["backstop"] is None


@pytest.mark.parametrize(
    ("today", "state"),
    [("2025-12-28", "due"), ("2025-12-29", "due_today"), ("2025-12-30", "overdue")],
)
def test_the_state_is_that_of_the_day_asked_about(today: str, state: str) -> None:
    assert calculate(EXAMPLE[0], today=date.fromisoformat(today))[0]["state"] == state


def test_a_closure_given_here_is_not_counted() -> None:
    duty = calculate(EXAMPLE[0], closures=[date(2025, 12, 22), date(2025, 12, 20)])[0]
    assert duty["due"] == "2025-12-30"
    assert "Monday 22 December: closure day, not counted." in duty["why"]


def test_a_bank_holiday_can_be_added() -> None:
    duty = calculate(EXAMPLE[0], bank_holidays=[date(2025, 12, 22)])[0]
    assert duty["due"] == "2025-12-30"
    assert "Monday 22 December: bank holiday added, not counted." in duty["why"]


def test_the_time_of_receipt_matters_only_under_the_other_setting() -> None:
    evening = "received=2026-01-08T18:40"
    assert calculate(evening)[0]["due"] == "2026-01-15"
    other = calculate(evening, receipt=Receipt.NEXT_WORKING_DAY)
    assert other[0]["due"] == "2026-01-16"


def test_beyond_the_calendar_is_a_fact_of_each_duty() -> None:
    found = calculate("received=2028-12-20", today=date(2028, 12, 20))
    assert [d["beyond_calendar"] for d in found] == [False, True]


def test_a_late_notice_leaves_the_date() -> None:
    late = [EXAMPLE[0], EXAMPLE[1], "extended=2026-01-13:10", EXAMPLE[3]]
    duty = calculate(*late)[1]
    assert (duty["due"], duty["extension_notice"]) == ("2026-01-12", "late")
    assert duty["state"] == "done_late"


def test_beyond_the_limit_needs_a_good_reason() -> None:
    with pytest.raises(RuleBroken, match="unless a good reason is recorded"):
        calculate(*EXAMPLE, "extended=2026-01-20:1")
    longer = calculate(*EXAMPLE, "extended=2026-01-20:1", good_reason="asbestos survey")
    assert longer[1]["due"] == "2026-01-27"


@pytest.mark.parametrize("code", list(Code))
def test_an_extension_without_a_number_takes_the_stages_limit(code: Code) -> None:
    first, second = parse_events(code, ["extended=2026-01-09", "extended2=2026-03-09"])
    assert first.extensions == (Extension(date(2026, 1, 9), 10),)
    assert second.extensions == (Extension(date(2026, 3, 9), 20),)


def test_times_are_kept_where_something_came_in() -> None:
    first, second = parse_events(
        Code.GENERAL,
        [
            "received=2026-01-08T18:40",
            "acknowledged=2026-01-09T10:00",
            "extended=2026-01-20T11:30:5",
            "escalated=2026-02-01T09:30",
        ],
    )
    assert first == Stage(
        date(2026, 1, 8), time(18, 40), date(2026, 1, 9), (Extension(date(2026, 1, 20), 5),)
    )
    assert (second.started, second.started_at) == (date(2026, 2, 1), time(9, 30))


def test_several_extensions_may_be_given() -> None:
    (stage,) = parse_events(Code.HOUSING, ["extended=2026-01-09:5", "extended=2026-01-12:5"], "ill")
    assert [(e.working_days, e.good_reason) for e in stage.extensions] == [(5, "ill"), (5, "ill")]


ILLEGIBLE = [
    ([], "Give at least one event, such as received=2025-12-18."),
    (
        ["recieved=2025-12-18"],
        "“recieved” is not an event. The events are received, acknowledged, extended, answered, "
        "escalated, acknowledged2, extended2, answered2.",
    ),
    (
        ["received"],
        "“received” has no date. Write it like received=2025-12-18 or received=2025-12-18T18:40.",
    ),
    (
        ["received=18/12/2025"],
        "“18/12/2025” is not a date for received. Write it like received=2025-12-18 or "
        "received=2025-12-18T18:40.",
    ),
    (["answered=2025-02-30"], "“2025-02-30” is not a date for answered."),
    (["received="], "“” is not a date for received."),
    (["received=2025-12-18T25:00"], "“2025-12-18T25:00” is not a date for received."),
    (["received=2025-12-18T18:40:00Z"], "“2025-12-18T18:40:00Z” is not a date for received."),
    (["received=2025-12-18:5"], "“2025-12-18:5” is not a date for received."),
    (["received=٢٠٢٥-١٢-١٨"], "“٢٠٢٥-١٢-١٨” is not a date for received."),
    (["extended=2026-01-09:ten"], "“2026-01-09:ten” is not a date for extended. Write it like "),
    (["extended=2026-01-09:-5"], "“2026-01-09:-5” is not a date for extended."),
    (
        ["received=2025-12-18", "received=2025-12-19"],
        "“received” is given twice; only extensions may be repeated.",
    ),
]


@pytest.mark.parametrize(("events", "sentence"), ILLEGIBLE)
def test_what_cannot_be_read_is_named(events: list[str], sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_events(Code.HOUSING, events)
    assert str(refused.value).startswith(sentence)


def test_what_is_shown_back_can_be_shown_on_a_terminal() -> None:
    with pytest.raises(BadInput) as refused:
        parse_events(Code.HOUSING, ["\x1b[31m\u202e" + "x" * 500 + "\n=2025-12-18"])
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("events", "refusal"),
    [
        (["received=2026-01-08", "answered=2026-01-07"], RuleBroken),
        (["received=2026-01-08", "extended=2026-01-09:0"], RuleBroken),
        (["received=2009-12-31"], CalendarError),
        (["received=9999-12-31T18:00"], CalendarError),
    ],
)
def test_what_cannot_be_is_refused(events: list[str], refusal: type[Exception]) -> None:
    for receipt in Receipt:
        with pytest.raises(refusal):
            calculate(*events, receipt=receipt)


def test_an_absurd_extension_is_refused_even_with_a_reason() -> None:
    with pytest.raises(BadInput, match="999999 working days cannot be counted"):
        calculate("received=2026-01-08", "extended=2026-01-09:999999", good_reason="typing")


# As text


def text(*events: str, today: date = TODAY, **options: Any) -> str:
    return due_dates(Code.HOUSING, events, today, **options).as_text()


def test_the_text_says_the_dates_in_words_and_why() -> None:
    told = text(*EXAMPLE)
    assert told.startswith("Housing Code, on Tuesday 27 January 2026\nCalendar: holidays ")
    assert (
        "Stage 1: respond (Housing Code 6.3)\n"
        "  Due:   Monday 26 January 2026\n"
        "  Done:  Monday 26 January 2026\n"
        "  State: done on time\n"
        "  More:  extended from Monday 12 January 2026, told in time\n"
        "  Why:\n"
        "    The complaint was acknowledged on Wednesday 24 December 2025: that is day 0.\n"
    ) in told
    assert told.endswith("\n") and not told.endswith("\n\n")


@pytest.mark.parametrize(
    ("events", "today", "words"),
    [
        (["received=2026-01-08"], "2026-01-12", "State: due in 3 working days"),
        (["received=2026-01-08"], "2026-01-14", "State: due in 1 working day\n"),
        (["received=2026-01-08"], "2026-01-15", "State: due today"),
        (["received=2026-01-02"], "2026-01-10", "State: overdue by 1 working day\n"),
        (["received=2026-01-08"], "2026-01-20", "State: overdue by 3 working days"),
        (["received=2026-01-08"], "2026-01-12", "Thursday 29 January 2026 (provisional)"),
        ([*EXAMPLE[:3], "answered=2026-01-31"], "2026-02-02", "done late, by 4 working days"),
        (["answered=2026-01-08"], "2026-01-12", "State: cannot be judged without a due date"),
        (["answered=2026-01-08"], "2026-01-12", "State: waiting"),
        (["answered=2026-01-08"], "2026-01-12", "Due:   no date can be given"),
        (["received=2026-01-08"], "2026-01-12", "Done:  not recorded"),
        (["acknowledged=2026-01-13"], "2026-01-12", "Tuesday 13 January 2026, still to come"),
        (
            ["acknowledged=2026-01-13"],
            "2026-01-13",
            "More:  can be extended to Tuesday 10 February 2026 at the latest, if told by\n"
            "         Tuesday 27 January 2026\n",
        ),
        (
            ["acknowledged=2026-01-13", "extended=2026-01-28"],
            "2026-01-28",
            "More:  more time was told too late, so the date stands",
        ),
        (
            ["acknowledged=2026-01-13", "extended=2026-01-27:5", "extended=2026-02-04:5"],
            "2026-02-05",
            "extended from Tuesday 27 January 2026, told in time; a later notice",
        ),
    ],
)
def test_each_state_in_words(events: list[str], today: str, words: str) -> None:
    assert words in text(*events, today=date.fromisoformat(today))


def test_the_text_fits_80_columns_whatever_the_reason() -> None:
    told = text(*EXAMPLE, "extended=2026-01-20:1", good_reason="asbestos " * 30 + "x" * 200)
    assert max(map(len, told.splitlines())) <= WIDTH
    assert "asbestos asbestos" in told
