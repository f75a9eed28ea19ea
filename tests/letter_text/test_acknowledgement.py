"""The stage 1 acknowledgement as the person reads it, under both Codes."""

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from complaintdesk.domain.case import Authority, Person, Point, Representative, Responsibility
from complaintdesk.domain.codes import PROFILES, Code
from complaintdesk.domain.errors import BadInput
from letters.blocks import Style
from letters.catalogue import KINDS, TOP, kinds_of, parts, template_name
from letters.outputs import to_docx, to_markdown, to_text
from letters.template import LETTERHEAD

KIND = "stage1-acknowledgement"
SAID = {
    "received": "We received your complaint on Sunday 20 December 2026.",
    "stage": "The complaint is now at stage 1.",
    "definition": "The boiler has not worked since 2 December.",
    "outcomes": "A boiler that works.",
    "responsibility": (
        "We are responsible for part of this. Calls in the evening are taken for us by Ringwell."
    ),
    "questions": "If any of this is wrong, or we have left something out, please tell me.",
    "response_due": "I will write to you with our answer by Friday 8 January 2027.",
    "impartial": "My name is Priya Nair and I am dealing with the complaint. I had no part in",
    "adjustments": "Please tell me if you need us to do anything in a different way.",
    "vulnerability": "Please also tell me if anything is making life harder just now",
    "representative": "Somebody else can speak for you if you wish",
    "next_step": "You do not have to give a reason.",
    "ombudsman": "so it can go to the",
}


def one_line(text):
    return " ".join(text.split())


def word_text(letter):
    return "\n".join(p.text for p in Document(BytesIO(to_docx(letter))).paragraphs)


def forms(letter):
    return {
        "text": one_line(to_text(letter)),
        "markdown": one_line(to_markdown(letter).replace("**", "").replace("\\\n", "\n")),
        "word": one_line(word_text(letter)),
    }


def test_every_required_part_is_said_in_every_form(make_case, make_letter, code):
    letter = make_letter(make_case(code))
    assert letter.ready
    assert set(SAID) == {part.name for part in parts(KIND, code)}
    for name, said in SAID.items():
        of_part = " ".join(block.text for block in letter.blocks if block.part == name)
        assert said in of_part, name
        for form, words in forms(letter).items():
            assert said in words, (form, name)


def test_parts_come_in_the_order_of_the_catalogue(make_case, make_letter, code):
    found = dict.fromkeys(b.part for b in make_letter(make_case(code)).blocks if b.part)
    assert list(found) == [LETTERHEAD, *(part.name for part in parts(KIND, code))]


def test_the_right_ombudsman_and_never_the_other(make_case, make_letter, code):
    right = PROFILES[code].ombudsman
    (wrong,) = (profile.ombudsman for other, profile in PROFILES.items() if other != code)
    for words in forms(make_letter(make_case(code))).values():
        for detail in (right.name, right.phone, right.website, right.address):
            assert detail in words
        for detail in (wrong.name, wrong.phone, wrong.website, wrong.address):
            assert detail not in words
        assert words.count("Ombudsman Service") == (1 if code is Code.HOUSING else 0)


def test_the_ombudsman_is_for_advice_at_any_time_in_housing_only(make_case, make_letter, code):
    said = "ask them for help or advice at any time" in to_text(make_letter(make_case(code)))
    assert said == (code is Code.HOUSING)


def test_provisions_are_those_of_the_code():
    housing = {part.name: part.provision for part in parts(KIND, Code.HOUSING)}
    general = {part.name: part.provision for part in parts(KIND, Code.GENERAL)}
    assert (housing["definition"], general["definition"]) == ("5.6", "5.4")
    assert (housing["responsibility"], general["responsibility"]) == ("5.7", "6.7")
    assert (housing["next_step"], general["next_step"]) == ("6.10", "6.11")


def test_an_unknown_kind_is_refused_naming_those_there_are():
    with pytest.raises(BadInput, match=r"no letter called “stage3-answer”.*stage1-acknowledgement"):
        parts("stage3-answer", Code.HOUSING)
    assert all(kind == entry.kind for kind, entry in KINDS.items())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_must_say_under_each_code(kind, code):
    """A provision is a number of sections 1 to 9; no part is listed twice."""
    listed = parts(kind, code)
    assert listed
    assert len({part.name for part in listed}) == len(listed)
    assert all(re.fullmatch(r"[1-9]\.\d{1,2}[a-g]?", part.provision) for part in listed)
    assert kind in kinds_of(template_name(kind))
    assert kind in kinds_of(TOP)


