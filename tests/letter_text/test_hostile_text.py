"""Whatever was typed, the letter's structure is the wording's and every word of it is kept."""

import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from complaintdesk.domain.case import Authority, Person, Point, Representative, Responsibility
from complaintdesk.domain.codes import Code, Ombudsman
from letters.blocks import Style
from letters.facts import tidy
from letters.outputs import to_docx, to_markdown, to_text

NASTY = (
    "[/b]", "[bold red]x[/]", "{{ 7*7 }}", "{% raw %}", "{% endpart %}", "{# no #}", "**bold**",
    "_it_", "# head", "## head\n\n- item\n1. item", "text\n===", "text\n---", "> quote",
    "| a | b |",
    "a | b\n--- | ---\nc | d", "<b>x</b>", "<!-- x -->", "&amp; &#35;", "[x](http://y.example)",
    "![p](q.png)", "<http://y.example>", "[r]: http://y.example", "```\ncode\n```", "    code",
    "`c`", "\x1b[31mred", "\x1b]0;title\x07", "\u202egnp.exe", "a\u2066b\u2069",
    "😀👩‍👩‍👧", "é\u0301",
    "\ue0100\ue011", "\ue010999999\ue011", "\ue012stage\ue013", "\ufeff\ufffe", "\ud800",
    "x" * 10_000,
    '"quoted" \'and\' "so"', "one\ntwo\n\n\nthree", "\r\na\rb", "\u2028a\u2029b", "a\u0000b\x08c",
    "\tTab\tbed", "a  b   c", "\\", "\\\\*", "ends with \\", "***", "-", "- ", "+ x", "1)", "1. x",
    "99999999999. x", "= x", "~~~", "~~x~~", "$x$", "%s %d {0}", "</w:t>", "]]>", "مرحبا بالعالم",
    "\u200b", "\u00a0\u3000", "Ünïcödé", "----", "title: x", "",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("\n".join),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map(" ".join),
    st.text(max_size=60),
    st.text(alphabet="#*_-+=~`[](){}<>!|\\&.1\n ab", max_size=40),
)
people = st.builds(Person, texts, texts, texts, texts)
points = st.builds(Point, texts, texts, st.sampled_from(Responsibility), texts)
representatives = st.none() | st.builds(Representative, people, texts, st.sampled_from(Authority))
ombudsmen = st.builds(Ombudsman, texts, texts, texts, texts, st.just(date(2026, 11, 21)))
HEADINGS = [
    (1, "We have received your complaint"),
    (2, "What we understand the complaint to be"),
    (2, "What you would like to happen"),
    (2, "What we are responsible for"),
    (2, "Please tell us if we have got this wrong"),
    (2, "When we will answer"),
    (2, "Who is dealing with it"),
    (2, "Help and support"),
    (2, "If you are not happy with our answer"),
    (2, "Your right to go to the Ombudsman"),
]
settled = settings(
    max_examples=80,
    deadline=None,
    # Making a failing letter smaller takes minutes; which text is to blame shows without it.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def hostile_letter(make_case, make_letter, office, data):
    code = data.draw(st.sampled_from(Code))
    names = ("officer", "questions", "adjustments", "vulnerability", "summary", "service")
    case = make_case(
        code,
        complainant=data.draw(people),
        representative=data.draw(representatives),
        points=tuple(data.draw(st.lists(points, max_size=3))),
        **{name: data.draw(texts) for name in names},
    )
    case = replace(case, ref=data.draw(texts))
    settings_names = ("name", "team", "phone", "email", "address")
    given_office = replace(
        office,
        ombudsmen={code: data.draw(ombudsmen)},
        **{name: data.draw(texts) for name in settings_names},
    )
    return case, given_office, make_letter(case, given_office)


def one_line(text):
    return " ".join(text.split())


def must_be_there(case, office):
    """The values that the wording prints whatever else is true of the case."""
    details, addressee = case.details, case.addressee
    yield from (addressee.name, addressee.address, case.ref, details.officer, details.questions)
    yield from (details.adjustments, office.name, office.team, office.address, office.phone)
    for point in details.points:
        yield from (point.complaint, point.outcome_sought)
        if point.responsibility is not Responsibility.UNDECIDED:
            yield point.responsibility_note
    found = office.ombudsmen[case.code]
    yield from (found.name, found.phone, found.website, found.address)


def assert_clean(text):
    for char in set(text) - {"\n"}:
        assert unicodedata.category(char) not in {"Cc", "Cs", "Co"}, ascii(char)
        assert (
            char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
        )


@settled
@given(data=st.data())
def test_structure_is_the_wordings_and_words_are_kept(make_case, make_letter, office, data):
    case, used, letter = hostile_letter(make_case, make_letter, office, data)
    blocks = letter.blocks
    assert [(b.level, b.text) for b in blocks if b.style is Style.HEADING] == HEADINGS
    listed = max(len(case.details.points), 1)
    assert [b.number for b in blocks if b.number] == [*range(1, listed + 1)] * 3
    assert len([b for b in blocks if b.style is Style.BULLET]) == (
        0 if tidy(case.details.adjustments) else 4
    )
    text = to_text(letter)
    assert_clean(text)
    assert_clean(letter.title)
    assert "\n" not in letter.title
    for value in must_be_there(case, used):
        assert one_line(tidy(value)) in one_line(text), ascii(value[:80])


@settled
@given(data=st.data())
def test_markdown_read_by_another_program_is_the_same_letter(make_case, make_letter, office, data):
    _, _, letter = hostile_letter(make_case, make_letter, office, data)
    markdown = to_markdown(letter)
    assert_clean(markdown)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inlines = [token for token in tokens if token.type == "inline"]
    assert [inline_text(token) for token in inlines] == [b.text for b in letter.blocks]
    allowed = {"text", "strong_open", "strong_close", "hardbreak"}
    assert {child.type for token in inlines for child in token.children} <= allowed
    bold = [r.text for b in letter.blocks for r in b.runs if r.bold]
    assert sum(c.type == "strong_open" for t in inlines for c in t.children) == len(bold)
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    lists = {"ordered_list", "bullet_list", "list_item"}
    assert kinds <= {"inline", "paragraph", "heading", *lists}
    items = sum(token.type == "list_item_open" for token in tokens)
    assert items == sum(b.style in (Style.NUMBERED, Style.BULLET) for b in letter.blocks)


def inline_text(token):
    return "".join("\n" if c.type == "hardbreak" else c.content for c in token.children)


@settings(settled, max_examples=30)
@given(data=st.data())
def test_word_holds_the_same_words(make_case, make_letter, office, data):
    _, _, letter = hostile_letter(make_case, make_letter, office, data)
    word = Document(BytesIO(to_docx(letter)))
    found = [(p.style.name.startswith("Heading"), p.text) for p in word.paragraphs]
    assert found == [(b.style is Style.HEADING, b.text) for b in letter.blocks]


def test_each_hostile_text_in_every_place_at_once(make_case, make_letter, office):
    """Not left to chance: every one of them goes through every form."""
    for value in NASTY:
        person = Person(value, value, value, value)
        case = make_case(
            Code.GENERAL,
            complainant=person,
            points=(Point(value, value, Responsibility.PARTLY, value),),
            officer=value,
            questions=value,
            adjustments=value,
        )
        used = replace(office, name=value, team=value, phone=value, address=value)
        letter = make_letter(case, used)
        text = to_text(letter)
        assert [b.text for b in letter.blocks if b.level] == [text for _, text in HEADINGS]
        assert_clean(text)
        assert_clean(to_markdown(letter))
        assert to_docx(letter)
        assert one_line(tidy(value)) in one_line(text)
