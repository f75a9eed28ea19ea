"""Words that must not be in a finished letter: found in the officer's boxes, never in a quote."""

import time

import pytest

from complaintdesk.domain.case import Person, Point, Responsibility
from complaintdesk.domain.codes import PROFILES, Code
from letters.blocks import Block, Run, Style
from letters.lint import doubtful, forbidden, odd_marks

BOX = "write.questions"
HOUSING, GENERAL = Code.HOUSING, Code.GENERAL
# What is looked for, by its key, with the provision under each Code.
NEVER = {
    "stale_route": ("3.7", "3.7", (
        "A designated person can help you.",
        "You have to use the democratic filter.",
        "Wait eight weeks before you ask the Ombudsman.",
        "You can go to the ombudsman after 8 weeks.",
    )),
    "old_details": ("3.7", "3.7", (
        "Write to info@housing-ombudsman.org.uk.",
        "Exchange Tower, Harbour Exchange Square",
        "Their address is Millbank Tower.",
    )),
    "asks_why": ("6.12", "6.13", (
        "Please tell us why you are not happy.",
        "You must explain why you want stage 2.",
        "Give your reasons in writing.",
        "What is your reason for escalating it?",
        "Why do you want us to look again?",
    )),
}  # fmt: skip
FAMILIES = [(key, h, g, text) for key, (h, g, texts) in NEVER.items() for text in texts]
OTHER = {
    HOUSING: (
        "Go to the Local Government and Social Care Ombudsman.",
        "The LGSCO can help.",
        "Ring 0300 061 0614.",
        "See www.lgo.org.uk.",
    ),
    GENERAL: ("Go to the Housing Ombudsman Service.", "Ring 0300 111 3000."),
}
DOUBTS = [
    ("extra_stage", "This was an informal complaint."),
    ("extra_stage", "You can ask for stage 3."),
    ("extra_stage", "There is a third stage."),
    ("extra_stage", "It went through our quick resolution process."),
    ("left_open", "We will come on TBC."),
    ("left_open", "The date is tba."),
    ("left_open", "Dear [insert name]"),
    ("left_open", "We found [Enter the finding]."),
    ("left_open", "It was on ???"),
    ("left_open", "xxxx"),
]


def said(*runs, part="questions"):
    """One paragraph; words alone are the wording's own, a pair is a field and its text."""
    made = (Run(r) if isinstance(r, str) else Run(r[1], source=r[0]) for r in runs)
    return (Block(Style.PARAGRAPH, tuple(made), part=part),)


def keys(blocks, code):
    return [(lack.field, lack.label) for lack in forbidden(blocks, code)]


@pytest.mark.parametrize(("key", "housing", "general", "text"), FAMILIES)
def test_what_is_never_right_stops_the_letter_and_names_its_box(code, key, housing, general, text):
    found = forbidden(said("I would like to ask: ", (BOX, text)), code)
    (lack,) = (lack for lack in found if lack.label != "other_ombudsman")
    assert (lack.field, lack.label) == (BOX, key)
    assert lack.provision == (housing if code is HOUSING else general)
    assert lack.sentence.startswith("Say it in other words: “")
    assert lack.sentence.endswith(f"({PROFILES[code].cite(lack.provision)})")


@pytest.mark.parametrize(("right", "text"), [(c, t) for c, ts in OTHER.items() for t in ts])
def test_another_ombudsman_stops_the_letter_and_its_own_does_not(right, text):
    (lack,) = forbidden(said((BOX, text)), right)
    assert (lack.field, lack.label, lack.provision) == (BOX, "other_ombudsman", "3.7")
    (wrong,) = set(Code) - {right}
    assert not keys(said((BOX, text)), wrong)


@pytest.mark.parametrize(("key", "text"), DOUBTS)
def test_what_is_seldom_right_goes_with_a_reason_only(make_case, code, key, text):
    blocks = said("", (BOX, text))
    assert [concern.key for concern in doubtful(make_case(code), blocks)] == [key]
    assert not keys(blocks, code)


QUOTED = ("points.1.complaint", "points.12.outcome_sought")
ADDRESSES = ("complainant.contact", "representative.contact", "ombudsman.contact", "council.team")


@pytest.mark.parametrize("field", (*QUOTED, *ADDRESSES))
def test_what_the_person_said_or_where_they_live_is_not_judged(make_case, code, field):
    texts = [text for *_, text in FAMILIES] + [text for _, text in DOUBTS]
    blocks = said("1. ", (field, " ".join((*texts, *OTHER[code]))), " We are sorry.")
    assert not keys(blocks, code)
    assert not list(doubtful(make_case(code), blocks))


@pytest.mark.parametrize(
    "field", ["points.1.reasons", "points.1.relied_on", BOX, "remedies.1.what"]
)
def test_what_the_officer_wrote_is_judged_in_whatever_field_it_stands(code, field):
    assert keys(said((field, "Tell us why.")), code) == [(field, "asks_why")]


