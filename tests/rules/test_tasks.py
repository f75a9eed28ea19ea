"""Every task by its form: the guard rails, when it fits, what it proposes, problems by field."""

from collections.abc import Callable, Mapping

import pytest

from complaintdesk.domain.case import Case, Person, Representative
from complaintdesk.domain.codes import Code
from complaintdesk.domain.dates import parse_day
from complaintdesk.domain.errors import BadInput, FormRefused, RuleBroken, Unconfirmed
from complaintdesk.domain.parts import Ending, PromiseKind, RemedyType
from complaintdesk.domain.tasks import TASKS
from tests.rules.whole_case import (
    ACK,
    ANSWERED,
    ASKED,
    FAR,
    FOUND,
    MORE,
    NOW,
    RAILS,
    REMEDY,
    STAGE_2,
    TODAY,
    Rail,
    Steps,
    before,
    complaint,
    day,
    either_code,
    proposed,
    provisions,
    request,
    rule,
    step,
)

# The guard rails


@pytest.mark.parametrize("rail", RAILS, ids=lambda r: r.id)
@either_code
def test_each_guard_rail_is_a_concern_with_its_provision(rail: Rail, code: Code) -> None:
    case = before(rail, code)
    ruling = rule(case, rail.task, rail.fields)
    assert provisions(ruling) == {rail.key: rail.provision(code)}
    (concern,) = ruling.concerns
    assert concern.sentence.startswith(f"{case.profile.cite(rail.provision(code))}: ")
    assert concern.sentence.endswith(".")


@pytest.mark.parametrize("rail", RAILS, ids=lambda r: r.id)
@either_code
def test_no_guard_rail_is_a_dead_end(rail: Rail, code: Code) -> None:
    case = before(rail, code)
    with pytest.raises(Unconfirmed):
        step(case, rail.task, rail.fields)
    step(case, rail.task, {**rail.fields, f"why_{rail.key}": "It had to be."})


# When each task fits


def after(*steps: tuple[str, Mapping[str, str]], case: Case | None = None) -> Case:
    done = case or complaint()
    for name, fields in steps:
        done = step(done, name, fields)
    return done


LIMIT = {"what": "Only by e-mail", "reason": "Abuse", "remains": "E-mail"}
LIMITED: Steps = (
    (
        "restrict",
        {**LIMIT, "evidence": "x", "equality": "x", "ends": "1/2/2027", "told_on": "today",
         "review_on": "1/12/2026"},
    ),
)  # fmt: skip
REFUSE: Steps = (
    ("refuse", {"ground": "already-considered", "reasoning": "As in May", "evidence": "Letter"}),
)
CLOSE: Steps = (("close", {}),)
SITUATIONS: dict[str, Callable[[], Case]] = {
    "new": complaint,
    "acknowledged": lambda: after(*ACK),
    "with a promise": lambda: after(*ACK, *REMEDY),
    "answered": lambda: after(*ANSWERED),
    "stage 2": lambda: after(*ASKED),
    "stage 2 acknowledged": lambda: after(*STAGE_2),
    "stage 2 answered": lambda: after(*STAGE_2, *FOUND, ("answer", {"signed_off_by": "x"})),
    "refused": lambda: after(*REFUSE),
    "refused, closed": lambda: after(*REFUSE, *CLOSE),
    "closed": lambda: after(*ANSWERED, *CLOSE),
    "at the ombudsman": lambda: after(*ANSWERED, ("ombudsman", {"reference": "2026-1"})),
    "limited": lambda: after(*LIMITED),
    "represented": lambda: complaint(representative=Representative(Person("Tom O'Brien"))),
    "request": request,
    "request done": lambda: after(
        ("request-done", {"outcome": "Fitted", "satisfied": "yes"}), case=request()
    ),
}
ALWAYS = {"contact", "correct"}
OPEN = {*ALWAYS, "action", "remedy", "learning", "assign", "triage", "adjustments", "restrict",
        "close"}  # fmt: skip
