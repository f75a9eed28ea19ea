"""Every proof by name, and how large it is made."""

from benchmarks.proofs.backup import backup
from benchmarks.proofs.calls import calls, cut
from benchmarks.proofs.clocks import clocks
from benchmarks.proofs.costs import costs
from benchmarks.proofs.damage import damage
from benchmarks.proofs.kills import kills
from benchmarks.proofs.power import power
from benchmarks.proofs.report import Proof
from benchmarks.proofs.same_case import same_case
from benchmarks.proofs.smb import smb
from benchmarks.proofs.stores import stores
from benchmarks.proofs.versions import versions
from benchmarks.proofs.whole import whole
from benchmarks.proofs.writers import writers

PROOFS: dict[str, Proof] = {
    "writers": Proof(
        writers,
        short={"processes": 4, "changes": 60, "limit": None},
        full={"processes": 8, "changes": 10_000},
    ),
    "kills": Proof(
        kills,
        short={"count": 12, "officers_at_once": 4},
        full={"count": 2_000, "officers_at_once": 5},
    ),
    "smb": Proof(
        smb,
        short={"delay": 5, "changes": 40, "processes": 2, "seconds": 5, "patience": 600},
        full={"delay": 5, "changes": 400, "processes": 4, "seconds": 15, "patience": 1500},
    ),
    "costs": Proof(
        costs,
        short={"changes": 60, "cases": 300, "is_quiet": False},
        full={"changes": 1_000, "cases": 20_000, "is_quiet": True},
    ),
    "whole": Proof(whole, short={"steps": 80, "runs": 1}, full={"steps": 125, "runs": 40}),
    "calls": Proof(calls, short={"share": 0.04}, full={"share": 1.0}),
    "cut": Proof(cut, short={"rounds": 20, "hang": 0.02}, full={"rounds": 400, "hang": 0.2}),
    "power": Proof(power, short={"losses": 16}, full={"losses": 800}),
    "same-case": Proof(same_case, short={"rounds": 4}, full={"rounds": 200}),
    "clocks": Proof(clocks, short={"off": 366}, full={"off": 366}),
    "versions": Proof(versions, short={}, full={}),
    "damage": Proof(damage, short={}, full={}),
    "store": Proof(stores, short={"cases": 3}, full={"cases": 300}),
    "backup": Proof(
        backup,
        short={"processes": 2, "changes_each": 10},
        full={"processes": 4, "changes_each": 100},
    ),
}
