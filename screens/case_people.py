"""Parts of the case page: what it is about, who the people are, what they need, who handles it."""

from complaintdesk.domain.case import Case, Intake, Person
from complaintdesk.domain.dates import in_words
from screens import case_words as words
from screens import show
from screens.case_facts import Lines, facts


def matter(case: Case, ombudsman: str) -> Lines:
    """The Code and its ombudsman, when and how it came in, and what is to be asked."""
    details = case.details
    force = words.FORCE[case.profile.force]
    yield show.labelled("Code", f"{case.profile.title}: {force}")
    yield show.labelled("Ombudsman", ombudsman)
    yield show.labelled("Service", f"{details.service}, came in by {details.channel or 'not said'}")
    yield show.labelled("Received", _received(details))
    yield show.labelled("Logged", words.moment(case.logged_at))
    if details.matter_date:
        yield show.labelled("It happened", in_words(details.matter_date))
    if details.aware_date:
        yield show.labelled("They knew of it", in_words(details.aware_date))
    if details.discretion:
        decided = f"{details.discretion.replace('-', ' ')}: {details.discretion_reason}"
        yield show.labelled("Older than 12 months", decided)
    if not details.points and details.summary:
        yield show.labelled("In short", details.summary)
    yield from facts(
        ("To be asked", details.questions), ("Reference elsewhere", details.external_id)
    )


def people(details: Intake) -> Lines:
    """Who complained, and who speaks for them by what authority."""
    yield from _person("Name", details.complainant)
    yield from facts(
        ("Ward", details.ward),
        ("Affects", "a group of people" if details.group_complaint else ""),
    )
    if acting := details.representative:
        who = f"{acting.relationship}, " if acting.relationship else ""
        yield from _person("Representative", acting.person)
        yield show.labelled("  Acts as", f"{who}{words.AUTHORITY[acting.authority]}")


def needs(details: Intake) -> Lines:
    """What makes life harder for them: on a screen that others can see, so under its own head."""
    yield from facts(
        ("Adjustments needed", details.adjustments),
        ("Disability told us of", details.disability),
        ("Vulnerability", details.vulnerability),
    )


def handling(details: Intake) -> Lines:
    """Which officer has it, any conflict of interest, and how much there is to do."""
    yield show.labelled("Officer", details.officer or "nobody yet")
    conflict = words.CONFLICT[details.conflict]
    if details.conflict_note:
        conflict = f"{conflict}: {details.conflict_note}"
    yield show.labelled("Conflict of interest", conflict)
    yield from facts(
        ("Taken in by", details.received_by),
        ("How much to do", words.complexity(details.complexity)),
    )


def _person(label: str, person: Person) -> Lines:
    yield show.labelled(label, person.name)
    yield from facts(
        ("Address", words.address(person)), ("E-mail", person.email), ("Phone", person.phone),
        depth=1,
    )  # fmt: skip


def _received(details: Intake) -> str:
    at = details.received_time
    return in_words(details.received_on) + (f" at {at:%H:%M}" if at else "")
