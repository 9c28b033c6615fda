"""Seino Transportation (西濃運輸): pushes nothing, so the merchant's own system drops its scans here."""

from __future__ import annotations

from shared.carriers.adapters.seino.payload import parse
from shared.carriers.adapters.seino.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="seino", name="Seino Transportation", verify=verify, parse=parse, drops=True)
