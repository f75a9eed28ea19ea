"""Two windows of one PC share a store; the proofs give each officer a PC."""

from pathlib import Path

from benchmarks.proofs.crowd import officers
from benchmarks.proofs.desks import check_record, check_stores, new_desk

EACH = 15


def test_what_two_windows_of_one_pc_save_at_once_is_all_there(tmp_path: Path) -> None:
    folder = new_desk(tmp_path)
    homes = [tmp_path / "pc", tmp_path / "pc", tmp_path / "other pc"]
    with officers(folder, homes, EACH, "20261120") as started:
        told = [each.finish() for each in started]
    assert [one.complained for one in told] == [""] * 3
    saved = [change for one in told for change in one.saved]
    assert len(saved) == 3 * EACH
    assert len(check_record(folder, saved)) == 1 + 3 * EACH
    check_stores(folder, dict.fromkeys(homes), tmp_path / "anew")
