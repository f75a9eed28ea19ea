"""Invented general complaints, part 1: council tax, benefits, homes, parking, customer services."""

from complaintdesk.domain.case import Authority
from complaintdesk.services.training.story import NOT_OURS, PARTLY, Acting, Story, point
from complaintdesk.services.training.texts_long import PHONE_CALL

MONEY: tuple[Story, ...] = (
    Story(
        "bailiffs", "Council tax", "email", (10, 30),
        "[URGENT] bailiffs at the door for a bill that is not mine",
        (
            point(
                "[URGENT] [THIRD E-MAIL] A man from $bailiffs came at 6.55 this morning for "
                "council tax on a house I sold before the account even began. I have sent you "
                "the completion letter THREE TIMES, see attachments 1, 1 and 1.",
                "Call them off today, in writing, and tell me that you have.",
            ),
            point(
                "He said he would be back for the car. The car is my daughter's and she is a "
                "district nurse.",
                "The $amount of fees taken off and nothing left on my credit file.",
            ),
        ),
        vulnerability="Says the stress is making them ill; has seen their GP about it.",
    ),
    Story(
        "single-person", "Council tax", "web", (40, 110),
        "Single person discount removed because of a lodger who left in $month",
        (
            point(
                "I told you in $month that my lodger had gone. I have the automatic reply, which "
                "thanks me for my patience. You have now billed me in full and added a penalty "
                "of $amount for not telling you what the automatic reply thanks me for.",
                "The discount back from the right date and the penalty cancelled.",
            ),
        ),
    ),
    Story(
        "bereavement", "Council tax", "letter", (30, 90),
        "Reminders addressed to a husband who died in $month",
        (
            point(
                "I used the service that tells everyone at once. The pension people knew, the "
                "passport office knew, the library knew and waived his fine. You have sent him "
                "$n reminders and a summons.",
                "That it stops. The account to be put in my name alone.",
            ),
            point(
                "At the desk on $day2 I was asked whether he could come in himself.",
                "I do not want anybody punished. I should like it not to happen to the next one.",
            ),
        ),
        vulnerability="Recently widowed.",
    ),
    Story(
        "template-letter", "Parking", "email", (4, 20),
        "Letter reads “Dear {{ customer.first_name }}”",
        (
            point(
                "Your letter of $then begins “Dear {{ customer.first_name }}” and tells me that "
                "my {{ permit.type | title }} permit {% if renewal %}was not renewed{% endif %}. "
                "It does give the fee correctly.",
                "A letter to me, saying which permit and why not.",
            ),
            point(
                "Meanwhile I have had two penalty notices outside my own house.",
                "Both cancelled, since I'd have renewed if I had been able to read the letter.",
                PARTLY,
                "The letter is ours. The notices have to be challenged with the parking team and "
                "then the tribunal; we will hold them while this is looked into.",
            ),
        ),
    ),
    Story(
        "hb-delay", "Benefits", "phone", (45, 100),
        "Housing benefit: $weeks weeks, the same payslips asked for $n times",
        (
            point(
                "I have sent my payslips in $n times. Online, at the desk, by post and again "
                "online. Each time a different person tells me that it's with the team. My "
                "landlord has been decent but he is not a charity.",
                "A decision, and the money backdated.",
            ),
            point(
                "I was told on $day1 that my claim had been closed for lack of payslips.",
                "The claim opened again from the first date.",
            ),
        ),
        adjustments="Dyslexic: short letters, main point first, and a call to go through them.",
    ),
    Story(
        "hb-overpayment", "Benefits", "letter", (380, 430),
        "Overpayment of $big demanded for a job that I never had",
        (
            point(
                "I have never worked at a bakery. There is another person with my name and he "
                "has. I have met him now, he is very nice, he lives in Marrowgate and he gets my "
                "letters too.",
                "The overpayment cancelled and the two of us kept apart.",
            ),
            point(
                "It has been taken out of my benefit since $monthyear, $amount at a time.",
                "All of it paid back.",
            ),
        ),
        discretion_reason="The mistake came to light only when the namesake opened a letter last "
        "month, and money is still being taken.",
    ),
    Story(
        "one-word-name", "Benefits", "web", (15, 40),
        "Form will not take a one-word name",
        (
            point(
                "I have one name. Your form says “enter your surname” and stays red. I entered "
                "a dot, as a colleague of yours advised, and now all my letters come to “Suhartini "
                "Dot” and the bank will not pay the cheque in.",
                "My name on my account as it is in my passport.",
            ),
        ),
        name="Suhartini",
    ),
    Story(
        "temporary-flat", "Homelessness and housing register", "phone", (40, 120),
        "Family of five in one room for $weeks weeks",
        (
            point(
                "We were told two weeks. One room, five of us, one ring to cook on. My eldest "
                "does her homework in the bath because there's a lock on it.",
                "Somewhere with a kitchen and a second room.",
            ),
            point(
                "Nobody has rung since $day3. I ring and I am told our officer has left and that "
                "we have not been given to anybody yet.",
                "An officer, by name, who rings back.",
            ),
        ),
        acting=Acting("Support worker", Authority.AWAITED),
        vulnerability="Three children at school; mother recovering from an operation.",
    ),
    Story(
        "call-backs", "Homelessness and housing register", "email", (10, 35),
        "Sleeping in a car; $n call-backs promised, none made",
        (
            point(
                "I presented as homeless on $then. I have been in my car since. Each day I am "
                "promised a call by the end of the day. I would like you to know that the end of "
                "the day comes quite early in a car.",
                "An assessment. In a room, if possible.",
            ),
        ),
        adjustments="Text before ringing: the phone is charged at the library only.",
        vulnerability="Sleeping in a car.",
    ),
    Story(
        "banding", "Homelessness and housing register", "web", (60, 160),
        "Band C because a form was read as “no children”",
        (
            point(
                "I ticked two children and wrote their names. Somebody typed 0. I found out by "
                "asking for my own file. The review was refused because I was outside the 21 "
                "days, which ran while I waited for the file.",
                "The right band, from the day I applied.",
            ),
        ),
        questions="Was the review refused by letter or on the telephone?",
    ),
    Story(
        "blue-badge", "Parking", "letter", (30, 80),
        "Blue badge expired while the renewal sat in a queue",
        (
            point(
                "I applied $weeks weeks before this letter, with everything you asked for. My "
                "badge has run out. I have missed two appointments at the pain clinic because I "
                "cannot get from the car park to the door.",
                "The badge. Or a letter that I can put in the windscreen.",
            ),
            point(
                "The telephone line said that I should “reapply to be seen sooner”.",
                "That message taken off before it makes more of these.",
            ),
        ),
        acting=Acting("Sister", Authority.VERBAL),
        adjustments="Large print (16 point).",
        vulnerability="Cannot walk more than 30 yards.",
    ),
    Story(
        "permit-double", "Parking", "web", (8, 30),
        "Resident permit refunded instead of renewed; then a penalty",
        (
            point(
                "I clicked renew and you refunded me. I rang at once. I was told not to worry. "
                "I have since been fined $amount, so it appears that I ought to have worried.",
                "A permit and the fine cancelled.",
            ),
        ),
    ),
    Story(
        "phone-call", "Customer services", "email", (3, 12),
        "Fifty-two minutes on the telephone about a change of address (long e-mail)",
        (
            point(PHONE_CALL, "To be rung back, by one person, who has read this to the end."),
        ),
        name="Philippa Fotheringay-Ormsby-Thistlethwaite",
    ),
    Story(
        "bsl", "Customer services", "web", (6, 25),
        "No sign language interpreter at an appointment booked $weeks weeks before",
        (
            point(
                "I am Deaf. I booked a British Sign Language interpreter with my appointment. "
                "On $then there was none. The member of staff wrote on a pad, in capitals, with "
                "spelling mistakes, for forty minutes. English is my second language.",
                "The appointment again, with an interpreter. No more notepads.",
            ),
            point(
                "I was then asked to ring to rearrange.",
                "A way to book that a Deaf person can use.",
            ),
        ),
        adjustments="British Sign Language; video relay. Never by telephone. Plain short e-mails.",
    ),
    Story(
        "chasing-old", "Customer services", "email", (20, 70),
        "Chasing my complaint [CD-2026-0012]: nobody rang",
        (
            point(
                "You closed [CD-2026-0012] saying that a manager would ring me within five days. "
                "That was $month. I kept the afternoon free on each of the five days. I have "
                "since kept free a good deal more.",
                "The call, from the manager, at the time you say.",
            ),
            point(
                "The letter that closed it says I was “satisfied with the call”.",
                "The record corrected: see <the letter>, page 2, **in bold**.",
            ),
        ),
        conflict_note="Found after the acknowledgement had gone: the closing letter of the earlier "
        "complaint is mine. To be handed over.",
    ),
    Story(
        "register-error", "Other", "letter", (12, 40),
        "Birth registered with the wrong name; told that a correction costs a fee",
        (
            point(
                "We spelt it out, twice. The registrar read it back to us right and typed it "
                "wrong. We did not see it until the certificate came. We are now asked for a fee "
                "to mend a mistake that we did not make.",
                "The entry corrected without a fee.",
                NOT_OURS,
                "Corrections of the register are decided by the General Register Office; we have "
                "sent them the papers and will pay the fee if our registrar made the error.",
            ),
            point(
                "The appointment for the correction was then cancelled by text, in the car park.",
                "Our parking and half a day's pay back.",
            ),
        ),
    ),
)  # fmt: skip
