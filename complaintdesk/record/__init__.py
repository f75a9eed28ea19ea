"""The desk's append-only record: what counts, on the share that every officer's PC can reach.

One small immutable file for each thing an officer did, numbered 1, 2, 3 and so on. A change counts
exactly when its file is in place under the next free number, and is never altered or taken away
afterwards. Read in this order: `change` (what is in a file), `place` (how a file gets its name),
`folder` (append and read since), `verify` (all of it, from the first).

What must hold, and the tests in tests/storage that guard it:

1. A number is given once: the second to ask is told that it is taken.
                                            (test_record.py: taken; tests/faults: writers)
2. A file is whole or does not count: its last line seals its first, which holds the hash of the
   second.                                  (test_record_damage.py: damaged)
3. Each change names the seal of the one before, so that none can be altered, removed, put in,
   reordered or brought from another desk without it showing.
                                            (test_record.py: chain; test_verify.py)
4. An error while putting a file in place means "look whether it is there", never "it failed".
                                            (test_record_faults.py: faults)
5. What a PC leaves behind when it goes down never counts, and is taken away once nobody can be
   writing it; taken away too early, it is written again.
                                            (test_record_folders.py; tests/faults: kills)
6. No folder holds over a thousand changes, and a look that finds nothing new is one operation.
                                            (test_record_folders.py)
7. Links, pipes and what is too big to be ours are never read; opened to be read, nothing is
   written.                                 (test_record_folders.py)
8. A change is told as saved once its file is on the disk, and its name too where a folder can be
   told to write its names.                 (test_record_faults.py: syncing)
9. A hole is never filled: a record that ends before what a PC has seen, or lacks a change before
   others, is refused.                      (tests/services/test_following.py)
"""
