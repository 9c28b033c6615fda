"""Fukuyama Transporting (福山通運): pushes nothing, so the merchant's own system drops its scans here."""

from __future__ import annotations

from shared.carriers.adapters.fukuyama.payload import parse
from shared.carriers.adapters.fukuyama.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="fukuyama", name="Fukuyama Transporting", verify=verify, parse=parse, drops=True)
