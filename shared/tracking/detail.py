"""Details: what exactly a checkpoint says. Each belongs to one milestone, and some name a cause."""

from __future__ import annotations

from enum import StrEnum

from shared.tracking.cause import Cause
from shared.tracking.milestone import Milestone


class Detail(StrEnum):
    """The second of the two levels of status. A carrier's code table maps each of its codes to one of these.

    The first word of each group says no more than its milestone. `UNKNOWN` is a code that is in no table of ours; the
    three before it are understood, and say nothing about where the parcel is.
    """

    PENDING = "pending"

    INFO_RECEIVED = "info_received"
    LABEL_CREATED = "label_created"
    AWAITING_COLLECTION = "awaiting_collection"
    COLLECTION_SCHEDULED = "collection_scheduled"

    IN_TRANSIT = "in_transit"
    PICKED_UP = "picked_up"
    DROPPED_OFF = "dropped_off"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    PROCESSED = "processed"
    ARRIVED_IN_COUNTRY = "arrived_in_country"
    CUSTOMS_STARTED = "customs_started"
    CUSTOMS_CLEARED = "customs_cleared"
    HANDED_TO_CARRIER = "handed_to_carrier"
    FORWARDED = "forwarded"
    PROBLEM_RESOLVED = "problem_resolved"
    AT_DELIVERY_DEPOT = "at_delivery_depot"
    DELIVERY_SCHEDULED = "delivery_scheduled"

    OUT_FOR_DELIVERY = "out_for_delivery"
    ARRIVING_SOON = "arriving_soon"

    ATTEMPT_FAILED = "attempt_failed"
    NOBODY_HOME = "nobody_home"
    BUSINESS_CLOSED = "business_closed"
    NO_ACCESS = "no_access"

    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    IN_LOCKER = "in_locker"

    DELIVERED = "delivered"
    DELIVERED_IN_PERSON = "delivered_in_person"
    DELIVERED_TO_MAILBOX = "delivered_to_mailbox"
    DELIVERED_TO_LOCKER = "delivered_to_locker"
    DELIVERED_TO_SAFE_PLACE = "delivered_to_safe_place"
    DELIVERED_TO_NEIGHBOUR = "delivered_to_neighbour"
    COLLECTED = "collected"

    EXCEPTION = "exception"
    DELAYED = "delayed"
    DELAYED_BY_CARRIER = "delayed_by_carrier"
    DELAYED_BY_WEATHER = "delayed_by_weather"
    DELAYED_BY_CUSTOMS = "delayed_by_customs"
    CUSTOMS_HELD = "customs_held"
    DOCUMENTS_MISSING = "documents_missing"
    PAYMENT_DUE = "payment_due"
    HELD = "held"
    HELD_AT_REQUEST = "held_at_request"
    ADDRESS_PROBLEM = "address_problem"
    RECIPIENT_MOVED = "recipient_moved"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    UNDELIVERABLE = "undeliverable"
    NOT_COLLECTED = "not_collected"
    REJECTED_BY_CARRIER = "rejected_by_carrier"
    MISSORTED = "missorted"
    DAMAGED = "damaged"
    LOST = "lost"
    DISPOSED = "disposed"
    STOLEN = "stolen"
    UNDER_INVESTIGATION = "under_investigation"
    SECURITY_HOLD = "security_hold"
    CANCELLED = "cancelled"
    RETURNING = "returning"
    RETURNED = "returned"

    EXPIRED = "expired"

    INFORMATION = "information"
    ESTIMATE_CHANGED = "estimate_changed"
    REOPENED = "reopened"
    UNKNOWN = "unknown"

    @property
    def milestone(self) -> Milestone | None:
        """The milestone it belongs to; None for the four that say nothing about where the parcel is."""
        return _MILESTONES[self]

    @property
    def cause(self) -> Cause | None:
        """What it is put down to where the carrier says no more; None when the detail does not tell."""
        return _CAUSES.get(self)


def _milestones() -> dict[Detail, Milestone | None]:
    """The enum is listed in groups: each begins with the detail that is called like its milestone."""
    names = {milestone.value: milestone for milestone in Milestone}
    found: dict[Detail, Milestone | None] = {}
    group: Milestone | None = None
    for detail in Detail:
        group = None if detail is Detail.INFORMATION else names.get(detail.value, group)
        found[detail] = group
    return found


_MILESTONES = _milestones()

_CAUSES: dict[Detail, Cause] = {
    Detail.NOBODY_HOME: Cause.CONSIGNEE,
    Detail.BUSINESS_CLOSED: Cause.CONSIGNEE,
    Detail.NO_ACCESS: Cause.CONSIGNEE,
    Detail.DELAYED_BY_CARRIER: Cause.CARRIER,
    Detail.DELAYED_BY_WEATHER: Cause.WEATHER,
    Detail.DELAYED_BY_CUSTOMS: Cause.CUSTOMS,
    Detail.CUSTOMS_HELD: Cause.CUSTOMS,
    Detail.DOCUMENTS_MISSING: Cause.MERCHANT,
    Detail.PAYMENT_DUE: Cause.CONSIGNEE,
    Detail.HELD_AT_REQUEST: Cause.CONSIGNEE,
    Detail.ADDRESS_PROBLEM: Cause.CONSIGNEE,
    Detail.RECIPIENT_MOVED: Cause.CONSIGNEE,
    Detail.REFUSED: Cause.CONSIGNEE,
    Detail.UNCLAIMED: Cause.CONSIGNEE,
    Detail.NOT_COLLECTED: Cause.MERCHANT,
    Detail.REJECTED_BY_CARRIER: Cause.MERCHANT,
    Detail.MISSORTED: Cause.CARRIER,
    Detail.DAMAGED: Cause.CARRIER,
    Detail.LOST: Cause.CARRIER,
    Detail.UNDER_INVESTIGATION: Cause.CARRIER,
    Detail.STOLEN: Cause.SECURITY,
    Detail.SECURITY_HOLD: Cause.SECURITY,
    Detail.CANCELLED: Cause.MERCHANT,
}
