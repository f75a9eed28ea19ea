"""Who else has the desk open, and how that is said in one line of 80 columns.

It is advice and never a lock: whoever is named may be at lunch, and whoever is not may be there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from complaintdesk.domain.change import Author
from complaintdesk.domain.text import clean_line, shorten

WIDTH = 80
_NAME, _PC, _REF = 30, 15, 16  # characters; a share can be tampered with, and a line is short
_REFS = 2  # cases told of one person; who has more open is told by their number
_OWN = "another window of yours"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who has the desk open, at the case `ref` ("" for the queue).

    `writing` means that a form or letter is open there.
    """

    name: str
    pc: str
    ref: str = ""
    writing: bool = False

    @classmethod
    def of(cls, who: Author, ref: str = "", writing: bool = False) -> "Colleague":
        """As told by a program that is open: cleaned and cut, so that it fits a line."""
        name = clean_line(who.name) or clean_line(who.account) or "Somebody"
        pc, ref = clean_line(who.pc), clean_line(ref)
        return cls(shorten(name, _NAME), shorten(pc, _PC), shorten(ref, _REF), writing)


def on_desk(colleagues: Iterable[Colleague], me: Author) -> str:
    """“Also here: Alex Moss (CD-2026-0012), Sam Patel.”; empty where nobody is."""
    refs: dict[str, list[str]] = {}
    for each in _in_order(colleagues, me):
        known = refs.setdefault(_label(each, me), [])
        if each.ref and each.ref not in known:
            known.append(each.ref)
    if not refs:
        return ""
    with_refs = [label + _in_brackets(found) for label, found in refs.items()]
    every = (_listed(of, shown) for of in (with_refs, [*refs]) for shown in range(len(of), 0, -1))
    return _first_that_fits(f"Also here: {said}." for said in every)


def on_case(colleagues: Iterable[Colleague], ref: str, me: Author | None = None) -> str:
    """“Alex Moss is writing on this case.”; empty where nobody else has it open."""
    here = [each for each in _in_order(colleagues, me) if each.ref == ref != ""]
    writing = _once(_label(each, me) for each in here if each.writing)
    reading = [label for label in _once(_label(each, me) for each in here) if label not in writing]
    return _first_that_fits(_sentences(writing, reading)) if here else ""


def _sentences(writing: Sequence[str], reading: Sequence[str]) -> Iterator[str]:
    """What may be said of a case, the fullest first."""
    for shown in (2, 1):
        write, read = _joined(writing, shown), _joined(reading, shown)
        writes = f"{write} {_verb(writing, 'is', 'are')} writing on this case"
        has = _verb(reading, "has", "have")
        if writing and reading:
            yield _capital(f"{writes}; {read} {has} it open too.")
        elif reading:
            yield _capital(f"{read} {has} this case open too.")
    if writing:
        for shown in (2, 1):
            verb = _verb(writing, "is", "are")
            yield _capital(f"{_joined(writing, shown)} {verb} writing on this case.")


def _in_order(colleagues: Iterable[Colleague], me: Author | None) -> list[Colleague]:
    """By name, so that a line does not jump about; one's own windows matter least."""
    return sorted(colleagues, key=lambda c: (_is_own(c, me), c.name.casefold(), c.pc, c.ref))


def _label(colleague: Colleague, me: Author | None) -> str:
    """What somebody is called; of one's own name, by the window or PC that it is at."""
    if _is_own(colleague, me):
        return _OWN
    namesake = me is not None and colleague.name == Colleague.of(me).name and colleague.pc
    return f"{colleague.name} on {colleague.pc}" if namesake else colleague.name


def _is_own(colleague: Colleague, me: Author | None) -> bool:
    if me is None:
        return False
    own = Colleague.of(me)
    return (colleague.name, colleague.pc) == (own.name, own.pc)


def _in_brackets(refs: Sequence[str]) -> str:
    if not refs:
        return ""
    return f" ({', '.join(refs) if len(refs) <= _REFS else f'{len(refs)} cases'})"


def _listed(entries: Sequence[str], shown: int) -> str:
    """“A, B, C” or “A, B and 3 more”."""
    rest = len(entries) - shown
    return ", ".join(entries[:shown]) + (f" and {rest} more" if rest else "")


def _joined(labels: Sequence[str], shown: int) -> str:
    """“A”, “A and B” or “A, B and 3 more”."""
    if len(labels) > shown:
        return _listed(labels, shown)
    return " and ".join(labels)


def _verb(labels: Sequence[str], one: str, several: str) -> str:
    return one if len(labels) == 1 else several


def _once(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(labels))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _first_that_fits(sentences: Iterable[str]) -> str:
    """The first that fits a line; the last one is cut where none does."""
    said = ""
    for said in sentences:
        if len(said) <= WIDTH:
            return said
    return shorten(said, WIDTH)
