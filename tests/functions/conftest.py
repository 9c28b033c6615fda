"""Each function beside a small AWS of its own: a table, a bus, a topic, a dead-letter queue, a mail service."""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.promise_api import handler as promise_api
from functions.promises_api import handler as promises_api
from functions.publish_promise_snapshot import handler as publish_promise_snapshot
from shared.access.api_key import KeyKind, NewKey, new_key
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.lean.bucket import NotThere, StoredObject
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.merchant.return_policy import compiled_returns
from shared.runtime import clock
from tests.functions.http_api import HttpApi
from tests.pretended_aws import PretendedAws, Snapshot
from tests.table import create_table

REGION = "ap-northeast-1"
ACCOUNT = "123456789012"
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""A Tuesday morning in Tokyo, before the cutoff."""
EASYPOST_SECRET = "an-easypost-secret"
SHOPIFY_SECRET = "a-shopify-client-secret"
STRIPE_WEBHOOK_SECRET = "whsec_a-stripe-endpoint-secret"
LINK_SECRET = "a-link-signing-secret"
PROMISE_SECRET = "a-promise-signing-secret"
LAPOSTE_KEY = "a-laposte-api-key"
CHANNEL_SECRETS = {
    "line_channel_token": "a-line-token",
    "vapid_private_key": "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
}
"""How channels' services let the merchant in. The key is the bytes 1 to 32."""
BUCKET = "a-bucket"
SENDER = "hello@hanare.example"
SAMPLE = Path(__file__).parents[2] / "shared" / "merchant" / "sample.yaml"
FUNCTIONS = Path(__file__).parents[2] / "functions"
HANDLERS = tuple(
    importlib.import_module(f"functions.{path.parent.name}.handler") for path in sorted(FUNCTIONS.glob("*/handler.py"))
)

_CLIENTS = ("athena", "dynamodb", "events", "s3", "secretsmanager", "ses", "sns", "sqs", "texts")
_PASSWORDS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": "testing"}


@dataclass(frozen=True, slots=True)
class Cloud:
    """What a test may look at after a function ran."""

    table: str
    stream: str
    bus: str
    topic: str
    bus_tap: str
    """A queue that gets every event of the bus."""
    topic_tap: str
    """A queue that gets every announcement."""
    dead_letters: str
    shop_pushes: str
    """The queue of shop systems' pushes."""
    refund_words: str
    """The queue of what they push about refunds."""

    def items(self) -> list[dict[str, Any]]:
        """Every item of the table."""
        return clients.dynamodb().scan(TableName=self.table)["Items"]

    def changes(self, *kinds: str) -> list[dict[str, Any]]:
        """The table's stream so far, in order; with `kinds`, only sort keys that begin with one of them."""
        streams = _streams()
        shard = streams.describe_stream(StreamArn=self.stream)["StreamDescription"]["Shards"][0]["ShardId"]
        iterator = streams.get_shard_iterator(StreamArn=self.stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
            "ShardIterator"
        ]
        records = streams.get_records(ShardIterator=iterator)["Records"]
        for record in records:  # Lambda gives seconds, where the client gives a datetime
            at = record["dynamodb"]["ApproximateCreationDateTime"]
            record["dynamodb"]["ApproximateCreationDateTime"] = at.timestamp()
        return [r for r in records if r["dynamodb"]["Keys"]["SK"]["S"].startswith(kinds or "")]

    def published(self) -> list[dict[str, Any]]:
        """Events that reached the bus since the last look."""
        return [json.loads(message["Body"]) for message in _drain(self.bus_tap)]

    def announced(self) -> list[dict[str, Any]]:
        """Messages announced on the topic since the last look, each with its attributes."""
        found = [json.loads(message["Body"]) for message in _drain(self.topic_tap)]
        return [
            {**json.loads(a["Message"]), **{k: v["Value"] for k, v in a.get("MessageAttributes", {}).items()}}
            for a in found
        ]

    def parked(self) -> list[tuple[str, str, str]]:
        """Body, code and reason of each message in the dead-letter queue since the last look."""
        return [
            (m["Body"], m["MessageAttributes"]["code"]["StringValue"], m["MessageAttributes"]["reason"]["StringValue"])
            for m in _drain(self.dead_letters)
        ]

    def pushed(self) -> list[str]:
        """Shop systems' pushes that were queued since the last look."""
        return [message["Body"] for message in _drain(self.shop_pushes)]

    def refund_pushes(self) -> list[str]:
        """Those about refunds."""
        return [message["Body"] for message in _drain(self.refund_words)]

    def mails(self) -> list[Any]:
        """Every mail that was sent."""
        return list(ses_backends[ACCOUNT][REGION].sent_messages)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is made once for all tests: making it takes longer than most of them."""

    cloud: Cloud
    snapshot: Snapshot
    clients: dict[str, Callable[[], Any]]
    """Those of shared.aws.clients."""


@pytest.fixture(scope="session")
def built_once() -> _Made:
    """The AWS that every test finds, with a published configuration."""
    _forget()
    with pytest.MonkeyPatch.context() as environment, PretendedAws():
        _pretend(environment)
        cloud = _build()
        configuration = read(SAMPLE.read_text("utf-8"))
        network = json.dumps(compile_network(configuration).to_json())
        DynamoConfiguration(clients.dynamodb(), cloud.table).publish(
            configuration.model_dump_json(), network, compiled_returns(configuration), now=NOW
        )
        connected = {name: partial(_same, getattr(clients, name)()) for name in _CLIENTS}
        snapshot = Snapshot()
    _forget()
    return _Made(cloud, snapshot, connected)


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch, built_once: _Made) -> Iterator[Cloud]:
    """A fresh AWS with a published configuration, and every function told where to find it."""
    _pretend(monkeypatch)
    _forget()
    for name, client in built_once.clients.items():
        monkeypatch.setattr(clients, name, client)
    for name, value in _environment(built_once.cloud).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(promise_api, "bucket", cache(PublishedInTime))
    monkeypatch.setattr(promises_api, "bucket", cache(PublishedInTime))
    with PretendedAws():
        built_once.snapshot.restore()
        yield built_once.cloud
    _forget()


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands still at NOW, until `at(moment)` moves it."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    return move


@pytest.fixture
def api() -> HttpApi:
    """The HTTP API."""
    return HttpApi()


@pytest.fixture
def merchant_key(cloud: Cloud) -> str:
    """The merchant's secret key."""
    return _key(cloud, new_key(KeyKind.MERCHANT, b"\x01" * 32))


