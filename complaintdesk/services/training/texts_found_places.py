"""What was found on the invented general complaints, part 2: streets, schools, parks, noise."""

from complaintdesk.domain.parts import RemedyType
from complaintdesk.services.training.outcomes import (
    Outcome,
    no_finding,
    not_upheld,
    partly,
    upheld,
)

SORRY, SAY, EXPLAIN = RemedyType.APOLOGY, RemedyType.ACKNOWLEDGE, RemedyType.EXPLAIN
AGAIN, RECORD, RULES = RemedyType.RECONSIDER, RemedyType.CORRECT, RemedyType.POLICY

FOUND_PLACES: dict[str, tuple[Outcome, ...]] = {
    "bins": (
        upheld("The lorry broke down and the street was not gone back to.", "The bins emptied"),
    ),
    "assisted": (
        upheld("The list on the lorry was an old one.",
               "The list renewed and the crew told by name"),
        upheld("The crew's keypad has no button for a bin that it did not fetch.",
               "A button for it", RULES),
    ),
    "garden-waste": (
        upheld("The order for the bin was cancelled by the order for the sticker.",
               "A bin this week and the weeks lost added to the year"),
    ),
    "caddy-emoji": (
        upheld("The doorbell's pictures and the crew's own times agree.",
               "The round split in two, so that there is time to put things back", RULES),
    ),
    "crew-rota": (
        partly("The lorry is too long for the turn. That was so before, and nobody told you.",
               "A smaller lorry once a fortnight"),
    ),
    "enforcement": (
        upheld("No decision was made, and no reason for that is on the file.",
               "A decision with reasons within twenty working days", EXPLAIN),
        upheld("The visit was to the wrong house, as you say.",
               "A visit to the right one"),
    ),
    "not-consulted": (
        upheld("The notice was not where the rules ask for it.",
               "Your comments put before the committee, with an apology", SORRY),
        not_upheld("The permission stands; only a court could undo it."),
    ),
    "pothole": (
        upheld("Three inspectors marked it and each left it to the other two.",
               "The hole filled"),
        partly("The claim is for the insurers. What they were told by us was wrong.",
               "The insurers sent the three reports", AGAIN),
    ),
    "street-light": (
        upheld("Each report was closed when the fault was passed on, not when it was mended.",
               "The lamp mended, and the word “resolved” kept for what is", RULES),
    ),
    "tree-roots": (
        upheld("The slabs are lifted by more than an inch, which is our own limit.",
               "A ramp of tarmac round the tree"),
        not_upheld("Roots belong to the tree and drains to the house; the insurers decide on "
                   "the cost. We have sent you the form."),
    ),
    "gully": (
        upheld("Each report was closed as a copy of the one before, and the first was closed as "
               "done.", "The gully emptied, and one reference kept open until it has rained"),
    ),
    "send-transport": (
        upheld("The driver changed on the day and nobody was told.",
               "The same driver and car, and a call by 7.30 if not"),
        upheld("The assistant is in the plan and was left out of the order.",
               "The assistant back from Monday"),
    ),
    "transport-refused": (
        partly("The route was measured as the rules say, but nobody had walked it.",
               "The route walked in the dark and decided anew", AGAIN),
    ),
    "admissions": (
        upheld("The closing time was midnight. 9.14 in the evening is before it.",
               "Both applications treated as on time", RECORD),
        partly("The place is for the appeal panel. The remark was ours, and unkind.",
               "An apology for the remark", SORRY),
    ),
    "allotment": (
        upheld("The letters went to the plot, which had no letter box.",
               "The next free plot with water, and the rent waived", pounds=55),
        no_finding("Nobody recorded what was in the shed, and the tip keeps no list."),
    ),
    "leisure-refund": (
        upheld("The new account was on the form. The old one was on the system.",
               "The refund paid to an account that exists", pounds=96),
    ),
    "pub-noise": (
        upheld("All visits were made in office hours.",
               "Visits on two Saturday nights"),
        partly("The recorder was booked by somebody else. You should have been told before.",
               "The recorder for the next free weekend"),
    ),
    "dust": (
        upheld("The number rang at a desk that nobody sits at after ten.",
               "The number put through to the duty officer", RULES),
    ),
    "bin-spoken": (
        upheld("The order for the bin was never sent.", "A bin delivered"),
        partly("The recording is cut off. What there is of it is not polite.",
               "An apology from the team leader", SORRY),
    ),
    "branch": (
        partly("The tree had been inspected in time. The claim was left for months.",
               "The claim passed on with an apology", SORRY),
        not_upheld("The insurers set the price. How to challenge it is in their letter."),
    ),
    "play-fall": (
        no_finding("This was not looked into."),
    ),
    "lamp-first": (
        upheld("The lamp is out.", "The lamp mended"),
    ),
}  # fmt: skip
