"""Sendcloud's two vocabularies as details: parcel statuses, and the newer events of phase, exception and sub status.

Sources (2026-11): https://sendcloud.dev/docs/parcel-tracking/retrieve-tracking-info, the names and definitions of the
parcel statuses; https://sendcloud.dev/api/v3/parcel-statuses for their codes; https://sendcloud.dev/api/v3/
event-subscriptions/parcel-event-created, whose schema lists phases, exceptions and sub statuses without explaining
them: what is made of those is read off the names, and so assumed. The numbers of the parcel statuses are what
`GET /api/v2/parcels/statuses` answers, recalled.
"""

from __future__ import annotations

from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone

# Code, number, name (lower case), what it means.
_PARCEL_STATUSES: tuple[tuple[str, int, str, Detail], ...] = (
    # Before the carrier has it.
    ("no_label", 999, "no label", Detail.PENDING),
    ("announcing", 1001, "being announced", Detail.PENDING),
    ("announcement_failed", 1002, "announcement failed", Detail.PENDING),  # no label came of it, and so no parcel
    ("ready_to_send", 1000, "ready to send", Detail.LABEL_CREATED),
    ("announced", 1, "announced", Detail.LABEL_CREATED),
    ("announced_uncollected", 13, "announced: not collected", Detail.AWAITING_COLLECTION),
    ("collect_error", 15, "error collecting", Detail.EXCEPTION),  # whose fault it is, is not said
    # On the way.
    ("picked_up_by_driver", 22, "shipment picked up by driver", Detail.PICKED_UP),
    ("to_sorting", 3, "en route to sorting center", Detail.IN_TRANSIT),
    ("at_sorting_centre", 62990, "at sorting centre", Detail.ARRIVED),
    ("sorting", 7, "being sorted", Detail.PROCESSED),
    ("sorted", 5, "sorted", Detail.PROCESSED),
    ("unsorted", 6, "not sorted", Detail.IN_TRANSIT),
    ("shipment_on_route", 91, "parcel en route", Detail.IN_TRANSIT),
    ("at_customs", 62989, "at customs", Detail.CUSTOMS_STARTED),
    ("driver_on_route", 92, "driver en route", Detail.OUT_FOR_DELIVERY),
    ("awaiting_customer_pickup", 12, "awaiting customer pickup", Detail.AVAILABLE_FOR_PICKUP),
    ("delivered", 11, "delivered", Detail.DELIVERED),
    ("collected_by_customer", 93, "shipment collected by customer", Detail.COLLECTED),
    # Trouble.
    ("delivery_failed", 8, "delivery attempt failed", Detail.NOBODY_HOME),  # "the end customer was not home"
    ("delayed", 4, "delivery delayed", Detail.DELAYED),
    ("undeliverable", 80, "unable to deliver", Detail.UNDELIVERABLE),
    ("refused_by_recipient", 62991, "refused by recipient", Detail.REFUSED),
    ("returned_to_sender", 62992, "returned to sender", Detail.RETURNING),  # whether it is there already, is not said
    ("address_invalid", 62997, "address invalid", Detail.ADDRESS_PROBLEM),
    ("exception", 62996, "exception", Detail.EXCEPTION),
    ("cancelled_upstream", 1998, "cancelled upstream", Detail.CANCELLED),
    ("cancelled", 2000, "cancelled", Detail.CANCELLED),
    # Nothing moves.
    ("cancelling", 1999, "cancellation requested", Detail.INFORMATION),
    ("cancelling_upstream", 2001, "submitting cancellation request", Detail.INFORMATION),
    ("cancellation_failed", 94, "parcel cancellation failed.", Detail.INFORMATION),
    ("delivery_method_changed", 62993, "delivery method changed", Detail.INFORMATION),
    ("delivery_address_changed", 62995, "delivery address changed", Detail.INFORMATION),
    ("delivery_date_changed", 62994, "delivery date changed", Detail.ESTIMATE_CHANGED),
    # Not here: "unknown" (1337), with which Sendcloud says that it does not know.
)

_BY_CODE = {code: meaning for code, _, _, meaning in _PARCEL_STATUSES}
_BY_NUMBER = {number: meaning for _, number, _, meaning in _PARCEL_STATUSES}
_BY_NAME = {name: meaning for _, _, name, meaning in _PARCEL_STATUSES}

# Not here, and so unknown: "none", "unknown", and "delivery_forced", of which the name does not tell who forced what.
_PHASES = {
    "no_label": Detail.PENDING,
    "announcing": Detail.PENDING,
    "ready_to_send": Detail.LABEL_CREATED,
    "labelled": Detail.LABEL_CREATED,
    "announced": Detail.LABEL_CREATED,
    "dropped": Detail.DROPPED_OFF,
    "accepted": Detail.PICKED_UP,
    "in_transit": Detail.IN_TRANSIT,
    "sorted": Detail.PROCESSED,
    "customs": Detail.CUSTOMS_STARTED,
    "in_delivery": Detail.OUT_FOR_DELIVERY,
    "attempted": Detail.ATTEMPT_FAILED,
    "pup": Detail.AVAILABLE_FOR_PICKUP,  # a pickup point
    "delivered": Detail.DELIVERED,
    "cancelled": Detail.CANCELLED,
}

