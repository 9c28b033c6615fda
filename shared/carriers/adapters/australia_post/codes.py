"""Australia Post's and StarTrack's words as details: their API gives an event no code.

Sources (2026-11): https://developers.auspost.com.au/apis/shipping-and-tracking/reference/statuses documents the
statuses of articles and of StarTrack's consignments and freight items. The events use these words and more, of which
there is no public list: those that the API's documentation shows, and others, recalled from its answers. Compared
without regard to capitals, which they use both ways.
"""

from __future__ import annotations

from shared.tracking.detail import Detail

# As documented for the status of an article or consignment; several are events too.
_STATUSES = {
    "created": Detail.LABEL_CREATED,
    "sealed": Detail.INFO_RECEIVED,
    "initiated": Detail.INFO_RECEIVED,
    "in transit": Detail.IN_TRANSIT,
    "delivered": Detail.DELIVERED,
    "awaiting collection": Detail.AVAILABLE_FOR_PICKUP,
    "possible delay": Detail.DELAYED,
    "unsuccessful pickup": Detail.NOT_COLLECTED,  # from the sender
    "article damaged": Detail.DAMAGED,
    "cancelled": Detail.CANCELLED,
    "held by courier": Detail.HELD,
    "cannot be delivered": Detail.UNDELIVERABLE,
    # StarTrack's.
    "incomplete": Detail.LABEL_CREATED,
    "unconfirmed": Detail.LABEL_CREATED,
    "confirmed": Detail.INFO_RECEIVED,
    "deleted": Detail.CANCELLED,
    "ready for pickup": Detail.AWAITING_COLLECTION,  # by the carrier, from the sender
    "picked up": Detail.PICKED_UP,
    "partial pickup": Detail.PICKED_UP,
    "at delivery depot": Detail.AT_DELIVERY_DEPOT,
    "booked in": Detail.HELD_AT_REQUEST,  # until the time the receiver chose
    "on board for delivery": Detail.OUT_FOR_DELIVERY,
    "item delivered": Detail.DELIVERED,
    "delivered in full": Detail.DELIVERED,
    "partial delivery": Detail.INFORMATION,  # some items of a consignment
    "final shortage": Detail.EXCEPTION,  # the consignment is done, without this item
    "to be re-delivered": Detail.ATTEMPT_FAILED,  # back at the depot
    "unsuccessful delivery": Detail.ATTEMPT_FAILED,
    "re-consigned": Detail.FORWARDED,
}

_EVENTS = {
    # Announced.
    "label created by sender": Detail.LABEL_CREATED,
    "shipment information received": Detail.INFO_RECEIVED,
    "shipping information received": Detail.INFO_RECEIVED,
    "shipping information received by australia post": Detail.INFO_RECEIVED,
    "shipping information approved by australia post": Detail.INFO_RECEIVED,
    "pickup cancelled": Detail.CANCELLED,
    # In their hands.
    "accepted by driver": Detail.PICKED_UP,
    "received and ready for processing": Detail.PICKED_UP,
    "received by australia post": Detail.PICKED_UP,
    "received by australia post for transportation to processing facility": Detail.PICKED_UP,
    "received item from sender (outbound)": Detail.PICKED_UP,
    "freight handling": Detail.PROCESSED,
    "inspection quality control": Detail.PROCESSED,
    "item processed at facility": Detail.PROCESSED,
    "item processed at sorting facility": Detail.PROCESSED,
    "processed at export facility": Detail.PROCESSED,
    "processed through australia post facility": Detail.PROCESSED,
    "arrived at facility": Detail.ARRIVED,
    "arrived at sorting facility": Detail.ARRIVED,
    "scanned at control depot": Detail.ARRIVED,
    "departed facility": Detail.DEPARTED,
    "despatch parcels from export facility": Detail.DEPARTED,
    "truck out": Detail.DEPARTED,
    "label scanned in transit": Detail.IN_TRANSIT,
    "nz scanning": Detail.IN_TRANSIT,
    "processed by air carrier": Detail.IN_TRANSIT,
    "scanned in transit": Detail.IN_TRANSIT,
    "transfer": Detail.IN_TRANSIT,
    "reconsigned": Detail.FORWARDED,
    "scanned at delivery depot": Detail.AT_DELIVERY_DEPOT,
    "booked in for delivery": Detail.DELIVERY_SCHEDULED,
    "redeliver": Detail.DELIVERY_SCHEDULED,
    # Across a border.
    "arrived at facility in destination country": Detail.ARRIVED_IN_COUNTRY,
    "arrived awaiting clearance (inbound)": Detail.CUSTOMS_STARTED,
    "item is in customs": Detail.CUSTOMS_STARTED,
    "item cleared by customs": Detail.CUSTOMS_CLEARED,
    "cleared and awaiting international departure": Detail.CUSTOMS_CLEARED,
    # The last leg.
    "onboard for delivery": Detail.OUT_FOR_DELIVERY,
    "out for delivery": Detail.OUT_FOR_DELIVERY,
    "with australia post for delivery today": Detail.OUT_FOR_DELIVERY,
    "scanned at receiver location": Detail.OUT_FOR_DELIVERY,
    "attempted delivery": Detail.ATTEMPT_FAILED,
    "attempted delivery - unable to gain access": Detail.NO_ACCESS,
    "unable to be left in a safe place": Detail.ATTEMPT_FAILED,
    "delivered - left in a safe place": Detail.DELIVERED_TO_SAFE_PLACE,
    "left as instructed": Detail.DELIVERED_TO_SAFE_PLACE,
    # Trouble.
    "held": Detail.HELD,
    "held at delivery depot": Detail.HELD,
    "refused": Detail.REFUSED,
    "shortage": Detail.EXCEPTION,
    "return to sender": Detail.RETURNING,
    "returned to sender": Detail.RETURNING,  # said of the way back, too: the weaker reading
    # Of papers, or of a wish.
    "late data": Detail.INFORMATION,
    "leave in a safe place requested by receiver": Detail.INFORMATION,
    "pod attachment": Detail.INFORMATION,
    "pod image": Detail.INFORMATION,
    "pod on file": Detail.INFORMATION,
    "pod returned": Detail.INFORMATION,
    "receiver requested safe drop": Detail.INFORMATION,
    "registered for bookin": Detail.INFORMATION,
}

_WORDS = {**_STATUSES, **_EVENTS}

# Words that end in a place.
_BEFORE_A_PLACE = {
    "arrived in ": Detail.ARRIVED_IN_COUNTRY,
    "awaiting collection at ": Detail.AVAILABLE_FOR_PICKUP,
    "in transit to next facility in ": Detail.IN_TRANSIT,
}


def detail(description: str) -> Detail:
    """What an event's `description` means; UNKNOWN for words that are not ours to know.

    After " - " they say how or why ("Refused - Pending Further Instructions"): where the whole is not known, the part
    before it stands, unless the rest turns it round ("Delivered - Returned to sender").
    """
    words = description.casefold()
    known = _WORDS.get(words)
    if known is not None:
        return known
    for beginning, meaning in _BEFORE_A_PLACE.items():
        if words.startswith(beginning):
            return meaning
    what, _, how = words.partition(" - ")
    return Detail.UNKNOWN if "sender" in how else _WORDS.get(what, Detail.UNKNOWN)
