"""Whether a promise is at risk: before its day is over, the parcel is likely not to come by then."""

from __future__ import annotations

from shared.promise.distribution import SCALE

AT_RISK_BELOW = 6 * SCALE // 10
"""Below this chance of being kept, a promise is at risk."""
SAFE_FROM = 8 * SCALE // 10
"""From this chance on, it no longer is. Between the two it stays what it was, so that it does not flicker."""


def is_at_risk(on_time: int | None, *, was_at_risk: bool) -> bool:
    """Whether it is, given the chance (per 10,000) that the promise is kept; None where nothing was promised."""
    if on_time is None:
        return False
    return on_time < (SAFE_FROM if was_at_risk else AT_RISK_BELOW)
