"""DHL Express: the answers of MyDHL API, and the XML of the services before it."""

from __future__ import annotations

from shared.carriers.adapters.dhl_express.payload import parse
from shared.carriers.adapters.dhl_express.signature import verify
from shared.carriers.carrier import Carrier
from shared.carriers.reading import json_or_xml

CARRIER = Carrier(slug="dhl_express", name="DHL Express", verify=verify, parse=parse, read=json_or_xml.loads)
