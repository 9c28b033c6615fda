"""Shop systems: whether a push is theirs, and what it says about an order and its shipments, in our words.

Every folder here is one shop system: `signature.py`, `payload.py`, and `__init__.py` that assembles `SHOP_SYSTEM`. Its
samples are in `events/shops/<slug>/`. Who takes a shop's payments pushes here too: what became of refunds. Orders of
the past come in files: `order_file.py`, docs/importing-orders.md.
"""
