"""A PC whose disk is full: `python -m benchmarks.proofs.full_disk DESK HOME`, for `calls`.

No file may grow beyond a limit of the process, so that the system itself refuses to write. Says
what the officer was told at each limit, and saves each change again once there is room.
"""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.proofs.desks import details, opened
from complaintdesk.domain.errors import DeskError
from complaintdesk.services.commands import log_complaint

_SIZES = (0, 1, 512, 600, 1024, 2048, 4096, 8192, 16_384, 65_536, 1 << 30)  # bytes of one file


def main(folder: Path, home: Path) -> None:
    told = []
    with opened(folder, home) as desk:
        log_complaint(desk, details(desk, "Ann"))
        for size in (*_SIZES, desk.store_file.stat().st_size):
            change_id, said = desk.make_id(), ""
            with _room(size):
                try:
                    log_complaint(desk, details(desk, "Ben"), change_id)
                except DeskError as error:
                    said = str(error)
            log_complaint(desk, details(desk, "Ben"), change_id)
            told.append(said)
    print(json.dumps(told))


@contextmanager
def _room(size: int) -> Iterator[None]:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
