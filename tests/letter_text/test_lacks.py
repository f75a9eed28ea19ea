"""Each thing that can be missing, one by one: listed, shown in the letter, and stopping it."""

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from complaintdesk.domain.case import (
    Authority,
    Conflict,
    Person,
    Point,
    Representative,
    Responsibility,
)
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.letter_kinds.kind import box_of
from letters.lacks import Lack
from letters.outputs import to_docx, to_markdown, to_text
from letters.render import render

KIND = "stage1-acknowledgement"
HOUSING, GENERAL = Code.HOUSING, Code.GENERAL
BOTH = (HOUSING, GENERAL)
OURS, PARTLY, NOT_OURS = Responsibility.OURS, Responsibility.PARTLY, Responsibility.NOT_OURS
UNSEEN = " \t\u200b\x1b\u202e\ue010 "


def points(*given):
    return {"points": given}


def acting(name, address):
    return {"representative": Representative(Person(name, address), "", Authority.VERBAL)}


# field, the Codes where it is lacking, the provision by Code, and what is changed in the intake
CASES = [
    ("points.1.complaint", BOTH, ("5.6", "5.4"), points(Point(UNSEEN, "A", OURS))),
    (
        "points.2.complaint",
        BOTH,
        ("5.6", "5.4"),
        points(Point("A", "B", OURS), Point("", "C", OURS)),
    ),
    ("points.1.outcome_sought", (HOUSING,), ("5.6", ""), points(Point("A", UNSEEN, OURS))),
    ("points.1.responsibility", (HOUSING,), ("5.7", ""), points(Point("A", "B"))),
    (
        "points.1.responsibility_note",
        BOTH,
        ("5.7", "6.7"),
        points(Point("A", "B", PARTLY)),
    ),
    (
        "points.1.responsibility_note",
        BOTH,
        ("5.7", "6.7"),
        points(Point("A", "B", NOT_OURS, UNSEEN)),
    ),
    ("officer", BOTH, ("5.8", "5.4"), {"officer": UNSEEN}),
    ("write.conflict", BOTH, ("5.8", "5.4"), {"conflict": Conflict.UNCHECKED}),
    ("write.conflict", BOTH, ("5.8", "5.4"), {"conflict": Conflict.DECLARED}),
    ("complainant.contact", BOTH, ("", ""), {"complainant": Person("Gloria Adeyemi", phone="1")}),
    ("complainant.name", BOTH, ("", ""), {"complainant": Person("", "14 Kestrel Court")}),
    ("representative.contact", BOTH, ("", ""), acting("Tom Okafor", "")),
    ("representative.name", BOTH, ("", ""), acting("", "2 Mill Lane")),
    (
        "complainant.name",
        BOTH,
        ("", ""),
        {"complainant": Person(""), **acting("Tom Okafor", "2 Mill Lane")},
    ),
]
OFFICE_CASES = [
    ("council.name", {"name": UNSEEN}, ("", "")),
    ("council.contact", {"phone": "", "email": UNSEEN}, ("", "")),
    ("ombudsman", {"ombudsmen": {}}, ("3.7", "3.7")),
]


def gap_of(lack):
    """A gap in a box is the officer's to write; what stands in no box is put right on the case."""
    where = "To complete" if box_of(lack.field) else "Missing from the case"
    return f"[{where}: {lack.label}]"


def assert_lacking(letter, field, provision):
    assert [(lack.field, lack.provision) for lack in letter.missing] == [(field, provision)]
    assert not letter.ready
    (lack,) = letter.missing
    gap = gap_of(lack)
    assert gap in " ".join(to_text(letter).split())
    assert gap.replace("[", "\\[").replace("]", "\\]") in to_markdown(letter)
    runs = [run for p in Document(BytesIO(to_docx(letter))).paragraphs for run in p.runs]
    assert any(
        gap in run.text and run.font.highlight_color == WD_COLOR_INDEX.YELLOW for run in runs
    )
    if provision:
        assert f"Code {provision})" in lack.sentence


@pytest.mark.parametrize(("field", "codes", "provisions", "changes"), CASES)
def test_a_gap_in_the_case(make_case, make_letter, code, field, codes, provisions, changes):
    letter = make_letter(make_case(code, **changes))
    if code in codes:
        assert_lacking(letter, field, provisions[BOTH.index(code)])
    else:
        assert letter.ready


@pytest.mark.parametrize(("field", "changes", "provisions"), OFFICE_CASES)
def test_a_gap_in_the_settings(make_case, make_letter, office, code, field, changes, provisions):
    letter = make_letter(make_case(code), replace(office, **changes))
    assert_lacking(letter, field, provisions[BOTH.index(code)])


