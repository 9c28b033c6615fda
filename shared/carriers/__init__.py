"""Carriers: whether a push is theirs, and what it says, in our words.

Adding a carrier is one folder here (`signature.py`, `payload.py`, `codes.py`, and `__init__.py` that assembles
`CARRIER`), its samples in `events/carriers/<slug>/`, and one line in `registry.py`.
"""
