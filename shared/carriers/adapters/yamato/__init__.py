"""Yamato Transport (ヤマト運輸): pushes nothing, so the merchant's own system drops its scans here."""

from __future__ import annotations

from shared.carriers.adapters.yamato.payload import parse
from shared.carriers.adapters.yamato.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="yamato", name="Yamato Transport", verify=verify, parse=parse, drops=True)
