"""FedEx's scan event codes as milestones.

Source (2026-11): https://developer.fedex.com/api/en-us/guides/api-reference.html, the tables "Tracking Status Codes"
and "Status Code and Statuses for Webhook Tracking Events". Where the two differ the comment says how it is read.
"""

from __future__ import annotations

from shared.tracking.milestone import Milestone

_EVENTS = {
    # Announced, or on the way to fetch it.
    "OC": Milestone.INFO_RECEIVED,  # shipment information sent to FedEx
    "AP": Milestone.INFO_RECEIVED,  # at pickup
    "DS": Milestone.INFO_RECEIVED,  # vehicle dispatched
    "EP": Milestone.INFO_RECEIVED,  # en route to pickup
    # In FedEx's hands, or its partners'.
    "AA": Milestone.IN_TRANSIT,  # at airport
    "AC": Milestone.IN_TRANSIT,  # at Canada Post facility
    "AF": Milestone.IN_TRANSIT,  # at local FedEx facility
    "AR": Milestone.IN_TRANSIT,  # arrived at FedEx location
    "AX": Milestone.IN_TRANSIT,  # at USPS facility
    "CC": Milestone.IN_TRANSIT,  # cleared customs
    "CP": Milestone.IN_TRANSIT,  # clearance in progress
    "DO": Milestone.IN_TRANSIT,  # dropped off
    "DP": Milestone.IN_TRANSIT,  # departed
    "EA": Milestone.IN_TRANSIT,  # en route to airport; export approved
    "EO": Milestone.IN_TRANSIT,  # en route to origin airport
    "FD": Milestone.IN_TRANSIT,  # at FedEx destination
    "IP": Milestone.IN_TRANSIT,  # in FedEx possession
    "IT": Milestone.IN_TRANSIT,  # in transit
    "IX": Milestone.IN_TRANSIT,  # in transit, see details
    "LO": Milestone.IN_TRANSIT,  # left origin
    "MD": Milestone.IN_TRANSIT,  # manifest data
    "OF": Milestone.IN_TRANSIT,  # at FedEx origin facility
    "OW": Milestone.IN_TRANSIT,  # on the way
    "OX": Milestone.IN_TRANSIT,  # shipment information sent to USPS, by FedEx who has the parcel
    "PF": Milestone.IN_TRANSIT,  # plane in flight
    "PL": Milestone.IN_TRANSIT,  # plane landed
    "PM": Milestone.IN_TRANSIT,  # in progress
    "PU": Milestone.IN_TRANSIT,  # picked up
    "PX": Milestone.IN_TRANSIT,  # picked up, see details
    "SF": Milestone.IN_TRANSIT,  # at sort facility
    "TR": Milestone.IN_TRANSIT,  # transfer; the webhook table says "en route to delivery", the weaker reading is taken
    # The last leg.
    "AD": Milestone.OUT_FOR_DELIVERY,  # at delivery
    "ED": Milestone.OUT_FOR_DELIVERY,  # en route to delivery
    "OD": Milestone.OUT_FOR_DELIVERY,  # out for delivery
    "HL": Milestone.AVAILABLE_FOR_PICKUP,  # hold at location
    "HP": Milestone.AVAILABLE_FOR_PICKUP,  # ready for recipient pickup
    "DL": Milestone.DELIVERED,
    # Trouble.
    "CA": Milestone.EXCEPTION,  # shipment cancelled
    "CD": Milestone.EXCEPTION,  # clearance delay
    "DD": Milestone.EXCEPTION,  # delivery delay
    "DE": Milestone.EXCEPTION,  # delivery exception
    "DY": Milestone.EXCEPTION,  # delay; "delivery updated" in the webhook table
    "PD": Milestone.EXCEPTION,  # pickup delay
    "RS": Milestone.EXCEPTION,  # return to shipper
    "SE": Milestone.EXCEPTION,  # shipment exception
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
    "IN": Milestone.INFO_RECEIVED,
    "PU": Milestone.IN_TRANSIT,
    "IT": Milestone.IN_TRANSIT,
    "DL": Milestone.DELIVERED,
}

# "Customer not available or business closed": 007 by FedEx's list of mock tracking numbers, 08 in published answers.
_NOBODY_THERE = frozenset({"007", "08"})


def milestone(event_type: str, exception_code: str, derived_code: str) -> Milestone | None:
    """The milestone of a scan, from its `eventType`; None for one that FedEx does not list.

    `exceptionCode` tells an attempt that met nobody from other delivery exceptions; `derivedStatusCode` counts only
    for events in which nothing moves.
    """
    if event_type == "DE" and exception_code in _NOBODY_THERE:
        return Milestone.ATTEMPT_FAILED
    if event_type in _UNMOVED:
        return _DERIVED.get(derived_code)
    return _EVENTS.get(event_type)
