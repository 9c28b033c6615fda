"""Shippo: an aggregator of some 70 carriers that pushes a tracking object with each of its statuses."""

from __future__ import annotations

from shared.carriers.adapters.shippo.payload import parse
from shared.carriers.adapters.shippo.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="shippo", name="Shippo", verify=verify, parse=parse)
