"""Proofs that nothing is ever lost: `python -m benchmarks.proofs [NAME ...] [--full]`.

Each does harm to a desk (processes killed, calls that fail, links cut, stores spoiled), then holds
what is there against what officers were told. The tests in tests/faults run short versions, and
see each fail once what it guards is switched off.
"""
