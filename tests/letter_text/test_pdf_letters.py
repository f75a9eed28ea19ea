"""Every letter of every kind, under both Codes, is the same letter as a PDF."""

import pytest

from tests.letter_text.pdf_reading import assert_says, read, sizes, tree, wanted_tree
from tests.letter_text.whole_letters import EVERY


@pytest.mark.parametrize("given", EVERY, ids=lambda found: found.id)
def test_its_words_and_tags_are_the_letters_in_their_order(given):
    letter = given.letter()
    made = read(letter)
    assert_says(made, letter)
    assert tree(made) == wanted_tree(letter)
    assert made.metadata.title == letter.title
    assert made.root_object["/Lang"] == "en-GB"
    assert sizes(made)["Page"] == (18 if letter.large else 12)
