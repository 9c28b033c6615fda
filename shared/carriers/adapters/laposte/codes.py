"""La Poste's event codes as details.

Source (2026-11): https://developer.laposte.fr/products/suivi/latest, the list of `event.code`. DI0 is not in it:
recalled, as an older word for DI1.
"""

from __future__ import annotations

from shared.tracking.detail import Detail

_EVENTS = {
    "DR1": Detail.INFO_RECEIVED,  # declared; not handed over yet
    "PC1": Detail.PICKED_UP,
    "PC2": Detail.PICKED_UP,  # in the sender's country
    "ET1": Detail.IN_TRANSIT,
    "ET2": Detail.IN_TRANSIT,  # in the sender's country
    "ET3": Detail.ARRIVED_IN_COUNTRY,  # being handled in the destination's country
    "ET4": Detail.IN_TRANSIT,  # in a country between
    "EP1": Detail.DELIVERY_SCHEDULED,  # waits to be presented
    "DO1": Detail.CUSTOMS_STARTED,
    "DO2": Detail.CUSTOMS_CLEARED,
    "DO3": Detail.CUSTOMS_HELD,
    "PB1": Detail.EXCEPTION,
    "PB2": Detail.PROBLEM_RESOLVED,
    "MD2": Detail.OUT_FOR_DELIVERY,
    "ND1": Detail.UNDELIVERABLE,
    "AG1": Detail.AVAILABLE_FOR_PICKUP,  # waits at the counter
    "RE1": Detail.RETURNING,
    "DI0": Detail.DELIVERED,
    "DI1": Detail.DELIVERED,
    "DI2": Detail.RETURNED,  # delivered, but to the sender
}


def detail(code: str) -> Detail:
    """What an event's `code` means; UNKNOWN for one that La Poste does not list."""
    return _EVENTS.get(code, Detail.UNKNOWN)
