"""Amazon Shipping: its push notification "Tracking Detail", and the answer of getTracking."""

from __future__ import annotations

from shared.carriers.adapters.amazon_shipping.payload import parse
from shared.carriers.adapters.amazon_shipping.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="amazon_shipping", name="Amazon Shipping", verify=verify, parse=parse)
