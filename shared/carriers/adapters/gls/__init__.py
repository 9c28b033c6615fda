"""GLS: the Track And Trace V1 API, asked for ten parcels at a time. GLS documents no pushes."""

from __future__ import annotations

from shared.carriers.adapters.gls.ask import POLLING
from shared.carriers.adapters.gls.payload import parse
from shared.carriers.adapters.gls.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="gls", name="GLS", verify=verify, parse=parse, polling=POLLING)
