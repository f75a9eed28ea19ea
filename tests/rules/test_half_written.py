"""A form joined to a colleague's changes: no text of either side is lost, chosen or not."""

from hypothesis import given
from hypothesis import strategies as st

from complaintdesk.domain.differing import differences
from complaintdesk.domain.half_written import (
    COMPARED_FROM,
    SEEN,
    TO_COMPARE,
    Side,
    form_alone,
    is_beside,
    meet,
    sides,
    taken_over,
    with_sides,
)

forms = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "2", "3"]))


def test_each_field_is_taken_kept_or_named_as_changed_by_both() -> None:
    base = {"a": "", "b": "1", "c": "1", "d": "1", "gone": "1", "left": "1"}
    ours = {"a": "", "b": "1", "c": "ours", "d": "ours", "gone": "ours", "left": "1"}
    theirs = {"a": "", "b": "theirs", "c": "1", "d": "theirs"}
    met = meet(base, ours, theirs)
    assert met.fields == {**ours, "b": "theirs", "left": ""}
    assert (met.taken, met.kept, met.both) == (("b", "left"), ("c",), ("d",))
    assert met.homeless == ("gone",)


def test_what_both_changed_stays_beside_the_form_until_it_is_saved() -> None:
    ours, theirs = {"d": "ours", SEEN: "3"}, {"d": "theirs", "b": "2"}
    form = with_sides(meet({"d": "", "b": ""}, ours, theirs), theirs)
    assert sides(form) == (Side("d", "theirs", "ours"),)
    assert taken_over(form) == ("b",)
    assert form[TO_COMPARE] and form[COMPARED_FROM] == "3"
    assert form_alone(form) == {"d": "ours", "b": "2"}
    assert all(is_beside(name) for name in set(form) - {"d", "b"})


def test_where_nothing_clashes_nothing_is_put_beside_the_form() -> None:
    form = with_sides(meet({"a": "1"}, {"a": "1"}, {"a": "2"}), {"a": "2"})
    assert form == {"a": "2"}


def test_what_is_only_kept_beside_a_form_is_never_joined() -> None:
    assert meet({SEEN: "1"}, {SEEN: "1"}, {}).fields == {SEEN: "1"}


def test_a_second_clash_keeps_what_was_typed_before_the_first() -> None:
    form = with_sides(meet({"a": ""}, {"a": "first"}, {"a": "B"}), {"a": "B"})
    form["a"] = "second"  # the officer went on from theirs
    again = with_sides(meet({"a": "B"}, form, {"a": "C"}), {"a": "C"})
    assert sides(again) == (Side("a", "C", "second", "first"),)
    again["a"] = "third"
    last = with_sides(meet({"a": "C"}, again, {"a": "D"}), {"a": "D"})
    assert sides(last) == (Side("a", "D", "third", "first\n\nsecond"),)


@given(forms, forms, forms)
def test_no_text_of_ours_is_ever_lost(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    form = with_sides(meet(base, ours, theirs), theirs)
    held = [*form.values()]
    for name, text in ours.items():
        assert text in held or text == base.get(name, "")


def test_the_words_that_differ_are_found_and_nothing_is_dropped() -> None:
    one, other = differences("No heating since Monday.", "No heating since Friday at all.")
    assert one == (("No heating since", False), (" Monday.", True))
    assert other == (("No heating since", False), (" Friday at all.", True))


@given(st.text("ab \n"), st.text("ab \n"))
def test_the_stretches_of_a_text_are_the_whole_text(one: str, other: str) -> None:
    for text, runs in zip((one, other), differences(one, other), strict=True):
        assert "".join(run for run, _ in runs) == text


def test_texts_that_share_little_or_are_very_long_have_no_marks() -> None:
    for one, other in (("a b c d", "e f g h"), ("word " * 5000, "words " * 5000)):
        assert differences(one, other) == (((one, False),), ((other, False),))
