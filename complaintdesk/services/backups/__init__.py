"""Backups of a desk: made from its record, proved by rebuilding, kept to a rule, brought back.

    names      what a backup is called, and which names may come out of one
    manifest   the list inside it: every file with its size and SHA-256
    looking    what of a desk belongs into a backup, read without following a link
    contents   letters and documents, each stored once under its SHA-256
    packing    the zip, written piece by piece
    archive    a zip looked at before anything in it is believed
    proving    the store rebuilt from it, and compared with this PC's
    making     one backup from the beginning to its seal
    keeping    which ones stay
    daily      the day's own, and the one before a migration
    newest     the sentence on the screen where there is none
    restoring  a desk made beside the real one
    differing  what the two do not have in common

A zip without its `.verified` beside it is no backup. Nothing here imports the heavy parts when it
is itself imported, so that a screen may ask `standing`.
"""

from complaintdesk.services.backups.newest import standing

__all__ = ["standing"]
