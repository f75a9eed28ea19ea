"""Whatever is typed into a case or a box, a letter stays the letter, and all of it is kept.

Each letter is written twice: with hostile texts in every field of the case and in every box, and
with plain words in their places, blank where a hostile text shows nothing. The second says how the
first has to be built, and which texts it has to hold.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from io import BytesIO
from itertools import cycle, groupby

import pytest
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from complaintdesk.domain.codes import Code
from complaintdesk.domain.letter_kinds import KINDS
from complaintdesk.domain.letter_kinds.kind import PRINT, SENT_ON
from complaintdesk.domain.text import clean_line
from letters.blocks import Block, Letter, Style
from letters.facts import tidy
from letters.outputs import to_docx, to_markdown, to_text
from tests.effort import examples, share
from tests.hostile import HOSTILE
from tests.letter_text.whole_letters import OFFICE, Whole, whole

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
    "\u200b", "\u00a0\u3000", "Ünïcödé", "----", "title: x", "", "٣. x", "- a\n\n2. b\n1. c",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("\n".join),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map(" ".join),
    st.text(max_size=60),
    st.text(alphabet="#*_-+=~`[](){}<>!|\\&.1\n ab", max_size=40),
)
many_texts = st.lists(texts, min_size=8, max_size=24)
settled = settings(
    max_examples=examples(20),
    deadline=None,
    # Making a failing letter smaller takes minutes; which text is to blame shows without it.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
every_kind = pytest.mark.parametrize("kind", KINDS)
_KEPT = ("about",)  # of a promise: a word of the program, not of a person
_NAMES = {"officer", "handler"}  # compared with another, and cleaned before they come into a case
_ITEM = re.compile(r"(?m)^(?:-|\d{1,2}\.) +(?=\S)")


class Swap:
    """Gives a hostile text of the list for each text that it is asked for, and its plain word."""

    def __init__(self, hostile: list[str]) -> None:
        self.next = cycle(hostile).__next__
        self.words: dict[tuple[str, ...], str] = {}
        self.facts: dict[str, str] = {}
        self.boxes: dict[str, str] = {}

    def fact(self) -> tuple[str, str]:
        return self._swapped(self.facts)

    def box(self) -> tuple[str, str]:
        return self._swapped(self.boxes)

    def _swapped(self, known: dict[str, str]) -> tuple[str, str]:
        """What counts as one officer's name is one plain word too; what shows nothing stays."""
        text = self.next()
        if not tidy(text):
            return text, text
        key = tuple(tidy(text).casefold().split())
        word = self.words.setdefault(key, f"Word{len(self.words)}x")
        known[word] = text
        return text, word


def both(value: object, swap: Swap) -> tuple[object, object]:
    """A frozen thing with every text in it swapped: once hostile, once plain."""
    if type(value) is str:
        return swap.fact()
    if isinstance(value, tuple):
        pairs = [both(item, swap) for item in value]
        return tuple(h for h, _ in pairs), tuple(p for _, p in pairs)
    if not is_dataclass(value) or isinstance(value, type):
        return value, value
    found = {f.name: both(getattr(value, f.name), swap)
             for f in fields(value) if f.name not in _KEPT}  # fmt: skip
    for name in found.keys() & _NAMES:
        found[name] = tuple(map(clean_line, found[name]))
    hostile, plain = ({name: pair[at] for name, pair in found.items()} for at in (0, 1))
    return replace(value, **hostile), replace(value, **plain)


@dataclass(frozen=True)
class Pair:
    """A letter with hostile texts, the same with plain words, and what stands for what."""

    hostile: Letter
    plain: Letter
    swap: Swap


def written_twice(start: Whole, hostile: list[str]) -> Pair:
    swap = Swap(hostile)
    cases, offices = both(start.case, swap), both(replace(OFFICE, ombudsmen={}), swap)
    ombudsmen = both(OFFICE.ombudsmen[start.case.code], swap)
    specs = KINDS[start.kind].fields(start.case, start.moment)
    own = (s.name for s in specs if not (s.choices or s.is_day) and s.name not in (SENT_ON, PRINT))
    boxes = {name: swap.box() for name in own}
    letters = (
        replace(start, case=cases[at]).letter(
            replace(offices[at], ombudsmen={start.case.code: ombudsmen[at]}),
            **{name: pair[at] for name, pair in boxes.items()},
        )
        for at in (0, 1)
    )
    return Pair(*letters, swap)


def shape(letter: Letter) -> list[object]:
    """All but the texts that were put in: a text that stands alone may be several paragraphs.

    Of the officer's own boxes only the place counts, since they may hold lists.
    """
    return [found for found, _ in groupby(map(_block_shape, letter.blocks))]


def _block_shape(block: Block) -> object:
    runs = tuple((run.source or run.text, run.bold, run.missing) for run in block.runs)
    if len(runs) == 1 and block.runs[0].source.startswith("write."):
        return block.part, runs
    return block.style, block.level, block.number, block.part, runs


def one_line(text: str) -> str:
    return " ".join(text.split())


