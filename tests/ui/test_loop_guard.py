"""The loop guard itself: it sees what it is there to see, and lets threads be."""

import asyncio
from pathlib import Path

from complaintdesk.services import queries
from complaintdesk.services.desk import Desk
from screens.base import off_loop


def _as_a_screen(source: str, **names: object) -> dict[str, object]:
    """Functions that count as a screen's own."""
    import screens

    path = Path(screens.__file__).parent / "made_up.py"
    exec(compile(source, str(path), "exec"), names)
    return names


async def test_the_guard_sees_clock_store_files_and_services(
    desk: Desk, loop_guard: list[str]
) -> None:
    screen = _as_a_screen(
        """
def look(desk, path):
    desk.today()
    desk.store.head()
    path.write_text("x")
    queries.queue(desk)
""",
        queries=queries,
    )
    screen["look"](desk, desk.folder / "note.txt")  # type: ignore[operator]
    found = " ".join(loop_guard)
    for name in ("Desk.today", "Store._session", "open", "queries.queue", "sqlite3.connect"):
        assert name in found
    loop_guard.clear()


async def test_the_guard_lets_threads_and_tests_be(desk: Desk, loop_guard: list[str]) -> None:
    desk.today()
    await off_loop(queries.queue, desk)
    await asyncio.to_thread(desk.catch_up)
    assert loop_guard == []
