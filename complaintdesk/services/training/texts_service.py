"""What each invented service does, relies on and learns, and words that fit any complaint."""

from dataclasses import dataclass

from complaintdesk.domain.codes import Code
from complaintdesk.domain.parts import Finding, RemedyType
from complaintdesk.services.training.outcomes import Outcome
from complaintdesk.services.training.texts_found_homes import FOUND_HOMES
from complaintdesk.services.training.texts_found_money import FOUND_MONEY
from complaintdesk.services.training.texts_found_places import FOUND_PLACES

FOUND: dict[str, tuple[Outcome, ...]] = {**FOUND_HOMES, **FOUND_MONEY, **FOUND_PLACES}
SORRY, POLICY = RemedyType.APOLOGY, RemedyType.POLICY


@dataclass(frozen=True, slots=True)
class Service:
    """Who does the work, what decisions rely on, and what a complaint could change for all."""

    team: str
    relied_on: tuple[str, ...]
    learning: str


SERVICES: dict[str, Service] = {
    "Repairs": Service(
        "Repairs team",
        ("Repairs policy, section 4; the job records", "Tenant handbook, page 12; the visit notes"),
        "A job cannot be closed in the system without a photograph of what was done"),
    "Damp and mould": Service(
        "Damp team",
        ("Damp and mould policy, section 2; the survey",
         "Homes (Fitness for Human Habitation) Act 2018; the readings"),
        "Reports of damp from one staircase are put on one list and looked at together"),
    "Tenancy and estates": Service(
        "Estates team",
        ("Estate standards, page 3; the inspection sheets", "Tenancy agreement, clause 9"),
        "Estate inspections are done with a resident, who signs the sheet as well"),
    "Anti-social behaviour (as landlord)": Service(
        "Tenancy enforcement",
        ("Anti-social behaviour policy, section 5", "The case plan and the diary sheets"),
        "No case is closed without a letter that says why"),
    "Rent and service charges": Service(
        "Income team",
        ("Rent policy, section 7; the account", "Lease, schedule 3; the year's statement"),
        "Payments posted by hand are checked by a second person"),
    "Leasehold": Service(
        "Leasehold team",
        ("Lease, clause 4; Landlord and Tenant Act 1985, section 20", "The consultation file"),
        "One officer keeps each consultation from its first notice to its last answer"),
    "Moving within our homes": Service(
        "Lettings team",
        ("Allocations policy, part 6; the application", "Medical assessment procedure"),
        "Medical papers are scanned at the counter while the person waits"),
    "Adult social care": Service(
        "Adult care team", ("Care Act 2014; the care plan",), "Plans name who rings whom"),
    "Benefits": Service(
        "Benefits team",
        ("Housing Benefit Regulations 2006; the claim", "Benefits procedure, step 3"),
        "Papers that came in are listed to the person within three days"),
    "Council tax": Service(
        "Council tax team",
        ("Local Government Finance Act 1992; the account", "Recovery procedure, step 2"),
        "Nothing goes to enforcement while a letter about the bill is unread"),
    "Customer services": Service(
        "Contact centre",
        ("Customer standards, page 2; the recordings", "The call records of that week"),
        "A promise to ring back is a task with a name and a time"),
    "Education and children": Service(
        "Schools team",
        ("School admissions code; the application", "Home to school travel policy, section 8"),
        "Changes of driver are told the evening before"),
    "Environmental health": Service(
        "Environmental health",
        ("Environmental Protection Act 1990, part 3", "Noise procedure, section 2; the log"),
        "Visits are made at the hour of which people complain"),
    "Highways": Service(
        "Highways",
        ("Highways Act 1980, section 41", "Inspection manual, table 2; the reports"),
        "A report is closed only when the fault is mended"),
    "Homelessness and housing register": Service(
        "Housing options",
        ("Housing Act 1996, part 7; the file", "Allocations scheme, section 4"),
        "Nobody's case is without an officer for more than two days"),
    "Parking": Service(
        "Parking team",
        ("Permit rules, page 4; the account", "Blue Badge guidance; the application"),
        "Test letters cannot be sent from the live system"),
    "Parks and leisure": Service(
        "Parks and leisure",
        ("Allotment rules, number 11", "Terms of booking, paragraph 6"),
        "Refunds go to the account on the form, not to that on file"),
    "Planning": Service(
        "Planning team",
        ("Statement of community involvement, section 3", "Enforcement plan, page 5; the file"),
        "Site notices are photographed where they hang"),
    "Waste and recycling": Service(
        "Waste team",
        ("Collection policy, section 2; the lorry's records", "The round sheets of that month"),
        "The list of assisted collections on each lorry is renewed every Friday"),
    "Other": Service(
        "Democratic and registration services", ("The service's own procedure",),
        "Certificates are read back on screen before they are printed"),
}  # fmt: skip

# A point that joined later, whatever the complaint is about.
JOINED = {
    Code.HOUSING: (
        "The letter that acknowledged this went to number $number instead of to me. My neighbour "
        "brought it round, opened.",
        "An apology, and the address checked.",
    ),
    Code.GENERAL: (
        "I was promised a call about this complaint by the end of the week. Nobody rang.",
        "The call, and a reason why it was not made.",
    ),
}
# How stage 2 sees what stage 1 found, and what it adds.
REVIEWED: dict[Finding, tuple[Outcome, ...]] = {
    Finding.UPHELD: (
        Outcome(Finding.UPHELD, "Stage 1 was right to uphold this. It did not see how long the "
                "effect lasted.", "A payment for the time it took", RemedyType.MONEY, 150),
        Outcome(Finding.UPHELD, "The finding stands. What was promised came later than promised.",
                "A payment for the delay", RemedyType.MONEY, 75),
    ),
    Finding.PARTLY: (
        Outcome(Finding.UPHELD, "Read as a whole, the file bears the complainant out on all of "
                "this.", "An apology from the head of service", SORRY),
        Outcome(Finding.PARTLY, "The answer was fair on what was known then. The recordings have "
                "been found since, and add a little.", "The record put right",
                RemedyType.CORRECT),
    ),
    Finding.NOT_UPHELD: (
        Outcome(Finding.NOT_UPHELD, "The reviewer read everything afresh and comes to the same "
                "view. The decision was one that could be made, and its reasons were given."),
        Outcome(Finding.PARTLY, "The decision stands. The way in which it was told does not.",
                "An apology for the tone of the letter", SORRY),
    ),
    Finding.NO_FINDING: (
        Outcome(Finding.NO_FINDING, "There is still nothing that would show it either way. The "
                "reviewer asked again, and everybody was heard."),
    ),
}  # fmt: skip
FILE_READ = (
    "The stage 1 file and the recordings; both policies named there",
    "The stage 1 file, a talk with both sides, and the policy named at stage 1",
)
UNSUPPORTED = "The point is about good manners. There is no policy on those to be named."
