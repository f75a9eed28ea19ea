"""Invented general complaints, part 2: waste, streets, planning, parks, schools and noise."""

from complaintdesk.domain.case import Authority
from complaintdesk.services.training.story import NOT_OURS, PARTLY, Acting, Story, point

PLACES: tuple[Story, ...] = (
    Story(
        "bins", "Waste and recycling", "social media", (2, 10),
        "Bins.",
        (
            point("Bins. Again. $street.", "Empty them."),
        ),
    ),
    Story(
        "assisted", "Waste and recycling", "phone", (10, 40),
        "Assisted collection missed $n weeks running",
        (
            point(
                "I'm on the assisted list because I can't get the bin to the gate. They've "
                "walked past it $n weeks now. On $day1 I knocked on the window and the lad waved.",
                "They come up the path and take it, as agreed.",
            ),
            point(
                "Each time I ring I am told that the bin “was not presented”. No. That is what "
                "the assisted list is for.",
                "Somebody to tell the computer.",
            ),
        ),
        adjustments="Phone in the mornings only; tires in the afternoon.",
        vulnerability="Parkinson's; lives alone.",
    ),
    Story(
        "garden-waste", "Waste and recycling", "web", (20, 60),
        "Paid for garden waste, no bin, no refund",
        (
            point(
                "I subscribed in $month and paid $amount. No bin came. I reported it and was "
                "sent a sticker. I reported that I had a sticker and no bin and was sent another "
                "sticker.",
                "A bin, or the money. I have enough stickers.",
            ),
        ),
    ),
    Story(
        "caddy-emoji", "Waste and recycling", "social media", (3, 12),
        "Food caddies thrown in the hedge every single week 😡🗑️",
        (
            point(
                "every. single. week. 😡 caddies all over $street, lids in the road, one in the "
                "HEDGE 🌳🗑️ my little one picked up a chicken bone. ive got it on the doorbell "
                "cam. not blaming the lads they're running to keep up but come ON 🙏🏽",
                "put them back where they found them 👍 and not so fast",
            ),
        ),
    ),
    Story(
        "crew-rota", "Waste and recycling", "email", (15, 45),
        "Private road dropped from the round without a word",
        (
            point(
                "Our lane has been collected since 1974. On $then the lorry did not come and we "
                "were told that it “no longer fits the turning policy”. The policy dates from "
                "this year. The lane has not changed shape since the war.",
                "Collections as before, or a collection point that an old woman can reach.",
                PARTLY,
                "Collections are ours. The surface and width of a private lane are for its owners.",
            ),
        ),
        conflict_note="I drew up this round while seconded to the waste service.",
    ),
    Story(
        "enforcement", "Planning", "email", (150, 320),
        "$Weeks weeks of “open investigation” into a building with no permission",
        (
            point(
                "I reported the extension at $street when there was a trench. I was told that it "
                "would be looked at when there were walls. There are now walls, a roof and a "
                "housewarming. I was invited.",
                "A decision on whether to act, with reasons, before it is ten years old.",
            ),
            point(
                "The site visit was made to number $number, which has not been extended.",
                "A visit to the right house.",
            ),
        ),
    ),
    Story(
        "not-consulted", "Planning", "letter", (30, 75),
        "Neighbour notice put on a lamp post in the next street",
        (
            point(
                "The notice for the flats behind us was tied to a lamp post in a street that has "
                "no view of them and no houses. By the time we knew, the time for comments had "
                "gone by. The committee was told that “no objections were received”. Quite so.",
                "Our comments put before the committee.",
            ),
            point(
                "I do not agree with the permission itself.",
                "The permission withdrawn.",
                NOT_OURS,
                "A permission that has been granted cannot be undone through a complaint; only a "
                "court can do that. How neighbours were told is ours to answer.",
            ),
        ),
    ),
    Story(
        "pothole", "Highways", "web", (15, 50),
        "Pothole on $street marked with paint, then painted round again",
        (
            point(
                "The pothole has been ringed in yellow, white and now pink. I have come to know "
                "it well. On $day1 it took my front wheel and I went over the handlebars.",
                "Fill it.",
            ),
            point(
                "My claim for the wheel ($amount) was refused because “no defect had been "
                "reported”. I refer you to the three colours.",
                "The claim looked at again by somebody who has seen a photograph.",
                PARTLY,
                "The inspections are ours to answer. The claim itself is decided by our insurers.",
            ),
        ),
    ),
    Story(
        "street-light", "Highways", "phone", (25, 70),
        "Street light out on the path to the station since $month",
        (
            point(
                "It's pitch black on the path by the allotments. I come home from lates and walk "
                "in the road instead. I've reported the column number $n times and it says "
                "“resolved”. I went and looked. It's not resolved, it's dark.",
                "Light.",
            ),
        ),
    ),
    Story(
        "tree-roots", "Highways", "letter", (180, 320),
        "Roots of a street tree lifting the pavement and our drain",
        (
            point(
                "The plane tree outside has lifted the slabs so that my wife's frame will not go "
                "over them. We love the tree. We should like to be able to go past it.",
                "A ramp of tarmac round it, as you did at number $number.",
            ),
            point(
                "The same roots have blocked our drain for the second time, $amount to clear.",
                "To be told whose roots they are when they are under our garden.",
            ),
        ),
        acting=Acting("Ward councillor", Authority.NOT_NEEDED, "Cllr Æthelred Pomfret-Nkemelu"),
        vulnerability="Complainant's wife uses a walking frame.",
    ),
    Story(
        "gully", "Highways", "email", (10, 40),
        "Blocked gully floods the same three gardens every time it rains",
        (
            point(
                "Reference 1: reported, closed. Reference 2: reported, closed as a duplicate of "
                "1. Reference 3: reported, closed as a duplicate of 2. It rained on $day1. There "
                "is a shed in the road.",
                "The gully emptied, and one reference that stays open until it has been.",
            ),
        ),
    ),
    Story(
        "send-transport", "Education and children", "phone", (10, 40),
        "SEND taxi did not come; child left at the kerb",
        (
            point(
                "The taxi for $child didn't come on $then, nor the day after. No call. He is "
                "nine, he doesn't speak, and a change like that costs us a week of nights. He "
                "stood at the kerb with his bag on for an hour because nobody could tell him why "
                "not.",
                "The same driver, the same car, and a call by 7.30 if it is not coming.",
            ),
            point(
                "When it did come there was no passenger assistant. It is in his plan.",
                "The assistant back, as written in the plan.",
            ),
        ),
        vulnerability="Child aged 9, autistic, does not speak.",
    ),
    Story(
        "transport-refused", "Education and children", "web", (20, 60),
        "School transport refused: “safe walking route” has no pavement",
        (
            point(
                "The route to $school that you measured goes along a road with a 60 limit and no "
                "pavement for a mile. The officer assessed it on a map. I invite him to assess "
                "it on foot, in the dark, with a cello.",
                "The route walked by whoever decides, and the decision made again.",
            ),
        ),
    ),
    Story(
        "admissions", "Education and children", "email", (30, 90),
        "On-time school application treated as late",
        (
            point(
                "I have the confirmation e-mail, with a date on it. You say that the application "
                "was late. I say that 9.14pm on the closing day is the closing day. Twins, one "
                "of whom now has a place at $school and one of whom has not.",
                "Both applications treated as on time.",
            ),
            point(
                "I was advised to “consider the advantages of separate schools”.",
                "An apology.",
                PARTLY,
                "How the forms were handled is ours. A place itself is for the appeal panel.",
            ),
        ),
    ),
    Story(
        "allotment", "Parks and leisure", "letter", (380, 450),
        "Allotment let to somebody else while I was in hospital",
        (
            point(
                "I have had plot $number since 1988. I was in hospital when the notice came that "
                "it was overgrown and I was in hospital when it was let. There were $n fruit "
                "trees and a shed. My father built the shed.",
                "A plot. I know I can't have mine.",
            ),
            point(
                "The shed was taken to the tip with my father's tools in it.",
                "Somebody to say that it was wrong.",
            ),
        ),
        adjustments="Large print. Visits preferred: hard of hearing on the telephone.",
        discretion_reason="In hospital and then in a care home for most of the twelve months; "
        "the records of the letting are still held.",
    ),
    Story(
        "leisure-refund", "Parks and leisure", "web", (15, 50),
        "Swimming lessons cancelled, refund sent to a closed account",
        (
            point(
                "Lessons at $park pool were cancelled for the term. I asked for the refund to my "
                "new account. You sent it to the old one, which is closed, and say that the bank "
                "must send it back. The bank says that you must ask for it. Please ask for it.",
                "$amount, to an account that exists.",
            ),
        ),
    ),
    Story(
        "pub-noise", "Environmental health", "email", (40, 120),
        "Music from a pub garden: officers come when it is shut",
        (
            point(
                "The music runs from 9 until 1 on Fridays and Saturdays. Your officers have "
                "visited $n times, all on weekday mornings, and found no noise. I could have "
                "told them that there would be none. I did tell them.",
                "A visit on a Saturday night.",
            ),
            point(
                "I was lent a recorder, which was taken back before the weekend because somebody "
                "else needed it.",
                "The recorder, over a weekend.",
            ),
        ),
    ),
    Story(
        "dust", "Environmental health", "phone", (20, 70),
        "Night work and dust from a building site; permit said days only",
        (
            point(
                "They were grinding concrete at half past ten at night on $day1. It's all over "
                "my washing and in my lad's chest, he's on two inhalers. The out-of-hours number "
                "rings out, I timed it, nineteen minutes.",
                "Somebody at the end of the out-of-hours number.",
            ),
        ),
        vulnerability="Child with asthma in the home.",
    ),
)  # fmt: skip
