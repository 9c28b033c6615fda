"""Sagawa Express (佐川急便): pushes nothing, so the merchant's own system drops its scans here."""

from __future__ import annotations

from shared.carriers.adapters.sagawa.payload import parse
from shared.carriers.adapters.sagawa.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="sagawa", name="Sagawa Express", verify=verify, parse=parse, drops=True)
