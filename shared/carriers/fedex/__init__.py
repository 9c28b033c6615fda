"""FedEx: the Advanced Integrated Visibility webhook, which pushes what the Track API would answer."""

from __future__ import annotations

from shared.carriers.carrier import Carrier
from shared.carriers.fedex.payload import parse
from shared.carriers.fedex.signature import verify

CARRIER = Carrier(slug="fedex", name="FedEx", verify=verify, parse=parse)
