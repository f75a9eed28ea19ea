"""What a wording may and may not hold; every refusal names the file and, where it can, the line."""

from importlib.resources import files

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput
from letters.catalogue import parts
from letters.render import render_wording
from letters.template import read_wording

KIND = "stage1-acknowledgement"
NAME = "letters/ours.md"
OURS = (files("letters") / "templates" / "stage1-acknowledgement.md").read_text("utf-8")
FIRST_LINE = "{% part received %}"
LINE = OURS[: OURS.index(FIRST_LINE)].count("\n") + 1


def read(text):
    return read_wording(KIND, text, NAME)


def refusal(text):
    with pytest.raises(BadInput) as caught:
        read(text)
    return str(caught.value)


def with_line(line):
    """Our wording with a line put in where the first part starts."""
    return OURS.replace(FIRST_LINE, f"{line}\n{FIRST_LINE}")


LANGUAGE = "is not allowed in a letter (only fields, 'if' and 'for')"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ 7*7 }}", f"multiplying {LANGUAGE}"),
        ("{% if ref %}{% else %}{{ 7*7 }}{% endif %}", f"multiplying {LANGUAGE}"),
        ("{% if ref %}{% elif 7*7 %}{% endif %}", f"multiplying {LANGUAGE}"),
        ("{% if ref %}{% elif ref %}{{ 7*7 }}{% endif %}", f"multiplying {LANGUAGE}"),
        ("{% if not 7*7 == 49 %}{% endif %}", f"multiplying {LANGUAGE}"),
        ("{% for p in points %}{% else %}{{ 7*7 }}{% endfor %}", f"multiplying {LANGUAGE}"),
        ("{{ 7+7 }}", f"adding {LANGUAGE}"),
        ("{{ ref ~ ref }}", f"joining with ~ {LANGUAGE}"),
        ("{{ ref.upper() }}", f"a call with ( ) {LANGUAGE}"),
        ("{{ ref() }}", f"a call with ( ) {LANGUAGE}"),
        ("{{ points[0] }}", f"looking up with [ ] {LANGUAGE}"),
        ("{{ ref[0:2] }}", f"looking up with [ ] {LANGUAGE}"),
        ("{{ ''.__class__ }}", f"this {LANGUAGE}"),
        ("{{ ref if ref else ref }}", f"an 'if' inside {{{{ }}}} {LANGUAGE}"),
        ("{% if ref is defined %}x{% endif %}", f"a test with 'is' {LANGUAGE}"),
        ("{% include 'x.md' %}", f"include {LANGUAGE}"),
        ("{% import 'x.md' as x %}", f"import {LANGUAGE}"),
        ("{% from 'x.md' import x %}", f"import {LANGUAGE}"),
        ("{% extends 'x.md' %}", f"extends {LANGUAGE}"),
        ("{% set x = ref %}", f"set {LANGUAGE}"),
        ("{% macro x() %}{% endmacro %}", f"macro {LANGUAGE}"),
        ("{% block x %}{% endblock %}", f"block {LANGUAGE}"),
        ("{% with x = ref %}{% endwith %}", f"this {LANGUAGE}"),
        ("{{ ref.__class__ }}", "there is no field called 'ref.__class__'"),
        ("{{ council.__class__.__mro__ }}", "there is no field called"),
        ("{{ self }}", "there is no field called 'self'"),
        ("{{ _values }}", "there is no field called '_values'"),
        ("{{ points.append }}", "there is no field called 'points.append'"),
        ("{{ council.nmae }}", "called 'council.nmae'; did you mean 'council.name'?"),
        ("{{ received | dat }}", "no filter called 'dat' used this way; filters you can use: date"),
        ("{{ ref | date }}", "| date is for dates"),
        ("{{ received }}", "a date is written out with | date"),
        ("{{ council }}", "this is not text, so it cannot be printed"),
        ("{{ several }}", "this is not text, so it cannot be printed"),
        ("{{ points }}", "this is not text, so it cannot be printed"),
        ("{{ ref or officer }}", "this is not text, so it cannot be printed"),
        ("{% if received > sent_on %}x{% endif %}", "things are compared with == or != only"),
        ("{% for x in council %}x{% endfor %}", "'for' goes through a list"),
        ("{% for x in points if x.complaint %}x{% endfor %}", "goes through the whole list"),
        ("{% for x in points recursive %}x{% endfor %}", "goes through the whole list"),
        ("{% for p in points %}{{ p.cost }}{% endfor %}", "no field called 'p.cost'"),
        ("{% for p in points %}{{ loop.index }}{% endfor %}", "no field called 'loop.index'"),
        ("{% part extra %}x{% endpart %}", "there is no part called 'extra'; parts you can use"),
        ("{% frobnicate %}", "Encountered unknown tag 'frobnicate'"),
        ("{{ ref", ""),
        ("{% if ref %}", ""),
    ],
)
def test_a_step_that_is_not_allowed_is_refused_with_its_line(line, said):
    sentence = refusal(with_line(line))
    assert sentence.startswith(f"{NAME}, line ")
    assert said in sentence
    if said:
        assert sentence.startswith(f"{NAME}, line {LINE}: ")


