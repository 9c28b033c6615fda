"""ShipEngine's codes in ours: status codes and status detail codes as details, carrier codes as slugs.

Sources (2026-11): https://www.shipengine.com/docs/reference/webhooks-schemas/ for seven status codes,
https://shipengine.github.io/shipengine-openapi/ (`tracking_status_detail_code`, with a sentence for each) for the
detail codes. "SP" and the codes under "Recalled" are in the newer list for carriers who connect themselves
(`@shipengine/connect-carrier-api` 4.16), of which the names only are known to us.
"""

from __future__ import annotations

from functools import lru_cache

from shared.carriers.reading.mover import slug_of
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail

# Not here, and so unknown: "UN", with which ShipEngine says that it does not know.
_STATUSES = {
    "NY": Detail.LABEL_CREATED,  # not yet in the carrier's system: there is a number, and no parcel
    "AC": Detail.INFO_RECEIVED,  # accepted; its details reach from "awaiting despatch" to "collected"
    "IT": Detail.IN_TRANSIT,
    "AT": Detail.ATTEMPT_FAILED,
    "SP": Detail.AVAILABLE_FOR_PICKUP,  # delivered to the service point
    "DE": Detail.DELIVERED,
    "EX": Detail.EXCEPTION,
}

# Not here, because it adds nothing to the status: CARRIER_STATUS_NOT_MAPPED.
_DETAILS: dict[str, Detail | tuple[Detail, Cause]] = {
    # Announced. "Received, no electronic advice" is listed between the others that wait: the weaker reading is taken.
    "AWAITING_ELECTRONIC_ADVICE": Detail.LABEL_CREATED,
    "RECD_BY_CARRIER_NO_ELEC_ADVICE": Detail.INFO_RECEIVED,
    "ELEC_ADVICE_RECD_BY_CARRIER": Detail.INFO_RECEIVED,
    "AWAITING_DESPATCH": Detail.AWAITING_COLLECTION,
    "COLLECTION_REQUESTED": Detail.COLLECTION_SCHEDULED,
    "COLLECTION_FAILED": Detail.AWAITING_COLLECTION,  # it is tried again; whose fault it was is not said
    "NOT_YET_RECEIVED_BY_CARRIER": Detail.NOT_COLLECTED,  # the sender could not hand it over
    # On the way.
    "COLLECTION_MADE": Detail.PICKED_UP,
    "DESPATCHED": Detail.PICKED_UP,
    "RECEIVED_BY_CARRIER": Detail.PICKED_UP,
    "IN_TRANSIT": Detail.IN_TRANSIT,
    "HUB_SCAN_OUT": Detail.PROCESSED,  # by its name it leaves the hub, by its sentence it is there
    "PARCEL_OVER_LABELLED": Detail.PROCESSED,
    "PARCEL_REPACKED": Detail.PROCESSED,
    "SUB_CONTRACTOR_EVENT": Detail.IN_TRANSIT,
    "SUB_CONTRACTOR_RECEIVED": Detail.HANDED_TO_CARRIER,
    "CUSTOMS_PROCESSING": Detail.CUSTOMS_STARTED,
    "CUSTOMS_CLEARED": Detail.CUSTOMS_CLEARED,
    "RECEIVED_LOCAL_DELIVERY_DEPOT": Detail.AT_DELIVERY_DEPOT,
    "DELIVERY_ARRANGED_WITH_RECIPIENT": Detail.DELIVERY_SCHEDULED,
    "OUT_FOR_DELIVERY": Detail.OUT_FOR_DELIVERY,
    # Tried.
    "ATTEMPTED_DELIVERY": Detail.ATTEMPT_FAILED,
    "ATTEMPTED_DELIVERY_2ND": Detail.ATTEMPT_FAILED,
    "ATTEMPTED_DELIVERY_3RD": Detail.ATTEMPT_FAILED,
    "CUSTOMER_CARDED": Detail.ATTEMPT_FAILED,
    "COD_AMOUNT_NOT_PAID": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),
    "CUSTOMER_IDENTIFICATION_FAILED": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),
    "INVALID_METHOD_OF_PAYMENT": (Detail.ATTEMPT_FAILED, Cause.CONSIGNEE),
    "NO_ACCESS_TO_RECIPIENTS_ADDRESS": Detail.NO_ACCESS,
    # To be fetched. "Delivered to an alternative location" asks the recipient to see how to pick it up.
    "AWAITING_COLLECTION_FROM_PICKUP_POINT": Detail.AVAILABLE_FOR_PICKUP,
    "COLLECT_AT_LOCAL_PO": Detail.AVAILABLE_FOR_PICKUP,
    "CUSTOMER_TO_COLLECT_FROM_CARRIER": Detail.AVAILABLE_FOR_PICKUP,
    "DELIVERED_TO_ALTERNATIVE_DELIVERY_LOCATION": Detail.AVAILABLE_FOR_PICKUP,
    "DELIVERED_TO_LOCKER_COLLECTION_POINT": Detail.IN_LOCKER,
    # Delivered.
    "DELIVERED": Detail.DELIVERED,
    "DELIVERED_DAMAGED": Detail.DELIVERED,
    "DELIVERED_SPECIFIED_SAFE_PLACE": Detail.DELIVERED_TO_SAFE_PLACE,
    "DELIVERED_TO_NEIGHBOUR": Detail.DELIVERED_TO_NEIGHBOUR,
    "DELIVERED_TO_PO_BOX": Detail.DELIVERED_TO_MAILBOX,
    "PARCEL_COLLECTED_FROM_PICKUP_POINT": Detail.COLLECTED,
    "PROOF_OF_DELIVERY": Detail.DELIVERED,
    # Trouble.
    "ADDRESS_QUERY": Detail.ADDRESS_PROBLEM,
    "CANCELLED": Detail.CANCELLED,
    "CANCELLED_BEFORE_DESPATCH": Detail.CANCELLED,
    "CARRIER_DELAYS": Detail.DELAYED_BY_CARRIER,
    "CUSTOMER_MOVED": Detail.RECIPIENT_MOVED,
    "DELAYED_NOT_CARRIER": Detail.DELAYED,
    "HAZARDOUS_PROHIBITED": Detail.REJECTED_BY_CARRIER,
    "HELD_BY_CARRIER": (Detail.HELD, Cause.CARRIER),
    "HELD_BY_CARRIER_FOR_CLEARANCE_PRE_PROCESSING": (Detail.HELD, Cause.CUSTOMS),
    "HELD_BY_CUSTOMS": Detail.CUSTOMS_HELD,
    "HELD_BY_EXPORT_CUSTOMS": Detail.CUSTOMS_HELD,
    "HELD_BY_IMPORT_CUSTOMS": Detail.CUSTOMS_HELD,
    "INCORRECT_DECLARATION": (Detail.DELAYED, Cause.MERCHANT),
    "MISSORTED": Detail.MISSORTED,
    "NOT_COLLECTED_FROM_PICKUP_POINT": Detail.UNCLAIMED,
    "NOT_DELIVERED": Detail.UNDELIVERABLE,
    "NOT_DELIVERED_ADDRESSEE_DECEASED": (Detail.UNDELIVERABLE, Cause.CONSIGNEE),
    "PARCEL_DAMAGED": Detail.DAMAGED,
    "PARCEL_DISPOSED": Detail.DISPOSED,
    "PARCEL_LOST": Detail.LOST,
    "PARCEL_OUTSIDE_OF_SERVICE_CAPABILITY": Detail.REJECTED_BY_CARRIER,
    "REFUSED_BY_CUSTOMER": Detail.REFUSED,
    "RETURN_TO_SENDER": Detail.RETURNING,
    "ROUTING_ERROR": Detail.MISSORTED,
    # About the parcel, and not where it is. "Delivered in part" waits for the rest.
    "COD_AMOUNT_PAID": Detail.INFORMATION,
    "DELIVERED_IN_PART": Detail.INFORMATION,
    "INFORMATION": Detail.INFORMATION,
    "PARCEL_UPDATE_NOTIFICATION_VIA_EMAIL": Detail.INFORMATION,
    "PARCEL_UPDATE_NOTIFICATION_VIA_SMS": Detail.INFORMATION,
    "POST_TRANSIT_STATUS": Detail.INFORMATION,
    # Recalled.
    "ATTEMPTED_DELIVERY_FINAL": Detail.ATTEMPT_FAILED,
    "AWAITING_PICKUP_DROP_OFF": Detail.AWAITING_COLLECTION,
    "DELIVERY_RESCHEDULED": Detail.DELIVERY_SCHEDULED,
    "DELIVERY_SCHEDULED": Detail.DELIVERY_SCHEDULED,
    "DROPPED_OFF": Detail.DROPPED_OFF,
    "HUB_PROCESSING": Detail.PROCESSED,
    "HUB_SCAN_IN": Detail.ARRIVED,
    "PARCEL_REDIRECTED": Detail.FORWARDED,
    "PARCEL_UPDATE_NOTIFICATION": Detail.INFORMATION,
    "PICKED_UP": Detail.PICKED_UP,
    "SHIPMENT_CREATED": Detail.LABEL_CREATED,
}

# ShipEngine's own accounts at USPS; branches and accounts of one company otherwise begin with its name.
_SPELLED = {"stamps_com": "usps", "endicia": "usps"}


def meaning(status: str, status_detail: str) -> tuple[Detail, Cause | None]:
    """What an event's two codes mean, and whom ShipEngine blames; UNKNOWN where it lists neither."""
    found = _DETAILS.get(status_detail) or _STATUSES.get(status, Detail.UNKNOWN)
    return found if isinstance(found, tuple) else (found, None)


@lru_cache(maxsize=1024)
def mover(carrier_code: str) -> str:
    """The slug of the company that moves the parcel, from ShipEngine's code of it ("stamps_com"); may be empty."""
    return slug_of(carrier_code, _SPELLED)
