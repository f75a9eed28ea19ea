"""Take the pictures in docs/ again: `python docs/picture.py`. The same desk on the same day."""

import asyncio
import os
import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from complaintdesk.services.desk import Desk
from complaintdesk.services.training import OFFICER, make_training_desk
from screens.app import DeskApp

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
DOCS = Path(__file__).parent
# name, size, keys pressed before the picture is taken
PICTURES = (
    ("queue", (110, 32), ()),
    ("why", (110, 32), ("w",)),
    ("case", (110, 40), ("j", "j", "enter")),
)
# Textual's export names fonts on a web server; the picture must do without one.
_WEB_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)


async def _take(folder: Path) -> None:
    for name, size, keys in PICTURES:
        app = DeskApp(Desk(folder, OFFICER, clock=lambda: NOW))
        async with app.run_test(size=size, notifications=True) as pilot:
            await _settle(pilot)
            for key in keys:
                await pilot.press(key)
                await _settle(pilot)
            picture = _WEB_FONTS.sub("", app.export_screenshot(title="complaintdesk"))
        (DOCS / f"{name}.svg").write_text(picture, "utf-8", newline="\n")


async def _settle(pilot) -> None:  # type: ignore[no-untyped-def]
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.2)


def main() -> None:
    """Make a training desk, open it and take each picture."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COMPLAINTDESK_HOME"] = str(Path(folder) / "pc")
        desk = make_training_desk(Path(folder) / "desk", 60, date(2026, 11, 20), 1)
        asyncio.run(_take(desk))


if __name__ == "__main__":
    main()
