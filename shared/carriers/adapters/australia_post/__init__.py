"""Australia Post and StarTrack: asked by the Shipping and Tracking API. A relay of the same answer is read too."""

from __future__ import annotations

from shared.carriers.adapters.australia_post.ask import POLLING
from shared.carriers.adapters.australia_post.payload import parse
from shared.carriers.adapters.australia_post.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="australia_post", name="Australia Post", verify=verify, parse=parse, polling=POLLING)