def test_a_representative_is_written_to_and_told_for_whom(make_case, make_letter, code):
    acting = Representative(Person("Tom Okafor", "2 Mill Lane\nMV3 9ZZ"), "son", Authority.WRITTEN)
    text = to_text(make_letter(make_case(code, representative=acting)))
    assert "Tom Okafor\n2 Mill Lane\nMV3 9ZZ\n" in text
    assert "Dear Tom Okafor" in text
    assert "Thank you for writing to us for Gloria Adeyemi." in text
    assert "Kestrel" not in text


def test_a_representative_not_yet_agreed_holds_nothing_up(make_case, make_letter, code):
    acting = Representative(Person("Tom Okafor", "2 Mill Lane"), "son", Authority.AWAITED)
    letter = make_letter(make_case(code, representative=acting))
    text = one_line(to_text(letter))
    assert letter.ready
    assert "Dear Gloria Adeyemi" in text
    assert "Tom Okafor has been in touch for you." in text
    assert "I am not waiting for that before I start." in text
    assert "Mill Lane" not in text


def test_adjustments_and_questions_are_said_as_recorded(make_case, make_letter, code):
    case = make_case(code, adjustments="Large print.\n\nRing first.", questions="Which bin?")
    letter = make_letter(case)
    texts = [block.text for block in letter.blocks]
    assert {"Large print.", "Ring first.", "Which bin?"} <= set(texts)
    assert "We will do this." in to_text(letter)
    assert not [block for block in letter.blocks if block.style is Style.BULLET]


def test_the_vulnerability_note_stays_with_the_officer(make_case, make_letter, code):
    case = make_case(code, vulnerability="Recently bereaved")
    assert "bereaved" not in to_text(make_letter(case)).lower()


def test_general_asks_kindly_for_what_is_not_known_yet(make_case, make_letter):
    letter = make_letter(make_case(Code.GENERAL, points=(Point("A bin was missed."),)))
    text = one_line(to_text(letter))
    assert letter.ready
    assert "1. We do not know this yet. Please tell me what you would like us to do" in text
    assert "1. I will find out whether we are responsible for this" in text
    assert "The numbers match" not in text


def test_what_is_not_ours_says_whose_it_is(make_case, make_letter, code):
    point = Point("The lamp is out.", "Light.", Responsibility.NOT_OURS, "Westshire lights it.")
    letter = make_letter(make_case(code, points=(point,)))
    assert "1. We are not responsible for this. Westshire lights it." in to_text(letter)


def test_the_handler_of_the_stage_signs_where_there_is_one(make_case, make_letter, code):
    case = make_case(code)
    case = replace(case, stages=(replace(case.stages[0], handler="Sam Osei"),))
    text = to_text(make_letter(case))
    assert "My name is Sam Osei" in text
    assert "Priya" not in text


def test_lists_are_numbered_from_one_each_time(make_case, make_letter, code):
    numbers = [b.number for b in make_letter(make_case(code)).blocks if b.style is Style.NUMBERED]
    assert numbers == [1, 2, 1, 2, 1, 2]


def test_a_point_typed_in_paragraphs_stays_one_item(make_case, make_letter, code):
    point = Point("No heating.\n\n\nNo  water.", "Both.", Responsibility.OURS)
    letter = make_letter(make_case(code, points=(point,)))
    assert "\n1. No heating.\n   No water.\n\n" in to_text(letter)
    assert "\n1. No heating.\\\n   No water.\n\n" in to_markdown(letter)


@pytest.mark.parametrize(
    ("training", "draft", "lines"),
    [
        (True, False, ["TRAINING DESK: an invented case. Not a real letter."]),
        (False, True, ["DRAFT: not to be sent."]),
        (
            True,
            True,
            ["TRAINING DESK: an invented case. Not a real letter.", "DRAFT: not to be sent."],
        ),
    ],
)
def test_banners_stand_at_both_ends_of_every_form(
    make_case, make_letter, office, training, draft, lines
):
    letter = make_letter(make_case(Code.HOUSING), replace(office, training=training), draft=draft)
    banner = " ".join(lines)
    for words in forms(letter).values():
        assert words.startswith(banner)
        assert words.endswith(banner)
    assert letter.ready is not draft


def test_the_letter_says_which_wording_it_was_made_from(make_case, make_letter, code):
    letter = make_letter(make_case(code))
    assert len(letter.template_sha256) == 64
    assert letter.title == "We have received your complaint CD-2026-0417"


def test_the_catalogue_and_the_facts_load_nothing_heavy():
    modules = "letters.catalogue, letters.gathering, letters.lacks, letters.blocks, letters.outputs"
    heavy = "{'jinja2', 'markdown_it', 'docx', 'lxml'} & set(sys.modules)"
    run = [sys.executable, "-c", f"import sys, {modules}; sys.exit(str({heavy} or ''))"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
