"""Sendcloud: a shipping platform that reports the parcels of its labels, for some seventy carriers of Europe."""

from __future__ import annotations

from shared.carriers.adapters.sendcloud.payload import parse
from shared.carriers.adapters.sendcloud.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="sendcloud", name="Sendcloud", verify=verify, parse=parse)
