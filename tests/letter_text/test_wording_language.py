"""What a wording may and may not hold; every refusal names the file and, where it can, the line."""

import pytest

from complaintdesk.domain.letter_kinds import KINDS
from letters.catalogue import END, TOP, template_name
from letters.template import needed_parts
from tests.letter_text.wordings import FILE, LINE, NAME, OURS, plain, read, refusal

LANGUAGE = "is not allowed in a letter (only fields, 'if' and 'for')"
STEPS = [
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
    ("{{ range(3) }}", f"a call with ( ) {LANGUAGE}"),
    ("{{ points[0] }}", f"looking up with [ ] {LANGUAGE}"),
    ("{{ points.0.complaint }}", f"looking up with [ ] {LANGUAGE}"),
    ("{{ ref[0:2] }}", f"looking up with [ ] {LANGUAGE}"),
    ("{{ ''.__class__ }}", f"this {LANGUAGE}"),
    ("{{ [ref] }}", f"this {LANGUAGE}"),
    ("{{ ref if ref else ref }}", f"an 'if' inside {{{{ }}}} {LANGUAGE}"),
    ("{% if ref is defined %}x{% endif %}", f"a test with 'is' {LANGUAGE}"),
    ("{% include 'x.md' %}", f"include {LANGUAGE}"),
    ("{% import 'x.md' as x %}", f"import {LANGUAGE}"),
    ("{% from 'x.md' import x %}", f"import {LANGUAGE}"),
    ("{% extends 'x.md' %}", f"extends {LANGUAGE}"),
    ("{% set x = ref %}", f"set {LANGUAGE}"),
    ("{% set x %}y{% endset %}", f"set {LANGUAGE}"),
    ("{% macro x() %}{% endmacro %}", f"macro {LANGUAGE}"),
    ("{% block x %}{% endblock %}", f"block {LANGUAGE}"),
    ("{% with x = ref %}{% endwith %}", f"this {LANGUAGE}"),
    ("{% filter upper %}x{% endfilter %}", f"this {LANGUAGE}"),
    ("{% call x() %}{% endcall %}", f"this {LANGUAGE}"),
    ("{{ ref.__class__ }}", "there is no field called 'ref.__class__'"),
    ("{{ council.__class__.__mro__ }}", "there is no field called"),
    ("{{ person.__class__.__mro__ }}", "there is no field called 'person.__class__.__mro__'"),
    ("{{ self }}", "there is no field called 'self'"),
    ("{{ lipsum }}", "there is no field called 'lipsum'"),
    ("{{ _values }}", "there is no field called '_values'"),
    ("{{ points.append }}", "there is no field called 'points.append'"),
    ("{{ write.keys }}", "there is no field called 'write.keys'"),
    ("{{ council.nmae }}", "called 'council.nmae'; did you mean 'council.name'?"),
    ("{{ write.qestions }}", "called 'write.qestions'; did you mean 'write.questions'?"),
    ("{{ received | dat }}", "no filter called 'dat' used this way; filters you can use: date"),
    ("{{ ref | upper }}", "no filter called 'upper' used this way; filters you can use: date"),
    ("{{ received | date('%Y') }}", "no filter called 'date' used this way"),
    ("{{ ref | date }}", "| date is for dates"),
    ("{{ received }}", "a date is written out with | date"),
    ("{{ council }}", "this is not text, so it cannot be printed"),
    ("{{ write }}", "this is not text, so it cannot be printed"),
    ("{{ several }}", "this is not text, so it cannot be printed"),
    ("{{ points }}", "this is not text, so it cannot be printed"),
    ("{{ ref or officer }}", "this is not text, so it cannot be printed"),
    ("{{ 'the \\x1b team' }}", "words are written without {{ }}"),
    ("{% if received > sent_on %}x{% endif %}", "things are compared with == or != only"),
    ("{% if ref in points %}x{% endif %}", "things are compared with == or != only"),
    ("{% for x in council %}x{% endfor %}", "'for' goes through a list"),
    ("{% for letter in ref %}x{% endfor %}", "'for' goes through a list"),
    ("{% for box in write %}x{% endfor %}", "'for' goes through a list"),
    ("{% for a, b in points %}x{% endfor %}", "'for' goes through a list"),
    ("{% for x in points if x.complaint %}x{% endfor %}", "goes through the whole list"),
    ("{% for x in points recursive %}x{% endfor %}", "goes through the whole list"),
    ("{% for p in points %}{{ p.cost }}{% endfor %}", "no field called 'p.cost'"),
    ("{% for p in points %}{{ p.desicion }}{% endfor %}", "did you mean 'p.decision'?"),
    ("{% for p in points %}{{ loop.index }}{% endfor %}", "no field called 'loop.index'"),
    ("{% part extra %}x{% endpart %}", "there is no part called 'extra'; parts you can use"),
    ("{% part Stage %}x{% endpart %}", "there is no part called 'Stage'; parts you can use"),
    ("{% part Über %}x{% endpart %}", "there is no part called 'Über'; parts you can use"),
    ("{% frobnicate %}", "Encountered unknown tag 'frobnicate'"),
    ("{{ ref", ""),
    ("{% if ref %}", ""),
]


