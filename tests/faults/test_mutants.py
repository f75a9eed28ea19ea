"""A suite that cannot fail proves nothing: each safeguard is switched off, and a proof sees it."""

import os
from collections.abc import Callable

import pytest

from benchmarks.proofs.catalogue import PROOFS
from benchmarks.proofs.report import Proof, prove
from benchmarks.proofs.writers import writers
from tests.faults import switches

Switch = Callable[[pytest.MonkeyPatch], None]
MUTANTS: tuple[tuple[str, Switch], ...] = (
    ("damage", switches.believe_any_seal),
    ("same-case", switches.save_any_version),
    ("calls", switches.forget_what_was_saved),
    ("calls", switches.believe_errors),
    ("cut", switches.forget_what_was_saved),
    ("whole", switches.forget_what_was_saved),
    ("whole", switches.commit_first),
    ("power", switches.commit_first),
)


def faults(name: str, proof: Proof) -> list[str]:
    report = prove(name, proof, full=False, seed=20261120, told=lambda _: None)
    assert not report.skipped
    return report.faults


@pytest.mark.parametrize(("name", "switch"), MUTANTS, ids=lambda m: getattr(m, "__name__", m))
def test_a_proof_fails_without_what_it_guards(
    monkeypatch: pytest.MonkeyPatch, name: str, switch: Switch
) -> None:
    switch(monkeypatch)
    assert faults(name, PROOFS[name])


@pytest.mark.skipif(os.name == "nt", reason="Windows never overwrites by a rename")
@pytest.mark.parametrize("switch", ["overwrite", "give_up"])
def test_a_crowd_fails_where_numbers_are_not_given_once_or_are_tried_once(switch: str) -> None:
    small = {"processes": 3, "changes": 45, "limit": None}
    proof = Proof(writers, {**small, "first": f"tests.faults.switches:{switch}"}, {})
    assert faults("writers", proof)


def test_a_proof_tells_a_figure_beyond_its_limit() -> None:
    slow = Proof(lambda report: report.figure("one save", 2.1, "s", 2.0), {}, {})
    assert faults("slow", slow) == ["one save: 2.1 s is beyond 2."]
