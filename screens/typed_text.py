"""Boxes in which all that is typed comes out in its order. The queue starts without them."""

from textual.widgets import TextArea

from screens.typed_line import KeysInTurn


# Second, since Textual takes a widget's style from the first class named.
class TypedText(TextArea, KeysInTurn):
    """A box for lines of text."""
