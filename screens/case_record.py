"""Parts of the case page: promises, limits on contact, the ombudsman, links, files, letters."""

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from complaintdesk.domain.case import Case, SentLetter
from complaintdesk.domain.dates import in_words
from complaintdesk.domain.file_names import size_in_words
from complaintdesk.domain.parts import Document, OmbudsmanMatter, Promise, RemedyType, Restriction
from complaintdesk.domain.rules.documents import name_of
from complaintdesk.domain.rules.ombudsman import DECISIONS
from complaintdesk.domain.tasks.promises import REMEDIES
from complaintdesk.domain.words import LINKS
from screens import case_words as words
from screens import show
from screens.case_facts import Lines, facts, item


def promises(case: Case, *, is_open: bool) -> Lines:
    """What was promised; what the ombudsman asked and ordered stands with the ombudsman."""
    of_matters = {f"matter {n}" for n in range(1, len(case.matters) + 1)}
    for number, promise in enumerate(case.promises, 1):
        if promise.is_open is is_open and promise.about not in of_matters:
            yield from _promise(number, promise)


def _promise(number: int, promise: Promise, depth: int = 0) -> Lines:
    kind = words.PROMISES[promise.kind]
    of_kind = f" ({REMEDIES[promise.remedy]})" if promise.remedy is not RemedyType.NONE else ""
    payment = f", {words.money(promise.pence)}" if promise.pence else ""
    yield show.labelled(f"{'  ' * depth}{number}. {kind}{of_kind}{payment}", promise.what)
    yield from facts(
        ("By", _by_when(promise)),
        ("Who", promise.who),
        ("Agreed with", promise.agreed_with),
        ("For point", str(promise.point) if promise.point else ""),
        ("What the fault meant", promise.impact),
        ("How it ended", _ending(promise)),
        depth=depth + 1,
    )


def _by_when(promise: Promise) -> str:
    by = in_words(promise.due) if promise.due else "no date set"
    every = f", then every {promise.every} working days" if promise.every else ""
    return by + every


def _ending(promise: Promise) -> str:
    """How it ended, when and why, and whether the person was told; nothing while it is open."""
    if promise.ended_on is None:
        return ""
    late = ", after its day" if promise.due and promise.ended_on > promise.due else ""
    why = f": {promise.outcome}" if promise.outcome else ""
    told = f" (person told on {in_words(promise.told_on)})" if promise.told_on else ""
    return f"{words.ENDINGS[promise.ended]} on {in_words(promise.ended_on)}{late}{why}{told}"


def restrictions(case: Case, today: date) -> Lines:
    """Every limit on contact, running or over, with all that has to be on record for it."""
    for limit in case.restrictions:
        yield item(f"{_standing(limit, today)}: ", limit.what)
        until = in_words(limit.ends) if limit.ends else "no end set"
        yield from facts(
            ("From", f"{in_words(limit.starts)} until {until}"),
            ("Reason", limit.reason),
            ("Evidence", limit.evidence or "none named"),
            ("Equality Act", limit.equality or "nothing recorded"),
            ("Contact that remains", limit.remains),
            ("Person told", in_words(limit.told_on) if limit.told_on else "not yet"),
            ("Why it was lifted", limit.lifted_why),
            depth=1,
        )


def _standing(limit: Restriction, today: date) -> str:
    if limit.lifted_on:
        return f"Lifted on {in_words(limit.lifted_on)}"
    if limit.ends and limit.ends < today:
        return f"Ended on {in_words(limit.ends)}"
    return "Running" if limit.starts <= today else "To come"


def matters(case: Case) -> Lines:
    """Each enquiry or investigation, what was decided, and what is to be done because of it."""
    for number, matter in enumerate(case.matters, 1):
        yield item(f"{matter.kind.capitalize()} ", matter.reference)
        yield from facts(
            ("Opened", in_words(matter.opened_on)),
            ("About", matter.about),
            ("Decided", _decided(case, matter)),
            ("Findings", matter.findings),
            depth=1,
        )
        for place, promise in enumerate(case.promises, 1):
            if promise.about == f"matter {number}":
                yield from _promise(place, promise, depth=1)


def _decided(case: Case, matter: OmbudsmanMatter) -> str:
    if matter.decided_on is None:
        return "not yet"
    said = DECISIONS[case.code].get(matter.decision, matter.decision) or "not said how"
    return f"{in_words(matter.decided_on)}: {said}"


def links(case: Case) -> Lines:
    """The cases that belong to this one, and how."""
    for link in case.links:
        yield Content.assemble(show.run(link.ref, "bold"), f": {LINKS[link.kind]}")


def departures(case: Case) -> Lines:
    """Every step taken although the Code asks otherwise, with its reason."""
    for departure in case.departures:
        kind = "Breach" if departure.breach else "Departure"
        stage = f", stage {departure.stage}" if departure.stage else ""
        # What is asked begins with the Code and the provision.
        yield item(f"{kind}, {words.day(departure.on)}{stage}: ", departure.asked)
        yield show.labelled("  Reason", departure.reason)


def documents(case: Case, checked: dict[str, str]) -> Lines:
    """The files of the case; what was found of them only once somebody asked."""
    for document in case.documents:
        called = name_of(document)
        about = f", {size_in_words(document.size)}, added {words.day(document.added_on)}"
        yield Content.assemble(show.run(called, "bold"), about)
        yield from facts(
            ("Note", document.note),
            ("Was called", _original(document)),
            ("Looked at now", checked.get(document.file, "")),
            depth=1,
        )


def _original(document: Document) -> str:
    return document.original if document.original != name_of(document) else ""


def letters(sent: Iterable[SentLetter]) -> Lines:
    """The letters that went out, the latest first, and where their files are."""
    for letter in sorted(sent, key=lambda one: one.sent_on, reverse=True):
        yield show.line(words.letter_line(letter))
        yield from (show.labelled("  File", file) for file in letter.files)
