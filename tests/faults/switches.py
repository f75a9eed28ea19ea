"""What each proof must notice: one safeguard after the other switched off, in tests only."""

import json
import os
import time
from pathlib import Path

import pytest

from complaintdesk.domain.change import Change
from complaintdesk.record import change as change_file
from complaintdesk.record import folder as record_folder
from complaintdesk.record import verify
from complaintdesk.services import saving
from complaintdesk.store.store import Store
from complaintdesk.store.writing import Writing


def overwrite() -> None:
    """A number is not given once: whoever comes last has it."""
    record_folder.put_if_free = _overwriting


def _overwriting(path: Path, data: bytes) -> None:
    time.sleep(0.01)
    beside = path.with_name(f"{os.getpid()}.tmp")
    beside.write_bytes(data)
    beside.replace(path)


def give_up() -> None:
    """Whoever comes second does not try the next number."""
    saving._TRIES = 1


def believe_any_seal(patch: pytest.MonkeyPatch) -> None:
    """A file counts as whole whatever its seal says."""

    def decode(data: bytes, _number: int, _schema: int) -> Change:
        head, payload, seal = data.splitlines()
        return change_file._read(json.loads(head), json.loads(payload), seal.decode())

    patch.setattr(record_folder, "decode", decode)
    patch.setattr(verify, "decode", decode)


def save_any_version(patch: pytest.MonkeyPatch) -> None:
    """A case is saved whatever version the officer was looking at."""
    real = Writing.save
    patch.setattr(Writing, "save", lambda self, case, _version=None: real(self, case))


def forget_what_was_saved(patch: pytest.MonkeyPatch) -> None:
    """A form that is saved again is not looked for first."""
    patch.setattr(Store, "saved_before", lambda *_: None)


def believe_errors(patch: pytest.MonkeyPatch) -> None:
    """An error means that it failed; nobody looks whether the file got there."""
    patch.setattr(record_folder.Record, "_look", lambda *_: None)
    patch.setattr(record_folder, "_TRIES", 1)


def commit_first(patch: pytest.MonkeyPatch) -> None:
    """The store is committed before the change is in the record."""
    real = Writing.head

    def head(self: Writing) -> tuple[int, str]:
        found = real(self)
        self._session.commit()
        return found

    patch.setattr(Writing, "head", head)
