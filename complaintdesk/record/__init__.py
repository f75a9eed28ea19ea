"""The desk's append-only record: what counts, on the share that every officer's PC can reach.

One small immutable file for each thing an officer did, numbered 1, 2, 3 and so on. A change counts
exactly when its file is in place under the next free number, and is never altered afterwards.
What must hold, and the test that guards it (tests/storage/test_record*.py):

1. A number is given once: the second to ask is told that it is taken.        (taken)
2. A file is whole or does not count: its last line seals its first.          (damaged)
3. Each change names the seal of the one before, so that none can be removed,
   reordered or brought from another desk without it showing.                 (chain)
4. An error while putting a file in place means "look whether it is there",
   never "it failed".                                                         (faults)
"""
