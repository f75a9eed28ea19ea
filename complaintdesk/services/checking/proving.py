"""A store that began from a checkpoint, held against the record that it is said to be the sum of.

A checkpoint can be made up by whoever writes to the share. Only the record tells, read from its
first change: that takes as long as a first opening without a checkpoint, so it is done beside the
officer's work. Until then nothing is saved from this PC.
"""

from complaintdesk.services.checking import record_look
from complaintdesk.services.checking.running import private_folder
from complaintdesk.services.checking.store_copy import take
from complaintdesk.services.checking.subject import Subject
from complaintdesk.services.checkpoints import began_from, refuse, unproved
from complaintdesk.services.desk import Desk
from complaintdesk.store.peek import mark_damaged


def prove(desk: Desk) -> bool | None:
    """Whether this PC's store is what the record says; None where that cannot be told now.

    One that is not is marked as damaged, so that whoever has it open makes it again, and what it
    began from is refused from now on. It costs nothing where the store was proved or is this
    PC's own work. Raises DeskError.
    """
    note = unproved(desk.store_file)
    if not note.exists():
        return True
    name = began_from(desk.store_file)
    is_sound, is_forged = _is_what_the_record_says(desk)
    if not note.exists() or began_from(desk.store_file) != name:
        return True  # proved meanwhile by another window, or made again
    if is_sound:
        note.unlink(missing_ok=True)
    elif is_sound is False:
        if is_forged and not desk.read_only:
            refuse(desk.folder, name)
        mark_damaged(desk.store_file)
    return is_sound


def _is_what_the_record_says(desk: Desk) -> tuple[bool | None, bool]:
    """Whether it is, and whether that is the checkpoint's fault: a store that was damaged on this
    PC says nothing about what it began from.
    """
    with private_folder() as temp:
        subject = Subject(desk.folder, temp, desk.now, lambda _what, _place, _total: None)
        subject.store = take(desk.store_file, temp)
        for _ in record_look.look(subject):
            pass  # what is wrong with the record is for `check` to tell
        if subject.store.can_be_mended or subject.differences:
            return False, not subject.store.can_be_mended
        return subject.is_proved or None, False
