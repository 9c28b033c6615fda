"""DHL eCommerce: the Americas' webhook, which pushes a parcel's whole history; the last mile is often USPS's."""

from __future__ import annotations

from shared.carriers.adapters.dhl_ecommerce.payload import parse
from shared.carriers.adapters.dhl_ecommerce.signature import verify
from shared.carriers.carrier import Carrier

CARRIER = Carrier(slug="dhl_ecommerce", name="DHL eCommerce", verify=verify, parse=parse)
