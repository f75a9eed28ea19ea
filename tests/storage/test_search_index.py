"""Cases found by their words: what is found, in which order, and an index that mends itself."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaintdesk.domain.case import Person, Point
from complaintdesk.domain.views import Filters, View
from complaintdesk.services import commands, searching, undoing
from complaintdesk.services.desk import Desk
from complaintdesk.services.lists import QueueList
from complaintdesk.store import finding, search_index
from tests.conftest import TODAY
from tests.effort import examples
from tests.hostile import HOSTILE
from tests.rules.whole_case import ANSWERED
from tests.services.test_task_desk import case, do, log, steps
from tests.storage.helpers import acknowledge_by_letter
from tests.storage.searched import OtherPc, ask, complaint, found, logged
from tests.storage.test_listing import invented, put
from tests.stores import empty_store

CLOSED = View("closed")


# What is found


def test_every_text_of_a_case_is_found_by_the_beginning_of_its_words(desk: Desk) -> None:
    ref = logged(
        desk, "Zebedee O’Quill", service="Repairs", ward="Northmoor", summary="Quibble here",
        questions="Whichever?", adjustments="Braille", vulnerability="Asthma",
        external_id="WEB-777",
        points=(Point("Mouldering", "Repaint", responsibility_note="Notwithstanding"),),
    )  # fmt: skip
    other = logged(desk, "Bo")
    for typed in (
        "zebe", "oquill", "o'q", "quill", "rep", "NORTHM", "quibb", "which", "brail",
        "asthma", "web 777", "mould", "repaint", "notwith", "zebedee mould braille",
    ):  # fmt: skip
        assert found(desk, typed) == [ref], typed
    assert found(desk, "ill") == []
    assert found(desk, "zebedee bo") == []
    assert set(found(desk, "mill lane")) == {ref, other}


def test_notes_letters_decisions_and_what_was_promised_are_found(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "contact", text="Rang about the xylophone", kind="call")
    assert found(desk, "xylo") == [ref]
    do(desk, ref, "action", what="Fetch the yacht", who="Ulrich", due="1/12/2026")
    assert found(desk, "yacht ulrich") == [ref]
    acknowledge_by_letter(desk, ref, case(desk, ref).version, TODAY)
    assert found(desk, "stage1 acknowledgement docx") == [ref]


def test_what_changed_is_found_by_its_new_words_and_no_more_by_the_old(desk: Desk) -> None:
    ref = logged(desk, "Abelard")
    assert found(desk, "abelard") == [ref]
    version = case(desk, ref).version
    commands.change_details(desk, ref, version, complaint("Heloise"))
    assert found(desk, "heloise") == [ref]
    said = found(desk, "abelard")  # the history may still say it
    assert searching.excerpt(desk, ref, "heloise") is not None
    undoing.undo(desk)
    assert found(desk, "abelard") == [ref]
    assert said in ([], [ref])


def test_only_what_changed_is_put_in_again_and_each_case_is_there_once(desk: Desk) -> None:
    refs = [logged(desk, f"Heron {n}") for n in range(5)]
    assert search_index.refresh(desk.store_file) == 5
    assert search_index.refresh(desk.store_file) == 0
    commands.change_details(desk, refs[2], 1, complaint("Kingfisher"))
    assert search_index.refresh(desk.store_file) == 1
    logged(desk, "Heron 5")
    assert search_index.refresh(desk.store_file) == 1
    assert ask(desk, "SELECT rowid FROM words ORDER BY rowid") == [(n,) for n in range(1, 7)]
    assert ask(desk, "SELECT count(*) FROM words WHERE who MATCH 'heron'") == [(5,)]


def test_what_is_undone_is_found_no_more(desk: Desk) -> None:
    ref = log(desk)
    do(desk, ref, "action", what="Fetch the yacht", who="Ulrich", due="1/12/2026")
    assert found(desk, "ulrich") == [ref]
    undoing.undo(desk)
    index = ask(desk, "SELECT count(*) FROM words WHERE words MATCH 'ulrich'")
    in_history = any("Ulrich" in line.entry for line in desk.store.case(ref).history)
    assert index == [(int(in_history),)] or found(desk, "ulrich") == ([ref] if in_history else [])


def test_what_a_colleague_saved_is_found(desk: Desk, other_pc: OtherPc) -> None:
    there = other_pc(desk)
    there.catch_up()
    ref = logged(there, "Xanthe")
    assert found(desk, "xanthe") == []
    desk.catch_up()
    assert found(desk, "xanthe") == [ref]
    commands.change_details(there, ref, 1, complaint("Yorick"))
    desk.catch_up()
    assert found(desk, "yorick") == [ref]


def test_open_and_closed_cases_are_found_in_their_own_lists(desk: Desk) -> None:
    ref = logged(desk, "Zoë")
    steps(desk, log(desk, complainant=Person("Zoe", "2 Mill Lane")), ())
    closed = log(desk, complainant=Person("Zoé", "3 Mill Lane"))
    steps(desk, closed, (*ANSWERED, ("close", {})))
    assert found(desk, "zoe", CLOSED) == [closed]
    assert closed not in found(desk, "zoe")
    assert ref in found(desk, "ZOE")
    rows = searching.find(desk, closed, 5)
    assert rows[0].ref == closed


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Michał Pawłowski", "michal pawlow"),
        ("Bjørn Ødegård", "bjorn odegard"),
        ("Đorđe Ðunić", "dorde dunic"),
        ("Guðrún Þórsdóttir", "gudrun thorsd"),
        ("Æsa Lœtitia Weiß", "aesa loetitia weiss"),
        ("Işık Ħal", "isik hal"),
    ],
)
def test_a_name_is_found_with_the_letters_of_an_english_keyboard_and_with_its_own(
    desk: Desk, name: str, typed: str
) -> None:
    ref = logged(desk, name)
    logged(desk, "Ann Ash")
    assert found(desk, typed) == [ref]
    assert found(desk, name) == [ref]
    assert found(desk, name.upper()) == [ref]


def test_a_list_by_name_has_such_names_among_the_others(desk: Desk) -> None:
    refs = {name: logged(desk, name) for name in ("Zoe", "Łucja", "Oskar", "Ødin", "Lund", "Per")}
    by_name = QueueList(desk, View(sort="complainant"))
    by_name.read(0)
    rows = [by_name.row(at) for at in range(len(refs))]
    names = ["Łucja", "Lund", "Ødin", "Oskar", "Per", "Zoe"]
    assert [row.ref for row in rows if row] == [refs[name] for name in names]


def test_a_search_is_within_its_list_and_its_filters(desk: Desk) -> None:
    mine = logged(desk, "Ann", service="Repairs")
    theirs = logged(desk, "Ann", service="Parking", officer="Jo Price")
    assert set(found(desk, "ann")) == {mine, theirs}
    assert found(desk, "ann", View(filters=Filters(officer="Jo Price"))) == [theirs]
    assert found(desk, "ann", View(filters=Filters(service="Repairs", stage="1"))) == [mine]
    assert found(desk, "ann", View("stage-2")) == []


def test_the_best_match_comes_first_the_reference_then_people_then_the_matter_then_the_rest(
    desk: Desk,
) -> None:
    rest = logged(desk, "A", adjustments="rosewood chair", received_on=date(2026, 11, 2))
    matter = logged(desk, "B", summary="A rosewood door", received_on=date(2026, 11, 3))
    late = logged(desk, "Rosewood", received_on=date(2026, 11, 16))
    soon = logged(desk, "C", received_on=date(2026, 11, 12))
    commands.change_details(desk, soon, 1, complaint("C Rosewood", received_on=date(2026, 11, 12)))
    assert found(desk, "rosew") == [soon, late, matter, rest]
    # A reference is looked for as words too, and its own case is the first.
    citing = logged(desk, "D", summary=f"As in {matter}", received_on=date(2026, 11, 2))
    assert found(desk, matter) == [matter, citing]
    year, number = matter.split("-")[1:]
    for typed in (f"cd {year} {int(number)}", f"{year}-{int(number)}", f"CD{year}{number}"):
        assert found(desk, typed)[0] == matter, typed


def test_while_a_reference_is_typed_what_it_may_become_is_shown(desk: Desk) -> None:
    refs = [logged(desk, f"Person {n}") for n in range(12)]
    assert set(found(desk, "CD-2026-00")) == set(refs)
    assert found(desk, "CD-2026-001")[0] == refs[0]  # which it is, with the noughts left out
    assert set(found(desk, "CD-2026-001")) == {refs[0], *refs[9:]}
    assert found(desk, "CD-2026-0012") == [refs[11]]


def test_a_reference_of_a_case_outside_the_list_is_not_put_into_it(desk: Desk) -> None:
    ref = logged(desk)
    assert found(desk, ref, View("stage-2")) == []
    assert found(desk, "CD-2026-9999") == []
    assert searching.is_there(desk, ref)
    assert not searching.is_there(desk, "CD-2026-9999")


def test_what_was_found_is_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(7):
        logged(desk, f"Person {n}")
    assert searching.refresh(desk)
    answer = searching.search(desk, View(), "person")
    assert (answer.in_words, answer.more, len(answer.rows)) == ("7", False, 7)
    assert searching.search(desk, View(), "nobody").in_words == "0"
    few = finding.find(desk.store_file, View(), TODAY, ["person"], 7)
    assert (len(few.items), few.is_more) == (7, False)
    few = finding.find(desk.store_file, View(), TODAY, ["person"], 4)
    assert (len(few.items), few.is_more) == (4, True)
    # Of more than are shown, those logged last.
    assert {item.complainant for item in few.items} == {f"Person {n}" for n in (3, 4, 5, 6)}
    assert searching.Found(answer.rows, more=True).in_words == "over 1,000"
    assert searching.Found(answer.rows, is_behind=True).in_words == "7 so far"


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_looked_for_as_words_and_never_an_error(desk: Desk, typed: str) -> None:
    """Words of FTS, SQL and whatever else is typed are words and nothing more."""
    ref = logged(desk)
    assert set(found(desk, typed)) <= {ref}
    searching.find(desk, typed, 5)
    searching.excerpt(desk, ref, typed)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("NEAR", False), ("NEAR(ann ash)", False), ("ann AND ash", False), ("ann OR bo", False),
        ("NOT bo", False), ('"ann" "ash"', True), ("ann*", True), ("*ann", True), ("^ann", True),
        ("who:ann", False), ("-bo ann", False), ("{who} : ann", False), ("ann ''", True),
        ("(ann", True), ("zz + ann", False), ("rank", False), ("words MATCH 'x'", False),
    ],
)  # fmt: skip
def test_the_search_engines_own_language_is_not_spoken(
    desk: Desk, typed: str, is_found: bool
) -> None:
    ref = logged(desk)
    assert found(desk, typed) == ([ref] if is_found else [])


def test_a_hostile_case_is_found_by_its_own_words(desk: Desk) -> None:
    texts = {}
    for text in HOSTILE:
        text = text.encode("utf-8", "ignore").decode()
        texts[logged(desk, f"Person {len(texts)}", summary=text)] = text
    assert searching.refresh(desk)
    for ref, text in texts.items():
        if words := searching.typed_words(text):
            assert ref in found(desk, " ".join(words)), words


@pytest.fixture(scope="module")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one line and no case behind it, and its index."""
    import random

    store = tmp_path_factory.mktemp("one") / "cases.db"
    store.write_bytes(empty_store())
    put(store, [invented(1, random.Random(1)) | {"closed_on": None}])
    search_index.refresh(store)
    return store