@pytest.fixture
def storefront_key(cloud: Cloud) -> str:
    """The storefront's publishable key."""
    return _key(cloud, new_key(KeyKind.STOREFRONT, b"\x02" * 32))


@pytest.fixture
def merchant(merchant_key: str) -> dict[str, str]:
    """Headers with which a merchant's server comes."""
    return {"authorization": f"Bearer {merchant_key}", "content-type": "application/json"}


@pytest.fixture
def logs() -> Iterator[Callable[[], str]]:
    """Everything that was logged: what functions and libraries wrote, with every extra field."""
    written = io.StringIO()
    everything = logging.StreamHandler(written)
    everything.setFormatter(_WholeRecord())
    streams = [(handler, handler.stream) for handler in _function_log_handlers()]
    for handler, _ in streams:
        handler.setStream(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(everything)
    root.setLevel(logging.INFO)
    yield written.getvalue
    root.setLevel(level)
    root.removeHandler(everything)
    for handler, stream in streams:
        handler.setStream(stream)


class PublishedInTime:
    """The promise's bucket, into which the table's stream has always been published when somebody looks."""

    def get(self, key: str, known_tag: str = "") -> StoredObject | None:
        publish_promise_snapshot.publish([])
        try:
            found = clients.s3().get_object(Bucket=BUCKET, Key=key)
        except clients.s3().exceptions.NoSuchKey:
            raise NotThere(f"S3 answered 403 for {key}.") from None
        return None if found["ETag"] == known_tag else StoredObject(found["Body"].read(), found["ETag"])


def easypost_signature(body: bytes, secret: str = EASYPOST_SECRET) -> str:
    """How EasyPost signs."""
    return "hmac-sha256-hex=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def shopify_signature(body: bytes, secret: str = SHOPIFY_SECRET) -> str:
    """How Shopify signs."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def stripe_signature(body: bytes, secret: str = STRIPE_WEBHOOK_SECRET, at: datetime = NOW) -> str:
    """How Stripe signs."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={hmac.digest(secret.encode(), seconds.encode() + b'.' + body, 'sha256').hex()}"


class _WholeRecord(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return repr(record.__dict__) + super().format(record)


def _function_log_handlers() -> list[logging.StreamHandler[Any]]:
    found: list[logging.StreamHandler[Any]] = []
    for module in HANDLERS:
        if hasattr(module, "logger"):
            found += [handler for handler in module.logger.handlers if isinstance(handler, logging.StreamHandler)]
    return found


@cache
def _streams() -> Any:
    return boto3.client("dynamodbstreams", region_name=REGION)


def _same(client: Any) -> Any:
    return client


def _pretend(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nobody can reach a real account."""
    for name, value in {**_PASSWORDS, "AWS_DEFAULT_REGION": REGION, "AWS_REGION": REGION}.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)


def _forget() -> None:
    """Empty every builder's cache: what one test built, no other may meet."""
    of_functions = [module for name, module in sys.modules.items() if name.startswith("functions.")]
    for module in (clients, *of_functions):
        for builder in _builders(module):
            builder.cache_clear()


@cache
def _builders(module: ModuleType) -> list[Any]:
    """Those that a module was imported with: to look through all modules takes longer than most tests."""
    return [value for value in vars(module).values() if hasattr(value, "cache_clear")]


def _key(cloud: Cloud, key: NewKey) -> str:
    DynamoKeys(clients.dynamodb(), cloud.table).add(key)
    return key.plain


def _build() -> Cloud:
    create_table(
        clients.dynamodb(),
        "todoku",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    table = clients.dynamodb().describe_table(TableName="todoku")["Table"]
    secrets = clients.secretsmanager()
    secrets.create_secret(Name="links", SecretString=json.dumps({"link_signing": LINK_SECRET}))
    secrets.create_secret(Name="promises", SecretString=json.dumps({"promise_signing": PROMISE_SECRET}))
    carriers = {"easypost": [EASYPOST_SECRET], "fedex": ["a-fedex-secret"]}
    secrets.create_secret(Name="carriers", SecretString=json.dumps(carriers))
    secrets.create_secret(Name="credentials", SecretString=json.dumps({"laposte": {"api_key": LAPOSTE_KEY}}))
    clients.s3().create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    shops = {"shopify": [SHOPIFY_SECRET, "the-secret-before"], "stripe": [STRIPE_WEBHOOK_SECRET]}
    secrets.create_secret(Name="shops", SecretString=json.dumps(shops))
    secrets.create_secret(Name="webhooks", SecretString="{}")
    secrets.create_secret(Name="return-credentials", SecretString="{}")
    secrets.create_secret(Name="channels", SecretString=json.dumps(CHANNEL_SECRETS))
    clients.ses().create_email_identity(EmailIdentity=SENDER)
    clients.ses().create_configuration_set(ConfigurationSetName="mail")
    return Cloud(
        table="todoku",
        stream=table["LatestStreamArn"],
        bus="todoku-test",
        bus_tap=_tapped_bus(),
        topic=(topic := clients.sns().create_topic(Name="messages")["TopicArn"]),
        topic_tap=_tapped_topic(topic),
        dead_letters=clients.sqs().create_queue(QueueName="dead-letters")["QueueUrl"],
        shop_pushes=clients.sqs().create_queue(QueueName="shop-pushes")["QueueUrl"],
        refund_words=clients.sqs().create_queue(QueueName="refund-words")["QueueUrl"],
    )


def _environment(cloud: Cloud) -> dict[str, str]:
    return {
        "TABLE_NAME": cloud.table,
        "MERCHANT_ID": "hanare",
        "LINK_SECRET": "links",
        "CARRIER_SECRET": "carriers",
        "CARRIER_CREDENTIALS": "credentials",
        "PUBLIC_URL": "https://api.example.com",
        "BUS_NAME": cloud.bus,
        "BUCKET_NAME": BUCKET,
        "PROMISE_BUCKET": BUCKET,
        "PROMISE_SECRET": "promises",
        "WORKGROUP": "todoku-test",
        "DATABASE": "todoku_test",
        "RAW_UPDATES_BUCKET": BUCKET,
        "TOPIC_ARN": cloud.topic,
        "DEAD_LETTER_QUEUE_URL": cloud.dead_letters,
        "QUEUE_URL": cloud.shop_pushes,
        "REFUND_QUEUE_URL": cloud.refund_words,
        "SHOP_SECRET": "shops",
        "CONFIGURATION_SET": "mail",
        "CHANNEL_SECRET": "channels",
        "WEBHOOK_SECRET": "webhooks",
        "EVIDENCE_BUCKET": BUCKET,
        "LABEL_BUCKET": BUCKET,
        "ELEMENT_BUCKET": BUCKET,
        "RETURN_CREDENTIALS": "return-credentials",
        "LOCAL_RECEIVERS": "allowed",
    }


def _tapped_bus() -> str:
    url, arn = _queue("bus-tap")
    events = clients.events()
    events.create_event_bus(Name="todoku-test")
    pattern = json.dumps({"source": [{"prefix": "postpurchase."}]})
    events.put_rule(Name="everything", EventBusName="todoku-test", EventPattern=pattern)
    events.put_targets(Rule="everything", EventBusName="todoku-test", Targets=[{"Id": "tap", "Arn": arn}])
    return url


def _tapped_topic(topic: str) -> str:
    url, arn = _queue("topic-tap")
    clients.sns().subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return url


def _queue(name: str) -> tuple[str, str]:
    sqs = clients.sqs()
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def _drain(url: str) -> list[dict[str, Any]]:
    sqs = clients.sqs()
    found: list[Any] = []
    while messages := sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], WaitTimeSeconds=0
    ).get("Messages"):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        found += messages
    return found
