"""One figure: several runs, its median, what it is measured against in the same run, its aim."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """A median with its spread. A ratio has unit `x` and is taken run by run.

    `aim` is what it should not be above, where an aim is set.
    """

    name: str
    figure: float
    unit: str
    against: str
    runs: int
    min: float
    max: float
    aim: float | None = None

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def as_text(self) -> str:
        spread = f"{self.min:.3g} to {self.max:.3g}, {self.runs} run{'s' * (self.runs > 1)}"
        against = f"  against {self.against}" if self.against else ""
        return f"{self.name:<44} {self.figure:>9.3g} {self.unit:<3}{self._aim}{against}  ({spread})"

    @property
    def _aim(self) -> str:
        if self.aim is None:
            return ""
        return f"  aim {self.aim:.3g}{'' if self.figure <= self.aim else ', MISSED'}"


@dataclass(frozen=True, slots=True)
class Scope:
    """How often each thing is measured, and whether at its full size; a short run is for CI."""

    runs: int
    full: bool = False

    def size(self, short: int, full: int) -> int:
        return full if self.full else short


def figure(
    name: str, values: Sequence[float], unit: str, against: str = "", aim: float | None = None
) -> Figure:
    """The median of several runs."""
    low, high = min(values), max(values)
    return Figure(name, median(values), unit, against, len(values), low, high, aim)


def nearly_all(name: str, values: Sequence[float], unit: str, aim: float | None = None) -> Figure:
    """What 95 of 100 runs stay below."""
    most = quantiles(values, n=20, method="inclusive")[-1]
    return Figure(name, most, unit, "", len(values), min(values), max(values), aim)


def ratio(
    name: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    against: str,
    aim: float | None = None,
) -> Figure:
    """Ours by theirs, pair by pair, since a machine's speed drifts."""
    pairs = [a / b for a, b in zip(ours, theirs, strict=True)]
    return figure(name, pairs, "x", against, aim)