# What a sub status adds to its phase; the others add nothing.
_FINER_PHASES = {
    ("customs", "passed"): Detail.CUSTOMS_CLEARED,
    ("attempted", "not_home"): Detail.NOBODY_HOME,
    ("attempted", "company_closed"): Detail.BUSINESS_CLOSED,
    ("attempted", "inaccessible"): Detail.NO_ACCESS,
    ("pup", "locker"): Detail.IN_LOCKER,
    ("delivered", "mailbox"): Detail.DELIVERED_TO_MAILBOX,
    ("delivered", "postal_box"): Detail.DELIVERED_TO_MAILBOX,
    ("delivered", "locker"): Detail.DELIVERED_TO_LOCKER,
    ("delivered", "safeplace"): Detail.DELIVERED_TO_SAFE_PLACE,
    ("delivered", "neighbour"): Detail.DELIVERED_TO_NEIGHBOUR,
    ("delivered", "signature"): Detail.DELIVERED_IN_PERSON,
    ("delivered", "receiver"): Detail.DELIVERED_IN_PERSON,
    ("delivered", "pup"): Detail.COLLECTED,
    ("delivered", "sender"): Detail.RETURNED,
    ("delivered", "partly"): Detail.EXCEPTION,
}

# "none" is the expected path; "unknown" leaves everything open. An exception not listed here is unknown too.
_EXCEPTIONS = {
    "address_error": Detail.ADDRESS_PROBLEM,
    "announcement_failed": Detail.PENDING,
    "cancellation_failed": Detail.INFORMATION,
    "cancelled": Detail.CANCELLED,
    "cancelled_upstream": Detail.CANCELLED,
    "cancelling": Detail.INFORMATION,
    "cancelling_upstream": Detail.INFORMATION,
    "changed": Detail.INFORMATION,
    "claim": Detail.INFORMATION,
    "claimable": Detail.INFORMATION,
    "customer_rejected": Detail.REFUSED,
    "customer_support": Detail.EXCEPTION,
    "customs_issue": Detail.CUSTOMS_HELD,
    "damaged": Detail.DAMAGED,
    "delay_unknown": Detail.DELAYED,
    "delivery_delay": Detail.DELAYED,
    "dropoff_expiration": Detail.EXCEPTION,
    "handover_delay": Detail.DELAYED,
    "hold": Detail.HELD,
    "missing": Detail.LOST,
    "non_conformity": Detail.REJECTED_BY_CARRIER,
    "off_radar": Detail.EXPIRED,  # no scans any more
    "pup_expiration": Detail.UNCLAIMED,
    "refused": Detail.REFUSED,
    "relabelled": Detail.INFORMATION,
    "returned_sender": Detail.RETURNING,
    "sorting_delay": Detail.DELAYED_BY_CARRIER,
}

_FINER_EXCEPTIONS = {
    ("customs_issue", "documents"): Detail.DOCUMENTS_MISSING,
    ("customs_issue", "payment"): Detail.PAYMENT_DUE,
    ("delay_unknown", "weather_conditions"): Detail.DELAYED_BY_WEATHER,
    ("delivery_delay", "weather_conditions"): Detail.DELAYED_BY_WEATHER,
    ("hold", "payment"): Detail.PAYMENT_DUE,
    ("hold", "requested"): Detail.HELD_AT_REQUEST,
    ("missing", "parcel_found"): Detail.PROBLEM_RESOLVED,
    ("sorting_delay", "misrouted"): Detail.MISSORTED,
    ("sorting_delay", "missort"): Detail.MISSORTED,
}

_ON_ITS_WAY_BACK = frozenset(
    {Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY, Milestone.ATTEMPT_FAILED, Milestone.AVAILABLE_FOR_PICKUP}
)


def parcel_status(code: str, number: int | None, name: str) -> Detail:
    """What a parcel status means: by its code, its documented name, or its number, in this order.

    The name comes before the number because Sendcloud's own examples and test pushes carry numbers that contradict it.
    An account in another language has other names; then the number tells.
    """
    return (
        _BY_CODE.get(_normalised(code))
        or _BY_NAME.get(name.lower())
        or (Detail.UNKNOWN if number is None else _BY_NUMBER.get(number, Detail.UNKNOWN))
    )


def event(phase: str, exception: str, sub_status: str, *, returning: bool) -> Detail:
    """What an event means. An exception says more than the phase in which it happened."""
    if exception in ("", "none"):
        found = _FINER_PHASES.get((phase, sub_status)) or _PHASES.get(phase, Detail.UNKNOWN)
    elif exception == "returned_sender" and phase == "delivered":
        found = Detail.RETURNED
    else:
        found = _FINER_EXCEPTIONS.get((exception, sub_status)) or _EXCEPTIONS.get(exception, Detail.UNKNOWN)
    return _on_the_way_back(found) if returning else found


def tracked_status(status: str, sub_status: str) -> Detail:
    """What a `status_code` of the tracking API means: a phase, an exception or a parcel status."""
    status = _normalised(status)
    if status in _PHASES:
        return event(status, "none", sub_status, returning=False)
    if status in _EXCEPTIONS:
        return event("", status, sub_status, returning=False)
    return _BY_CODE.get(status, Detail.UNKNOWN)


def _on_the_way_back(detail: Detail) -> Detail:
    """Of a parcel that goes back to its sender: what looks like a delivery there is none here."""
    if detail.milestone is Milestone.DELIVERED:
        return Detail.RETURNED
    return Detail.RETURNING if detail.milestone in _ON_ITS_WAY_BACK else detail


def _normalised(code: str) -> str:
    """Codes are written in three ways: SHIPMENT_ON_ROUTE, shipment-on-route, shipment_on_route."""
    return code.lower().replace("-", "_")
