"""One figure: several runs, its median, and what it is measured against in the same run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """A median with its spread. A ratio has unit `x` and is taken run by run."""

    name: str
    figure: float
    unit: str
    against: str
    runs: int
    min: float
    max: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    def as_text(self) -> str:
        spread = f"{self.min:.3g} to {self.max:.3g}, {self.runs} runs"
        against = f"  against {self.against}" if self.against else ""
        return f"{self.name:<34} {self.figure:>9.3g} {self.unit:<3}{against}  ({spread})"


def figure(name: str, values: Sequence[float], unit: str, against: str = "") -> Figure:
    """The median of several runs."""
    return Figure(name, median(values), unit, against, len(values), min(values), max(values))


def ratio(name: str, ours: Sequence[float], theirs: Sequence[float], against: str) -> Figure:
    """Ours by theirs, pair by pair, since a machine's speed drifts."""
    return figure(name, [a / b for a, b in zip(ours, theirs, strict=True)], "x", against)
