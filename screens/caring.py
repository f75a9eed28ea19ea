"""What the queue's screen does for the desk itself, beside the officer's work."""

from textual import work
from textual.content import Content

from complaintdesk.domain.errors import DeskError
from complaintdesk.services.desk import Desk
from complaintdesk.services.reminders import Reminders
from screens import show
from screens.base import off_loop
from screens.list_screen import ListScreen

_WARM_UP = 0.5  # seconds after the queue is shown
_TEND = 20.0  # seconds after which what the desk does by itself may begin
_PROVE = 1.0  # seconds, where what a first opening took over is still to be proved
_BOTH = (
    "It is over six months since the details of both ombudsmen were checked. Look whether they are "
    "still right (Ctrl+P, Ombudsmen)."
)


class CaringScreen(ListScreen):
    """A list that says what somebody should see to about the desk, and has the rest done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reminders = Reminders(desk)
        self.trouble = ""  # with desk.toml
        self._reminded = False

    def begin_care(self) -> None:
        """Once the desk's record was reached."""
        self.set_timer(_WARM_UP, self.warm_up)
        self.set_timer(_TEND, self.tend)
        self.set_timer(_PROVE, self.prove)

    @work(group="warm-up", exit_on_error=False)
    async def warm_up(self) -> None:
        """Load what the first case needs while the officer reads the queue."""
        await off_loop(self.desk.warm_up)

    @work(group="tend", exit_on_error=False)
    async def tend(self) -> None:
        """Have backup and checkpoint made, once a day and only for a desk that is really used."""
        if self.app.tended and self.desk_watch:  # type: ignore[attr-defined]
            await off_loop(self.desk_watch.tend)

    @work(group="prove", exit_on_error=False)
    async def prove(self) -> None:
        """Hold what a first opening took from a checkpoint against the record: till then nothing
        is saved from this PC, so it is begun at once.
        """
        unproved = await off_loop(self.desk.is_unproved)
        if unproved and self.desk_watch:
            await off_loop(self.desk_watch.tend)

    async def warn(self) -> None:
        """Name the most pressing trouble of the desk's folder, its backups and checkpoints."""
        warned = await off_loop(self.reminders.now)
        self.say_line("warned", show.line(warned[0] if warned else "", "$text-warning"))

    async def remind(self) -> None:
        """Ask for a look at the ombudsmen's details when it is time: aloud once, then calmly."""
        from complaintdesk.services import ombudsmen

        found = await off_loop(ombudsmen.reminders, self.desk)
        said = "The ombudsmen's details are due a check: Ctrl+P, Ombudsmen." if found else ""
        self.say_line("reminder", Content.styled(said, "$text-muted"))
        if found and not self._reminded:
            self._reminded = True
            self.tell(found[0] if len(found) == 1 else _BOTH)

    async def say_drafts(self) -> None:
        """Say what is wrong with desk.toml, or else which forms are half written."""
        from complaintdesk.services import drafts

        try:
            kept = await off_loop(drafts.unfinished, self.desk)
        except (DeskError, OSError):
            return  # the next look says it; what is kept stays kept
        said = f"{len(kept)} half-written kept: press n to go on." if kept else ""
        self.say_line("kept", show.line(self.trouble or said, "$text-warning"))
