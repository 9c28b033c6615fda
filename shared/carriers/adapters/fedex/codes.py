"""FedEx's scan event codes, and the reasons beside them, as details.

Source (2026-11): https://developer.fedex.com/api/en-us/guides/api-reference.html, the tables "Tracking Status Codes"
and "Status Code and Statuses for Webhook Tracking Events". Where the two differ the comment says how it is read.

FedEx's API documents list no exception codes. Those here are the numbers of FedEx's operational scans: of Express in
two digits (status and delivery exceptions), of Ground in three. They are recalled, and agree with X12's status reason
codes A01 to A97 (https://www.stedi.com/edi/x12-002002/element/641), which FedEx gave to EDI. A number that is not here
leaves the event as it stands.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

_EVENTS = {
    # Announced, or on the way to fetch it.
    "OC": Detail.LABEL_CREATED,  # shipment information sent to FedEx
    "AP": Detail.COLLECTION_SCHEDULED,  # at pickup
    "DS": Detail.COLLECTION_SCHEDULED,  # vehicle dispatched
    "EP": Detail.COLLECTION_SCHEDULED,  # en route to pickup
    # In FedEx's hands, or its partners'.
    "AA": Detail.ARRIVED,  # at airport
    "AC": Detail.HANDED_TO_CARRIER,  # at Canada Post facility
    "AF": Detail.ARRIVED,  # at local FedEx facility
    "AR": Detail.ARRIVED,  # arrived at FedEx location
    "AX": Detail.HANDED_TO_CARRIER,  # at USPS facility
    "CC": Detail.CUSTOMS_CLEARED,  # cleared customs
    "CP": Detail.CUSTOMS_STARTED,  # clearance in progress
    "DO": Detail.DROPPED_OFF,  # dropped off
    "DP": Detail.DEPARTED,  # departed
    "EA": Detail.IN_TRANSIT,  # en route to airport; export approved
    "EO": Detail.IN_TRANSIT,  # en route to origin airport
    "FD": Detail.AT_DELIVERY_DEPOT,  # at FedEx destination
    "IP": Detail.IN_TRANSIT,  # in FedEx possession
    "IT": Detail.IN_TRANSIT,  # in transit
    "IX": Detail.IN_TRANSIT,  # in transit, see details
    "LO": Detail.DEPARTED,  # left origin
    "MD": Detail.IN_TRANSIT,  # manifest data
    "OF": Detail.ARRIVED,  # at FedEx origin facility
    "OW": Detail.IN_TRANSIT,  # on the way
    "OX": Detail.IN_TRANSIT,  # shipment information sent to USPS, by FedEx who has the parcel
    "PF": Detail.IN_TRANSIT,  # plane in flight
    "PL": Detail.ARRIVED,  # plane landed
    "PM": Detail.IN_TRANSIT,  # in progress
    "PU": Detail.PICKED_UP,  # picked up
    "PX": Detail.PICKED_UP,  # picked up, see details
    "SF": Detail.PROCESSED,  # at sort facility
    "TR": Detail.IN_TRANSIT,  # transfer; the webhook table says "en route to delivery", the weaker reading is taken
    # The last leg.
    "AD": Detail.OUT_FOR_DELIVERY,  # at delivery
    "ED": Detail.OUT_FOR_DELIVERY,  # en route to delivery
    "OD": Detail.OUT_FOR_DELIVERY,  # out for delivery
    "HL": Detail.AVAILABLE_FOR_PICKUP,  # hold at location
    "HP": Detail.AVAILABLE_FOR_PICKUP,  # ready for recipient pickup
    "DL": Detail.DELIVERED,
    # Trouble.
    "CA": Detail.CANCELLED,  # shipment cancelled
    "CD": Detail.DELAYED_BY_CUSTOMS,  # clearance delay
    "DD": Detail.DELAYED,  # delivery delay
    "DE": Detail.EXCEPTION,  # delivery exception
    "DY": Detail.DELAYED,  # delay; "delivery updated" in the webhook table
    "PD": Detail.DELAYED,  # pickup delay
    "RS": Detail.RETURNING,  # return to shipper
    "SE": Detail.EXCEPTION,  # shipment exception
}

# Events in which the parcel does not move. For these FedEx's own `derivedStatusCode` says where it stands meanwhile.
_UNMOVED = frozenset(
    {
        *("AE", "AO", "US"),  # an estimate changed
        *("AS", "HA", "IN", "PR", "RA", "RC", "RM", "RR", "RT"),  # a delivery option was asked for, changed, granted
        *("LC", "LP", "RD", "RG", "RP"),  # about a return label
        *("CH", "DR", "SP"),  # location changed, vehicle furnished but not used, split status
    }
)

# FedEx lists no values for `derivedStatusCode`; these are the ones that its published answers hold.
_DERIVED = {
    "IN": Detail.INFO_RECEIVED,
    "PU": Detail.PICKED_UP,
    "IT": Detail.IN_TRANSIT,
    "DL": Detail.DELIVERED,
}

# Exception codes of a parcel that customs look at: steps, not trouble, unless the event says that there is some.
_CLEARANCE = {
    "64": Detail.CUSTOMS_STARTED,  # with another broker
    "65": Detail.CUSTOMS_CLEARED,
    "66": Detail.CUSTOMS_CLEARED,
    "71": Detail.CUSTOMS_STARTED,  # 71 and 72: available for clearance
    "72": Detail.CUSTOMS_STARTED,
}

# Exception codes of a parcel that waits, or of a delivery that failed.
_EXCEPTIONS: dict[str, Detail | tuple[Detail, Cause]] = {
    **_CLEARANCE,
    # Express.
    "01": Detail.DELAYED_BY_CARRIER,  # not attempted
    "03": Detail.ADDRESS_PROBLEM,
    "05": (Detail.DELAYED, Cause.CONSIGNEE),  # customer security delay
    "07": Detail.REFUSED,
    "10": Detail.DAMAGED,
    "12": Detail.MISSORTED,  # to a wrong route
    "14": Detail.UNDELIVERABLE,
    "15": (Detail.DELAYED, Cause.CONSIGNEE),  # business on strike
    "17": Detail.HELD_AT_REQUEST,  # future delivery requested
    "18": Detail.MISSORTED,
    "20": Detail.REJECTED_BY_CARRIER,  # dangerous goods
    "22": Detail.DELAYED_BY_CARRIER,  # missed the aircraft
    "31": Detail.DELAYED_BY_CARRIER,  # arrived after the couriers had left
    "32": Detail.DELAYED_BY_CARRIER,  # plane arrived late
    "33": Detail.DELAYED_BY_CARRIER,
    "36": (Detail.HELD, Cause.CARRIER),  # in overgoods
    "37": Detail.DAMAGED,
    "41": Detail.DELIVERY_SCHEDULED,  # not due yet
    "42": (Detail.DELAYED, Cause.CONSIGNEE),  # business closed, not attempted
    "48": Detail.DELAYED_BY_CARRIER,  # past the cutoff
    "50": Detail.DOCUMENTS_MISSING,
    "53": Detail.DELAYED,  # part of an incomplete shipment
    "54": Detail.DELAYED,
    "55": Detail.DELAYED_BY_CUSTOMS,
    "58": (Detail.CUSTOMS_HELD, Cause.CONSIGNEE),  # recipient not reached about the broker
    "59": Detail.HELD_AT_REQUEST,  # hold at location
    "60": Detail.CUSTOMS_HELD,  # in the bond cage
    "63": Detail.PAYMENT_DUE,  # taxes
    "73": Detail.DELAYED_BY_CUSTOMS,
    "78": Detail.UNDELIVERABLE,  # place not served
    "79": Detail.DELAYED_BY_CARRIER,  # no uplift
    "84": Detail.DELAYED,  # beyond control
    "85": Detail.DELAYED_BY_CARRIER,  # mechanical
    "89": Detail.DELAYED_BY_CARRIER,  # accident
    "91": Detail.REJECTED_BY_CARRIER,  # exceeds limits
    "93": Detail.PAYMENT_DUE,
    # Ground.
    "002": Detail.ADDRESS_PROBLEM,
    "006": Detail.REFUSED,
    "011": (Detail.DELAYED, Cause.CONSIGNEE),  # closed on Saturday, not attempted
    "012": Detail.MISSORTED,
    "015": Detail.HELD,
    "016": Detail.DELAYED_BY_CARRIER,  # on the manifest, not on the vehicle
    "027": Detail.DELAYED_BY_CARRIER,  # not attempted
    "082": Detail.DELAYED_BY_WEATHER,
    "083": Detail.DELAYED,  # local holiday
    "100": Detail.HELD_AT_REQUEST,  # not attempted, at the customer's request
}

# Exception codes of a pickup that failed at the shipper: wrong address, security, nobody in, strike, no package ready.
_SHIPPERS_FAULT = frozenset({"03", "05", "08", "15", "24", "30", "35", "39", "42", "43", "92", "96"})

# "Customer not available or business closed": 007 by FedEx's list of mock tracking numbers, 08 in published answers.
_NOBODY_THERE = frozenset({"007", "08"})

_LEFT_AT_THE_DOOR = "014"  # "Left at front door", in published answers

# A scan's `delayDetail.type`, as documented; GENERAL and LOCAL name nobody.
_DELAYS = {
    "CLEARANCE": Detail.DELAYED_BY_CUSTOMS,
    "OPERATIONAL": Detail.DELAYED_BY_CARRIER,
    "WEATHER": Detail.DELAYED_BY_WEATHER,
}

_TROUBLE = frozenset({"CD", "DD", "DE", "DY", "SE"})
_MOVING = frozenset({"AR", "IT", "IX"})

# Scans at a partner's facility: whose they are.
_PARTNERS = {"AC": "canada_post", "AX": "usps"}


def meaning(event_type: str, exception_code: str, derived_code: str, delay: str) -> tuple[Detail, Cause | None]:
    """What a scan's `eventType` means, and whom it blames; UNKNOWN for one that FedEx does not list.

    `exceptionCode` and `delayDetail.type` say more of trouble; `derivedStatusCode` counts only for events in which
    nothing moves.
    """
    if event_type in _TROUBLE:
        return _trouble(event_type, exception_code, delay)
    if event_type == "PD" and exception_code in _SHIPPERS_FAULT:
        return Detail.DELAYED, Cause.MERCHANT
    if event_type in _UNMOVED:
        return _DERIVED.get(derived_code, Detail.INFORMATION), None
    if event_type == "DL" and exception_code == _LEFT_AT_THE_DOOR:
        return Detail.DELIVERED_TO_SAFE_PLACE, None
    if event_type in _MOVING and exception_code in _CLEARANCE:
        return _CLEARANCE[exception_code], None
    return _EVENTS.get(event_type, Detail.UNKNOWN), None


def _trouble(event_type: str, exception_code: str, delay: str) -> tuple[Detail, Cause | None]:
    if event_type == "DE" and exception_code in _NOBODY_THERE:
        return Detail.NOBODY_HOME, None
    reason = _EXCEPTIONS.get(exception_code) or _DELAYS.get(delay) or _EVENTS[event_type]
    return reason if isinstance(reason, tuple) else (reason, None)


def mover(event_type: str) -> str:
    """The slug of the partner who made the scan; "" for FedEx itself."""
    return _PARTNERS.get(event_type, "")
