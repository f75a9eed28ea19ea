"""Every proof of `python -m benchmarks.proofs`, made small."""

import os

import pytest

from benchmarks.proofs.catalogue import PROOFS
from benchmarks.proofs.report import prove

# Minutes on a machine that can boot the guest at all.
LONG = pytest.mark.skipif(not os.environ.get("PROOFS_SMB"), reason="set PROOFS_SMB to run it")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=LONG if name == "smb" else ()) for name in PROOFS]
)
def test_what_is_promised_holds_in(name: str) -> None:
    said: list[str] = []
    report = prove(name, PROOFS[name], full=False, seed=20261120, told=said.append)
    if report.skipped:
        pytest.skip(report.skipped)
    assert report.passed, "\n".join(said)
    assert report.figures
    assert "PASSED" in said[-1]
