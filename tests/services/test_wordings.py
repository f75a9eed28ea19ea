"""The council's own words: used where they are sound, and named with file and line where not."""

from pathlib import Path

import pytest

from complaintdesk.services import wordings
from complaintdesk.services.desk import Desk
from complaintdesk.services.letter_desk import open_letter
from complaintdesk.services.letter_sending import send
from complaintdesk.services.wordings import WordingRefused
from letters.template import standard_source
from tests.services.letters import ACK, letters_of, put, rows

FILE = f"{ACK}.md"
OURS = standard_source(FILE)
HEAD = OURS.partition("----\n")[0]
SLIP = OURS + "\n{{ write.qestions }}\n"
SLIP_LINE = OURS.count("\n") + 2
OTHERS = ("stage1-response", "clarification", "not-accepted", "keeping-informed")


def words(desk: Desk, ref: str, kind: str = ACK, *, standard: bool = False) -> str:
    letter = open_letter(desk, ref, kind, standard=standard).view({}).letter
    return " ".join(block.text for block in letter.blocks)


def own(added: str = "We are glad that you wrote.") -> str:
    """A council's copy with a line of its own at the end."""
    return f"{OURS}\n\n{added}\n"


# A sound copy


def test_without_a_copy_the_words_are_ours(desk: Desk, ref: str) -> None:
    work = open_letter(desk, ref, ACK)
    assert work.source == "standard"
    assert wordings.look(desk, FILE) == wordings.Looked(FILE, "standard", "", ())


def test_a_councils_copy_is_used_and_the_record_says_whose_words_they_were(
    desk: Desk, ref: str
) -> None:
    ours = open_letter(desk, ref, ACK).wording.sha256
    put(desk, FILE, own())
    assert "We are glad that you wrote." in words(desk, ref)
    send(desk, ref, 1, ACK, {})
    for row in rows(desk):
        assert (row.template, row.source) == (FILE, "council")
        assert len(row.template_sha256) == 64
        assert row.template_sha256 != ours
    text = (desk.folder / rows(desk)[2].file).read_text("utf-8")
    assert "We are glad that you wrote." in text


@pytest.mark.parametrize("name", ["letter-top.md", "letter-end.md"])
def test_the_top_and_the_end_may_be_the_councils_for_every_letter(
    desk: Desk, ref: str, name: str
) -> None:
    put(desk, name, standard_source(name) + "\n\nYours in Northmoor\n")
    for kind in (ACK, *OTHERS):
        work = open_letter(desk, ref, kind)
        assert work.source == "council"
        assert "Yours in Northmoor" in words(desk, ref, kind)


def test_a_copy_that_two_kinds_share_counts_for_both_and_for_no_other(desk: Desk, ref: str) -> None:
    put(desk, "more-time.md", standard_source("more-time.md") + "\n\nOur own line.\n")
    assert open_letter(desk, ref, "stage1-extension").source == "council"
    assert open_letter(desk, ref, ACK).source == "standard"


def test_a_copy_as_notepad_saves_it_is_the_same_wording(desk: Desk, ref: str) -> None:
    """A byte order mark in front, and lines that end as Windows has them."""
    put(desk, FILE, own())
    plain = open_letter(desk, ref, ACK).wording.sha256
    put(desk, FILE, b"\xef\xbb\xbf" + own().replace("\n", "\r\n").encode())
    assert open_letter(desk, ref, ACK).wording.sha256 == plain
    put(desk, FILE, own().replace("\n", "\r"))
    assert open_letter(desk, ref, ACK).wording.sha256 == plain


# A bad copy

