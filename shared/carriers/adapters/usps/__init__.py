"""USPS: the Subscriptions - Tracking API, which pushes what the Tracking API would answer."""

from __future__ import annotations

from shared.carriers.adapters.usps.payload import parse
from shared.carriers.adapters.usps.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="usps", name="USPS", verify=verify, parse=parse)
