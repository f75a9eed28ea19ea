"""The words of a wording: those that no letter may hold, and the shape that the rest takes."""

import pytest

from complaintdesk.domain.codes import Code
from complaintdesk.domain.errors import BadInput
from letters.blocks import Style
from tests.letter_text.wordings import LINE, NAME, OURS, read, refusal, texts, write

WORDS = [
    ("There is a third stage.", "“third stage” is no stage: there are stages 1 and 2 only"),
    ("Ask for a stage 3 review.", "“Ask for a stage 3” is no stage: there are stages 1"),
    ("This is an informal complaint.", "“informal complaint” is no stage"),
    ("Our quick resolution stage", "“quick resolution stage” is no stage"),
    ("the third\nstage", "“third stage” is no stage"),
    ("Tell us why you are not happy.", "“Tell us why” asks why, and nobody has to say why"),
    ("You must give your reasons.", "“give your reasons” asks why"),
    ("your reason for going to stage 2", "“reason for going to stage 2” asks why"),
    ("Please explain why you disagree.", "“explain why you” asks why"),
    ("Wait eight weeks before the Ombudsman looks.", "“eight weeks” belongs to an old way to the"),
    ("The Ombudsman can help after 8 weeks.", "8 weeks” belongs to an old way to the ombudsman"),
    ("{{ ombudsman.name }} can help after 8 weeks.", "8 weeks” belongs to an old way to the"),
    ("Ask a designated person.", "“designated person” belongs to an old way to the ombudsman"),
    ("info@housing-ombudsman.org.uk", "” is not how to reach the ombudsman any more"),
    ("The Housing Ombudsman can help.", "is written {{ ombudsman.name }}: it differs by Code"),
    ("The Housing\nOmbudsman can help.", "“Housing Ombudsman” is written {{ ombudsman.name }}"),
    ("Local Government and Social Care Ombudsman", "is written {{ ombudsman.name }}: it differs"),
    ("Look at www.lgo.org.uk.", "is written {{ ombudsman.name }}: it differs by Code"),
    ("Ring 0300 111 3000.", "“0300 111 3000” is written {{ ombudsman.name }}: it differs by Code"),
    ("You will hear by TBC.", "“TBC” is left open; say it, or use a field"),
    ("Dear [insert name]", "“[insert name]” is left open"),
    ("Dear [Name of person]", "“[Name of person]” is left open"),
    ("We decided xxxx.", "“xxxx” is left open"),
    ("On ???", "“???” is left open"),
    ("{% if several %}\nby TBC\n{% endif %}", "“TBC” is left open"),
    ("{% for p in points %}\nby TBC\n{% endfor %}", "“TBC” is left open"),
]


@pytest.mark.parametrize(("words", "said"), WORDS)
def test_words_that_no_letter_may_hold_are_refused_where_they_stand(words, said):
    """The line is that of the words, not that of the paragraph or of the `if` round them."""
    indented = words.startswith("{%")
    sentence = refusal(f"{OURS}One line.\n{words}\n")
    assert sentence.startswith(f"{NAME}, line {LINE + 1 + indented}: “")
    assert said in sentence


@pytest.mark.parametrize(
    "words",
    [
        "I will tell you why.",
        "You do not have to give a reason.",
        "We will write to you in eight weeks.",
        "This is stage 2, our last stage.\n\nThe third thing\n\nStage 2 is for that.",
        "You can go to the {{ ombudsman.name }}.",
        "{# left out of the letter: stage 3 review, TBC #}",
        "Our address [and map] is below.",
    ],
)
def test_what_only_looks_like_such_words_is_let_be(words):
    read(f"{OURS}{words}\n")


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
        write(f"{OURS}\n{line}\n", facts)


def test_html_links_and_pictures_come_out_as_typed(make_case, make_facts):
    line = "<b>x</b> [y](http://z.example) ![p](q.png) `c` &amp;"
    assert line in texts(write(f"{OURS}\n{line}\n", make_facts(make_case(Code.HOUSING))))


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_file_saved_by_notepad_is_read_as_any_other(make_case, make_facts, bom):
    """Line ends of Windows, a mark at the start, control characters from a copied text."""
    ours = bom + f"{OURS}\na\x1b[31mb\tc\x00\u202ed\n".replace("\n", "\r\n")
    letter = write(ours, make_facts(make_case(Code.HOUSING)))
    assert letter.title == "About CD-2026-0417"
    assert "a[31mb cd" in texts(letter)


def test_a_required_part_hidden_by_an_if_is_missing(make_case, make_facts, code):
    hidden = OURS.replace("Words of stage.", "{% if request %}Words of stage.{% endif +%}")
    letter = write(hidden, make_facts(make_case(code)))
    assert [(lack.field, lack.provision) for lack in letter.missing] == [("parts.stage", "6.2")]
    assert not letter.ready
    assert texts(letter)[-1] == "[Missing from the case: The stage the complaint is at]"


def test_a_heading_alone_does_not_fill_a_part(make_case, make_facts, code):
    bare = OURS.replace("Words of response_due.\n", "")
    letter = write(bare, make_facts(make_case(code)))
    assert [lack.field for lack in letter.missing] == ["parts.response_due"]


def test_a_single_newline_is_a_new_line(make_case, make_facts, code):
    letter = write(f"{OURS}\none\ntwo\n", make_facts(make_case(code)))
    assert "one\ntwo" in texts(letter)


def test_a_box_that_stands_alone_may_hold_lists_and_nothing_else_may(make_case, make_facts):
    """What the officer types in a box is theirs to set out; the complaint is quoted as it came."""
    typed = "This:\n- one\nand more\n- two\n\n1. eins\n2. zwei\n\n# none\n\n3. drei\n1. uno"
    facts = make_facts(make_case(Code.HOUSING, questions=typed, adjustments="- ramp\n- lift"))
    letter = write(f"{OURS}\n{{{{ write.questions }}}}\n\n{{{{ adjustments }}}}\n", facts)
    found = [(b.style, b.number, b.text) for b in letter.blocks]
    start = found.index((Style.PARAGRAPH, 0, "This:"))
    assert found[start : start + 9] == [
        (Style.PARAGRAPH, 0, "This:"),
        (Style.BULLET, 0, "one\nand more"),
        (Style.BULLET, 0, "two"),
        (Style.NUMBERED, 1, "eins"),
        (Style.NUMBERED, 2, "zwei"),
        (Style.PARAGRAPH, 0, "# none"),
        (Style.NUMBERED, 3, "drei"),
        (Style.NUMBERED, 1, "uno"),
        (Style.PARAGRAPH, 0, "- ramp\n- lift"),
    ]


def test_a_box_inside_a_line_holds_no_list(make_case, make_facts):
    facts = make_facts(make_case(Code.HOUSING, questions="- one\n- two"))
    letter = write(f"{OURS}\nWe ask: {{{{ write.questions }}}}\n", facts)
    assert "We ask: - one\n- two" in texts(letter)