def test_a_quote_does_not_hide_the_officers_words_beside_it(code):
    blocks = said(("points.1.complaint", "Tell us why."), " ", (BOX, "Give your reasons."))
    assert keys(blocks, code) == [(BOX, "asks_why")]


def test_words_on_either_side_of_a_quote_are_not_read_as_one(make_case, code):
    blocks = said("the third ", ("points.1.complaint", "gate"), " stage")
    assert not list(doubtful(make_case(code), blocks))


def test_a_phrase_that_runs_from_one_run_into_the_next_is_found(make_case, code):
    """Bold type, a field in the middle or a new line do not hide it."""
    split = Block(
        Style.PARAGRAPH, (Run("Please tell"), Run(" us", bold=True), Run("\nwhy.", source=BOX))
    )
    assert keys((split,), code) == [(BOX, "asks_why")]
    blocks = said("You can go to the ", ("ombudsman.name", "Ombudsman"), " after 8 weeks.")
    assert [label for _, label in keys(blocks, code)] == ["stale_route"]
    blocks = said("There is a third\n", (BOX, "stage."))
    assert [concern.key for concern in doubtful(make_case(code), blocks)] == ["extra_stage"]


def test_the_box_is_the_one_that_holds_the_words_and_not_the_first_of_the_line(code):
    blocks = said("I am ", ("officer", "Priya Nair"), ". ", (BOX, "Tell us why."))
    assert keys(blocks, code) == [(BOX, "asks_why")]


def test_words_of_the_wording_itself_name_their_part(code):
    """A check of the finished letter, whatever the check of the wording has let through."""
    blocks = said("Tell us why. I am ", ("officer", "Priya Nair"), part="next_step")
    assert keys(blocks, code) == [("next_step", "asks_why")]


def test_each_box_is_told_of_once_and_each_fault_of_it(code):
    blocks = (*said((BOX, "Tell us why.")), *said((BOX, "Give your reasons. democratic filter")))
    assert keys(blocks, code) == [(BOX, "asks_why"), (BOX, "stale_route")]


@pytest.mark.parametrize("text", ["I tell you why.", "in eight weeks", "stage 2", "[sic]", "What?"])
def test_ordinary_words_are_let_be(make_case, code, text):
    assert not keys(said((BOX, text)), code)
    assert not list(doubtful(make_case(code), said((BOX, text))))


def test_a_gap_is_not_judged_though_it_stands_in_brackets(make_case, make_letter, code):
    letter = make_letter(make_case(code, points=(), complainant=Person("")))
    gaps = [run.text for block in letter.blocks for run in block.runs if run.missing]
    assert gaps
    assert not keys(letter.blocks, code)
    assert not list(doubtful(make_case(code), letter.blocks))
    gap = Block(Style.PARAGRAPH, (Run("[Name TBC: tell us why]", missing=True, source=BOX),))
    assert not keys((gap,), code)


def test_a_whole_letter_with_its_own_ombudsman_is_clean(make_case, make_letter, code):
    letter = make_letter(make_case(code))
    assert letter.ready
    assert not keys(letter.blocks, code)
    assert not list(doubtful(make_case(code), letter.blocks))


def test_the_letter_is_stopped_by_a_box_and_not_by_a_complaint(make_case, make_letter, code):
    asked = "Please tell us why you wrote to the designated person."
    quoted = make_case(code, points=(Point(asked, asked, Responsibility.OURS),))
    assert make_letter(quoted).ready
    letter = make_letter(make_case(code), questions=asked)
    assert not letter.ready
    fields = [(lack.field, lack.label) for lack in letter.missing]
    assert fields == [(BOX, "stale_route"), (BOX, "asks_why")]


def test_somebody_may_live_at_exchange_tower(make_case, make_letter, code):
    home = Person("Gloria Adeyemi", "3 Exchange Tower\nMarlow Vale")
    assert make_letter(make_case(code, complainant=home)).ready


def test_a_wrong_name_in_the_settings_is_found(code):
    (wrong,) = (p.ombudsman.name for other, p in PROFILES.items() if other is not code)
    found = keys(said("the ", ("ombudsman.name", wrong), part="ombudsman"), code)
    assert found == [("ombudsman.name", "other_ombudsman")]


def test_html_links_and_pictures_are_warned_of_with_their_line():
    text = "plain & <3\n<b>x</b>\nsee [us](http://y.example)\n![logo](l.png)\n[To do] (later)"
    assert list(odd_marks(text)) == [
        "line 2: “<b>” comes out as typed",
        "line 3: “[us](http://y.example)” comes out as typed",
        "line 4: “![logo](l.png)” comes out as typed",
    ]


def test_a_very_long_text_does_not_keep_the_officer_waiting(make_case, code):
    """The preview is made again with every few keys: 10,000 words in far less than a second."""
    long = said((BOX, "ombudsman eight why do you reasons for stage [ informal ? " * 1_000))
    started = time.process_time()
    list(forbidden(long, code))
    list(doubtful(make_case(code), long))
    assert time.process_time() - started < 1
