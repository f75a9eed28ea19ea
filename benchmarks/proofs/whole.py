"""The whole desk against a simple model: random work, crashes, a share that comes and goes."""

import random
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.proofs.desks import at_pc, check_stores, look_well, new_desk
from benchmarks.proofs.dying import Died, dying
from benchmarks.proofs.model import Model
from benchmarks.proofs.report import Report, require
from benchmarks.proofs.verbs import REFUSED, Hand
from complaintdesk.domain.errors import ShareUnavailable
from complaintdesk.record import folder as record_folder
from complaintdesk.services import checkpoints
from complaintdesk.services.checking.proving import prove
from complaintdesk.services.desk import Desk

_PCS = 3
_BEGINS = datetime(2026, 11, 20, 9, tzinfo=UTC)
_WEIGHTS = {
    "act": 50, "crash": 18, "look": 12, "save_again": 8, "restart": 4, "go_away": 3,
    "come_back": 6, "lose_store": 2, "checkpoint": 2,
}  # fmt: skip


def whole(report: Report, steps: int, runs: int) -> None:
    """Random work on three PCs, with crashes at every step, is what a simple model says."""
    tally: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_folder, "_PAUSE", 0.0005)
        patch.setattr(record_folder, "_UNFINISHED", 0.01)
        for run in range(runs):
            seed = report.seed + run
            with tempfile.TemporaryDirectory() as place:
                world = World(Path(place), seed)
                try:
                    world.live(steps)
                except AssertionError as error:
                    raise AssertionError(f"seed {seed}, {world.last}: {error}") from error
                finally:
                    tally += world.tally
                    world.close()
    for name in sorted(tally):
        report.figure(name, tally[name])
    report.figure("steps", steps * runs)
    report.figure("lost, twice, half done or out of order", 0)


class World:
    """Three PCs and a share, all in one process; every step is drawn from one seed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance, self.model = root, random.Random(seed), Model()
        self.tally: Counter[str] = Counter()
        self.last = "at the beginning"
        self._minutes = 0
        self.folder = new_desk(root, self.clock)
        self.homes = [root / f"pc-{n}" for n in range(_PCS)]
        self.desks: dict[Path, Desk] = {}
        self._ids = 0
        self._logged: list[str] = []

    def clock(self) -> datetime:
        return _BEGINS + timedelta(minutes=self._minutes)

    def live(self, steps: int) -> None:
        names, weights = zip(*_WEIGHTS.items(), strict=True)
        for step in range(steps):
            name = self.chance.choices(names, weights)[0]
            self.last, self._minutes = f"step {step}, {name}", self._minutes + 1
            home = self.chance.choice(self.homes)
            with at_pc(home):
                getattr(self, name)(home)
        self.settle()

    def settle(self) -> None:
        """The share is back, every form is saved again, and all is held against the model."""
        self.last = "at the end"
        self.come_back(self.homes[0])
        with at_pc(self.homes[0]):
            for _ in range(3):
                for change_id in list(self.model.forms):
                    self._save(self.homes[0], change_id)
        require(not self.model.forms, f"{len(self.model.forms)} forms cannot be saved.")
        self.close()
        rows = check_stores(self.folder, self.homes, self.root / "anew", self.clock)
        self.model.check(self.folder, rows)

    def close(self) -> None:
        for desk in self.desks.values():
            desk.close()
        self.desks.clear()

    # What can happen

    def act(self, home: Path) -> None:
        self._ids += 1
        change_id = f"change-{self._ids:06}"
        hand = Hand(self._desk(home), self.chance, logged=self._logged)
        self.model.forms[change_id] = hand.choose()
        self._save(home, change_id)

    def save_again(self, home: Path) -> None:
        """A form that is not known to be saved is saved again, from this PC's drafts or another."""
        if self.model.forms:
            self._save(home, self.chance.choice(sorted(self.model.forms)))

    def crash(self, home: Path) -> None:
        """The program dies in the middle of something, and is started again later."""
        self._desk(home)
        with dying(self.chance) as where:
            self.last += f", {where}"
            try:
                for _ in range(3):  # some steps are not come to each time
                    self.act(home)
            except Died:
                self.tally["crashes in the middle of saving"] += 1
                self.desks.pop(home).close()

    def look(self, home: Path) -> None:
        desk = self._desk(home)
        look_well(desk)
        self.tally["looks"] += 1
        require(bool(desk.away) == self._is_away, f"The share is away: {desk.away or 'unnoticed'}")

    def restart(self, home: Path) -> None:
        if desk := self.desks.pop(home, None):
            desk.close()

    def lose_store(self, home: Path) -> None:
        self.restart(home)
        for path in home.rglob("cases.db*"):
            path.unlink()
            self.tally["stores deleted"] += 1

    def checkpoint(self, home: Path) -> None:
        desk = self._desk(home)
        if not self._is_away and desk.catch_up() >= 0:
            checkpoints.make(desk)
            self.tally["checkpoints made"] += 1

    def go_away(self, home: Path) -> None:
        if not self._is_away:
            self.folder.rename(self._elsewhere)
            self.tally["times the share went away"] += 1

    def come_back(self, home: Path) -> None:
        if self._is_away:
            self._elsewhere.rename(self.folder)

    # How

    @property
    def _elsewhere(self) -> Path:
        return self.folder.with_name("away")

    @property
    def _is_away(self) -> bool:
        return self._elsewhere.exists()

    def _desk(self, home: Path) -> Desk:
        if home not in self.desks:
            if self._is_away:
                self.come_back(home)  # a first opening needs the share
            self.desks[home] = Desk(self.folder, home.name, clock=self.clock)
            self.desks[home].catch_up()
            require(prove(self.desks[home]) is True, "A store from a checkpoint is not proved.")
        return self.desks[home]

    def _save(self, home: Path, change_id: str) -> None:
        what = self.model.forms[change_id]
        hand = Hand(self._desk(home), self.chance, logged=self._logged)
        try:
            ref = hand.act(change_id, what)
        except REFUSED:
            self._refused(home, change_id)
        except ShareUnavailable:
            self.tally["forms kept while the share is away"] += 1
            require(self._is_away, "The share is there, and was said not to be.")
        else:
            self.tally["changes acknowledged"] += 1
            self.model.tell(change_id, what[0], ref)

    def _refused(self, home: Path, change_id: str) -> None:
        """Refused is refused; but one that was saved before it died is told as what it is."""
        self.tally["refused by a rule"] += 1
        about = self.desks[home].store.saved_before(change_id)
        if about is None:
            self.model.refuse(change_id)
        else:
            self.model.tell(change_id, self.model.forms[change_id][0], about)
