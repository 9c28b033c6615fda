"""Public holidays by country, as day numbers: days on which parcels hardly move."""

from __future__ import annotations

from collections.abc import Sequence

import holidays


def public_holidays(country: str, years: Sequence[int]) -> frozenset[int]:
    """Public and customary holidays of a country (ISO 3166-1 alpha-2) in these years; none where none are known."""
    try:
        known = holidays.country_holidays(country, years=years)
        kinds = [kind for kind in ("public", "optional") if kind in known.supported_categories]
        found = holidays.country_holidays(country, years=years, categories=kinds)
    except NotImplementedError:
        return frozenset()
    return frozenset(day.toordinal() for day in found)
