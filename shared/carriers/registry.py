"""The carriers this deployment can hear. A new one is one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.carriers.carrier import Carrier
from shared.carriers.easypost import CARRIER as EASYPOST
from shared.carriers.fedex import CARRIER as FEDEX
from shared.errors import NotFound


class UnknownCarrier(NotFound):
    """No carrier of this name pushes to us."""

    code = "unknown_carrier"


CARRIERS: Mapping[str, Carrier] = MappingProxyType({known.slug: known for known in (EASYPOST, FEDEX)})
"""Every carrier, by slug."""


def carrier(slug: str) -> Carrier:
    """The carrier of this slug; raises UnknownCarrier, which lists the slugs there are."""
    try:
        return CARRIERS[slug]
    except KeyError:
        raise UnknownCarrier(f"No such carrier. Known are: {', '.join(CARRIERS)}.", field="carrier") from None
