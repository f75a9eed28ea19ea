"""Invented stories that belong to one situation: linked cases, requests, refusals."""

from complaintdesk.domain.case import Authority
from complaintdesk.services.training.story import NOT_OURS, PARTLY, Acting, Story, point

SPECIAL: tuple[Story, ...] = (
    # one contact about two things, under two Codes
    Story(
        "mixed-arrears", "Rent and service charges", "email", (15, 40),
        "Court letter for rent while my benefit claim lies with you",
        (
            point(
                "My rent is short because my housing benefit claim has not been looked at. I told "
                "your rent people so on $day2. On $day1 they wrote to me about court. You are the "
                "same council. You share a front door.",
                "The letter withdrawn until the claim is decided.",
            ),
        ),
        vulnerability="Single parent; says there is no money left for the meter.",
    ),
    Story(
        "mixed-benefit", "Benefits", "email", (30, 60),
        "Housing benefit claim not looked at, and rent arrears because of it",
        (
            point(
                "I put the claim in on $then with everything that the form asks for. Since then "
                "I have had two letters from your rent people and none about the claim.",
                "The claim decided and paid from the day I put it in.",
            ),
        ),
        vulnerability="Single parent; says there is no money left for the meter.",
        questions="Were the payslips handed in with the form, or later?",
    ),
    # a new issue that came up while another complaint was looked into
    Story(
        "gate-lock", "Tenancy and estates", "email", (1, 3),
        "Side gate locked since the survey, and no key",
        (
            point(
                "The people who came about the damp put a new padlock on our side gate and took "
                "the key away with them. The bins are behind it. So is my bicycle.",
                "A key. Two, if you can.",
            ),
        ),
    ),
    Story(
        "old-address", "Homelessness and housing register", "email", (2, 9),
        "Letters about my banding keep going to my old address",
        (
            point(
                "While you look into my banding, the letters about it go to the flat I had to "
                "leave. My former landlord rings me up and reads them to me. He does the voices.",
                "The address put right, everywhere, and the letters sent again.",
            ),
        ),
    ),
    # requests for service, and complaints that came out of them
    Story(
        "ask-hedge", "Tenancy and estates", "phone", (10, 30),
        "Please cut the hedge back from the ramp",
        (
            point(
                "The hedge has grown over the ramp at $block so that a wheelchair scrapes along "
                "it. Could somebody cut it, please. No hurry, before the end of the month.",
                "The hedge cut back from the ramp.",
            ),
        ),
    ),
    Story(
        "hedge-uncut", "Tenancy and estates", "phone", (10, 30),
        "Hedge over the ramp: asked for, promised, crossed off and not cut",
        (
            point(
                "I asked nicely. I was rung up and told that it had been done. I was standing next "
                "to it at the time. It has not been done.",
                "The hedge cut. I will ring and tell you when it has been.",
            ),
            point(
                "When I said so I was told that there is no note of my asking.",
                "An apology.",
            ),
        ),
    ),
    Story(
        "ask-bin", "Waste and recycling", "web", (5, 15),
        "New recycling bin, please: the old one has a hole",
        (
            point(
                "The fox has been at our recycling bin and there is a hole in it that you could "
                "post a cat through. May we have another one?",
                "A bin without a hole.",
            ),
        ),
    ),
    Story(
        "bin-spoken", "Waste and recycling", "phone", (5, 15),
        "Told off on the phone for asking where the new bin is",
        (
            point(
                "I was promised the bin within the week. There is no bin. When I rang, there was "
                "no order either.",
                "The bin.",
            ),
            point(
                "The man said that people who cannot look after a bin should not be surprised. "
                "It was a fox.",
                "An apology to me. The fox will manage.",
            ),
        ),
    ),
    Story(
        "ask-bench", "Parks and leisure", "email", (5, 20),
        "Could the bench by the weir have its slat back?",
        (
            point(
                "One slat is off the bench at $park by the weir. My mother sits there every day "
                "and has to choose an end.",
                "A slat.",
            ),
        ),
        adjustments="Large print (16 point).",
    ),
    # complaints that were really requests
    Story(
        "dripping", "Repairs", "web", (3, 8),
        "Bathroom tap dripping",
        (
            point(
                "I used the complaints form because I could not find another. The bath tap drips. "
                "I have not told anybody yet, so this is me telling you.",
                "A washer, I should think.",
            ),
        ),
    ),
    Story(
        "lamp-first", "Highways", "web", (2, 6),
        "Street lamp out since the weekend",
        (
            point(
                "The lamp outside $number $street went out at the weekend. I could only find a "
                "form for complaints. I am not complaining, it was a good lamp.",
                "A light.",
            ),
        ),
    ),
    # not accepted
    Story(
        "court-claim", "Leasehold", "letter", (200, 330),
        "Service charge for the roof: claim filed, and this as well",
        (
            point(
                "The charge for the roof, $big, is more than the roof. I have filed a claim about "
                "it at the county court, and I should like you to look at it too, in case that is "
                "quicker.",
                "The charge cut to what the roof cost.",
            ),
        ),
    ),
    Story(
        "play-fall", "Parks and leisure", "letter", (760, 900),
        "Fall from a swing in $monthyear",
        (
            point(
                "My nephew fell from a swing at $park in $monthyear. He is quite well. I have "
                "lately taken early retirement and am going through my papers.",
                "To know whether the swing was ever looked at.",
            ),
        ),
        discretion_reason="Nothing kept it from being raised at the time, the swing and its "
        "inspection sheets are gone, and nobody is still affected.",
    ),
    Story(
        "satellite", "Repairs", "email", (20, 45),
        "Scaffolders took our dish down and say that it is nobody's job to put it back",
        (
            point(
                "The scaffolders from $builder took our dish off the wall to get by, and left it "
                "in the flower bed. They say ask the landlord. You say ask the scaffolders.",
                "The dish back on the wall, and working.",
                PARTLY,
                "The scaffolding is our contractor's work, so it is ours to answer. The signal is "
                "the supplier's.",
            ),
        ),
        acting=Acting("Nephew", Authority.AWAITED),
    ),
    Story(
        "branch", "Highways", "web", (40, 70),
        "Branch on my car: eleven weeks and no reply to my claim",
        (
            point(
                "A branch of your tree came down on my car. I know that the insurers decide who "
                "pays. What I complain of is that my claim was not passed on to them, and that "
                "nobody told me so.",
                "The claim passed on, and an apology for the weeks.",
            ),
            point(
                "The car is worth more than your insurers say.",
                "The full price.",
                NOT_OURS,
                "What the car is worth is for the insurers, and then for the court.",
            ),
        ),
        acting=Acting("Money adviser", Authority.WRITTEN),
    ),
)  # fmt: skip
