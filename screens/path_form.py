"""What the forms that take a file share: the path is looked at while it is typed or dragged."""

import asyncio

from textual import work
from textual.widgets import Static

from screens import show
from screens.base import off_loop
from screens.form import FormScreen

_PAUSE = 0.3  # seconds after the last key until the file is looked at


class PathFormScreen(FormScreen):
    """A form with a `path`, and a line `#found` that says what is there."""

    _looked: str | None = None  # the path that was looked at last

    def found_at(self, path: str) -> str:
        """What is said of the file at a path, or why it cannot be taken; off the event loop."""
        raise NotImplementedError

    def understand(self) -> None:
        path = self.fields["path"]
        if path != self._looked:
            self._looked = path
            self.look(path)

    @work(exclusive=True, group="look")
    async def look(self, path: str) -> None:
        """Say which file it is; each key stops the look before it."""
        if path.strip():
            await asyncio.sleep(_PAUSE)
        said = await off_loop(self.found_at, path) if path.strip() else ""
        self.query_one("#found", Static).update(show.line(said))
