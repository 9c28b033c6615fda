"""EasyPost: an aggregator that reports for more than a hundred carriers, by webhook Events about Trackers."""

from __future__ import annotations

from shared.carriers.carrier import Carrier
from shared.carriers.easypost.payload import parse
from shared.carriers.easypost.signature import verify

CARRIER = Carrier(slug="easypost", name="EasyPost", verify=verify, parse=parse)
