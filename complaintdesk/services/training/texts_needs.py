"""Words for scenes: disabilities told of, questions, limits on contact, ombudsmen's orders."""

from complaintdesk.domain.codes import Code

H, G = Code.HOUSING, Code.GENERAL

DISABILITIES = {
    "lift-wheelchair": "Uses a wheelchair. Told us so, and agrees that the contractor knows.",
    "gutter": "Heart condition; told us on the telephone.",
    "moving-medical": "Cannot manage stairs; the consultant's letter is on file.",
    "bsl": "Deaf; British Sign Language is the first language.",
    "hb-delay": "Dyslexia.",
    "assisted": "Parkinson's; agrees that the crew is told that there is a reason.",
    "blue-badge": "Walks with pain and only short ways.",
    "allotment": "Hard of hearing.",
}
QUESTIONS = {
    H: "On which day was this, and was anybody of ours there? Any way of telling us will do.",
    G: "Which letters do you mean, by their dates? Any way of telling us will do.",
}
THIRD_PARTIES = {H: "$builder", G: "Weirside Leisure Trust"}

# What is limited, why, the evidence, the Equality Act, and what stays open.
LIMITS: dict[Code, tuple[str, str, str, str, str]] = {
    H: (
        "Calls only on Tuesdays at 10, to one named officer; e-mail is read once a week.",
        "Up to forty calls a day, some with threats to the staff who took them.",
        "Call log of three weeks; two recordings; warning letter sent before.",
        "No disability is known of. Asked; none told. Letters and visits stay possible, and this "
        "is looked at again if that changes.",
        "Letters at any time, emergencies by the ordinary repairs line, and new complaints.",
    ),
    G: (
        "E-mails go to one address and are answered together every second Friday.",
        "Several hundred e-mails to every officer by name, most of them the same.",
        "List of e-mails by day; warning letter and a talk about it.",
        "Writing is easier for this person than speaking, so it stays open; only where it goes "
        "is limited.",
        "Calls in office hours, letters, visits to the desk, and new complaints.",
    ),
}
LIFTED = "None of it since the day that it was told; the officer and the complainant get on."

# The decision, what was found, and each order: what, due in working days, who, proof.
ORDERS: dict[Code, tuple[str, str, tuple[tuple[str, int, str, str], ...]]] = {
    H: (
        "maladministration",
        "The repair was late, the answers told different stories, and what was offered did not "
        "meet the effect on the household.",
        (
            ("Pay £450 for distress and for the time it took", 9, "Finance",
             "Bank transfer sheet, sent to the ombudsman."),
            ("A letter of apology from the chief executive", 13, "Chief executive's office", ""),
            ("Review how jobs are closed, and report on it to the governing body", 34,
             "Head of repairs", ""),
        ),
    ),
    G: (
        "upheld",
        "There was fault in the delay and in the records, which caused avoidable trouble.",
        (
            ("Pay £300 for avoidable trouble", 11, "Finance",
             "Bank transfer sheet, sent to the ombudsman."),
            ("Apologise in writing for the fault that was found", 15, "Head of service", ""),
            ("Remind staff in writing of how to keep the record", 31, "Head of service", ""),
        ),
    ),
}  # fmt: skip
