"""ShipEngine, now ShipStation API: an aggregator that pushes a parcel's tracking information with all its events."""

from __future__ import annotations

from shared.carriers.adapters.shipengine.payload import parse
from shared.carriers.adapters.shipengine.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="shipengine", name="ShipEngine", verify=verify, parse=parse)
