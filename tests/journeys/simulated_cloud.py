"""The deployed platform in this process: real handlers and adapters, wired as the synthesised template says, on moto.

Deliveries are ours: queues and streams are read here, and a batch is taken off only when its handler has answered. So a
test can repeat, reorder, and kill a function before or after any of its calls to AWS, and see what becomes of it.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import boto3
import botocore.client
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sqs.models import sqs_backends

from functions.send_line import handler as send_line
from infra.sizes import functions
from shared.access.api_key import KeyKind, new_key
from shared.aws import clients, keys
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.cli.checkout import ROOT
from shared.merchant import configuration_file
from shared.merchant.delivery_network import compile_network
from shared.merchant.return_policy import compiled_returns
from shared.notifications.gateway import MessageRefused, Taken
from shared.runtime import clock
from tests.functions.http_api import HttpApi
from tests.pretended_aws import PretendedAws, Snapshot
from tests.table import create_table

REGION = "us-east-1"
EASYPOST_SECRET = "an-easypost-secret"
STRIPE_KEY = "a-key-for-refunds"
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
"""An hour after the newest scan of the samples."""


class Killed(BaseException):
    """The function's process ended here. No handler can catch it, as none can catch the real thing."""


@dataclass
class Killer:
    """Ends the process at one call to AWS: before the call, or after it took effect but before its answer came."""

    at: int | None = None
    after_the_effect: bool = False
    calls: list[str] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)
    """Which function made each of `calls`."""
    begun: set[int] = field(default_factory=set)
    """Places in `calls` where a function began."""
    armed: bool = False
    function: str = ""
    killed: str = ""
    """The call at which it ended."""

    def arm(self, function: str) -> None:
        """A function begins."""
        self.armed, self.function = True, function
        self.begun.add(len(self.calls))

    def around(self, operation: str, call: Callable[[], Any]) -> Any:
        if not self.armed:
            return call()
        self.calls.append(operation)
        self.callers.append(self.function)
        if len(self.calls) - 1 != self.at:
            return call()
        self.killed = operation
        if self.after_the_effect:
            call()
        raise Killed(operation)


