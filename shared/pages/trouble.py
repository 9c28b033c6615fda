"""What is wrong with a parcel, as far as it decides what its shopper is told to do."""

from __future__ import annotations

from enum import StrEnum

from shared.tracking.detail import Detail


class Trouble(StrEnum):
    """The values are public, and name the words under `[trouble]` of the locales."""

    ADDRESS = "address"
    CUSTOMS = "customs"
    PAYMENT = "payment"
    DAMAGED = "damaged"
    LOST = "lost"
    """Or stolen, or looked for."""
    DELAYED = "delayed"
    HELD = "held"
    REFUSED = "refused"
    """Nobody took it, so it will go back."""
    SHOP = "shop"
    """The shop has to act."""
    SILENT = "silent"
    """The carrier has said nothing for too long."""
    OTHER = "other"


_DETAILS: dict[Trouble, tuple[Detail, ...]] = {
    Trouble.ADDRESS: (Detail.ADDRESS_PROBLEM, Detail.RECIPIENT_MOVED),
    Trouble.CUSTOMS: (Detail.CUSTOMS_HELD, Detail.DELAYED_BY_CUSTOMS),
    Trouble.PAYMENT: (Detail.PAYMENT_DUE,),
    Trouble.DAMAGED: (Detail.DAMAGED, Detail.DISPOSED),
    Trouble.LOST: (Detail.LOST, Detail.STOLEN, Detail.UNDER_INVESTIGATION),
    Trouble.DELAYED: (Detail.DELAYED, Detail.DELAYED_BY_CARRIER, Detail.DELAYED_BY_WEATHER, Detail.MISSORTED),
    Trouble.HELD: (Detail.HELD, Detail.HELD_AT_REQUEST, Detail.SECURITY_HOLD),
    Trouble.REFUSED: (Detail.REFUSED, Detail.UNCLAIMED, Detail.UNDELIVERABLE),
    Trouble.SHOP: (Detail.DOCUMENTS_MISSING, Detail.NOT_COLLECTED, Detail.REJECTED_BY_CARRIER, Detail.CANCELLED),
    Trouble.SILENT: (Detail.EXPIRED,),
}
_OF_DETAIL = {detail: trouble for trouble, details in _DETAILS.items() for detail in details}


def trouble_of(detail: Detail) -> Trouble:
    """What an incident with this detail comes to for the shopper."""
    return _OF_DETAIL.get(detail, Trouble.OTHER)
