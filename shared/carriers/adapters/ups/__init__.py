"""UPS: Track Alert, which pushes one activity at a time; the Track API's answer is read too."""

from __future__ import annotations

from shared.carriers.adapters.ups.payload import parse
from shared.carriers.adapters.ups.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="ups", name="UPS", verify=verify, parse=parse)
