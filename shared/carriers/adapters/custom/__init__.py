"""Any delivery partner without an adapter of its own: our own format, see docs/carrier-format.md."""

from __future__ import annotations

from shared.carriers.adapters.custom.payload import parse
from shared.carriers.adapters.custom.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="custom", name="Delivery partner", verify=verify, parse=parse)
