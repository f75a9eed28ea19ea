"""Invented housing complaints, part 2: tenancies, estates, charges, leasehold and moves."""

from complaintdesk.domain.case import Authority
from complaintdesk.services.training.story import NOT_OURS, PARTLY, Acting, Story, point

ESTATES: tuple[Story, ...] = (
    Story(
        "stair-cleaning", "Tenancy and estates", "email", (30, 90),
        "Stairs at $block not cleaned, though we pay for it weekly",
        (
            point(
                "$cleaner sign a sheet behind the front door every Tuesday to say that the "
                "stairs were cleaned. On $day1 they signed it at 08.40 and left at 08.43. There "
                "are four floors.",
                "Real cleaning, and inspections by someone who climbs the stairs.",
            ),
            point(
                "We pay $amount a year each for this. There are 24 of us. You can do the sum.",
                "The charge refunded for the weeks when it was not done.",
            ),
        ),
        acting=Acting("Ward councillor", Authority.NOT_NEEDED, "Cllr Rosalind Thorngate-Bello"),
    ),
    Story(
        "door-entry", "Tenancy and estates", "web", (15, 45),
        "Door entry broken, strangers sleeping on the landing",
        (
            point(
                "The entry panel at $block was pulled off the wall on $then and since then "
                "anybody can walk in. There has been a man asleep outside my door twice. I am "
                "not cross with him, it is cold, but I am 8 months pregnant and I have to step "
                "over him in the dark because the landing light has gone as well.",
                "The door and the light repaired, and somebody to help him too.",
            ),
        ),
        vulnerability="Pregnant; lives alone.",
    ),
    Story(
        "rats", "Tenancy and estates", "phone", (20, 60),
        "Rats in the bin store next to ground-floor flats",
        (
            point(
                "There are rats in the bin store and now they are in the wall, I can hear them "
                "behind the washing machine. Pest control came on $day2, put down two boxes and "
                "said the door of the store wants mending or he'll be back every month. Nobody "
                "has mended the door.",
                "Mend the door, then get rid of the rats. In that order.",
            ),
            point(
                "I was told to buy my own bait. I've got a dog.",
                "An apology for that advice.",
            ),
        ),
    ),
    Story(
        "grass-verge", "Tenancy and estates", "email", (25, 70),
        "Strimmer took the bark off a memorial tree",
        (
            point(
                "The rowan on the green at $street was planted by the residents for a boy who "
                "died. Your crew strimmed it right round and it is dead. There is a plaque. You "
                "cannot miss the plaque, they mowed round it.",
                "A new tree of the same size and a word with his mother before it goes in.",
            ),
        ),
        conflict_note="Came to light when I opened the file: I wrote the planting agreement in my "
        "last job. To be handed over.",
    ),
    Story(
        "contractor-conduct", "Repairs", "phone", (5, 20),
        "Operative smoked in the flat and made remarks",
        (
            point(
                "The man from $builder lit a cigarette at my kitchen window, and when I asked "
                "him to put it out he said he'd heard about me. Heard what? From who? I was on "
                "my own with him for an hour after that.",
                "That he does not come here again and that somebody tells me what he meant.",
            ),
            point(
                "I rang the same afternoon, $then, and was told to put it in an e-mail. I don't "
                "have e-mail. I said so.",
                "To be believed the first time.",
            ),
        ),
        adjustments="No e-mail. Phone only, mornings before 11.",
    ),
    Story(
        "noise-above", "Anti-social behaviour (as landlord)", "web", (60, 180),
        "Noise from the flat above: diary sheets sent in twice and lost twice",
        (
            point(
                "I filled in diary sheets for six weeks as asked. They were lost. I filled them "
                "in for another six. I was told on $day1 that those cannot be found either and "
                "would I mind starting again. I would mind.",
                "The sheets found, and the case opened from the first date and not the third.",
            ),
            point(
                "The noise itself: an exercise machine, between 1 and 4 in the morning. I drive "
                "a bus.",
                "Something done about the noise.",
            ),
        ),
        questions="Are the first sheets those handed in at the Brindlewick office?",
    ),
    Story(
        "asb-closed", "Anti-social behaviour (as landlord)", "email", (80, 210),
        "Case about dealing from a neighbouring flat closed without telling us",
        (
            point(
                "We gave statements. Two of us gave statements and you know what that means "
                "round here. On $day2 I rang for news and was told the case was closed in "
                "$month. No letter, no call. We have been living next to him thinking something "
                "was happening.",
                "To know why it was closed and by whom, and for it to be looked at again.",
            ),
            point(
                "The officer gave my name on the phone to my neighbour as “the other witness”.",
                "An explanation. I have also written to your data protection officer.",
                PARTLY,
                "How the officer behaved is ours to answer. The disclosure itself is being looked "
                "at by the data protection officer under reference DP-118.",
            ),
        ),
        vulnerability="Fears reprisals. Do not write to the home address about the neighbour.",
        adjustments="Contact by e-mail only; no voicemail messages.",
    ),
    Story(
        "accused", "Anti-social behaviour (as landlord)", "letter", (15, 40),
        "Warning letter for a party on a night when I was in hospital",
        (
            point(
                "I received a warning letter dated $then about a party at my address. I was in "
                "the infirmary with my hip from the week before until the week after. The "
                "letter says “we have spoken to you”. You have not.",
                "The letter withdrawn, in writing, with a copy for my file.",
            ),
            point(
                "When I telephoned I was asked whether I could prove it. I offered the scar.",
                "An apology.",
            ),
        ),
    ),
    Story(
        "rent-arrears-error", "Rent and service charges", "email", (25, 70),
        "Rent payments put on a previous tenant's account",
        (
            point(
                "My rent for $n months went on the account of the woman who lived here before "
                "me. I sent bank statements. I then had a letter about court. I sent the bank "
                "statements again. I then had a visit.",
                "My account put right and the court letter withdrawn.",
            ),
            point(
                "The visit was at 7.50 in the morning, in front of my children and the "
                "neighbours, and he said the word eviction twice.",
                "A promise that it goes no further and an apology to my children.",
            ),
        ),
    ),
    Story(
        "ground-floor-lift", "Rent and service charges", "web", (45, 120),
        "Charged 50% [see note 1] of the lift though I live on the ground floor",
        (
            point(
                "My statement says “lift maintenance: 50% [see note 1]”. There is no note 1. "
                "There is a note 2, which says “as note 1”. I have rung and was told that the "
                "notes are standard.",
                "Note 1, please. Or the money.",
            ),
            point(
                "If the answer is that I must take the reasonableness of the charge to the "
                "tribunal, say so and I will. But first I want to know what it is.",
                "A proper breakdown of the charge.",
                PARTLY,
                "The statement is ours to explain. Whether the charge is reasonable is for the "
                "First-tier Tribunal.",
            ),
        ),
    ),
    Story(
        "paid-twice", "Rent and service charges", "phone", (5, 18),
        "Direct debit for rent taken twice in one week",
        (
            point(
                "You took $rent on $then and then you took it again. My bank charged me and my "
                "card was refused in the supermarket with a full trolley and a queue behind me. "
                "I was told it would go back “in the next run”. I don't have a next run, I have "
                "a gas meter.",
                "The money back today and the bank charge with it.",
            ),
        ),
        vulnerability="Says there is no money for the pre-payment meter until this is refunded.",
    ),
    Story(
        "major-works", "Leasehold", "letter", (120, 300),
        "Roof estimate doubled after the consultation",
        (
            point(
                "The notice of intention in $month gave an estimate of $big per flat. The "
                "invoice is for more than twice that. I have read section 20 with some care and "
                "I do not believe that what was sent to us between the two amounts to "
                "consultation. One of the enclosures was the agenda of a parks meeting.",
                "A schedule of the costs, the observations received and your answers to them.",
            ),
            point(
                "My $n letters on the subject have been acknowledged by a machine.",
                "A reply from a person who has read them.",
            ),
            point(
                "The scaffolders broke the neighbouring freeholder's greenhouse and he is "
                "sending the bill to us leaseholders.",
                "To be told that it is not ours to pay.",
                NOT_OURS,
                "The claim lies between the freeholder next door and the scaffolding firm's "
                "insurer; we will give him their details.",
            ),
        ),
    ),
    Story(
        "alterations", "Leasehold", "email", (60, 130),
        "$Weeks weeks for permission to move a radiator",
        (
            point(
                "I paid the fee of $amount for consent to move one radiator eighty centimetres. "
                "I chased it on $day2 and again on $day1. The team that deals with it has "
                "merged with another team and neither has my cheque, though both have cashed it.",
                "A decision, yes or no, and one of the two fees back.",
            ),
        ),
    ),
    Story(
        "moving-medical", "Moving within our homes", "phone", (100, 250),
        "Medical evidence for a ground-floor move lost in the post room",
        (
            point(
                "My son handed the consultant's letter in at the civic centre in $month and got "
                "a receipt for it. You now say that there is no medical evidence. I have a "
                "receipt for the evidence. I'm looking at it.",
                "The letter found or the receipt believed, and my priority counted from then.",
            ),
            point(
                "I am eighty-one and I go up forty stairs on my bottom.",
                "A move before I fall.",
            ),
        ),
        acting=Acting("Son", Authority.WRITTEN),
        vulnerability="Aged 81, two falls this year.",
        adjustments="Large print (20 point, yellow paper). Copy of everything to the son.",
    ),
    Story(
        "exchange", "Moving within our homes", "web", (60, 120),
        "Mutual exchange refused two days after the deadline for refusing it",
        (
            point(
                "Under the tenancy you have 42 days to refuse an exchange. You took 44 and then "
                "refused it. Both families had booked vans. We had told the children's school.",
                "The exchange allowed, or our van money back ($amount) and a reason.",
            ),
        ),
    ),
)  # fmt: skip
