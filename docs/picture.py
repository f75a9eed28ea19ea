"""Take the pictures in docs/ again: `python docs/picture.py`. The same desk on the same day."""

import asyncio
import os
import re
import subprocess
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from complaintdesk.domain.views import View
from complaintdesk.services import drafts, letter_batch, letter_desk, letter_files, queries
from complaintdesk.services.desk import Desk
from complaintdesk.services.drafts import Draft
from complaintdesk.services.training import OFFICER, make_training_desk
from screens.app import DeskApp
from screens.letter_opening import open_letter

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
DOCS = Path(__file__).parent
RESPONSE = "stage1-response"
# What an officer would write in the boxes of an answer; some are left, so that gaps show.
WRITTEN = {
    "looked_at": "I read the job notes and the call records, and I spoke to the team leader.",
    "finding_1": "upheld",
    "reasons_1": "You kept every appointment and we did not. Nobody told you beforehand.",
    "relied_on_1": "our repairs policy, which gives you a day's notice of a change",
    "sorry": "I am sorry that you waited so often, and that nobody told you why.",
}
# name, size, keys pressed before the picture is taken; the letter is opened by itself
PICTURES = (
    ("queue", (110, 32), ()),
    ("why", (110, 32), ("w",)),
    ("case", (110, 40), ("j", "j", "enter")),
    ("letter", (160, 44), ("tab",)),
)
# Textual's export names fonts on a web server; the picture must do without one.
_WEB_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)


async def _take(folder: Path) -> None:
    for name, size, keys in PICTURES:
        app = DeskApp(Desk(folder, OFFICER, clock=lambda: NOW))
        async with app.run_test(size=size, notifications=True) as pilot:
            await _settle(pilot)
            if name == "letter":
                open_letter(app.screen, _answered_next(app.desk), RESPONSE)
                await _settle(pilot)
            for key in keys:
                await pilot.press(key)
                await _settle(pilot)
            picture = _WEB_FONTS.sub("", app.export_screenshot(title="complaintdesk"))
        (DOCS / f"{name}.svg").write_text(picture, "utf-8", newline="\n")


def _answered_next(desk: Desk) -> str:
    """A case with two points whose answer is still to be written; it is half written here."""
    refs = [row.ref for row in queries.queue(desk, View("stage-1")).rows if row.duty == "respond"]
    cases = [queries.case(desk, ref).file.case for ref in refs]
    ref = next(case.ref for case in cases if len(case.details.points) == 2)
    work = letter_desk.open_letter(desk, ref, RESPONSE)
    base = {**work.proposals, "at_stage": "1"}
    name, version = letter_desk.draft_name(RESPONSE), work.case.version
    drafts.keep(desk, Draft("picture", {**base, **WRITTEN}, ref, version, base, task=name))
    return ref


def _take_page(folder: Path) -> None:
    """The first page of a letter as it goes out; needs pdftoppm."""
    desk = Desk(folder, OFFICER, clock=lambda: NOW)
    refs = [row.ref for row in queries.queue(desk, View("to-acknowledge")).rows]
    kind = "stage1-acknowledgement"
    ready = next(line for line in letter_batch.dry_run(desk, refs, kind) if line.is_ready)
    page, _ = letter_files.letter_file(desk, ready.ref, kind, "pdf", draft=False)
    command = ["pdftoppm", "-r", "70", "-f", "1", "-l", "1", "-png", "-singlefile", "-"]
    subprocess.run([*command, str(DOCS / "letter-page")], input=page, check=True)


async def _settle(pilot) -> None:  # type: ignore[no-untyped-def]
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.2)


def main() -> None:
    """Make a training desk, open it and take each picture."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COMPLAINTDESK_HOME"] = str(Path(folder) / "pc")
        desk = make_training_desk(Path(folder) / "desk", 60, date(2026, 11, 20), 1)
        asyncio.run(_take(desk))
        _take_page(desk)


if __name__ == "__main__":
    main()
