"""17TRACK: an aggregator that reports for more than three thousand carriers, by webhook about registered numbers."""

from __future__ import annotations

from shared.carriers.adapters.seventeen_track.payload import parse
from shared.carriers.adapters.seventeen_track.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="seventeen_track", name="17TRACK", verify=verify, parse=parse)