ANY_COMPLAINT = {"ombudsman"}
RUNNING = {"clarify", "extend", "updates", "decide", "answer", "new-issue"}
PROMISED = {"done", "change", "undeliverable"}
NEW = {*OPEN, *ANY_COMPLAINT, *RUNNING, "acknowledge", "escalate", "refuse", "was-a-request"}
FITS: dict[str, set[str]] = {
    "new": NEW,
    "acknowledged": NEW - {"acknowledge"},
    "with a promise": NEW - {"acknowledge"} | PROMISED,
    "answered": OPEN | ANY_COMPLAINT | {"escalate", "refuse-escalation"},
    "stage 2": OPEN | ANY_COMPLAINT | RUNNING | {"acknowledge", "refuse-escalation"},
    "stage 2 acknowledged": OPEN | ANY_COMPLAINT | RUNNING | {"refuse-escalation"},
    "stage 2 answered": OPEN | ANY_COMPLAINT,
    "refused": OPEN | ANY_COMPLAINT | {"accept-after-all"},
    "refused, closed": ALWAYS | ANY_COMPLAINT | {"accept-after-all"},
    "closed": ALWAYS | ANY_COMPLAINT | {"escalate", "refuse-escalation"},
    "at the ombudsman": (
        OPEN | ANY_COMPLAINT
        | {"escalate", "refuse-escalation", "ombudsman-decision", "order"}
    ),
    "limited": NEW | PROMISED | {"lift"},
    "represented": NEW | {"authority"},
    "request": OPEN | PROMISED | {"request-done"},
    "request done": ALWAYS,
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
def test_which_tasks_fit_and_a_sentence_for_each_that_does_not(situation: str) -> None:
    case = SITUATIONS[situation]()
    why_not = {name: task.fits(case) for name, task in TASKS.items()}
    assert {name for name, problem in why_not.items() if not problem} == FITS[situation]
    assert all(problem.endswith(".") for problem in why_not.values() if problem)


@pytest.mark.parametrize("situation", SITUATIONS)
@either_code
def test_every_form_opens_with_proposals_that_can_be_read_back(situation: str, code: Code) -> None:
    case = SITUATIONS[situation]()
    for name in FITS[situation]:
        task = TASKS[name]
        assert task.note(case).endswith(".")
        specs = task.fields(case, NOW)
        assert len({s.name for s in specs}) == len(specs)
        for spec in specs:
            assert spec.name.replace("_", "").isalnum()
            assert not spec.name.startswith("why_")
            if spec.choices and spec.value:
                assert spec.value in {value for _, value in spec.choices}, (name, spec.name)
            if spec.is_day and spec.value:
                parse_day(spec.value, TODAY, ahead=spec.ahead)


def test_the_situations_between_them_meet_every_task() -> None:
    assert set.union(*FITS.values()) == set(TASKS)
    assert all(task.name == name for name, task in TASKS.items())


# Problems by field


PROBLEMS: tuple[tuple[str, Steps, Mapping[str, str], list[str]], ...] = (
    ("acknowledge", (), {"on": ""}, ["on"]),
    ("acknowledge", (), {"on": "tomorrow"}, ["on"]),
    ("acknowledge", (), {"on": "31/2/2026"}, ["on"]),
    ("clarify", (), {"on": "", "questions": " "}, ["on", "questions"]),
    ("clarify", (), {"questions": "Which?", "reply_by": "soon"}, ["reply_by"]),
    ("extend", ACK, {**MORE, "told_on": "", "every": "often"}, ["told_on", "every"]),
    ("extend", ACK, {**FAR, "until": "later"}, ["until"]),
    ("updates", (), {"every": "0"}, ["every"]),
    ("updates", (), {"every": "", "first": "soon"}, ["first", "every"]),
    ("decide", (), {}, ["finding_1"]),
    ("decide", (), {"reasons_2": "We rang"}, ["finding_2"]),
    ("decide", (), {"finding_1": "maybe"}, ["finding_1"]),
    ("answer", (), {"on": "in 2 days"}, ["on"]),
    ("escalate", ACK, {"outstanding_1": "no", "outstanding_2": "no"}, ["outstanding_1"]),
    ("assign", (), {"handler": "", "conflict": "perhaps"}, ["handler", "conflict"]),
    ("new-issue", (), {"point": "", "responsibility": "theirs"}, ["point", "responsibility"]),
    ("action", (), {"what": "", "due": "whenever", "point": "x"}, ["what", "due", "point"]),
    ("remedy", (), {"what": "A letter"}, ["remedy"]),
    ("remedy", (), {"remedy": "money", "what": "£50"}, ["amount"]),
    ("remedy", (), {"remedy": "money", "what": "£50", "amount": "fifty"}, ["amount"]),
    ("learning", (), {"what": ""}, ["what"]),
    ("done", REMEDY, {"on": "tomorrow"}, ["on"]),
    ("change", REMEDY, {"due": "soon"}, ["due", "why"]),
    ("undeliverable", REMEDY, {"told_on": "x"}, ["why", "told_on"]),
    ("contact", (), {"kind": "a chat", "text": ""}, ["kind", "text"]),
    ("correct", (), {}, ["fact", "why"]),
    ("close", (), {"closing": "bored"}, ["closing"]),
    ("close", (), {"closing": "was-a-request"}, ["closing"]),
    ("was-a-request", (), {"told_on": "x"}, ["told_on", "why"]),
    ("refuse", (), {"ground": "", "told_on": ""}, ["ground", "told_on"]),
    ("refuse-escalation", ANSWERED, {"asked_on": "x"}, ["ground", "asked_on"]),
    ("accept-after-all", REFUSE, {"on": ""}, ["on", "why"]),
    ("ombudsman", (), {"on": "", "kind": "x"}, ["reference", "kind", "on"]),
    ("ombudsman-decision", (("ombudsman", {"reference": "1"}),), {}, ["decision"]),
    ("order", (("ombudsman", {"reference": "1"}),), {}, ["what"]),
    ("restrict", (), {}, ["what", "reason", "remains"]),
    ("restrict", (), {**LIMIT, "ends": "x", "told_on": "y"}, ["ends", "told_on"]),
    ("adjustments", (), {"review_on": "next year"}, ["review_on"]),
    ("lift", LIMITED, {"on": "tomorrow"}, ["on", "why"]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "steps", "fields", "told"), PROBLEMS, ids=lambda v: v if isinstance(v, str) else ""
)
def test_all_problems_are_told_at_once_each_at_its_field(
    name: str, steps: Steps, fields: Mapping[str, str], told: list[str]
) -> None:
    case = after(*steps)
    with pytest.raises(FormRefused) as refused:
        rule(case, name, fields)
    assert [p.field for p in refused.value.problems] == told
    assert set(told) <= set(proposed(case, name))
    assert all(p.sentence.endswith(".") for p in refused.value.problems)


def test_a_representatives_authority_by_field() -> None:
    case = SITUATIONS["represented"]()
    with pytest.raises(FormRefused) as refused:
        rule(case, "authority", {"authority": "x", "on": ""})
    assert [p.field for p in refused.value.problems] == ["authority", "on"]


def test_a_request_dealt_with_by_field() -> None:
    with pytest.raises(FormRefused) as refused:
        rule(request(), "request-done", {"on": ""})
    assert [p.field for p in refused.value.problems] == ["on", "outcome", "satisfied"]


def test_what_does_not_fit_is_refused_before_its_form_is_read() -> None:
    with pytest.raises(RuleBroken, match="it has no stages"):
        rule(request(), "answer", {"on": "nonsense"})


# Read right


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("50", 5000), ("£150.50", 15050), ("£ 1,250", 125000), ("1,000,000.01", 100000001)],
)
def test_7_1_amounts_of_money(typed: str, pence: int) -> None:
    fields = {"remedy": "money", "what": "A payment", "who": "Sam", "due": "1 Dec"}
    case = step(complaint(), "remedy", fields | {"amount": typed})
    (made,) = case.promises
    assert (made.pence, made.remedy, made.due) == (pence, RemedyType.MONEY, day(12, 1))


