"""DHL: the Unified push and its API, in which all divisions report, and the XML of Parcel DE Tracking."""

from __future__ import annotations

from shared.carriers.adapters.dhl.payload import parse
from shared.carriers.adapters.dhl.signature import verify
from shared.carriers.carrier import Carrier
from shared.carriers.reading import json_or_xml

CARRIER = Carrier(slug="dhl", name="DHL", verify=verify, parse=parse, read=json_or_xml.loads)
