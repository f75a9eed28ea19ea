"""What somebody should see to about the desk itself: its backups, its folder, its details."""

import time
from dataclasses import dataclass

from complaintdesk.services.desk import Desk

_AGAIN = 600.0  # seconds between looks; the folder itself is looked at once an opening


@dataclass
class Reminders:
    """The desk's own troubles, looked at seldom: each look asks the share."""

    desk: Desk
    _folder: tuple[str, ...] | None = None
    _backups: str = ""
    _checkpoint: str = ""
    _looked_at: float = float("-inf")

    def now(self) -> tuple[str, ...]:
        """A sentence for each, the most pressing first; nothing while the share is away."""
        if self.desk.away:
            return ()
        from complaintdesk.services import checkpoints
        from complaintdesk.services.backups import standing
        from complaintdesk.services.checking.folder import folder_warnings

        if time.monotonic() - self._looked_at > _AGAIN:
            self._looked_at = time.monotonic()
            self._backups = standing(self.desk)
            refused = checkpoints.refused(self.desk.folder)
            self._checkpoint = checkpoints.in_words(refused[0]) if refused else ""
        if self._folder is None:
            self._folder = folder_warnings(self.desk.folder)
        return tuple(filter(None, (*self._folder, self._backups, self._checkpoint)))