UTF8 = "it is not saved as UTF-8. In Notepad: Save As, Encoding UTF-8."
BAD: dict[str, tuple[str | bytes, str]] = {
    "a field that is not": (
        SLIP, f", line {SLIP_LINE}: there is no field called 'write.qestions'; "
        "did you mean 'write.questions'?",
    ),
    "no title": ("Dear all\n", ": it must start with a line “title: …” and a line “----”"),
    "empty": ("", ": it must start with a line"),
    "a part left out": (f"{HEAD}----\nHello\n", ": the required part 'received'"),
    "a part left open": (OURS + "{% part received %}", "has no {% endpart %}"),
    "reaching out": (OURS + "{{ ref.__class__ }}", "there is no field called 'ref.__class__'"),
    "including": (OURS + "{% include '/etc/passwd' %}", "include is not allowed in a letter"),
    "a call": (OURS + "{{ ref() }}", "not allowed in a letter"),
    "the wrong ombudsman": (OURS + "\nAsk the Housing Ombudsman.\n", "{{ ombudsman.name }}"),
    "cp1252": (own("It’s ours.").encode("cp1252", "replace"), UTF8),
    "utf-16": (own().encode("utf-16"), UTF8),
    "not text": (bytes(range(256)) * 50, UTF8),
    "too large": (own("x" * 200_000), "it is too large, over 200,000 bytes."),
    "nested": (OURS + "{% if several %}" * 3000, "templates/"),
    "private use": (own("\ue010 0 \ue011"), "it holds private-use characters"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_copy_stops_its_letter_with_file_and_line_and_stops_no_other(
    desk: Desk, ref: str, name: str
) -> None:
    content, sentence = BAD[name]
    put(desk, FILE, content)
    with pytest.raises(WordingRefused) as refused:
        open_letter(desk, ref, ACK)
    assert str(refused.value).startswith(f"templates/{FILE} (council copy)")
    assert sentence in str(refused.value)
    with pytest.raises(WordingRefused):
        send(desk, ref, 1, ACK, {})
    assert wordings.look(desk, FILE).fault == str(refused.value)
    for kind in OTHERS:
        assert open_letter(desk, ref, kind).source == "standard"
    assert (letters_of(desk), rows(desk)) == ({}, [])


def test_ours_may_be_taken_this_once_and_the_record_says_so(desk: Desk, ref: str) -> None:
    put(desk, FILE, SLIP)
    work = open_letter(desk, ref, ACK, standard=True)
    assert work.source == "standard-once"
    send(desk, ref, 1, ACK, {}, standard=True)
    assert {(row.template, row.source) for row in rows(desk)} == {(FILE, "standard-once")}


def test_ours_this_once_where_the_council_has_no_copy_is_just_ours(desk: Desk, ref: str) -> None:
    assert open_letter(desk, ref, ACK, standard=True).source == "standard"


@pytest.mark.parametrize("name", ["letter-top.md", "letter-end.md"])
def test_a_bad_top_or_end_stops_every_letter_and_ours_can_be_taken(
    desk: Desk, ref: str, name: str
) -> None:
    put(desk, name, "{{ nonsense }}")
    for kind in (ACK, *OTHERS):
        with pytest.raises(WordingRefused, match=f"templates/{name} .council copy., line 1"):
            open_letter(desk, ref, kind)
        assert open_letter(desk, ref, kind, standard=True).source == "standard-once"


# Looked after


def test_files_that_no_letter_is_read_from_are_named(desk: Desk) -> None:
    for name in (FILE, "letter-top.md", "letterhead.docx", "letterhead-large.dotx", "logo.png"):
        put(desk, name, "x")
    put(desk, f"{FILE}.txt", "Notepad's own idea")
    put(desk, "stage1-acknowledgment.md", "American spelling")
    put(desk, "letterhead.doc", "Word's old format")
    put(desk, "~$letterhead.docx", "Word is open")
    put(desk, ".DS_Store", "x")
    assert wordings.strangers(desk) == (
        "letterhead.doc", f"{FILE}.txt", "stage1-acknowledgment.md",
    )  # fmt: skip


def test_what_comes_out_as_typed_is_remarked_on(desk: Desk) -> None:
    put(desk, FILE, own("<b>Bold</b>"))
    looked = wordings.look(desk, FILE)
    assert (looked.source, looked.fault) == ("council", "")
    assert looked.odd == (f"line {OURS.count(chr(10)) + 3}: “<b>” comes out as typed",)


def test_the_differences_are_told_line_by_line(desk: Desk) -> None:
    assert list(wordings.differences(desk, FILE)) == []
    put(desk, FILE, OURS)
    assert list(wordings.differences(desk, FILE)) == []
    put(desk, FILE, own().replace("\n", "\r\n"))
    told = list(wordings.differences(desk, FILE))
    assert told[:2] == ["--- standard wording", f"+++ {Path('templates') / FILE}"]
    assert "+We are glad that you wrote." in told
    assert not [line for line in told[2:] if line.startswith("-")]


def test_the_differences_of_a_copy_with_a_fault_are_told_too(desk: Desk) -> None:
    """Just then they are wanted."""
    put(desk, FILE, SLIP)
    assert "+{{ write.qestions }}" in list(wordings.differences(desk, FILE))
