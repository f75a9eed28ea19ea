"""The cases of a training desk: invented, complete, and the same for the same arguments.

A plan says what situation the desk must show (plans), the dates are walked back from today
(dates), a story says what is complained of (texts*), and a script of what was done on which day
(progress, scenes, ties) is played through the real rules (script). Nothing here reads a clock or
a file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from complaintdesk.domain.calendar import WorkingCalendar
from complaintdesk.domain.case import Case, HistoryLine
from complaintdesk.domain.codes import Code
from complaintdesk.domain.deadlines import Policy
from complaintdesk.services.training import ties
from complaintdesk.services.training.dates import Days, timeline
from complaintdesk.services.training.details import details_of, filler
from complaintdesk.services.training.draft import Draft
from complaintdesk.services.training.history import tell
from complaintdesk.services.training.people import OFFICERS, names, other_names
from complaintdesk.services.training.plans import PLANS, plan_at
from complaintdesk.services.training.progress import progress
from complaintdesk.services.training.scenes import scenes
from complaintdesk.services.training.script import play
from complaintdesk.services.training.story import Story
from complaintdesk.services.training.texts import BY_CODE, BY_KEY, is_telling

_REVIEWERS = OFFICERS[3:]
_MARK = re.compile(r"@(\d+)@")


@dataclass(frozen=True, slots=True)
class TrainingCase:
    """A finished case, not stored yet, and its history, oldest first; its files by their paths."""

    case: Case
    history: tuple[HistoryLine, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def training_cases(
    count: int, today: date, seed: int, calendar: WorkingCalendar, policy: Policy | None = None
) -> tuple[TrainingCase, ...]:
    """So many cases as they stand on `today`, in the order in which they were logged.

    Sixty show every situation; fewer are a mixture of them, more repeat them with other stories
    and longer ago. The calendar has to know the two years before `today`.
    """
    rng = Random(seed)
    days = Days(calendar, today, policy or Policy())
    people, others = names(rng), other_names(Random(f"{seed}"))
    drafts = [
        # Who comes second has the name of the one before, so none of the rarer names is lost.
        _draft(n, story, days, others if ties.comes_second(plan_at(n)) else people, seed)
        for n, story in enumerate(_stories(count, rng))
    ]
    linked = ties.pairs(drafts)
    for pair in linked:
        ties.match(pair)
    for draft in drafts:
        progress(draft)
        scenes(draft)
        ties.request(draft)
    for pair in linked:
        ties.link(pair)
    found = {draft.number: _played(draft) for draft in drafts}
    for first, second in linked:
        _in_step(found, first, second)
    return _numbered(found)


def _draft(number: int, story: Story, days: Days, people: Iterator[str], seed: int) -> Draft:
    """One case with its person and its dates. Its chances are its own, whatever the others do."""
    rng = Random(f"{seed} {number}")
    plan = plan_at(number)
    line = timeline(plan, number, days, rng)
    officer = rng.choice(OFFICERS)
    fill = filler(story, line, days, rng)
    details = details_of(story, plan, line, fill, officer, people, days, rng)
    reviewer = rng.choice([name for name in _REVIEWERS if name != officer])
    return Draft(number, plan, story, line, details, fill, days, rng, reviewer)


def _played(draft: Draft) -> TrainingCase:
    """The case that comes of a draft."""
    details, line = draft.details, draft.line
    case, said = play(details, line, draft.script, draft.days)
    logged_at, history = tell(details, line, said, draft.days, draft.rng)
    case = replace(case, logged_at=logged_at)
    return TrainingCase(case, history, draft.files)


def _in_step(found: dict[int, TrainingCase], first: Draft, second: Draft) -> None:
    """Both cases name each other in the same minute: that of the one that was logged later."""
    earlier, later = sorted((first, second), key=lambda d: found[d.number].case.logged_at)
    at = next(h.at for h in found[later.number].history if earlier.mark in h.entry)
    there = found[earlier.number]
    lines = (replace(h, at=at) if later.mark in h.entry else h for h in there.history)
    in_order = tuple(sorted(lines, key=lambda line: line.at))
    found[earlier.number] = replace(there, history=in_order)


def _numbered(found: Mapping[int, TrainingCase]) -> tuple[TrainingCase, ...]:
    """In order of logging, with references that start again each year, in each other's links."""
    in_order = sorted(found.items(), key=lambda item: item[1].case.logged_at)
    used: dict[int, int] = {}
    refs: dict[str, str] = {}
    for number, training in in_order:
        year = training.case.logged_at.year
        used[year] = used.get(year, 0) + 1
        refs[str(number)] = f"CD-{year}-{used[year]:04}"
    return tuple(_named(training, refs[str(number)], refs) for number, training in in_order)


def _named(training: TrainingCase, ref: str, refs: Mapping[str, str]) -> TrainingCase:
    """The case under its reference, with those of the cases that it names."""
    case = replace(training.case, ref=ref)
    if not case.links and not case.documents:
        return replace(training, case=case)
    links = tuple(replace(k, ref=_unmarked(k.ref, refs)) for k in case.links)
    documents = tuple(replace(d, file=_unmarked(d.file, refs)) for d in case.documents)
    lines = tuple(replace(h, entry=_unmarked(h.entry, refs)) for h in training.history)
    files = {_unmarked(path, refs): content for path, content in training.files.items()}
    return TrainingCase(replace(case, links=links, documents=documents), lines, files)


def _unmarked(text: str, refs: Mapping[str, str]) -> str:
    return _MARK.sub(lambda mark: refs[mark[1]], text)


def _stories(count: int, rng: Random) -> Iterator[Story]:
    """A story for each plan: the pinned one, or the next of its Code's pack."""
    pinned = {plan.story for plan in PLANS if plan.story}
    packs = {code: _pack(code, pinned, rng) for code in Code}
    for number in range(count):
        plan = plan_at(number)
        yield BY_KEY[plan.story] if plan.story else next(packs[plan.code])


def _pack(code: Code, pinned: set[str], rng: Random) -> Iterator[Story]:
    """Stories without end: first those that the sixty must show, then everything, reshuffled."""
    room = sum(plan.code is code and not plan.story for plan in PLANS)
    loose = [story for story in BY_CODE[code] if story.key not in pinned]
    rng.shuffle(loose)
    loose.sort(key=is_telling, reverse=True)
    yield from rng.sample(loose[:room], len(loose[:room]))
    while True:
        yield from rng.sample(BY_CODE[code], len(BY_CODE[code]))
