"""Carriers: whether a push is theirs, and what it says, in our words.

`adapters/` has a folder per carrier; what they share is beside it: reading fields, proving signatures, asking, files
of scans, tracking numbers. A push comes in through `receive_update.py` and is read by `read_update.py`.
"""
