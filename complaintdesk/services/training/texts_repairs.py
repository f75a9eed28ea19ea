"""Invented housing complaints, part 1: repairs, damp and mould."""

from complaintdesk.domain.case import Authority
from complaintdesk.services.training.story import PARTLY, Acting, Story, point

REPAIRS: tuple[Story, ...] = (
    Story(
        "heating", "Repairs", "phone", (6, 20),
        "No heating or hot water again.",
        (
            point(
                "The boiler is off again. That is the $nth time since $month. We boil kettles to "
                "wash.",
                "A boiler that works, and not just another reset.",
            ),
        ),
    ),
    Story(
        "boiler-part", "Repairs", "web", (30, 70),
        "Boiler condemned on $then, part “on order” ever since",
        (
            point(
                "Your engineer from $gas condemned the boiler on $then and put a red tag on it. "
                "He said the part would be a week. I have rung $n times and every time the part "
                "is “on order”. Nobody can tell me who ordered it or when.",
                "A date for the repair in writing, and somebody who owns it.",
            ),
            point(
                "We were left two fan heaters which cost us $amount in electricity so far. I was "
                "told to keep the bills but not what for.",
                "The cost of running the heaters paid back.",
            ),
        ),
        vulnerability="Two children under 5 in the home; no other heating.",
    ),
    Story(
        "four-appointments", "Repairs", "email", (40, 90),
        "$N appointments cancelled by text on the day",
        (
            point(
                "I have now taken $n days of unpaid leave to wait in for $builder. Each time I "
                "got a text after 3pm saying “sorry we missed you”. You did not miss me. I was "
                "sitting in the window watching the road.",
                "An apology for each missed appointment and payment for the days I lost.",
            ),
            point(
                "The job itself, a bathroom floor you can put your heel through, has still not "
                "been done.",
                "The floor replaced, on a Saturday or after 4pm so that I can be at work.",
            ),
        ),
    ),
    Story(
        "urdu-leak", "Repairs", "web", (8, 25),
        "باورچی خانے کی چھت سے پانی – water through the kitchen ceiling",
        (
            point(
                "باورچی خانے کی چھت سے پانی ٹپک رہا ہے۔ Water is coming from the flat upstairs "
                "into our kitchen since $then. It runs down by the light. I have switched off "
                "the light at the fuse box and we cook by torch.",
                "Stop the water. Make the light safe. چھت کی مرمت کریں۔",
            ),
            point(
                "I rang and asked for someone who speaks Urdu. I was told to ring back with a "
                "friend. My neighbour's daughter is eleven, she had to explain it.",
                "An interpreter next time and a sorry to the child.",
            ),
        ),
        name="فاطمہ قریشی",
        adjustments="Interpreter for Urdu on every call and visit. Never through a child.",
    ),
    Story(
        "lift-wheelchair", "Repairs", "phone", (14, 40),
        "Lift at $block out of use; wheelchair user on the fifth floor",
        (
            point(
                "The lift has been out since $then. I am on the fifth floor and use a wheelchair. "
                "I have been carried down once, by two firefighters, to get to hospital. I have "
                "not been out otherwise.",
                "The lift back in use, or somewhere to stay on the ground floor until it is.",
            ),
            point(
                "The notice in the lobby says “$lifts have been informed”. It has said that for "
                "$weeks weeks. No date, no number to ring.",
                "A notice with dates on it and one named person to ring.",
            ),
        ),
        adjustments="Cannot come to the office. Visits by arrangement, ground-floor meeting room.",
        vulnerability="Wheelchair user; hospital appointments every fortnight.",
    ),
    Story(
        "fire-door", "Repairs", "email", (60, 140),
        "New front door does not close; letter about fire safety says it must",
        (
            point(
                "You fitted a fire door in $month and it has never shut without a shoulder. Your "
                "own leaflet, which came through the gap, says a fire door that does not close "
                "itself is not a fire door. I quite agree.",
                "A door that closes itself, and a certificate to say so.",
            ),
            point(
                "The fitter left the old frame and a bucket of fixings in the communal hall, "
                "where they stayed until the caretaker's patience ran out.",
                "Nothing now, but I should like it noted.",
            ),
        ),
    ),
    Story(
        "gutter", "Repairs", "letter", (400, 470),
        "Overflowing gutter reported in $monthyear, wall now wet inside",
        (
            point(
                "I reported the gutter over my back door in $monthyear and was given a job number. "
                "A young man came and took a photograph of it. It is a good photograph, he "
                "showed me, but it did not mend the gutter.",
                "The gutter mended before the next storm.",
            ),
            point(
                "The wall behind is wet through now and the paper is off in my bedroom. I "
                "decorated that room myself two years ago, at 78.",
                "The wall dried out and the room papered again.",
            ),
        ),
        adjustments="Letters in large print (18 point). Does not use e-mail.",
        vulnerability="Lives alone, aged 80; heart condition.",
        discretion_reason="Reported in time and chased twice by telephone; a long stay in "
        "hospital kept the complainant from writing sooner, and the wall is still getting wetter.",
    ),
    Story(
        "half-kitchen", "Repairs", "web", (35, 80),
        "Kitchen left half fitted since $then",
        (
            point(
                "$builder took out our old kitchen on $then and put in half the new one. There "
                "is no worktop on the left side, the sink stands on two bricks and the cooker is "
                "in the hall. They said “back tomorrow”.",
                "The kitchen finished, and a date I can believe.",
            ),
            point(
                "When I complained to the site manager he said I was lucky to be getting one.",
                "An apology from him, and not a copied one.",
            ),
            point(
                "We have been living on takeaways, $amount so far, receipts attached.",
                "Our food costs back.",
            ),
        ),
    ),
    Story(
        "rewire", "Repairs", "email", (20, 60),
        "Damage left by rewiring: carpets, plaster and a family clock",
        (
            point(
                "The electricians cut our carpets to lift the boards instead of rolling them "
                "back. In three rooms. They have been relaid like a jigsaw.",
                "New carpet in the three rooms.",
            ),
            point(
                "A clock that was my grandfather's was knocked off the wall and put back on it "
                "with the glass broken and nobody said a word.",
                "I want to know who did it. It can't be replaced.",
            ),
            point(
                "The heating engineer the same week damaged the same wall but he came from the "
                "energy company's grant scheme, so you may say that is theirs.",
                "To be told plainly who pays for the wall.",
                PARTLY,
                "The rewire is ours. The grant work was arranged by the energy supplier; we let "
                "them in and will ask them for their records.",
            ),
        ),
    ),
    Story(
        "window-child", "Repairs", "phone", (10, 30),
        "Second-floor window without a catch; toddler in the room",
        (
            point(
                "The catch came off the bedroom window in my hand. I said on the phone there's a "
                "two year old in that room and it's the second floor and the lady said urgent "
                "was 24 hours. That was $then. I've wedged it shut with a chair leg.",
                "Fix the window. Then tell me why 24 hours meant nothing.",
            ),
        ),
        vulnerability="Child aged 2 in the room.",
        adjustments="Phone rather than letters; mornings only, works nights.",
    ),
    Story(
        "damp-nursery", "Damp and mould", "web", (60, 150),
        "Black mould in the baby's room; three visits and no work",
        (
            point(
                "There is black mould over the cot and down the outside wall. Three different "
                "people have come to look at it since $month. One of them wiped it. One of them "
                "told me to open a window, in a hailstorm, with a newborn.",
                "The cause found and put right, not wiped.",
            ),
            point(
                "We have moved the cot into our room and thrown out a mattress, a changing table "
                "and two bags of clothes. Our health visitor has written to you.",
                "The cost of what we lost, $amount.",
            ),
            point(
                "I asked for the surveyor's report twice and was told it was internal.",
                "A copy of the report.",
            ),
        ),
        vulnerability="Baby aged 4 months; health visitor's letter on file.",
        questions="Which rooms besides the baby's are affected? The form names only one.",
    ),
    Story(
        "lifestyle", "Damp and mould", "email", (70, 200),
        "Told that damp is “lifestyle condensation”",
        (
            point(
                "Your surveyor spent six minutes here (the doorbell camera has the times) and "
                "wrote that we dry washing indoors. We own a tumble dryer. It is in the "
                "photograph he took.",
                "A second survey by somebody who has not already decided.",
            ),
            point(
                "The letter that followed is addressed to “the occupier” and encloses a leaflet "
                "about saucepan lids.",
                "That the letter be withdrawn from our file.",
            ),
        ),
    ),
    Story(
        "mould-after-leak", "Damp and mould", "phone", (90, 220),
        "Mould since a burst pipe in $month; walls never dried",
        (
            point(
                "When the pipe burst in $month you fixed the pipe the same day, and I have no "
                "complaint there, they were very good. But nobody dried the walls. The "
                "dehumidifier that was promised went to number $number instead of us and they "
                "did not even have a leak.",
                "The walls dried and treated and the skirting replaced.",
            ),
            point(
                "My mum has a chest and her consultant says she should not sleep in there. I "
                "have asked $n times if we can be put up somewhere while it's done.",
                "Somewhere to stay while the work is on.",
            ),
        ),
        acting=Acting("Daughter", Authority.VERBAL),
        vulnerability="Complainant aged 74 with chronic lung disease.",
    ),
    Story(
        "whole-block-damp", "Damp and mould", "letter", (100, 260),
        "Damp in six flats at $block; each told that theirs is the only one",
        (
            point(
                "I write for myself but six of us on this staircase have the same wall and the "
                "same damp, and each has been told over the telephone that no one else has "
                "reported it. We have compared notes. It was an educational evening.",
                "One survey of the whole wall, shared with all six households.",
            ),
            point(
                "The scaffolding for the job was put up in $month, stood for a month and was "
                "taken down with nothing done.",
                "To know what that cost and who decided it.",
            ),
        ),
        acting=Acting("Residents' association secretary", Authority.AWAITED),
    ),
)  # fmt: skip
