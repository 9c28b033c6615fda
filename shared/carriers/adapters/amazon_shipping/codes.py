"""Amazon Shipping's event codes as details.

Source (2026-11): https://developer-docs.amazon.com/amazon-shipping/docs/shipping-api-v2-reference, the enumerations
EventCode, DetailCodes, Status and ShipmentType, and the announcement of PackageReceivedByCarrier (2025-08-01):
https://developer-docs.amazon.com/amazon-shipping/changelog. The detail codes belong to a leg of the shipment, not to
one event: each is read with the event code that it is documented to be paired with.
"""

from __future__ import annotations

from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

Meaning = Detail | tuple[Detail, Cause]

_EVENTS: dict[str, Detail] = {
    "ReadyForReceive": Detail.AWAITING_COLLECTION,
    "PickupDone": Detail.PICKED_UP,
    "PackageReceivedByCarrier": Detail.DROPPED_OFF,
    "Departed": Detail.DEPARTED,
    "ArrivedAtCarrierFacility": Detail.ARRIVED,
    "OutForDelivery": Detail.OUT_FOR_DELIVERY,
    "AvailableForPickup": Detail.AVAILABLE_FOR_PICKUP,
    "Delivered": Detail.DELIVERED,
    "DeliveryAttempted": Detail.ATTEMPT_FAILED,
    "RecipientRequestedAlternateDeliveryTiming": Detail.ESTIMATE_CHANGED,
    "Rejected": Detail.REFUSED,
    "Undeliverable": Detail.UNDELIVERABLE,
    "ReturnInitiated": Detail.RETURNING,
    "Lost": Detail.LOST,
    "PickupCancelled": Detail.CANCELLED,
    # Words of the summary's `Status` that are no event codes; they are met as such, and mean the same.
    "PreTransit": Detail.INFO_RECEIVED,
    "InTransit": Detail.IN_TRANSIT,
    "AwaitingCustomerPickup": Detail.AVAILABLE_FOR_PICKUP,
}

_PAIRS: dict[tuple[str, str], Meaning] = {
    ("ArrivedAtCarrierFacility", "ArrivedAtLocalFacility"): Detail.AT_DELIVERY_DEPOT,
    ("DeliveryAttempted", "BusinessClosed"): Detail.BUSINESS_CLOSED,
    ("DeliveryAttempted", "CustomerUnavailable"): Detail.NOBODY_HOME,
    ("DeliveryAttempted", "UnableToAccess"): Detail.NO_ACCESS,
    ("DeliveryAttempted", "OtpNotAvailable"): (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),
    ("DeliveryAttempted", "PaymentNotReady"): (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),
    ("DeliveryAttempted", "UnableToContactRecipient"): (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),
    ("Delivered", "DeliveredToMailSlot"): Detail.DELIVERED_TO_MAILBOX,
    ("Delivered", "DeliveredToNeighbor"): Detail.DELIVERED_TO_NEIGHBOUR,
    ("Delivered", "DeliveredToReceptionist"): Detail.DELIVERED_IN_PERSON,
    ("Delivered", "DeliveredWithOTP"): Detail.DELIVERED_IN_PERSON,
    ("Delivered", "Signed"): Detail.DELIVERED_IN_PERSON,
    **dict.fromkeys(
        [
            ("Delivered", "DeliveredToBehindWheelieBin"),
            ("Delivered", "DeliveredToGarage"),
            ("Delivered", "DeliveredToGarden"),
            ("Delivered", "DeliveredToGreenhouse"),
            ("Delivered", "DeliveredToPorch"),
            ("Delivered", "DeliveredToRearDoor"),
            ("Delivered", "DeliveredToShed"),
        ],
        Detail.DELIVERED_TO_SAFE_PLACE,
    ),
    ("Rejected", "Damaged"): (Detail.REFUSED, Cause.CARRIER),
    ("Rejected", "IncorrectItems"): (Detail.REFUSED, Cause.MERCHANT),
    ("Undeliverable", "AddressNotFound"): (Detail.UNDELIVERABLE, Cause.CONSIGNEE),
    ("Undeliverable", "Damaged"): Detail.DAMAGED,
    ("Undeliverable", "HazmatShipment"): Detail.REJECTED_BY_CARRIER,
}

_UNDER_WAY = frozenset(
    {
        Milestone.INFO_RECEIVED,
        Milestone.IN_TRANSIT,
        Milestone.OUT_FOR_DELIVERY,
        Milestone.ATTEMPT_FAILED,
        Milestone.AVAILABLE_FOR_PICKUP,
    }
)


def meaning(event_code: str, leg_codes: tuple[str, ...] = ()) -> tuple[Detail, Cause | None]:
    """What an event says, by the first of its leg's detail codes that is documented for it; UNKNOWN if not listed."""
    said: Meaning = _EVENTS.get(event_code, Detail.UNKNOWN)
    for leg_code in leg_codes:
        if (event_code, leg_code) in _PAIRS:
            said = _PAIRS[event_code, leg_code]
            break
    return said if isinstance(said, tuple) else (said, None)


def returning(detail: Detail) -> Detail:
    """What a detail means on the leg back to who sent it (`shipmentType` RETURNS)."""
    if detail.milestone is Milestone.DELIVERED:
        return Detail.RETURNED
    return Detail.RETURNING if detail.milestone in _UNDER_WAY else detail
