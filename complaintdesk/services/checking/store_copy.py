"""A copy of this PC's store to be examined, and what came of taking it."""

from dataclasses import dataclass, field
from pathlib import Path

from complaintdesk.domain.errors import DeskUnusable, StoreBusy, StoreDamaged
from complaintdesk.services.checking.finding import Finding, Level, why
from complaintdesk.services.checkpoints import unproved
from complaintdesk.store import examining
from complaintdesk.store.peek import is_marked

AREA = "store"
REBUILD = "Run `complaintdesk check --repair`: it is made again from the record."
KEEP = "It may hold what the record has lost: keep it."


@dataclass(slots=True)
class StoreCopy:
    """The copy, where there is one, the seals it remembers, and what is wrong with it."""

    path: Path | None = None
    seals: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stands_on: str = ""  # by what its due dates were worked out
    is_unproved: bool = False  # it began from a checkpoint, and nothing is saved from it yet
    can_be_mended: bool = False
    is_mended: bool = False

    @property
    def head(self) -> int:
        return max(self.seals, default=0)

    def said(self, level: Level, sentence: str, remedy: str = "") -> None:
        self.findings.append(Finding(level, AREA, sentence, remedy))

    def damaged(self, sentence: str) -> None:
        """Note a fault that making the store again mends, where the record is sound."""
        self.can_be_mended = True
        self.findings.append(Finding("fault", AREA, sentence, REBUILD))


def take(store: Path | None, temp: Path | None) -> StoreCopy:
    """Copy the store at `store` into `temp` and look at its structure."""
    taken = StoreCopy()
    if store is None:
        taken.said("warning", "It cannot be told which store on this PC is this desk's.")
    elif temp is None:
        taken.said("warning", "This PC has no room to look at its store.")
    else:
        taken.is_unproved = unproved(store).exists()
        _take(taken, store, temp / "this-pc.db")
    return taken


def _take(taken: StoreCopy, store: Path, to: Path) -> None:
    try:
        if unmade := _unmade(store):
            taken.said("note", unmade)
        elif not examining.take_copy(store, to):
            taken.said("note", "It is from an older program, and brought up to date at opening.")
        else:
            taken.seals, taken.stands_on = examining.seals(to), examining.stands_on(to)
            if is_marked(store):
                taken.damaged("This PC's store was found damaged while it was in use.")
            for words in examining.structure(to):
                taken.damaged(f"This PC's store is damaged: {words}.")
            taken.path = to
    except examining.NewerStore as error:
        taken.said("fault", str(error), "Update complaintdesk on this PC.")
    except (StoreBusy, examining.NoRoom) as error:
        taken.said("warning", str(error))
    except StoreDamaged:
        taken.damaged("This PC's store is damaged, or is no store of complaintdesk.")
    except DeskUnusable:
        taken.said("fault", "This PC's store cannot be opened.", "Ask IT for the right to read it.")
    except OSError as error:
        taken.said("fault", f"This PC's store cannot be read ({why(error)}).")


def _unmade(store: Path) -> str:
    """Why there is nothing in the file of a store to be looked at; "" where there is."""
    if not store.exists():
        return "This PC has none yet: it is made when the desk is opened."
    if not store.stat().st_size:
        return "It is empty, as a full disk leaves one: it is made anew when the desk is opened."
    return ""
