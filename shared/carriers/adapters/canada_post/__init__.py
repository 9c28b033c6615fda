"""Canada Post: asked by its Tracking API. A relay of its answer, or of the older XML, is read too."""

from __future__ import annotations

from shared.carriers.adapters.canada_post.ask import POLLING
from shared.carriers.adapters.canada_post.notation import read
from shared.carriers.adapters.canada_post.payload import parse
from shared.carriers.adapters.canada_post.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="canada_post", name="Canada Post", verify=verify, parse=parse, read=read, polling=POLLING)
