"""Which events webhooks tell. `infra/webhooks.py` keeps the others from the queue; tests compare with the contracts."""

from __future__ import annotations

from collections.abc import Mapping

DELIVERED: Mapping[str, str] = {
    "AdvisoryEnded": "parcels move again where an advisory said they would not",
    "AdvisoryIssued": "something slows parcels somewhere",
    "CancellationRequested": "somebody wants an order, or some of it, cancelled before it is sent",
    "CaseChanged": "something new was heard of a return, exchange, claim, warranty or support case",
    "ChargeDue": "a difference or fee is to be charged",
    "CheckpointRecorded": "a carrier said something new about a parcel",
    "ClaimReported": "a shopper reported what went wrong with an order, or told or showed more of it",
    "CreditDue": "store credit or a gift card is to be given",
    "EstimateRevised": "what is told of a parcel's arrival changed",
    "GoodsDue": "goods are to be sent: an exchange, a replacement, a part, a repaired item",
    "HelpRequested": "a shopper asked for help",
    "IncidentCleared": "a parcel moves again",
    "IncidentOpened": "something went wrong with a parcel",
    "ItemDisposed": "what becomes of returned goods: restock, resale, scrap …",
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
    "RefundDue": "money is to be paid back",
    "ReturnApproved": "a return may come back, or need not",
    "ReturnCancelled": "a return was taken back before the goods moved",
    "ReturnDeclined": "a return may not come back, with every reason",
    "ReturnExpired": "the goods were not sent, or an answer did not come, in time",
    "ReturnInspected": "the warehouse looked at returned goods",
    "ReturnNeedsMore": "a return waits for something of the shopper",
    "ReturnReasonGiven": "why somebody sends something back, by article and variant",
    "ReturnReceived": "the warehouse has returned goods",
    "ReturnReopened": "a return is not done after all, or a denial was objected to",
    "ReturnRequested": "a return was asked for",
    "ReturnResolved": "a return is done",
    "ReturnSentBack": "a carrier has returned goods",
    "ReturnShipmentPrepared": "a way back is ready: a label, a code, a pickup, a number",
    "ReviewReceived": "a shopper reviewed an order line",
    "SettlementFailed": "a refund, credit, charge or exchange was refused",
    "SettlementSettled": "a refund, credit, charge or exchange is done",
    "ShipmentRegistered": "an order's goods were handed to a carrier",
    "UnknownParcelReceived": "a parcel came back that nobody had announced",
    "WebhookEndpointDisabled": "an endpoint is told nothing any more; told to the others",
}
"""Detail-type -> what it says, in a few words."""

NOT_DELIVERED = (
    "AdvisoryReported",
    "CarrierUpdateReceived",
    "CarrierUpdateReported",
    "CaseReported",
    "OrderLookupAsked",
    "PromiseBasisChanged",
)
"""What comes in from others, which may hold anything, and what matters inside only."""
