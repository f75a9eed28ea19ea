"""How a part of the case page says its facts: a label and a value, or nothing at all."""

from collections.abc import Iterable, Iterator

from textual.content import Content

from screens import show

Lines = Iterable[Content]


def fact(label: str, text: str, depth: int = 0) -> Iterator[Content]:
    """A labelled value, set in by its depth; an empty one is left out."""
    if text:
        yield show.labelled("  " * depth + label, text)


def facts(*pairs: tuple[str, str], depth: int = 0) -> Iterator[Content]:
    """Several of them, one under the other."""
    for label, text in pairs:
        yield from fact(label, text, depth)


def item(words: str, text: str = "", style: str = "bold") -> Content:
    """The first line of something that there are several of: our words, then literal text."""
    return Content.assemble((words, style), show.run(text))
