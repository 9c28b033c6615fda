"""What a DynamoDB stream record says, in our words: which parcel to project, which events to publish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from shared.aws import keys
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
from shared.tracking import publications as tracking_publications
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.parcel import Parcel

Record = Mapping[str, Any]

_checkpoint = TypeAdapter(Checkpoint)
_parcel = TypeAdapter(Parcel)
_message = TypeAdapter(Message)
_advisory = TypeAdapter(AdvisoryRecord)
_live_estimate = TypeAdapter(LiveEstimate)
_receipt = TypeAdapter(SignedReceipt)


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
    if sort.startswith(keys.PROJECTION):
        return tracking_publications.of_projection(
            _parcel.validate_json(before) if before else None, _parcel.validate_json(after), merchant_id=merchant_id
        )
    if sort.startswith(keys.PROMISE):
        receipt = _receipt.validate_json(after)
        return [receipt_publications.of_receipt(receipt, merchant_id=merchant_id)] if before is None else []
    if sort.startswith(keys.ESTIMATE):
        return estimate_publications.of_live_estimate(
            _live_estimate.validate_json(before) if before else None,
            _live_estimate.validate_json(after),
            merchant_id=merchant_id,
        )
    if sort == keys.ADVISORY:
        return disruption_publications.of_advisory(
            _advisory.validate_json(before) if before else None, _advisory.validate_json(after), merchant_id=merchant_id
        )
    if sort.startswith(keys.MESSAGE):
        return notification_publications.of_message(
            _message.validate_json(before) if before else None, _message.validate_json(after), merchant_id=merchant_id
        )
    return []


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
