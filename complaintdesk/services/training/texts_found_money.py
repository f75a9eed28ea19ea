"""What was found on the invented general complaints, part 1: money, homes, parking, people."""

from complaintdesk.domain.parts import RemedyType
from complaintdesk.services.training.outcomes import (
    Outcome,
    no_finding,
    partly,
    upheld,
)

SORRY, SAY, EXPLAIN = RemedyType.APOLOGY, RemedyType.ACKNOWLEDGE, RemedyType.EXPLAIN
AGAIN, RECORD, RULES = RemedyType.RECONSIDER, RemedyType.CORRECT, RemedyType.POLICY

FOUND_MONEY: dict[str, tuple[Outcome, ...]] = {
    "bailiffs": (
        upheld("The completion letter was on the account from the first time it was sent.",
               "The firm told in writing to stop, with a copy to you", RECORD),
        upheld("The fees followed from a bill that was not yours.",
               "The fees taken off and the credit file checked", RECORD),
    ),
    "single-person": (
        upheld("The automatic reply shows that you told us.",
               "The discount back from the right date and the penalty cancelled", RECORD),
    ),
    "bereavement": (
        upheld("The notice of the death came in and was matched to the wrong account.",
               "The account put in one name, and nothing more sent in the other", RECORD),
        upheld("The question was asked from a script that has no line for this.",
               "The script changed, and the desk staff told why", RULES),
    ),
    "template-letter": (
        upheld("The letter was sent from a test of the new system.",
               "A letter that says which permit and why not", EXPLAIN),
        partly("The notices were rightly issued on what the wardens could see. They would not "
               "have been if our letter had made sense.",
               "Both notices looked at again by the parking team", AGAIN),
    ),
    "hb-delay": (
        upheld("The same payslips are on the file four times. Each lot was read by somebody new.",
               "The claim decided and paid from its first date"),
        upheld("A claim is not closed for papers that we hold.",
               "The closing taken back, and an apology", SORRY),
    ),
    "hb-overpayment": (
        upheld("Two people of one name share one record. The bakery is the other one's.",
               "The overpayment cancelled and the two records parted", RECORD),
        upheld("What was taken was not owed.", "Everything that was taken paid back", pounds=412),
    ),
    "one-word-name": (
        upheld("The form cannot take what a passport can.",
               "The name corrected on every letter, and the form changed", RECORD),
    ),
    "temporary-flat": (
        partly("Nothing larger was free for a part of the time. Two flats were, later on, and "
               "were not offered.", "Two rooms with a kitchen", ),
        upheld("The case had no officer for five weeks.",
               "A named officer, who rings on a set day", EXPLAIN),
    ),
    "call-backs": (
        upheld("Every promise of a call is on the record and none of the calls is.",
               "An assessment in person, in a room"),
    ),
    "banding": (
        upheld("The form says two. It was typed as none.",
               "The right band, from the day of applying", RECORD),
    ),
    "blue-badge": (
        upheld("The application was complete when it came in and was read nine weeks later.",
               "The badge sent by special delivery"),
        upheld("To reapply puts people at the end of the queue.",
               "The message taken off the line", RULES),
    ),
    "permit-double": (
        upheld("The two buttons do what the other one says.",
               "A permit, and the penalty cancelled", RECORD),
    ),
    "phone-call": (
        upheld("One note, “deceased”, was set by a slip of a key and went to seven systems.",
               "One officer to put right all seven, and to ring when it is done", RECORD),
    ),
    "bsl": (
        upheld("The booking was made and cancelled by our supplier, and we did not check.",
               "The appointment again, with an interpreter"),
        upheld("There was no other way to book.",
               "Booking by video relay and by e-mail", RULES),
    ),
    "chasing-old": (
        upheld("No call is on record, though the letter speaks of one.",
               "A call from the manager at a time you choose", SORRY),
        upheld("The letter says what did not happen.",
               "A note on the file that corrects the letter", RECORD),
    ),
    "register-error": (
        no_finding("Only the General Register Office can correct an entry. We have paid its fee, "
                   "and say nothing more on this point."),
        upheld("The text went out nine minutes before the appointment.",
               "Parking and half a day's pay paid back", pounds=64),
    ),
    "old-address": (
        upheld("One system was told and two were not.",
               "The address put right in all three, and the letters sent again", RECORD),
    ),
    "mixed-benefit": (
        upheld("The claim lay five weeks before anybody opened it.",
               "The claim decided, and paid from its first day"),
    ),
}  # fmt: skip
