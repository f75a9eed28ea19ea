"""Who did a thing, as every list and report tells it.

The name is what the officer of a PC gave; a scheduled job may have none. The account and PC are
the system's own word.
"""

from complaintdesk.domain.text import clean_line

NOT_RECORDED = "not recorded"


def in_full(by: str, account: str = "", pc: str = "") -> str:
    """“Sam Patel (sam on pc-1)”, or “not recorded (root on vm)” where no name was set."""
    signed_in = " on ".join(part for part in map(clean_line, (account, pc)) if part)
    return (clean_line(by) or NOT_RECORDED) + (f" ({signed_in})" if signed_in else "")


def shortly(by: str, account: str = "", pc: str = "") -> str:
    """The name alone; with no name, all that is known."""
    return clean_line(by) or in_full("", account, pc)