@pytest.mark.parametrize(("line", "said"), STEPS)
def test_a_step_that_is_not_allowed_is_refused_with_its_line(line, said):
    sentence = refusal(f"{OURS}{line}\n")
    assert sentence.startswith(f"{NAME}, line ")
    assert said in sentence
    if said:
        assert sentence.startswith(f"{NAME}, line {LINE}: ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_wording_prints_the_boxes_of_its_own_kind_of_letter_only(kind):
    """Another letter's box would be a gap for ever: nobody is asked to fill it."""
    file = template_name(kind)
    with_fields = "\n".join(
        (*(f"{{{{ write.{box} }}}}" for box in KINDS[kind].boxes),
         *(f"{{{{ write.{day} | date }}}}" for day in KINDS[kind].days))
    )  # fmt: skip
    read(plain(file) + with_fields, file)
    for other in KINDS.values():
        for box in set(other.boxes) - set(KINDS[kind].boxes) - set(KINDS[kind].days):
            refused = refusal(f"{plain(file)}{{{{ write.{box} }}}}", file)
            assert f"there is no field called 'write.{box}'" in refused


def test_a_slip_in_the_name_of_a_field_says_which_was_meant():
    file = template_name("stage1-response")
    for typed in ("{{ write.desicion }}", "{{ write.remdy }}", "{{ ombudsman.nmae }}"):
        refused = refusal(f"{plain(file)}\n{typed}\n", file)
        assert "; did you mean '" in refused, typed


@pytest.mark.parametrize("file", sorted({template_name(kind) for kind in KINDS}))
def test_no_required_part_can_be_left_out_of_any_letter(file):
    for part, said in needed_parts(file).items():
        without = plain(file).replace(f"{{% part {part} %}}\n", "").replace(
            f"Words of {part}.\n{{% endpart %}}", ""
        )  # fmt: skip
        assert refusal(without, file) == (
            f"{NAME}: the required part '{part}' ({said}) is missing; put it back as "
            f"{{% part {part} %}} … {{% endpart %}}"
        )


def test_a_missing_part_is_named_with_its_provision_under_each_code():
    said = "Who is dealing with it, Housing Code 5.8, General Code 5.4"
    assert needed_parts(FILE)["impartial"] == said


def test_a_part_without_its_end_is_refused_where_it_starts():
    last = OURS.rindex("{% endpart %}")
    line = OURS[: OURS.rindex("{% part ")].count("\n") + 1
    assert refusal(OURS[:last] + OURS[last + len("{% endpart %}") :]) == (
        f"{NAME}, line {line}: {{% part … %}} starts here but has no {{% endpart %}}"
    )


def test_the_top_marks_the_councils_own_lines_and_no_other_part():
    read("{% part letterhead %}\n{{ council.name }}\n{% endpart %}\n{{ ref }}", TOP)
    refused = refusal("{% part stage %}\nx\n{% endpart %}", TOP)
    assert "there is no part called 'stage'; parts you can use: letterhead" in refused
    assert "parts you can use: none, in this file" in refusal("{% part x %}{% endpart %}", END)


@pytest.mark.parametrize("private", ["\ue010", "\ue0110", "\ue012stage\ue013"])
def test_the_characters_of_tokens_cannot_be_forged(private):
    said = f"{NAME}: it holds private-use characters; take them out"
    assert refusal(OURS + private) == said


def test_a_wording_starts_with_its_title():
    assert "it must start with a line “title: …”" in refusal(OURS.replace("----", "", 1))


@pytest.mark.parametrize(
    "deep",
    [
        "{{ " + "(" * 3000 + "ref" + ")" * 3000 + " }}",
        "{% if ref %}" * 400 + "{% endif %}" * 400,
        "{% for p in points %}" * 30 + "{% endfor %}" * 30,
        "{% if " + "not " * 3000 + "ref %}x{% endif %}",
    ],
)
def test_what_is_nested_too_deep_is_refused_and_no_crash(deep):
    said = f"{NAME}: too much stands inside something else; make it simpler"
    assert refusal(OURS + deep) == said
