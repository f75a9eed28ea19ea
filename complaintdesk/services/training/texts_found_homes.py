"""What was found on the invented housing complaints, point by point."""

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

FOUND_HOMES: dict[str, tuple[Outcome, ...]] = {
    "heating": (
        upheld("The boiler was reset at each visit. The pump, which was the fault, was looked at "
               "for the first time after the complaint.",
               "A new pump, and the system flushed and tested"),
    ),
    "boiler-part": (
        upheld("The part was never ordered. Each of us thought that another had done it.",
               "The part ordered by a named officer, and the boiler back in use"),
        upheld("We gave out the heaters, so what they cost to run is ours to pay.",
               "The cost of running the heaters paid back", pounds=86),
    ),
    "four-appointments": (
        upheld("The diary shows each visit cancelled on the day, and the text sent afterwards "
               "says something else.", "A payment for the days of leave that were lost",
               pounds=180),
        partly("The floor waited because the job was closed with the last cancelled visit. The "
               "first delay was for a part and was told in time.",
               "The floor replaced on a Saturday"),
    ),
    "urdu-leak": (
        upheld("The leak was logged as routine although water ran by a light.",
               "The pipe upstairs mended, the light made safe, the ceiling plastered"),
        upheld("An interpreter by telephone was there to be used, and was not.",
               "A letter of apology to the child, with one in Urdu to the family", SORRY),
    ),
    "lift-wheelchair": (
        upheld("The motor waited for a part for which no order was placed until the second week.",
               "The lift back in use, and a ground-floor room kept free until it is"),
        upheld("The notice named nobody and was never changed.",
               "A notice with dates and one person to ring, changed each Monday", EXPLAIN),
    ),
    "fire-door": (
        upheld("The closer was fitted for a lighter door. Our own inspection missed that.",
               "A new closer, tested, with a certificate"),
        partly("The frame should have gone the same day. The fixings belonged to another job.",
               "An apology for what was left in the hall", SORRY),
    ),
    "gutter": (
        upheld("The photograph was filed and no job was raised from it.",
               "The gutter renewed before the end of the month"),
        upheld("The wall is wet because the gutter was left.",
               "The wall dried, plastered and papered"),
    ),
    "half-kitchen": (
        upheld("The second half of the kitchen was delivered to a store and forgotten there.",
               "The kitchen finished, with a visit to agree that it is"),
        no_finding("The site manager does not recall it and nobody else was there. We cannot say "
                   "what was said."),
        partly("Meals out cost more than meals at home. The difference is ours to pay, not all "
               "of it.", "The difference in the cost of food paid", pounds=140),
    ),
    "rewire": (
        upheld("The photographs taken before the work show whole carpets.",
               "New carpet in the three rooms"),
        upheld("The electricians' own notes mention the clock. Nobody was told.",
               "A payment towards the repair of the clock, and an apology", pounds=120),
        not_upheld("That wall was opened by the grant scheme's engineer, whose firm has agreed "
                   "in writing to make it good."),
    ),
    "window-child": (
        upheld("The call was marked urgent and then put in the ordinary queue.",
               "A catch that holds on every window of the flat"),
    ),
    "damp-nursery": (
        upheld("Three visits, three notes, and none of them passed on to the damp team.",
               "The outside wall repaired and the room treated"),
        upheld("What was thrown out is listed and photographed, and the mould was ours to stop.",
               "What was lost paid for", pounds=310),
        upheld("A survey of a tenant's home is theirs to see.",
               "A copy of the report by post", EXPLAIN),
    ),
    "lifestyle": (
        upheld("Six minutes without a meter is no survey.",
               "A second survey by another firm, with readings", AGAIN),
        upheld("The letter did not fit what was known.",
               "The letter taken off the file, with a note saying why", RECORD),
    ),
    "mould-after-leak": (
        upheld("The dehumidifier went to the wrong door. The order shows the right one.",
               "The walls dried and treated, the skirting renewed"),
        partly("A move was asked for twice and answered once. It was offered late, for the days "
               "of the work.", "A guest flat for the days of the work"),
    ),
    "whole-block-damp": (
        upheld("All six reports were on our system. Nobody put them side by side.",
               "One survey of the whole wall, sent to all six households"),
        upheld("The scaffolding was put up for the job and the job was not let in time.",
               "A note of what it cost and who decided it", EXPLAIN),
    ),
    "stair-cleaning": (
        upheld("Our own inspector timed two visits: four minutes, and five.",
               "Inspections every other week, by someone who climbs the stairs", RULES),
        upheld("What was not done was not earned.",
               "The charge refunded for the weeks in question", pounds=48),
    ),
    "door-entry": (
        upheld("The panel was made safe and then not mended, which left the door open.",
               "The door and the light repaired; the outreach team asked to call"),
    ),
    "rats": (
        upheld("Pest control asked for the door to be mended on its first visit.",
               "The door of the store mended, then a course of treatment"),
        upheld("That advice is in none of our guides and was wrong where there is a dog.",
               "An apology, and the bait bought paid for", SORRY),
    ),
    "grass-verge": (
        upheld("The bark is cut all round at the height of a strimmer.",
               "A tree of the same size planted in November, agreed with the family first"),
    ),
    "contractor-conduct": (
        partly("He agrees that he smoked. He does not recall the remark, and there was no "
               "witness to it.", "He is not sent there again; an apology from the firm", SORRY),
        upheld("The note of the call says “no e-mail” in its first line.",
               "A telephone number that takes complaints in full, printed on every card", RULES),
    ),
    "noise-above": (
        upheld("Both sets of sheets were signed for at our office and neither was scanned.",
               "The case dated from the first sheets", RECORD),
        partly("The noise was visited late. Two visits at night have since found it.",
               "A warning to the household, and a mat under the machine"),
    ),
    "asb-closed": (
        upheld("It was closed when the officer left, and no letter was sent.",
               "The case opened again with a new officer", AGAIN),
        no_finding("The disclosure is with the data protection officer, whose finding will be "
                   "sent to you. We do not decide it a second time."),
    ),
    "accused": (
        upheld("Nobody had spoken to you, whatever the letter says.",
               "The letter withdrawn in writing, with a copy for your file", RECORD),
        upheld("To ask for proof of a hospital stay was out of place.",
               "An apology from the team leader", SORRY),
    ),
    "rent-arrears-error": (
        upheld("The payments carried the right reference and were posted by hand to the wrong "
               "account.", "The account put right and the letters withdrawn", RECORD),
        partly("A visit was allowed by the procedure. Its hour and its words were not.",
               "A written apology to the household", SORRY),
    ),
    "ground-floor-lift": (
        upheld("There is no note 1. The statements were printed without it.",
               "Note 1 sent to every leaseholder in the block", EXPLAIN),
        not_upheld("The lease shares the lift among all the flats. Whether that is reasonable "
                   "is for the tribunal, and we have sent you its address."),
    ),
    "paid-twice": (
        upheld("The file for the bank was sent twice by mistake.",
               "The second payment and the bank's charge paid back", pounds=37),
    ),
    "major-works": (
        partly("The notices were sent in the right order, but one enclosure was wrong and the "
               "observations were answered with a standard letter.",
               "A schedule of the costs, with an answer to each observation", EXPLAIN),
        upheld("None of the letters was opened by a person for seven weeks.",
               "An apology, and one officer for the rest of the works", SORRY),
        not_upheld("The claim lies between the neighbour and the scaffolding firm's insurer. "
                   "Nothing will be charged to leaseholders for it."),
    ),
    "alterations": (
        upheld("Two teams each took a fee and each left the application to the other.",
               "A decision within ten working days and the second fee back", pounds=75),
    ),
    "moving-medical": (
        upheld("The receipt is ours, so the letter was received.",
               "The priority dated from the day on the receipt", RECORD),
        partly("There was no flat to offer in those months. The case should still have been "
               "looked at in each round.", "An occupational therapist's visit", AGAIN),
    ),
    "exchange": (
        upheld("The refusal went out on the forty-fourth day. By then it could not be made.",
               "The exchange allowed and the van paid for", pounds=160),
    ),
    "gate-lock": (
        upheld("The lock was changed for the survey and no key was left.",
               "Two keys handed over in person"),
    ),
    "hedge-uncut": (
        upheld("The job was closed because the crew could not park.",
               "The hedge by the ramp cut"),
        upheld("The call was not noted anywhere.", "An apology from the estates team", SORRY),
    ),
    "mixed-arrears": (
        partly("The letter is sent by the system at a sum. A note of the claim would have "
               "stopped it.", "The letter withdrawn and a note put on the account", RECORD),
    ),
    "satellite": (
        upheld("The scaffolders worked for us, so what they broke is ours to put right.",
               "The dish put back up and tested"),
    ),
    "court-claim": (
        no_finding("This is before the county court."),
    ),
    "dripping": (
        upheld("The tap drips.", "A new washer"),
    ),
}  # fmt: skip