@pytest.mark.parametrize("part", parts(KIND, Code.HOUSING), ids=lambda part: part.name)
def test_no_required_part_can_be_left_out(part):
    without = OURS.replace(f"{{% part {part.name} %}}", "{% part stage %}")
    if part.name == "stage":
        without = OURS.replace("{% part stage %}", "{% part received %}")
    general = {p.name: p.provision for p in parts(KIND, Code.GENERAL)}[part.name]
    assert refusal(without) == (
        f"{NAME}: the required part '{part.name}' ({part.heading}, Housing Code "
        f"{part.provision}, General Code {general}) is missing; put it back as "
        f"{{% part {part.name} %}} … {{% endpart %}}"
    )


def test_a_part_without_its_end_is_refused_where_it_starts():
    last = OURS.rindex("{% endpart %}")
    line = OURS[: OURS.index("{% part ombudsman %}")].count("\n") + 1
    assert refusal(OURS[:last] + OURS[last + len("{% endpart %}") :]) == (
        f"{NAME}, line {line}: {{% part … %}} starts here but has no {{% endpart %}}"
    )


def test_the_characters_of_tokens_cannot_be_forged():
    assert "private-use characters" in refusal(OURS + "\ue0100\ue011")


def test_a_wording_starts_with_its_title():
    assert "it must start with a line “title: …”" in refusal(OURS.replace("----", "", 1))


def write(wording, facts):
    return render_wording(wording, KIND, facts, draft=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("*{{ ref }}*", "slanted text"),
        ("- one\n  - two", "a list inside a list"),
        ("- # one", "a heading inside a list"),
        ("1. one\n\n   two", "two paragraphs in one list item"),
        ("{% part stage %}{% part stage %}x{% endpart %}{% endpart %}", "a part inside a part"),
    ],
)
def test_markdown_that_a_letter_cannot_hold_is_refused(make_case, make_facts, line, said):
    facts = make_facts(make_case(Code.HOUSING))
    with pytest.raises(BadInput, match=f"^{NAME}: {said} cannot be used in a letter$"):
        write(read(with_line(line)), facts)


def test_html_links_and_pictures_come_out_as_typed(make_case, make_facts):
    line = "<b>x</b> [y](http://z.example) ![p](q.png) `c` &amp;"
    letter = write(read(with_line(line)), make_facts(make_case(Code.HOUSING)))
    assert line in [block.text for block in letter.blocks]


def test_a_required_part_hidden_by_an_if_is_missing(make_case, make_facts, code):
    hidden = OURS.replace("{% part stage %}", "{% part stage %}{% if questions %}").replace(
        "our two stages.\n{% endpart %}", "our two stages.\n{% endif %}{% endpart %}"
    )
    letter = write(read(hidden), make_facts(make_case(code)))
    assert [(lack.field, lack.provision) for lack in letter.missing] == [("parts.stage", "6.2")]
    assert not letter.ready
    gap = "[Missing from the case: The stage the complaint is at]"
    assert letter.blocks[-1].text == gap


def test_a_heading_alone_does_not_fill_a_part(make_case, make_facts, code):
    start, end = OURS.index("I will write to you with"), OURS.index("{% part impartial %}")
    bare = OURS[:start] + "{% endpart %}\n\n" + OURS[end:]
    letter = write(read(bare), make_facts(make_case(code)))
    assert [lack.field for lack in letter.missing] == ["parts.response_due"]


def test_a_single_newline_is_a_new_line(make_case, make_facts, code):
    letter = write(read(with_line("one\ntwo")), make_facts(make_case(code)))
    assert "one\ntwo" in [block.text for block in letter.blocks]
