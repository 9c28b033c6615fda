"""Royal Mail: asked by its Tracking API v2. It documents no push; a relay of the same answer is read too."""

from __future__ import annotations

from shared.carriers.adapters.royal_mail.ask import POLLING
from shared.carriers.adapters.royal_mail.payload import parse
from shared.carriers.adapters.royal_mail.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="royal_mail", name="Royal Mail", verify=verify, parse=parse, polling=POLLING)
