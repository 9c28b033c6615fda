"""How far a date can be relied on."""

from __future__ import annotations

from shared.promise.answer import ConfidenceCode

ALMOST_SURE = 90
"""Per cent of parcels: the day by which so many have come is held against the likely one."""
_STEADY_DAYS = 2
"""A way may always vary by these days without being called volatile."""


def confidence_code(*, precise: bool, learned: bool, likely: int, almost_sure: int) -> ConfidenceCode:
    """The first that applies: what is not known goes before how it varies.

    `learned`: from enough own deliveries. `likely` and `almost_sure`: days after the start.
    """
    if not precise:
        return ConfidenceCode.PLACE_NOT_PRECISE
    if not learned:
        return ConfidenceCode.TOO_LITTLE_DATA
    spread = almost_sure - likely
    if spread > max(_STEADY_DAYS, likely):
        return ConfidenceCode.VOLATILE
    return ConfidenceCode.HIGH if spread <= 1 else ConfidenceCode.HIGH_FOR_RANGE