@given(st.text(max_size=60))
@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_is_typed_is_an_error(one_case: Path, typed: str) -> None:
    words = searching.typed_words(typed)
    if words:
        assert finding.find(one_case, View(), TODAY, words).items == ()


# Where it stands


def excerpt(desk: Desk, ref: str, typed: str) -> tuple[str, list[str]]:
    said = searching.excerpt(desk, ref, typed)
    assert said is not None
    return said.text, [said.text[start:end] for start, end in said.matches]


def test_the_excerpt_is_the_text_with_most_of_the_words_and_marks_them(desk: Desk) -> None:
    long = f"{'word ' * 30}before the heron and the kingfisher came{' after' * 100}"
    ref = logged(desk, "Ann Heron", summary="Short", adjustments=long)
    text, marked = excerpt(desk, ref, "kingf heron")
    assert marked == ["heron", "kingf"]
    assert text.startswith("…")
    assert "before the heron and the kingfisher came" in text
    assert len(text) <= 401
    assert excerpt(desk, ref, "heron")[0] == "Ann Heron"
    assert excerpt(desk, ref, ref)[1] == ref.split("-")
    assert searching.excerpt(desk, ref, "nowhere") is None
    assert searching.excerpt(desk, ref, "") is None
    assert searching.excerpt(desk, "CD-1999-0001", "heron") is None


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Ann O’Brien", "brien", "O’Brien"),
        ("Ann O'Brien", "obrien", "O'Brien"),
        ("José", "jose", "José"),
        ("Bo Þórsson", "thors", "Þórsson"),
        ("Jo Pawłowski", "pawl", "Pawł"),
        ("Ann [@click=app.quit]Bo[/]", "quit", "quit"),
    ],
)
def test_what_is_found_is_shown_as_found(desk: Desk, name: str, typed: str, marked: str) -> None:
    ref = logged(desk, name)
    assert found(desk, typed) == [ref]
    assert excerpt(desk, ref, typed) == (name, [marked])


def test_a_match_at_the_very_end_of_a_long_text_is_shown(desk: Desk) -> None:
    ref = logged(desk, adjustments=f"{'x' * 5000} {'y ' * 2000}heron")
    text, marked = excerpt(desk, ref, "heron")
    assert text.endswith("heron")
    assert marked == ["heron"]
    assert excerpt(desk, ref, "xxx")[1] == ["xxx"]
