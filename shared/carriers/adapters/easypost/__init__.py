"""EasyPost: an aggregator that reports for more than a hundred carriers, by webhook Events about Trackers."""

from __future__ import annotations

from shared.carriers.adapters.easypost.payload import parse
from shared.carriers.adapters.easypost.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="easypost", name="EasyPost", verify=verify, parse=parse)
