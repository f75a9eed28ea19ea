"""What a proof says: its figures, its faults, how to repeat it, and whether it passed."""

import os
import platform
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from complaintdesk import __version__

_SHOWN = 12  # faults told one by one


class Broken(AssertionError):
    """What had to be true is not."""


class Skipped(Exception):
    """The proof cannot be made here; the sentence says why."""


def require(holds: object, sentence: str) -> None:
    """Raise Broken with this sentence unless it holds."""
    if not holds:
        raise Broken(sentence)


@dataclass
class Report:
    """One run of one proof. `told` hears each line as it is said."""

    name: str
    seed: int = 1
    told: Callable[[str], None] = print
    figures: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    skipped: str = ""
    began: float = field(default_factory=time.monotonic)

    @property
    def passed(self) -> bool:
        return not self.faults

    def say(self, line: str) -> None:
        self.told(f"  {line}")

    def figure(self, name: str, value: object, unit: str = "", limit: float | None = None) -> None:
        """A figure; one beyond its limit is a fault."""
        self.figures[name] = value
        shown = f"{value:.4g}" if isinstance(value, float) else str(value)
        bound = "" if limit is None else f"   (limit {limit:g})"
        self.say(f"{name:<46} {shown:>10} {unit}{bound}".rstrip())
        if limit is not None and isinstance(value, (int, float)) and value > limit:
            self.fault(f"{name}: {shown} {unit} is beyond {limit:g}.")

    def check(self, holds: object, sentence: str) -> None:
        """Note a fault unless it holds; the proof goes on."""
        if not holds:
            self.fault(sentence)

    def fault(self, sentence: str) -> None:
        self.faults.append(sentence)
        if len(self.faults) <= _SHOWN:
            self.say(f"FAULT: {sentence}")

    def as_json(self) -> dict[str, object]:
        return {
            "proof": self.name, "passed": self.passed, "skipped": self.skipped, "seed": self.seed,
            "seconds": round(time.monotonic() - self.began, 1), "figures": self.figures,
            "faults": self.faults, "machine": machine(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof and how large it is made for a test and in full."""

    run: Callable[..., None]
    short: Mapping[str, Any]
    full: Mapping[str, Any]

    @property
    def title(self) -> str:
        return (self.run.__doc__ or "").partition("\n")[0]


def prove(
    name: str, proof: Proof, *, full: bool, seed: int, told: Callable[[str], None] = print
) -> Report:
    """Run a proof; whatever breaks it is in the report."""
    report = Report(name, seed, told)
    told(f"{name}: {proof.title}")
    try:
        proof.run(report, **(proof.full if full else proof.short))
    except Skipped as reason:
        report.skipped = str(reason)
    except Exception as error:  # noqa: BLE001  any fault at all breaks the proof, and is told
        at = traceback.extract_tb(error.__traceback__)[-1]
        report.fault(f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})")
    told(_last_line(report, full))
    return report


def _last_line(report: Report, full: bool) -> str:
    again = f"python -m benchmarks.proofs {report.name}{' --full' if full else ''}"
    if report.skipped:
        return f"{report.name}: SKIPPED: {report.skipped}"
    took = f"{time.monotonic() - report.began:.1f} s"
    how = f"again with: {again} --seed {report.seed}"
    return f"{report.name}: {'PASSED' if report.passed else 'FAILED'} in {took}; {how}"


def machine() -> dict[str, object]:
    """Where the figures are from; a busy machine is told by its load."""
    return {
        "program": __version__, "python": platform.python_version(), "system": platform.system(),
        "cores": os.cpu_count() or 0,
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
    }  # fmt: skip


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 95th percentile and the longest."""
    ordered = sorted(values)
    return (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1])
