"""Scripts in processes of their own that are forked from one which has loaded the database's part.

To load that is most of what a command takes. What a script puts faults into is loaded by itself.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

_PATIENCE = 60.0  # seconds, for a busy machine
_LOADED = """
import json, os, sys
import complaintdesk.store.store
for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if not child:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    raise SystemExit  # nobody asks for more
os.environ.clear()
os.environ.update(job["environment"])
os.chdir(job["folder"])
for number, path in enumerate((os.devnull, job["out"], job["err"])):
    os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
sys.argv[1:] = job["arguments"]
exec(job["script"])
"""


class Forked:
    """The process that the others are forked from, until it is closed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LOADED], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment, text=True,
        )  # fmt: skip

    def __enter__(self) -> "Forked":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(
        self, script: str, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a script as `python -c` would, in this folder; what it says is left there."""
        out, err = folder / "said.out", folder / "said.err"
        job = {"script": script, "arguments": arguments, "environment": dict(environment),
               "folder": str(folder), "out": str(out), "err": str(err)}  # fmt: skip
        asked, told = self._process.stdin, self._process.stdout
        assert asked
        assert told
        asked.write(json.dumps(job) + "\n")
        asked.flush()
        assert select.select([told], [], [], _PATIENCE)[0], f"{arguments} never ended"
        status = int(told.readline())
        return subprocess.CompletedProcess(arguments, status, out.read_bytes(), err.read_bytes())


CAN_FORK = hasattr(os, "fork")
