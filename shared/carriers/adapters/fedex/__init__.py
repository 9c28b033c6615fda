"""FedEx: the Advanced Integrated Visibility webhook, which pushes what the Track API would answer."""

from __future__ import annotations

from shared.carriers.adapters.fedex.payload import parse
from shared.carriers.adapters.fedex.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="fedex", name="FedEx", verify=verify, parse=parse)
