"""The desk on a real file server: two SMB mounts in a user-mode Linux guest, which needs no rights
on the network and reads this machine's files only."""

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.proofs.report import Report, Skipped, require

ROUND_TRIPS = 12  # at most, for one change
_NEEDS = {  # each program and the Debian package that has it
    "linux.uml": "user-mode-linux", "smbd": "samba", "mount.cifs": "cifs-utils",
    "tc": "iproute2", "iptables-legacy": "iptables", "modprobe": "kmod", "mkfs.ext4": "e2fsprogs",
}  # fmt: skip
_SYSTEM = "/usr/sbin:/sbin:/usr/bin:/bin"
_PROJECT = Path(__file__).parents[2]
_SILENT = "con=null con0=null,fd:2 ssl=null quiet"


def smb(
    report: Report, delay: int, changes: int, processes: int, seconds: int, patience: int
) -> None:
    """On two real SMB mounts, delayed and cut for a while, every change is there exactly once."""
    _refuse_unable()
    given = {"delay": delay, "changes": changes, "processes": processes, "seconds": seconds,
             "seed": str(report.seed)}  # fmt: skip
    answer = _boot(given, patience)
    alone, cut, trip = answer["alone"], answer["cut"], 2 * delay
    report.figure("round trip on the line", trip, "ms")
    report.figure("one change alone, median", alone["save_ms"], "ms")
    report.figure("one change alone, without the delay", alone["undelayed_ms"], "ms")
    report.figure("round trips waited for in it", alone["round_trips"], "", ROUND_TRIPS)
    report.figure("requests sent in it, and just after", alone["requests"])
    report.figure("requests of a look with nothing new", alone["look_requests"])
    report.figure(f"acknowledged, the line cut for {seconds} s", cut["acknowledged"])
    report.figure("lost, twice, skipped, or stores that differ", 0)
    report.figure("longest change, the cut included", cut["longest_s"], "s")
    report.figure("median change of all", cut["median_ms"], "ms")


def install() -> None:
    """Get what is missing, on Debian and its like."""
    if missing := _missing():
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True)
    Path("/lib/modules").mkdir(parents=True, exist_ok=True)


def _missing() -> list[str]:
    path = f"{os.environ.get('PATH', '')}:{_SYSTEM}"
    return sorted({p for program, p in _NEEDS.items() if not shutil.which(program, path=path)})


def _refuse_unable() -> None:
    if sys.platform != "linux":
        raise Skipped("a guest with an SMB server is booted on Linux only")
    if os.getuid() != 0:
        raise Skipped("it has to be run as root, for the guest reads this machine's files")
    if missing := _missing():
        raise Skipped(f"these packages are missing: {', '.join(missing)} (--install gets them)")
    if not Path("/lib/modules").is_dir():
        raise Skipped("there is no folder /lib/modules (--install makes it)")


def _boot(given: dict[str, object], patience: int) -> dict[str, dict[str, float]]:
    """Boot the guest, wait until it is off, and read what it left."""
    with tempfile.TemporaryDirectory() as made:
        folder, out = Path(made), Path(made) / "out"
        out.mkdir()
        _write_settings(folder, given)
        disk = folder / "disk"
        with disk.open("wb") as file:
            file.truncate(1 << 30)
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", str(disk)], check=True)
        command = [
            "linux.uml", "mem=2000M", f"ubda={disk}", "root=/dev/root", "rootfstype=hostfs",
            "rootflags=/", "ro", f"init={Path(__file__).with_name('guest.sh')}",
            f"proof={folder}", *_SILENT.split(),
        ]  # fmt: skip
        with (
            (folder / "console").open("wb") as console,
            contextlib.suppress(subprocess.TimeoutExpired),
        ):
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=console, timeout=patience
            )
        return _answer(folder)


def _write_settings(folder: Path, given: dict[str, object]) -> None:
    said = {"PROJECT": str(_PROJECT), "PYTHON": sys.executable, "GIVEN": json.dumps(given)}
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in said.items()]
    (folder / "settings").write_text("".join(lines), "utf-8")


def _answer(folder: Path) -> dict[str, dict[str, float]]:
    out = folder / "out"
    if (out / "answer").exists() and not (out / "status").exists():
        raise Skipped("this machine is too slow, or too busy, for a guest with an SMB server")
    if not (out / "status").exists():
        raise Skipped(f"the guest did not come up here: {_tail(folder / 'console')}")
    status = int((out / "status").read_text())
    if status == 90:
        raise Skipped(f"the share could not be made in the guest: {_tail(out / 'boot')}")
    require(status == 0, f"The guest ended with {status}: {_tail(out / 'errors')}")
    found: dict[str, dict[str, float]] = json.loads((out / "answer").read_text())
    return found


def _tail(path: Path) -> str:
    return path.read_text(errors="replace").strip()[-400:] if path.exists() else "nothing was said"
