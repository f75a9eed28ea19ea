"""Marked cases: L and M do one thing for all of them. Nothing else takes notice of marks."""

from collections.abc import Iterable

SIGN = "✓"


class Marks:
    """References in the order in which they were marked."""

    def __init__(self) -> None:
        self._refs: dict[str, None] = {}

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(self._refs)

    def __contains__(self, ref: str) -> bool:
        return ref in self._refs

    def __bool__(self) -> bool:
        return bool(self._refs)

    def toggle(self, ref: str) -> None:
        """Mark a case, or take its mark away."""
        if ref in self._refs:
            del self._refs[ref]
        else:
            self._refs[ref] = None

    def drop(self, refs: Iterable[str]) -> None:
        """Take the marks of these cases away."""
        for ref in refs:
            self._refs.pop(ref, None)

    def clear(self) -> None:
        self._refs.clear()

    @property
    def in_words(self) -> str:
        """How many there are and what can be done with them; empty for none."""
        count = len(self._refs)
        if not count:
            return ""
        them = "it" if count == 1 else "them"
        return f"{count} marked: L writes a letter for {them}, M does more, Esc clears the marks."
