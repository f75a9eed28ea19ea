"""A letter edited in Word comes back: what it must say is found again, and what it lacks named."""

import shutil
import subprocess

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintdesk.domain.errors import BadInput
from complaintdesk.domain.text import clean
from letters.letterhead import read_letterhead
from letters.readback import check_back, read_back
from letters.word import document_bytes
from tests.effort import examples
from tests.hostile import HOSTILE
from tests.letter_text.word_letters import (
    LETTER,
    PARTS,
    edited,
    heading,
    letter_of,
    letterhead,
    paragraph,
)

SENT = document_bytes(LETTER)
ON_LETTERHEAD = document_bytes(LETTER, read_letterhead("letterhead.docx", letterhead()))
TYPED = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)).map(clean).filter(bool)
RUN = f"<w:r {nsdecls('w')}><w:t>{{}}</w:t></w:r>"


def the(document, text):
    return next(p for p in document.paragraphs if p.text.startswith(text))


def remove(document, *starts):
    for start in starts:
        element = the(document, start)._p
        element.getparent().remove(element)


def drop_bookmarks(document):
    body = document.element.body
    for mark in list(body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)


def after(edit, content=SENT):
    return check_back(edited(content, edit), PARTS)


@pytest.fixture(scope="module")
def soffice(tmp_path_factory):
    """Opens a file in another word processor and saves it there."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this computer")
    folder = tmp_path_factory.mktemp("office")

    def saved_again(content):
        (folder / "sent.docx").write_bytes(content)
        profile = (folder / "profile").as_uri()
        command = [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to"]
        command += ["docx:MS Word 2007 XML", "--outdir", folder / "out", folder / "sent.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / "out" / "sent.docx").read_bytes()

    return saved_again


@pytest.mark.parametrize("content", [SENT, ON_LETTERHEAD], ids=["plain", "letterhead"])
def test_a_letter_as_sent_lacks_nothing(content):
    assert check_back(content, PARTS) == ()


def test_what_is_read_is_what_was_written():
    letter = read_back(SENT)
    assert [p.text for p in letter.paragraphs] == [block.text for block in LETTER.blocks]
    assert [p.parts for p in letter.paragraphs] == [
        (block.part,) if block.part else () for block in LETTER.blocks
    ]
    kinds = {"heading": "heading {}", "numbered": "item", "bullet": "item"}
    assert [p.kind for p in letter.paragraphs] == [
        kinds.get(block.style, "paragraph").format(block.level) for block in LETTER.blocks
    ]
    assert (letter.gaps, letter.tracked_changes, letter.comments, letter.pictures) == (
        (), False, False, False,
    )  # fmt: skip


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(TYPED, min_size=1, max_size=5))
def test_hostile_text_is_read_back_as_written_and_hides_no_part(typed):
    blocks = [heading("Our decision", part="decision")]
    blocks += [paragraph("We say: ", text, part="decision") for text in typed]
    content = document_bytes(letter_of(blocks))
    found = read_back(content).paragraphs
    assert [p.text for p in found] == [block.text for block in blocks]
    lost = check_back(content, [("decision", "Our decision")])
    assert not [sentence for sentence in lost if sentence.startswith("The part")]


@pytest.mark.parametrize("content", [SENT, ON_LETTERHEAD], ids=["plain", "letterhead"])
def test_another_programs_save_loses_no_part_and_no_word(soffice, content):
    again = soffice(content)
    assert check_back(again, PARTS) == ()
    assert [p.text for p in read_back(again).paragraphs] == [
        p.text for p in read_back(content).paragraphs
    ]


def test_a_part_deleted_before_another_programs_save_is_missed(soffice):
    content = edited(SENT, lambda d: remove(d, "If you’re", "You can ask"))
    assert check_back(soffice(content), PARTS) == (
        "The part “If you’re not satisfied” is no longer in the letter.",
    )


def test_a_deleted_part_is_named():
    assert after(lambda d: remove(d, "If you’re", "You can ask")) == (
        "The part “If you’re not satisfied” is no longer in the letter.",
    )


def test_a_deleted_part_without_a_heading_goes_by_its_name():
    assert after(lambda d: remove(d, "Yours", "Priya")) == (
        "The part “signature” is no longer in the letter.",
    )


@pytest.mark.parametrize("how", ["removed", "blanked", "spaces", "dashes"])
def test_a_part_with_its_heading_alone_is_named(how):
    def empty(document):
        if how == "removed":
            remove(document, "You can ask")
        else:
            words = {"blanked": "", "spaces": " \u00a0 ", "dashes": "- – -"}[how]
            the(document, "You can ask").runs[0].text = words

    assert after(empty) == ("The part “If you’re not satisfied” has nothing written in it.",)


def test_a_part_whose_sub_heading_alone_is_left_is_named():
    def empty(document):
        remove(document, "We uphold", "We read", "We spoke")

    assert after(empty) == ("The part “Our decision” has nothing written in it.",)


def test_a_part_whose_words_all_went_but_whose_line_and_bookmark_stayed_is_gone():
    def empty(document):
        remove(document, "You can ask")
        start = the(document, "If you’re")
        start.runs[0].text = ""
        start._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="4"/>'))

    assert after(empty) == ("The part “If you’re not satisfied” is no longer in the letter.",)


def test_parts_are_found_by_their_headings_where_bookmarks_are_gone():
    lost = after(drop_bookmarks)
    assert lost == ("The part “signature” is no longer in the letter.",)


@pytest.mark.parametrize(
    "typed", ["if you're  not satisfied", "IF YOU’RE NOT SATISFIED", "If you’re not satisfied:"]
)
def test_a_heading_is_found_however_its_marks_and_capitals_were_typed(typed):
    def retype(document):
        drop_bookmarks(document)
        the(document, "If you’re").runs[0].text = typed

    assert after(retype) == ("The part “signature” is no longer in the letter.",)


def test_a_heading_alone_is_empty_also_where_bookmarks_are_gone():
    def empty(document):
        drop_bookmarks(document)
        remove(document, "You told us two", "The boiler", "Nobody")

    assert after(empty)[0] == "The part “What you told us” has nothing written in it."


def test_a_part_may_be_rewritten_under_another_heading():
    def rewrite(document):
        the(document, "Our decision").runs[0].text = "What we found"
        the(document, "We uphold").runs[0].text = "You were right."

    assert after(rewrite) == ()


def test_a_part_may_be_moved_and_joined():
    def move(document):
        last = the(document, "Priya")._p
        for start in ("Nobody", "The boiler", "You told us two", "What you told"):
            last.addnext(the(document, start)._p)

    def join(document):
        first, second = the(document, "Yours"), the(document, "Priya")
        for run in second.runs:
            first._p.append(run._r)
        first._p.append(second._p.find(qn("w:bookmarkEnd")))
        second._p.getparent().remove(second._p)

    assert after(move) == ()
    assert after(join) == ()


def test_what_was_typed_at_the_end_of_a_bookmark_counts_though_it_stands_outside():
    def retype(document):
        marks = the(document, "You can ask")._p.findall(qn("w:bookmarkEnd"))
        the(document, "If you’re")._p.extend(marks)

    assert after(retype) == ()


def test_the_words_of_the_next_part_are_not_counted_for_an_empty_one():
    def empty(document):
        remove(document, "We uphold", "How we", "We read", "We spoke", "What we will", "We will")

    assert after(empty) == ("The part “Our decision” has nothing written in it.",)


@pytest.mark.parametrize(
    "gap",
    ["[Missing from the case: Our phone]", "[To complete: Our decision. Say yes or no.]", "TBC",
     "XXX", "XXXXX", "[insert date]", "[Insert", "TBA"],
)  # fmt: skip
def test_a_gap_is_named_as_it_stands(gap):
    found = after(lambda d: the(d, "You can ask").add_run(f" by {gap}"))
    assert found == (f"The letter still has a gap to fill in: {gap}",)


def test_ordinary_words_are_no_gap():
    words = "Insert the coin. Flat XX, [CD-2026-0417], tbcase, Maxxx, [to the tenant]"
    assert after(lambda d: the(d, "You can ask").add_run(words)) == ()


@pytest.mark.parametrize("tag", ["ins", "moveTo"])
def test_words_put_in_by_a_tracked_change_are_named(tag):
    def track(document):
        change = f'<w:{tag} {nsdecls("w")} w:id="90">{RUN.format("also")}</w:{tag}>'
        the(document, "You can ask")._p.append(parse_xml(change))

    assert after(track) == (
        "The letter has tracked changes in it. In Word, accept or reject them all, then save it "
        "and attach it again.",
    )
    assert "again.also" in " ".join(p.text for p in read_back(edited(SENT, track)).paragraphs)


def test_a_part_deleted_by_a_tracked_change_is_not_there_any_more():
    def track(document):
        for start in ("If you’re", "You can ask"):
            line = the(document, start)._p
            change = parse_xml(f'<w:del {nsdecls("w")} w:id="91"/>')
            for run in line.findall(qn("w:r")):
                change.append(run)
            for text in list(change.iter(qn("w:t"))):
                text.tag = qn("w:delText")
            line.append(change)

    first, second = after(track)
    assert first == "The part “If you’re not satisfied” is no longer in the letter."
    assert "tracked changes" in second


def test_a_comment_is_named():
    def comment(document):
        document.add_comment(the(document, "You can ask").runs[0], "Is this right?", "Sam", "S")

    assert after(comment) == (
        "The letter has comments in it. In Word, delete them all, then save it and attach it "
        "again.",
    )


def test_a_picture_is_seen_and_its_words_are_not_read():
    def draw(document):
        box = (
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p>{RUN.format('in a box')}</w:p>"
            "</w:txbxContent></w:pict></w:r>"
        )
        the(document, "You can ask")._p.append(parse_xml(box))

    letter = read_back(edited(SENT, draw))
    assert letter.pictures
    assert [p.text for p in letter.paragraphs] == [block.text for block in LETTER.blocks]


@pytest.mark.parametrize("content", [b"", b"not Word", SENT[:2000]])
def test_a_file_that_cannot_be_read_is_refused_by_name(content):
    with pytest.raises(BadInput, match=r"^answer\.docx cannot be read as a Word document"):
        check_back(content, PARTS, "answer.docx")