@pytest.mark.parametrize("detail", ["name", "phone", "website", "address"])
def test_each_detail_of_the_ombudsman_is_needed(make_case, make_letter, office, code, detail):
    short = replace(PROFILES[code].ombudsman, **{detail: ""})
    letter = make_letter(make_case(code), replace(office, ombudsmen={code: short}))
    assert_lacking(letter, "ombudsman", "3.7")


@pytest.mark.parametrize("way", ["phone", "email"])
def test_one_way_to_reach_the_handler_is_enough(make_case, make_letter, office, code, way):
    assert make_letter(make_case(code), replace(office, **{way: ""})).ready


def test_an_email_address_is_enough_to_write_to(make_case, make_letter, code):
    letter = make_letter(
        make_case(code, complainant=Person("Gloria Adeyemi", email="gloria@post.example"))
    )
    assert letter.ready
    assert "Gloria Adeyemi\ngloria@post.example\n" in to_text(letter)


def test_a_case_without_points_shows_where_the_first_belongs(make_case, make_letter, code):
    letter = make_letter(make_case(code, points=()))
    boxes = ("complaint", "outcome_sought", "responsibility") if code is HOUSING else ("complaint",)
    assert [lack.field for lack in letter.missing] == [f"points.1.{box}" for box in boxes]
    text = " ".join(to_text(letter).split())
    assert all(f"1. {gap_of(lack)}" in text for lack in letter.missing)


def test_a_box_fills_the_gap_as_it_is_typed(make_case, make_letter, code):
    case = make_case(code, points=(), conflict=Conflict.UNCHECKED)
    boxes = {
        "complaint_1": "The lift is out.", "outcome_1": "A lift.", "responsibility_1": "ours",
        "conflict": "none",
    }  # fmt: skip
    letter = make_letter(case, **boxes)
    assert letter.ready
    assert "1. The lift is out." in to_text(letter)


def test_lacks_come_point_by_point_and_what_the_settings_lack_last(make_case, make_letter, office):
    case = make_case(
        HOUSING,
        complainant=Person(""),
        points=(Point(""), Point("", "", NOT_OURS)),
        officer="",
        conflict=Conflict.UNCHECKED,
    )
    bare = replace(office, name="", phone="", email="", ombudsmen={})
    assert [lack.field for lack in make_letter(case, bare).missing] == [
        "council.name",
        "complainant.name",
        "complainant.contact",
        "points.1.complaint",
        "points.1.outcome_sought",
        "points.1.responsibility",
        "points.2.complaint",
        "points.2.outcome_sought",
        "points.2.responsibility_note",
        "write.conflict",
        "officer",
        "council.contact",
        "ombudsman",
    ]


def test_a_declared_conflict_says_what_to_do(make_case, make_letter, code):
    (lack,) = make_letter(make_case(code, conflict=Conflict.DECLARED)).missing
    assert lack.sentence.startswith(
        "Give the case to somebody else, since Priya Nair had a part in the matter."
    )


def test_a_blank_that_nobody_listed_is_found_when_it_is_printed(make_case, make_facts, code):
    """Lacks are worked out apart from the wording; neither is trusted to know the other."""
    letter = render(KIND, make_facts(make_case(code, officer="", points=())))
    found = [lack.field for lack in letter.missing]
    assert "officer" in found
    assert "points.1.complaint" in found
    assert "[To complete: points.1.complaint]" in to_text(letter)
    assert "[Missing from the case: officer]" in to_text(letter)
    assert not letter.ready


def test_a_part_of_a_whole_that_lacks_shows_the_gap_of_the_whole():
    """The ombudsman's details lack as one; each place that prints one of them is that gap."""
    lack = Lack("ombudsman", "3.7", "Complete the details.", "how to reach the Ombudsman")
    assert lack.covers("ombudsman")
    assert lack.covers("ombudsman.name")
    assert not lack.covers("ombudsmen")
    assert not Lack("points.1.complaint", "", "", "").covers("points.1")


@pytest.mark.parametrize("typed", ["", "31/02/2027", "soon", UNSEEN])
def test_a_day_that_cannot_be_read_is_lacking(make_case, make_lacks, make_facts, code, typed):
    named = {"kind": "clarification", "questions": "Which bin?", "reply_by": typed}
    (lack,) = make_lacks(make_case(code), **named)
    assert lack.field == "write.reply_by"
    assert make_facts(make_case(code), **named).write["reply_by"] is None
