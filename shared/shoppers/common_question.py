"""What shoppers ask while they wait for a parcel, or once it came."""

from __future__ import annotations

from enum import StrEnum


class CommonQuestion(StrEnum):
    """Questions that the tracking page answers by itself. The values are public: merchants name them."""

    WHEN_SHIPS = "when_ships"
    CHANGE_ADDRESS = "change_address"
    NO_SCAN_YET = "no_scan_yet"
    NO_MOVEMENT = "no_movement"
    CUSTOMS = "customs"
    NOT_HOME = "not_home"
    WHAT_TIME = "what_time"
    NEW_ATTEMPT = "new_attempt"
    HOW_LONG_KEPT = "how_long_kept"
    WHAT_TO_BRING = "what_to_bring"
    NOT_FOUND = "not_found"
    """It is said to be delivered, and is not there."""
    NOT_RIGHT = "not_right"
    """Damaged, incomplete, or another thing."""
    SEND_BACK = "send_back"
    WHY_BACK = "why_back"
    MONEY_BACK = "money_back"