@pytest.mark.parametrize("typed", ["-5", "1,00", "12.5", "£", "5 pounds", "٥", "1e3", "99999999"])
def test_7_1_what_is_no_amount_is_refused(typed: str) -> None:
    fields = {"remedy": "money", "what": "A payment", "who": "Sam", "due": "1 Dec"}
    with pytest.raises(FormRefused, match="is not an amount"):
        rule(complaint(), "remedy", fields | {"amount": typed})


def test_6_4_past_the_limit_the_reason_given_for_it_is_the_good_reason() -> None:
    fields = {**FAR, "every": "10", "why_extension_limit": "Asbestos was found"}
    case = step(after(*ACK), "extend", fields)
    assert case.current.extensions[0].good_reason == "Asbestos was found"
    assert case.promises[0].every == 10


def test_6_6_the_reason_for_closing_stays_with_what_was_left_undone() -> None:
    case = after(*REMEDY, *ANSWERED)
    closed = step(case, "close", {"why_open_promises": "She moved away"})
    assert (closed.promises[0].ended, closed.promises[0].outcome) == (
        Ending.DROPPED, "She moved away",
    )  # fmt: skip


def test_1_4_the_reason_for_leaving_something_with_a_request_stays_with_it() -> None:
    case = step(request(), "action", {"what": "A second visit", "who": "Sam", "due": "1 Dec"})
    fields = {"outcome": "Fitted", "satisfied": "yes", "why_open_promises": "Not needed"}
    done = step(case, "request-done", fields)
    assert [p.outcome for p in done.promises] == ["Fitted", "Not needed"]


def test_7_3_an_empty_new_date_keeps_the_old_one_and_words_alone_can_change() -> None:
    fields = {"what": "A visit", "why": "She asked", "told_on": "today"}
    case = step(after(*REMEDY), "change", fields)
    assert [(p.what, p.due) for p in case.promises] == [
        ("A letter", day(11, 30)), ("A visit", day(11, 30)),
    ]  # fmt: skip


def test_6_11_all_points_in_dispute_are_noted_as_all_so_that_a_joined_one_is_too() -> None:
    case = after(*ANSWERED)
    assert step(case, "escalate", {"reviewer": "Alex Moss"}).current.outstanding == ()
    one = step(case, "escalate", {"reviewer": "Alex Moss", "outstanding_1": "no"})
    assert one.current.outstanding == (2,)


def test_6_6_which_promise_proposes_the_one_due_first() -> None:
    later = ("action", {"what": "Later", "who": "Sam", "due": "1/12/2026"})
    undated = ("action", {"what": "No day", "who": "Sam", "why_action_date": "x"})
    case = after(undated, later, *REMEDY)
    assert proposed(case, "done")["promise"] == "3"
    assert case.promises[2].kind is PromiseKind.REMEDY


def test_b2_a_day_that_lies_ahead_is_read_as_the_next_one() -> None:
    case = step(complaint(), "action", {"what": "x", "who": "Sam", "due": "3 Mar"})
    assert case.promises[0].due == day(3, 3, 2027)
    with pytest.raises(BadInput):
        rule(complaint(), "action", {"what": "x", "who": "Sam", "point": "9"})
