"""GLS's events and statuses as details.

Sources (2026-11): https://dev-portal.gls-group.net, "Track And Trace V1" (OpenAPI 1.0.7): the list of `status`, and the
event codes of its examples; `GET /tracking/events/codes` answers all, each as a word ("DELIVD.NORMAL") and as a number
("3.0"). The numbers are those of GLS Netherlands' list of tracking codes: the event before the dot, its reason behind
it. Recalled: the reasons beyond those that the examples and the Dutch list show are missing here, and so unknown.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

_STATUSES = {
    "PLANNEDPICKUP": Detail.COLLECTION_SCHEDULED,
    "PREADVICE": Detail.INFO_RECEIVED,
    "INPICKUP": Detail.COLLECTION_SCHEDULED,  # the driver is on the way to it: the weaker reading
    "NOTPICKEDUP": Detail.NOT_COLLECTED,
    "INTRANSIT": Detail.IN_TRANSIT,
    "INWAREHOUSE": Detail.AT_DELIVERY_DEPOT,  # the final parcel centre
    "INDELIVERY": Detail.OUT_FOR_DELIVERY,
    "DELIVEREDPS": Detail.AVAILABLE_FOR_PICKUP,  # delivered at the ParcelShop
    "DELIVERED": Detail.DELIVERED,
    "NOTDELIVERED": Detail.ATTEMPT_FAILED,
    "CANCELED": Detail.CANCELLED,
    "CANCELLED": Detail.CANCELLED,
    "RETURNED": Detail.RETURNED,
    "FINAL": Detail.INFORMATION,  # its tracking has ended, and GLS does not say how
}

_WORDS = {
    "INTIAL.PREADVICE": Detail.INFO_RECEIVED,
    "INTIAL.E48_DATA": Detail.AWAITING_COLLECTION,  # put out by the sender for GLS to collect
    "INTIAL.NORMAL": Detail.PICKED_UP,
    "OUTBOD.NORMAL": Detail.DEPARTED,
    "INBOUD.NORMAL": Detail.ARRIVED,
    "OUTDEL.NORMAL": Detail.OUT_FOR_DELIVERY,
    "DELIVD.NORMAL": Detail.DELIVERED,
    "DELIVD.POD": Detail.DELIVERED,  # with a proof of delivery
    "DELIVD.NO POD": Detail.DELIVERED,
    "DELIVD.PARCELSHOP": Detail.AVAILABLE_FOR_PICKUP,
    "DELIVD.DEL_BY_PSAPP": Detail.COLLECTED,  # handed out by the ParcelShop's app
    "CANCEL.NORMAL": Detail.CANCELLED,
}

_NUMBERS = {
    # 0: announced, then handed over.
    "0.100": Detail.INFO_RECEIVED,
    "0.258": Detail.INFO_RECEIVED,
    "0.0": Detail.PICKED_UP,
    "81.0": Detail.PICKED_UP,  # given to GLS at a collection
    "9.0": Detail.INFORMATION,  # the data are there, the parcel is not
    "95.0": Detail.LABEL_CREATED,
    # 1, 2 and 67: out of and into parcel centres, onto a vehicle.
    "1.0": Detail.DEPARTED,
    "1.124": Detail.PICKED_UP,  # collected from the ParcelShop it was dropped at
    "2.0": Detail.ARRIVED,
    "2.29": Detail.ARRIVED,
    "2.79": Detail.ARRIVED,
    "2.101": Detail.ARRIVED,
    "2.106": Detail.ARRIVED,  # sorted by hand
    "2.124": Detail.ARRIVED,  # at a ParcelShop, the sender's or the consignee's: the weaker reading
    "2.20": Detail.DAMAGED,
    "2.107": (Detail.ADDRESS_PROBLEM, Cause.MERCHANT),  # the label is wrong
    "67.0": Detail.DEPARTED,
    # 3: delivered.
    "3.0": Detail.DELIVERED,
    "3.120": Detail.DELIVERED_TO_SAFE_PLACE,  # as the consignee asked for
    "3.121": Detail.DELIVERED_TO_NEIGHBOUR,
    "3.124": Detail.AVAILABLE_FOR_PICKUP,  # handed to the ParcelShop
    # 4: not delivered.
    "4.30": Detail.RECIPIENT_MOVED,
    "4.31": Detail.ADDRESS_PROBLEM,
    "4.32": Detail.ADDRESS_PROBLEM,
    "4.36": Detail.MISSORTED,
    "4.37": Detail.BUSINESS_CLOSED,
    "4.40": Detail.NOBODY_HOME,
    "4.42": Detail.BUSINESS_CLOSED,  # the reception is closed
    "4.49": Detail.ATTEMPT_FAILED,
    "4.55": (Detail.ATTEMPT_FAILED, Cause.CARRIER),  # the time window was missed
    "4.80": Detail.ATTEMPT_FAILED,  # to be tried again
    "4.129": Detail.UNCLAIMED,  # nobody came to the ParcelShop
    "4.260": Detail.ATTEMPT_FAILED,
    "4.319": Detail.NO_ACCESS,
    "30.40": Detail.NOBODY_HOME,  # for the second time
    # 5, 26 and 27: back to the sender.
    "5.0": Detail.RETURNING,
    "26.396": Detail.RETURNING,
    "27.194": Detail.RETURNING,
    # 6: sent on.
    "6.0": Detail.FORWARDED,
    "6.2": Detail.FORWARDED,
    "6.12": (Detail.FORWARDED, Cause.MERCHANT),  # for its label was wrong
    "6.13": Detail.FORWARDED,
    # 8: kept.
    "8.0": Detail.HELD,
    "8.10": (Detail.HELD, Cause.CARRIER),  # no room on the vehicle
    "8.32": Detail.ADDRESS_PROBLEM,
    "8.97": Detail.HELD,
    # 11: out for delivery.
    "11.0": Detail.OUT_FOR_DELIVERY,
    # 12: not taken along for delivery.
    "12.0": Detail.DELAYED,
    "12.2": Detail.MISSORTED,
    "12.8": Detail.DELAYED_BY_CARRIER,  # came in too late
    "12.10": Detail.DELAYED_BY_CARRIER,  # no room on the vehicle
    "12.12": (Detail.MISSORTED, Cause.MERCHANT),  # its label is coded wrong
    "12.20": Detail.DAMAGED,
    "12.32": Detail.ADDRESS_PROBLEM,
    "12.36": Detail.MISSORTED,
    "12.38": (Detail.DELAYED, Cause.CONSIGNEE),  # nobody can receive it
    "12.41": (Detail.DELAYED, Cause.CONSIGNEE),  # on holiday
    "12.52": Detail.UNDER_INVESTIGATION,  # cannot be found
    "12.80": Detail.HELD_AT_REQUEST,  # to be delivered later
    "12.83": Detail.HELD_AT_REQUEST,  # to be collected
    "12.99": Detail.DELAYED,
    # 14: customs.
    "14.60": Detail.DOCUMENTS_MISSING,
    # 35: back at the parcel centre after an attempt, whose failure was event 4.
    "35.32": Detail.AT_DELIVERY_DEPOT,
    "35.36": Detail.AT_DELIVERY_DEPOT,
    "35.37": Detail.AT_DELIVERY_DEPOT,
    "35.40": Detail.AT_DELIVERY_DEPOT,
    "35.49": Detail.AT_DELIVERY_DEPOT,
    "35.129": Detail.AT_DELIVERY_DEPOT,
    # 43: the data were deleted.
    "43.0": Detail.CANCELLED,
    # 46: noted about it.
    "46.0": Detail.INFORMATION,
    "46.104": Detail.INFORMATION,
    "46.143": Detail.INFORMATION,
    "46.160": Detail.DAMAGED,
    "46.161": Detail.DAMAGED,
    "46.183": Detail.DAMAGED,
    "46.287": Detail.INFORMATION,  # packed anew
    # What else is noted, asked and written about it while it does not move.
    "25.91": Detail.INFORMATION,  # its address was changed
    "33.91": Detail.INFORMATION,  # to be delivered elsewhere
    "33.153": Detail.INFORMATION,  # its weight was changed
    "49.0": Detail.INFORMATION,
    "72.0": Detail.INFORMATION,  # a new label
    "72.257": Detail.INFORMATION,
    "74.0": Detail.INFORMATION,
    "89.456": Detail.INFORMATION,  # the sender was written to
    "96.0": Detail.INFORMATION,
}

_EVENTS: dict[str, tuple[Detail, Cause | None]] = {
    code: entry if isinstance(entry, tuple) else (entry, None) for code, entry in {**_WORDS, **_NUMBERS}.items()
}


def event_detail(code: str) -> tuple[Detail, Cause | None]:
    """What an event's `code` means, and whom GLS blames where the detail implies another; UNKNOWN if not listed."""
    return _EVENTS.get(code, (Detail.UNKNOWN, None))


def status_detail(status: str) -> Detail:
    """What a parcel's `status` means; UNKNOWN if not listed."""
    return _STATUSES.get(status, Detail.UNKNOWN)
