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
from complaintdesk.domain.errors import BadInput
from letters.lacks import lacks
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
    ("points", BOTH, ("5.6", "5.4"), points()),
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
    ("conflict", BOTH, ("5.8", "5.4"), {"conflict": Conflict.UNCHECKED}),
    ("conflict", BOTH, ("5.8", "5.4"), {"conflict": Conflict.DECLARED}),
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


def assert_lacking(letter, field, provision):
    assert [(lack.field, lack.provision) for lack in letter.missing] == [(field, provision)]
    assert not letter.ready
    (lack,) = letter.missing
    gap = f"[Missing from the case: {lack.label}]"
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


def test_lacks_come_in_the_order_of_the_letter(make_case, office):
    case = make_case(
        HOUSING,
        complainant=Person(""),
        points=(Point(""), Point("", "", NOT_OURS)),
        officer="",
        conflict=Conflict.UNCHECKED,
    )
    bare = replace(office, name="", phone="", email="", ombudsmen={})
    assert [lack.field for lack in lacks(KIND, case, bare)] == [
        "council.name",
        "complainant.name",
        "complainant.contact",
        "points.1.complaint",
        "points.2.complaint",
        "points.1.outcome_sought",
        "points.2.outcome_sought",
        "points.1.responsibility",
        "points.2.responsibility_note",
        "officer",
        "conflict",
        "council.contact",
        "ombudsman",
    ]


def test_a_declared_conflict_says_what_to_do(make_case, office, code):
    (lack,) = lacks(KIND, make_case(code, conflict=Conflict.DECLARED), office)
    assert lack.sentence.startswith(
        "Give the case to somebody else, since Priya Nair had a part in the matter."
    )


def test_a_blank_that_nobody_listed_is_found_when_it_is_printed(make_case, make_facts, code):
    """Lacks are worked out apart from the wording; neither is trusted to know the other."""
    letter = render(KIND, make_facts(make_case(code, officer="", points=())))
    found = [lack.field for lack in letter.missing]
    assert "officer" in found
    assert "points.1.complaint" in found
    assert "[Missing from the case: points.1.complaint]" in to_text(letter)
    assert not letter.ready


def test_an_unknown_kind_is_refused(make_case, office):
    with pytest.raises(BadInput, match="no letter called"):
        lacks("thank-you", make_case(HOUSING), office)
