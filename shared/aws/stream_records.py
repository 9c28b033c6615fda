"""What a DynamoDB stream record says, in our words: which parcel to project, which events to publish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from shared.access import publications as access_publications
from shared.access.lookup import Lookup
from shared.aws import keys
from shared.cases import publications as case_publications
from shared.cases.case import Case
from shared.claims import publications as claim_publications
from shared.claims.claim import Claim
from shared.disruptions import publications as disruption_publications
from shared.disruptions.advisory import AdvisoryRecord
from shared.estimates import publications as estimate_publications
from shared.estimates.live_estimate import LiveEstimate
from shared.eventing.envelope import Event
from shared.merchant import publications as merchant_publications
from shared.merchant.events import PromiseBasis
from shared.notifications import publications as notification_publications
from shared.notifications.message import Message
from shared.receipts import publications as receipt_publications
from shared.receipts.receipt import SignedReceipt
from shared.returns import publications as return_publications
from shared.returns.return_request import ReturnRequest
from shared.reviews import publications as review_publications
from shared.reviews.review import Review
from shared.shoppers import publications as shopper_publications
from shared.shoppers.shopper import Shopper
from shared.tracking import publications as tracking_publications
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.parcel import Parcel
from shared.webhooks import publications as webhook_publications
from shared.webhooks.endpoint import Endpoint

Record = Mapping[str, Any]

Publication = Callable[[str | None, str, str], list[Event]]
"""Item before, item after, merchant id -> the events of the change. Items as JSON."""

_checkpoint = TypeAdapter(Checkpoint)
_receipt = TypeAdapter(SignedReceipt)
_lookup = TypeAdapter(Lookup)


def _of_change(item: type[Any], publish: Callable[..., list[Event]]) -> Publication:
    """`publish(before, after, merchant_id=…)`, of items that are written more than once."""
    adapter = TypeAdapter(item)

    def events(before: str | None, after: str, merchant_id: str) -> list[Event]:
        known = adapter.validate_json(before) if before else None
        return publish(known, adapter.validate_json(after), merchant_id=merchant_id)

    return events


_OF_CHANGES: Mapping[str, Publication] = {
    keys.PROJECTION: _of_change(Parcel, tracking_publications.of_projection),
    keys.ESTIMATE: _of_change(LiveEstimate, estimate_publications.of_live_estimate),
    keys.SHOPPER: _of_change(Shopper, shopper_publications.of_shopper),
    keys.REVIEW: _of_change(Review, review_publications.of_review),
    keys.CASE: _of_change(Case, case_publications.of_case),
    keys.CLAIM: _of_change(Claim, claim_publications.of_claim),
    keys.RETURN: _of_change(ReturnRequest, return_publications.of_return),
    keys.ADVISORY: _of_change(AdvisoryRecord, disruption_publications.of_advisory),
    keys.MESSAGE: _of_change(Message, notification_publications.of_message),
    keys.ENDPOINT: _of_change(Endpoint, webhook_publications.of_endpoint),
}
"""By the first word of the sort key, with its separator where more follows."""


def number_to_project(record: Record) -> ParcelNumber:
    """The tracking number whose partition changed."""
    return keys.number_of(_key(record, "PK"))


def events_of(record: Record, merchant_id: str) -> list[Event]:
    """The events that follow from one saved change; none for items that publish nothing."""
    part = _promise_basis(record)
    if part:
        at = datetime.fromtimestamp(record["dynamodb"]["ApproximateCreationDateTime"], UTC)
        return [merchant_publications.of_basis(part, record["eventID"], at, merchant_id=merchant_id)]
    sort = _key(record, "SK")
    before, after = _image(record, "OldImage"), _image(record, "NewImage")
    if after is None:
        return []
    if sort.startswith(keys.EVENT):
        return [Event.model_validate_json(after)] if before is None else []
    if sort.startswith(keys.CHECKPOINT):
        number = keys.number_of(_key(record, "PK"))
        checkpoint = _checkpoint.validate_json(after)
        event = tracking_publications.of_checkpoint(number, checkpoint, merchant_id=merchant_id)
        return [event] if before is None else []
    if sort.startswith(keys.PROMISE):
        receipt = _receipt.validate_json(after)
        return [receipt_publications.of_receipt(receipt, merchant_id=merchant_id)] if before is None else []
    if sort == keys.LOOKUP:
        asked = _lookup.validate_json(after)
        return [access_publications.of_lookup(asked, merchant_id=merchant_id)] if before is None else []
    word, separator, _ = sort.partition("#")
    publication = _OF_CHANGES.get(word + separator)
    return publication(before, after, merchant_id) if publication else []


def _promise_basis(record: Record) -> PromiseBasis | None:
    """The part of what promises are made from that an item is, also one that was deleted; None for other items."""
    key = record["dynamodb"]["Keys"]
    partition = _key(record, "PK")
    if key == keys.current_configuration():
        return PromiseBasis.CONFIGURATION
    if key == keys.promise_model():
        return PromiseBasis.MODEL
    if partition == keys.ADVISORIES_IN_FORCE:
        return PromiseBasis.ADVISORIES
    return PromiseBasis.API_KEYS if partition.startswith(keys.API_KEYS) else None


def _key(record: Record, name: str) -> str:
    return str(record["dynamodb"]["Keys"][name]["S"])


def _image(record: Record, name: str) -> str | None:
    image = record["dynamodb"].get(name)
    return str(image["body"]["S"]) if image and "body" in image else None
