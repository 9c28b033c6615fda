"""A small AWS in this process, and orders whose parcels go out for delivery: what telling shoppers works on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

import boto3
from moto import mock_aws

from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.eventing.envelope import Event, Metadata
from shared.merchant.configuration_file import read
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Order, Shipment
from shared.tracking.project_shipment import project_shipment
from tests.functions.triggers import from_bus, from_queue
from tests.samples import order
from tests.table import create_table

REGION = "eu-west-1"
TABLE = "todoku"
SAMPLE = Path(__file__).parents[2] / "shared" / "merchant" / "sample.yaml"
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "an-example",
    "AWS_SESSION_TOKEN": "an-example",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
}


@dataclass(frozen=True, slots=True)
class MessageCloud:
    """Where functions find it, and what they are to be told."""

    environment: Mapping[str, str]
    _tap: str
    _numbers: Iterator[int] = field(default_factory=count)

    def outings(self, wanted: int) -> list[dict[str, Any]]:
        """Envelopes for `notify_customer`, each about another shopper's parcel that went out for delivery just now."""
        dynamodb = boto3.client("dynamodb")
        return [from_bus(_outing(dynamodb, number)) for number in islice(self._numbers, wanted)]

    def announced(self) -> list[dict[str, Any]]:
        """Envelopes for senders: what was announced since the last look."""
        found: list[dict[str, Any]] = []
        sqs = boto3.client("sqs")
        while batch := sqs.receive_message(QueueUrl=self._tap, MaxNumberOfMessages=10).get("Messages", []):
            for message in batch:
                sqs.delete_message(QueueUrl=self._tap, ReceiptHandle=message["ReceiptHandle"])
                found.append(from_queue(message["Body"]))
        return found


@contextmanager
def message_cloud() -> Iterator[MessageCloud]:
    """Everything that deciding and mailing need, set up as `sample.yaml` says."""
    before = dict(os.environ)
    os.environ.update(_ENVIRONMENT)
    boto3.DEFAULT_SESSION = None  # it remembers the region it was made in
    try:
        with mock_aws():
            yield _made()
    finally:
        os.environ.clear()
        os.environ.update(before)
        boto3.DEFAULT_SESSION = None


def _made() -> MessageCloud:
    create_table(dynamodb := boto3.client("dynamodb"), TABLE)
    shop = read(SAMPLE.read_text("utf-8"))
    DynamoConfiguration(dynamodb, TABLE).publish(shop.model_dump_json(), "[]", now=datetime(2026, 11, 24, tzinfo=UTC))
    boto3.client("secretsmanager").create_secret(Name="links", SecretString=json.dumps({"link_signing": "a-secret"}))
    ses = boto3.client("sesv2")
    ses.create_email_identity(EmailIdentity=shop.merchant.sender)
    ses.create_configuration_set(ConfigurationSetName="mail")
    sqs, sns = boto3.client("sqs"), boto3.client("sns")
    tap = sqs.create_queue(QueueName="tap")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=tap, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name="messages")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    environment = {
        **_ENVIRONMENT,
        "TABLE_NAME": TABLE,
        "MERCHANT_ID": "hanare",
        "LINK_SECRET": "links",
        "PUBLIC_URL": "https://api.example.com",
        "TOPIC_ARN": topic,
        "DEAD_LETTER_QUEUE_URL": sqs.create_queue(QueueName="dead-letters")["QueueUrl"],
        "CONFIGURATION_SET": "mail",
    }
    return MessageCloud(environment, tap)


def _outing(dynamodb: Any, number: int) -> Event:
    now = datetime.now(UTC).replace(microsecond=0)
    placed = _order(number, now)
    (shipment,) = placed.shipments.values()
    (parcel,) = shipment.parcels
    DynamoOrders(dynamodb, TABLE).save(placed, [], shipment)
    parcels = DynamoParcels(dynamodb, TABLE)
    for hours, milestone in ((6, Milestone.IN_TRANSIT), (0, Milestone.OUT_FOR_DELIVERY)):
        parcels.add(parcel, Checkpoint(now - timedelta(hours=hours), Detail(milestone), milestone.value), "usps")
    project_shipment(parcels, parcel)
    told = MilestoneReached(
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        milestone=Milestone.OUT_FOR_DELIVERY,
        reached_at=now,
        order_id=placed.order_id,
        shipment_id=shipment.shipment_id,
        ship_date=shipment.shipped_at.date(),
    )
    said = Metadata(event_id=f"e{number}", version=1, occurred_at=now, merchant_id="hanare", correlation_id="A")
    return Event.of(told, said)


def _order(number: int, now: datetime) -> Order:
    parcel = ParcelNumber("usps", f"94001362082312345{number:05d}")
    return order(
        order_id=f"A-{number:07d}",
        placed_at=now - timedelta(days=2),
        contact=replace(Contact("", "ja" if number % 2 else "en"), email=f"shopper-{number}@shopper.example"),
        link=f"{number:022d}",
        shipments={"S-1": Shipment("S-1", now - timedelta(days=1), (parcel,))},
    )
