"""Which events webhooks tell. `infra/webhooks.py` keeps the others from the queue; tests compare with the contracts."""

from __future__ import annotations

from collections.abc import Mapping

DELIVERED: Mapping[str, str] = {
    "AdvisoryEnded": "parcels move again where an advisory said they would not",
    "AdvisoryIssued": "something slows parcels somewhere",
    "CaseChanged": "something new was heard of a return, exchange, claim, warranty or support case",
    "CheckpointRecorded": "a carrier said something new about a parcel",
    "EstimateRevised": "what is told of a parcel's arrival changed",
    "HelpRequested": "a shopper asked for help",
    "IncidentCleared": "a parcel moves again",
    "IncidentOpened": "something went wrong with a parcel",
    "MilestoneReached": "a parcel reached a milestone",
    "NotificationFailed": "a message could be told on no channel",
    "NotificationReacted": "a message was delivered, opened, followed or bounced",
    "NotificationSent": "a message was handed over to its channel",
    "NotificationSuppressed": "a message was deliberately not sent",
    "OrderCancelled": "an order was cancelled",
    "OrderLineBackordered": "a position has to be waited for",
    "OrderLineCancelled": "a position was cancelled",
    "OrderRecorded": "an order came in, or changed",
    "PreferencesChanged": "a shopper chose what to be told, and how",
    "PromiseAtRisk": "a promise will probably be broken",
    "PromiseKept": "a parcel came in time",
    "PromiseMade": "a date was told to a shopper, and kept",
    "PromiseMissed": "the promised day is over, and the parcel had not come",
    "ReviewReceived": "a shopper reviewed an order line",
    "ShipmentRegistered": "an order's goods were handed to a carrier",
    "WebhookEndpointDisabled": "an endpoint is told nothing any more; told to the others",
}
"""Detail-type -> what it says, in a few words."""

NOT_DELIVERED = (
    "AdvisoryReported",
    "CarrierUpdateReceived",
    "CarrierUpdateReported",
    "CaseReported",
    "PromiseBasisChanged",
)
"""What comes in from others, which may hold anything, and what matters inside only."""