class SimulatedCloud:
    """One platform with one merchant's configuration."""

    def __init__(self, template: dict[str, Any], killer: Killer) -> None:
        self._resources: dict[str, Any] = template["Resources"]
        self._killer = killer
        self._handlers = {name: importlib.import_module(f"functions.{name}.handler") for name in functions()}
        self.api = HttpApi()
        self.read_to: dict[str, int] = {}
        """Function -> how many records of the stream it has read."""
        self.records: list[dict[str, Any]] = []
        """Of the stream, as far as it was read."""
        self.seen: list[dict[str, Any]] = []
        """Events that were taken off the tap."""
        self.only: frozenset[str] = frozenset()
        """The functions to which anything is delivered; none: to all."""
        self._build()

    # What is there

    def table(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every item, by key."""
        items = clients.dynamodb().scan(TableName="todoku")["Items"]
        return {(item["PK"]["S"], item["SK"]["S"]): item for item in items}

    def projections(self) -> dict[str, Any]:
        """What each parcel's checkpoints add up to."""
        return {pk: json.loads(i["body"]["S"]) for (pk, sk), i in self.table().items() if sk == keys.PROJECTION}

    def mails(self) -> list[Any]:
        """Every mail that left."""
        return list(ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages)

    def events(self) -> list[dict[str, Any]]:
        """Every event that reached the bus, repeats included, oldest first."""
        messages: list[dict[str, Any]] = []
        while batch := self._receive("tap"):
            messages += batch
            self._delete("tap", batch)
        self.seen = [*self.seen, *(json.loads(message["Body"]) for message in messages)]
        return self.seen

    def waiting(self) -> dict[str, int]:
        """Queue -> messages in it, for queues that are not empty."""
        found = {}
        undelivered = self._undelivered()
        for name in self._queues:
            if (count := self._visible(name)) and name != "tap" and name not in undelivered:
                found[name] = count
        return found

    # What happens

    def ask(self, method: str, path: str, body: object = b"", **headers: str) -> Any:
        """A client calls the API until it is answered: what was killed said nothing, and is asked once more."""
        while True:
            self._killer.arm(f"{method} /{path.rpartition('/')[2]}")
            try:
                answer = self.api.request(method, path, headers=headers, body=body)
            except Killed:
                continue
            finally:
                self._killer.armed = False
            assert answer.status < 300, answer.text
            return answer.json()

    def strike(self, function: str) -> None:
        """A clock calls a function until it has come through."""
        while self._invoke(function, {}, is_over=()) is None:
            continue

    def run(self, rounds: int = 30) -> None:
        """Deliver until nothing waits any more. A killed delivery stays where it was, and is delivered again."""
        for _ in range(rounds):
            if not any([self._drain_streams(), self._drain_queues()]):
                return
        raise AssertionError(f"still busy after {rounds} rounds: {self.waiting()}")

    def _drain_queues(self) -> bool:
        busy = False
        for mapping in self._mappings(stream=False):
            queue, function = self._logical(mapping["EventSourceArn"]), self._function(mapping)
            while messages := self._receive(queue):
                busy = True
                answer = self._invoke(function, {"Records": [_sqs_record(m) for m in messages]})
                failed = {f["itemIdentifier"] for f in (answer or {"batchItemFailures": []})["batchItemFailures"]}
                if answer is None:  # killed: nothing was acknowledged; the queue shows the messages again
                    self._show_again(queue, messages)
                    break
                self._delete(queue, [m for m in messages if m["MessageId"] not in failed])
                self._show_again(queue, [m for m in messages if m["MessageId"] in failed])
                if failed:
                    break
        return busy

    def _drain_streams(self) -> bool:
        busy = False
        records = self._stream()
        for mapping in self._mappings(stream=True):
            function = self._function(mapping)
            patterns = [json.loads(f["Pattern"]) for f in mapping["FilterCriteria"]["Filters"]]
            done = self.read_to.get(function, 0)
            fresh = [(n, r) for n, r in enumerate(records) if n >= done and any(_fits(r, p) for p in patterns)]
            if not fresh:
                self.read_to[function] = len(records)
                continue
            busy = True
            answer = self._invoke(function, {"Records": [record for _, record in fresh]})
            if answer is None:
                continue
            failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
            positions = {record["dynamodb"]["SequenceNumber"]: n for n, record in fresh}
            self.read_to[function] = positions[failed[0]] if failed else len(records)
        return busy

    def _invoke(self, function: str, event: dict[str, Any], is_over: Any = None) -> Any:
        """The handler's answer, or `is_over` where it has none; None when it was killed."""
        self._killer.arm(function)
        try:
            answer = self._handlers[function].handler(event, _Context())
        except Killed:
            return None
        finally:
            self._killer.armed = False
        return is_over if answer is None else answer

    # How it is built: from the template

    def _build(self) -> None:
        """As the template says: once per template, and from then on as it was then, which takes a hundredth."""
        _, snapshot, built = _BUILT.get(id(self._resources), (None, None, {}))
        if snapshot:
            snapshot.restore()
        else:
            before = {*vars(self)}
            self._build_anew()
            built = {name: value for name, value in vars(self).items() if name not in before}
            _BUILT[id(self._resources)] = self._resources, Snapshot(), built
        vars(self).update(built)

    def _build_anew(self) -> None:
        self._queues = {"tap": clients.sqs().create_queue(QueueName="tap")["QueueUrl"]}
        for name, resource in self._resources.items():
            if resource["Type"] == "AWS::SQS::Queue":
                self._queues[name] = clients.sqs().create_queue(QueueName=name[-80:])["QueueUrl"]
        self._make_table()
        self._make_bus()
        self._make_topic()
        self._make_the_rest()

    def _make_table(self) -> None:
        create_table(
            clients.dynamodb(),
            "todoku",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )

    def _make_bus(self) -> None:
        events = clients.events()
        events.create_event_bus(Name="todoku")
        everything = {"source": [{"prefix": "postpurchase."}]}
        events.put_rule(Name="tap", EventBusName="todoku", EventPattern=json.dumps(everything))
        events.put_targets(Rule="tap", EventBusName="todoku", Targets=[{"Id": "tap", "Arn": self._arn("tap")}])
        for name, rule in self._of("AWS::Events::Rule").items():
            if "EventBusName" not in rule:  # the account's own bus: no S3 tells anything here
                continue
            events.put_rule(Name=name[-60:], EventBusName="todoku", EventPattern=json.dumps(rule["EventPattern"]))
            targets = [{"Id": str(n), "Arn": self._arn(self._logical(t["Arn"]))} for n, t in enumerate(rule["Targets"])]
            events.put_targets(Rule=name[-60:], EventBusName="todoku", Targets=targets)

    def _make_topic(self) -> None:
        self._topic = clients.sns().create_topic(Name="messages")["TopicArn"]
        for subscription in self._of("AWS::SNS::Subscription").values():
            clients.sns().subscribe(
                TopicArn=self._topic,
                Protocol="sqs",
                Endpoint=self._arn(self._logical(subscription["Endpoint"])),
                Attributes={
                    "RawMessageDelivery": "true",
                    "FilterPolicy": json.dumps(subscription["FilterPolicy"]),
                },
            )

    def _make_the_rest(self) -> None:
        secrets = clients.secretsmanager()
        secrets.create_secret(Name="links", SecretString=json.dumps({"link_signing": "a-link-signing-secret"}))
        secrets.create_secret(Name="carriers", SecretString=json.dumps({"easypost": [EASYPOST_SECRET]}))
        secrets.create_secret(Name="credentials", SecretString="{}")
        secrets.create_secret(Name="webhooks", SecretString="{}")
        secrets.create_secret(Name="channels", SecretString="{}")
        secrets.create_secret(Name="payers", SecretString=json.dumps({"stripe": {"secret_key": STRIPE_KEY}}))
        clients.s3().create_bucket(Bucket="raw-updates")
        clients.s3().create_bucket(Bucket="promise")
        clients.s3().create_bucket(Bucket="returns")
        clients.ses().create_configuration_set(ConfigurationSetName="mail")
        clients.ses().create_email_identity(EmailIdentity="hello@hanare.example")
        DynamoConfiguration(clients.dynamodb(), "todoku").publish(*_published(), now=NOW)
        key = new_key(KeyKind.MERCHANT, b"\x05" * 32)
        DynamoKeys(clients.dynamodb(), "todoku").add(key)
        self.merchant_key = key.plain

    def environment(self) -> dict[str, str]:
        """One environment for all functions; the dead-letter queue of each is set when it is invoked."""
        return {
            "TABLE_NAME": "todoku",
            "MERCHANT_ID": "hanare",
            "LINK_SECRET": "links",
            "CARRIER_SECRET": "carriers",
            "WEBHOOK_SECRET": "webhooks",
            "CHANNEL_SECRET": "channels",
            "LOCAL_RECEIVERS": "refused",
            "CARRIER_CREDENTIALS": "credentials",
            "PUBLIC_URL": "https://shop.example",
            "BUCKET_NAME": "raw-updates",
            "RAW_UPDATES_BUCKET": "raw-updates",
            "PROMISE_BUCKET": "promise",
            "EVIDENCE_BUCKET": "returns",
            "LABEL_BUCKET": "returns",
            "RETURN_CREDENTIALS": "payers",
            "BUS_NAME": "todoku",
            "TOPIC_ARN": self._topic,
            "CONFIGURATION_SET": "mail",
            "DEAD_LETTER_QUEUE_URL": self._queues[next(n for n in self._queues if "DeadLetters" in n)],
        }

    def _of(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: r["Properties"] for name, r in self._resources.items() if r["Type"] == kind}

    def _mappings(self, *, stream: bool) -> list[dict[str, Any]]:
        mappings = self._of("AWS::Lambda::EventSourceMapping").values()
        return [
            mapping
            for mapping in mappings
            if ("StartingPosition" in mapping) is stream and (not self.only or self._function(mapping) in self.only)
        ]

    def _function(self, mapping: dict[str, Any]) -> str:
        handler: str = self._resources[mapping["FunctionName"]["Ref"]]["Properties"]["Handler"]
        return handler.split(".")[1]

    def _undelivered(self) -> set[str]:
        """Queues that are not drained now."""
        every = self._of("AWS::Lambda::EventSourceMapping").values()
        return {
            self._logical(mapping["EventSourceArn"])
            for mapping in every
            if "StartingPosition" not in mapping and self.only and self._function(mapping) not in self.only
        }

    @staticmethod
    def _logical(reference: dict[str, Any]) -> str:
        name: str = reference["Fn::GetAtt"][0]
        return name

    def _arn(self, queue: str) -> str:
        return f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:{self._queues[queue].rsplit('/', 1)[1]}"

    def _visible(self, queue: str) -> int:
        """How many messages can be taken; not over the API, since most are empty most of the time."""
        name = self._queues[queue].rsplit("/", 1)[1]
        return int(sqs_backends[DEFAULT_ACCOUNT_ID][REGION].queues[name].approximate_number_of_messages)

    def _receive(self, queue: str) -> list[dict[str, Any]]:
        if not self._visible(queue):
            return []
        return clients.sqs().receive_message(QueueUrl=self._queues[queue], MaxNumberOfMessages=10).get("Messages", [])  # type: ignore[return-value]

    def _delete(self, queue: str, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            clients.sqs().delete_message(QueueUrl=self._queues[queue], ReceiptHandle=message["ReceiptHandle"])

    def _show_again(self, queue: str, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            clients.sqs().change_message_visibility(
                QueueUrl=self._queues[queue], ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def _stream(self) -> list[dict[str, Any]]:
        """All records; only those that are new are asked for, as reading them takes longer than all the rest."""
        streams = stream_client()
        arn = clients.dynamodb().describe_table(TableName="todoku")["Table"]["LatestStreamArn"]
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        begins: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if self.records:
            last = self.records[-1]["dynamodb"]["SequenceNumber"]
            begins = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
        start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, **begins)
        fresh: list[dict[str, Any]] = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
        for record in fresh:  # Lambda gives seconds, where the client gives a datetime
            at = record["dynamodb"]["ApproximateCreationDateTime"]
            record["dynamodb"]["ApproximateCreationDateTime"] = at.timestamp()
        self.records = [*self.records, *fresh]
        return self.records


@cache
def _published() -> tuple[str, str, str]:
    """The sample's configuration with LINE, as a document, and the network and the returns compiled from it."""
    sample = (ROOT / "shared" / "merchant" / "sample.yaml").read_text("utf-8")
    configuration = configuration_file.read(sample.replace("  quiet_hours:", "  channels: {line: {}}\n  quiet_hours:"))
    network = json.dumps(compile_network(configuration).to_json())
    return configuration.model_dump_json(), network, compiled_returns(configuration)


_BUILT: dict[int, tuple[dict[str, Any], Snapshot, dict[str, Any]]] = {}
"""Resources by their id, which stays theirs as long as they are kept here; the account, and what it is known by."""


class NobodyIsAFriend:
    """LINE, where the shop's account has no friends yet: every message goes on to its next channel."""

    def remembers(self, _: object) -> timedelta:
        return timedelta(days=1)

    def send(self, _: object) -> Taken:
        raise MessageRefused("line_400")


class _Context:
    """What Lambda hands a handler beside the event."""

    function_name = "simulated"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:simulated"
    aws_request_id = "simulated"


@contextmanager
def simulated_cloud(template: dict[str, Any], killer: Killer | None = None) -> Iterator[SimulatedCloud]:
    """A fresh platform; everything that functions remember between calls is forgotten before and after."""
    killer = killer or Killer()
    call = botocore.client.BaseClient._make_api_call  # type: ignore[attr-defined]

    def watched(self: Any, operation: str, parameters: Any) -> Any:
        return killer.around(operation, lambda: call(self, operation, parameters))

    with pytest.MonkeyPatch.context() as patch, PretendedAws():
        _forget()
        if clients.dynamodb().meta.region_name != REGION:
            forget_clients()
        patch.setattr(botocore.client.BaseClient, "_make_api_call", watched)
        cloud = SimulatedCloud(template, killer)
        for name, value in cloud.environment().items():
            patch.setenv(name, value)
        patch.setattr(clock, "now", lambda: NOW)
        patch.setattr(send_line, "gateway", NobodyIsAFriend)
        yield cloud
    _forget()


@cache
def stream_client() -> Any:
    """Reads streams; built once, as building a client takes longer than a delivery."""
    return boto3.client("dynamodbstreams")


def forget_clients() -> None:
    """Let clients be built anew: others may have built them for another region."""
    forget(clients)
    stream_client.cache_clear()


def _forget() -> None:
    for name in functions():
        forget(importlib.import_module(f"functions.{name}.handler"))


def forget(module: Any) -> None:
    """Clear every cached builder of a module."""
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def _sqs_record(message: dict[str, Any]) -> dict[str, Any]:
    return {"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"}


def _fits(record: dict[str, Any], pattern: dict[str, Any]) -> bool:
    """Lambda's event filtering, as far as our filters use it: nested names, exact values, prefixes."""
    return all(_value_fits(record.get(name), wanted) for name, wanted in pattern.items())


def _value_fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(value, dict) and _fits(value, wanted)
    return any(value == one if not isinstance(one, dict) else str(value).startswith(one["prefix"]) for one in wanted)
