"""Every kind of letter under both Codes says all that it must, and shows each gap."""

import re

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.letter_kinds.kind import box_of
from letters.blocks import Style
from letters.catalogue import kinds_of, parts, template_name
from letters.outputs import to_text
from letters.template import read_text, standard_source
from tests.letter_text.whole_letters import WHOLE, every, one_line, said_in, text_of, whole

HOUSING, GENERAL = Code.HOUSING, Code.GENERAL
# Parts that are better read with what stands before them than under a heading of their own.
WITHOUT_HEADING = {"received", "stage", "vulnerability", "representative"}


def test_there_is_a_whole_letter_of_every_kind_under_both_codes():
    assert {(w.kind, w.case.code) for w in WHOLE} == {(kind, code) for kind in KINDS
                                                     for code in Code}  # fmt: skip
    assert len({w.id for w in WHOLE}) == len(WHOLE)


@every
def test_a_complete_case_gives_a_letter_that_can_go(letters):
    for given in letters:
        assert KINDS[given.kind].fits(given.case) == "", given.id
        letter = given.letter()
        assert [lack.sentence for lack in letter.missing] == [], given.id
        assert letter.ready, given.id
        assert "[" not in to_text(letter), given.id


@every
def test_every_part_is_there_in_the_catalogues_order_and_says_something(letters):
    for given in letters:
        letter = given.letter()
        needed = [part.name for part in parts(given.kind, given.case.code)]
        found = list(dict.fromkeys(b.part for b in letter.blocks if b.part in needed))
        assert found == needed, given.id
        for name in needed:
            assert said_in(letter, name, headings=False), (given.id, name)


@every
def test_each_part_has_its_heading_and_levels_come_in_order(letters):
    """By the headings a part is found again in Word, and by a screen reader."""
    for given in letters:
        letter = given.letter()
        before = 0
        for block in letter.blocks:
            if block.style is Style.HEADING:
                assert block.level <= before + 1, given.id
                before = block.level
        assert [b.level for b in letter.blocks].count(1) == 1, given.id
        for part in parts(given.kind, given.case.code):
            first = next(b for b in letter.blocks if b.part == part.name)
            has_heading = first.style is Style.HEADING
            assert has_heading == (part.name not in WITHOUT_HEADING), (given.id, part.name)


@pytest.mark.parametrize("kind", KINDS)
def test_each_required_part_taken_out_of_a_wording_is_named(kind):
    """So a council's own wording can say a thing in other words and never leave it out."""
    name = template_name(kind)
    source = standard_source(name)
    for code in Code:
        for part in parts(kind, code):
            tag = re.escape(f"{{% part {part.name} %}}")
            without, found = re.subn(rf"{tag}.*?{{% endpart %}}", "", source, flags=re.DOTALL)
            assert found == 1, part.name
            with pytest.raises(BadInput, match=rf"the required part '{part.name}' \(.*\) is miss"):
                read_text(name, without, name)


def blanks(given):
    """Every box that a letter needs, with what it asks for once all of them are blank."""
    kind = KINDS[given.kind]
    empty = {spec.name: "" for spec in kind.fields(given.case, given.moment)}
    asked = kind.needs(given.case, given.reader(**empty), given.moment)
    return {box_of(need.field): need for need in asked if box_of(need.field) in empty}


@every
def test_a_box_left_blank_is_listed_and_shows_in_the_letter(letters):
    """Each by itself; those that are needed only because of another one are below."""
    tried = 0
    for given in letters:
        for box in blanks(given):
            if not any(box_of(lack.field) == box for lack in given.lacks(**{box: ""})):
                continue
            letter = given.letter(**{box: ""})
            (missing,) = letter.missing
            assert box_of(missing.field) == box, given.id
            assert f"[To complete: {missing.label}]" in one_line(to_text(letter)), given.id
            known = {part.name for part in parts(given.kind, given.case.code)}
            assert missing.part in known, given.id
            assert not letter.ready, given.id
            tried += 1
    assert tried


@every
def test_whatever_is_typed_into_a_box_stands_in_the_letter(letters):
    """Also in the boxes that may stay empty."""
    for given in letters:
        specs = KINDS[given.kind].fields(given.case, given.moment)
        boxes = [spec.name for spec in specs if not (spec.choices or spec.is_day)]
        typed = {name: f"Zebra {n}" for n, name in enumerate(boxes, 100)}
        shown = text_of(given, **typed)
        assert [name for name, words in typed.items() if words not in shown] == [], given.id


@every
def test_with_every_box_blank_each_need_shows_once(letters):
    for given in letters:
        kind = KINDS[given.kind]
        letter = given.letter(**{f.name: "" for f in kind.fields(given.case, given.moment)})
        shown = one_line(to_text(letter))
        for need in blanks(given).values():
            assert f"[To complete: {need.label}]" in shown, given.id
        listed = [lack.field for lack in letter.missing]
        assert len(listed) == len(set(listed)), given.id
        unknown = [f for f in letter.missing if f.sentence.endswith("and the case has none.")]
        assert unknown == [], given.id


def test_what_is_needed_only_sometimes_is_needed_then():
    """The boxes that depend on another one, each blank where it is needed."""
    later = {"until": "11/12/2026"}
    cases = [
        (whole("stage1-extension", HOUSING, boxes=later), {"good_reason": "", "every": "5"}),
        (whole("stage1-extension", HOUSING, boxes=later), {"good_reason": "So.", "every": ""}),
        (whole("not-accepted", HOUSING, boxes={"ground": "court-claim-filed"}),
         {"claim_filed": ""}),
        (whole("not-accepted", HOUSING, boxes={"ground": "older-than-12-months"}),
         {"considered": ""}),
        (whole("not-escalated", GENERAL, boxes={"ground": "court-claim-filed"}),
         {"claim_filed": ""}),
        (whole("not-escalated", GENERAL), {"asked_on": ""}),
        (whole("stage1-response", GENERAL), {"sorry": ""}),
    ]  # fmt: skip
    for given, boxes in cases:
        (lack,) = given.lacks(**boxes)
        assert f"[To complete: {lack.label}]" in text_of(given, **boxes)


def test_one_wording_serves_both_letters_for_more_time():
    assert kinds_of("more-time.md") == ("stage1-extension", "stage2-extension")