def must_be_there(pair: Pair) -> Iterator[str]:
    """The hostile texts whose plain words stand in the plain letter; of a box, its lines."""
    said = set(re.findall(r"Word\d+x", to_text(pair.plain)))
    for word in said & pair.swap.facts.keys() - pair.swap.boxes.keys():
        yield one_line(tidy(pair.swap.facts[word]))
    for word in said & pair.swap.boxes.keys():
        yield from map(one_line, _ITEM.sub("", tidy(pair.swap.boxes[word])).split("\n"))


def assert_clean(text: str) -> None:
    for char in set(text) - {"\n"}:
        assert unicodedata.category(char) not in {"Cc", "Cs", "Co"}, ascii(char)
        assert (
            char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
        )


def assert_is_the_same_letter(pair: Pair) -> None:
    assert shape(pair.hostile) == shape(pair.plain)
    text = to_text(pair.hostile)
    assert_clean(text)
    assert_clean(pair.hostile.title)
    assert "\n" not in pair.hostile.title
    for value in must_be_there(pair):
        assert value in one_line(text), ascii(value[:80])


@every_kind
@settled
@given(code=st.sampled_from(Code), hostile=many_texts)
def test_structure_is_the_wordings_and_words_are_kept(kind, code, hostile):
    pair = written_twice(whole(kind, code), hostile)
    assert_is_the_same_letter(pair)
    assert_is_read_the_same(pair.hostile)


@every_kind
@pytest.mark.parametrize("first", [0, 31])
def test_every_hostile_text_goes_through_every_letter(kind, code, first):
    """Not left to chance: more places than texts, and each text in two of them."""
    every = [*NASTY, *HOSTILE]
    for start in range(first, len(every), 62):
        pair = written_twice(whole(kind, code, "represented"), every[start:] + every[:start])
        assert_is_the_same_letter(pair)


def test_each_nasty_text_in_every_place_at_once():
    for value in NASTY:
        pair = written_twice(whole("stage1-response", Code.HOUSING), [value])
        assert_is_the_same_letter(pair)


@pytest.mark.parametrize("field", ["what", "reason", "evidence", "remains", "equality"])
def test_the_shape_test_itself_sees_a_heading_made_of_a_text(field):
    """The two letters would differ, if a text were read as Markdown."""
    start = whole("contact-restriction", Code.HOUSING)
    letter = start.letter(**{field: "# head"})
    block = next(b for b in letter.blocks if b.text == "# head")
    at = letter.blocks.index(block)
    forged = replace(block, style=Style.HEADING, level=1, runs=(replace(block.runs[0], source=""),))
    changed = replace(letter, blocks=(*letter.blocks[:at], forged, *letter.blocks[at + 1 :]))
    assert shape(changed) != shape(letter)


def assert_is_read_the_same(letter: Letter) -> None:
    """Markdown is read by another program as the same blocks, with nothing but their own marks."""
    markdown = to_markdown(letter)
    assert_clean(markdown)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inlines = [token for token in tokens if token.type == "inline"]
    assert [inline_text(token) for token in inlines] == [b.text for b in letter.blocks]
    allowed = {"text", "strong_open", "strong_close", "hardbreak"}
    assert {child.type for token in inlines for child in token.children} <= allowed
    bold = sum(bold for b in letter.blocks for bold, _ in groupby(r.bold for r in b.runs))
    assert sum(c.type == "strong_open" for t in inlines for c in t.children) == bold
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    lists = {"ordered_list", "bullet_list", "list_item"}
    assert kinds <= {"inline", "paragraph", "heading", *lists}
    items = sum(token.type == "list_item_open" for token in tokens)
    assert items == sum(b.style in (Style.NUMBERED, Style.BULLET) for b in letter.blocks)


def inline_text(token):
    return "".join("\n" if c.type == "hardbreak" else c.content for c in token.children)


@pytest.mark.parametrize("kind", ["stage1-acknowledgement", "stage1-response", "clarification"])
@settled
@given(code=st.sampled_from(Code), hostile=many_texts)
def test_word_holds_the_same_words(kind, code, hostile):
    letter = written_twice(whole(kind, code), hostile).hostile
    word = Document(BytesIO(to_docx(letter)))
    found = [(p.style.name.startswith("Heading"), p.text) for p in word.paragraphs]
    assert found == [(b.style is Style.HEADING, b.text) for b in letter.blocks]


@every_kind
def test_a_day_or_a_choice_that_makes_no_sense_is_a_gap_and_no_crash(kind, code):
    """Such as one from a half-written letter of an older program."""
    start = whole(kind, code)
    specs = KINDS[kind].fields(start.case, start.moment)
    shaky = [spec.name for spec in specs if spec.choices or spec.is_day]
    values = (*NASTY, "9999-99-99", "31/02/2027", "upheldish")
    for value in share(values, [*Code].index(code), len(Code)):
        letter = start.letter(**dict.fromkeys(shaky, value))
        assert value.strip() == "" or f" {value} " not in to_text(letter)
        assert_clean(to_text(letter))
