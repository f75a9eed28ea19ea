"""The 23 published histories as the engine reads them; a handful worked out by hand."""

from datetime import date

import pytest

from benchmarks import chronologies
from complaintdesk.services import bank_holidays

ENGLAND = bank_holidays.calendar()
HISTORIES = {h.ref: h for h in chronologies.published()}


def test_every_history_is_read_without_a_refusal() -> None:
    assert len(HISTORIES) == 23
    for history in HISTORIES.values():
        assert chronologies.judged(history, ENGLAND)


@pytest.mark.parametrize(
    ("ref", "stage", "kind", "due", "verdict"),
    [
        ("202509252", 1, "acknowledge", "2025-03-11", "late by 1"),
        ("202509252", 1, "respond", "2025-03-26", "on time"),
        ("202408056", 1, "acknowledge", "2024-03-20", "late by 20"),
        ("202408056", 1, "respond", "2024-05-03", "late by 13"),
        ("202442504", 1, "acknowledge", "2024-12-04", "not judged"),
        ("202442504", 1, "respond", "2024-12-18", "late by 12, provisional"),
        ("202404949", 2, "acknowledge", "2024-04-19", "not judged"),
        ("202404949", 2, "respond", "2024-05-20", "late by 131, provisional"),
        ("202400224", 1, "respond", "2024-03-04", "on time, provisional"),
        ("202413845", 2, "acknowledge", "", "not judged: no start known"),
        ("202413845", 2, "respond", "2024-07-04", "late by 4"),
    ],
)
def test_histories_worked_out_by_hand(
    ref: str, stage: int, kind: str, due: str, verdict: str
) -> None:
    found = chronologies.judged(HISTORIES[ref], ENGLAND)
    (duty,) = [d for d in found if (d.stage, d.kind) == (stage, kind)]
    assert duty.due == (date.fromisoformat(due) if due else None)
    assert chronologies.verdict(duty, ENGLAND) == verdict


def test_the_table_fits_and_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    chronologies.main()
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert [line for line in lines if "not recorded" in line and line.startswith("2024")]
    assert "76 duties: 17 on time, 21 late, 38 not judged." in lines
