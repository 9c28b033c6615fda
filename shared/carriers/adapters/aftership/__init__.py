"""AfterShip: an aggregator of more than a thousand couriers that pushes its Tracking object with all checkpoints."""

from __future__ import annotations

from shared.carriers.adapters.aftership.payload import parse
from shared.carriers.adapters.aftership.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="aftership", name="AfterShip", verify=verify, parse=parse)
