"""A receiver as the standard describes it, written apart from ours: it checks signatures, and answers as it is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.webhooks.delivery import Attempt, AttemptCode
from shared.webhooks.endpoint import Endpoint
from shared.webhooks.ports import Means
from tests.fakes import InMemoryDeliveries, InMemoryEndpoints, InMemoryWebhookSecrets
from tests.samples import NOW

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
URL = "https://shop.example.com/hooks"


def is_signed(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """By the standard's text alone."""
    key = base64.b64decode(secret[len("whsec_") :])
    lower = {name.lower(): value for name, value in headers.items()}
    signed = lower["webhook-id"].encode() + b"." + lower["webhook-timestamp"].encode() + b"." + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = [part.split(",", 1) for part in lower["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(value, expected) for version, value in given)


class Receiver:
    """Answers each webhook with the next of `answers`, the last for ever; an int is a status."""

    def __init__(self, *answers: int | Attempt) -> None:
        self.answers = list(answers)
        self.got: list[tuple[str, Mapping[str, str], bytes]] = []
        self.takes = timedelta(0)
        """How long it takes to answer."""
        self.now = NOW

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Attempt:
        self.got.append((url, headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.now += self.takes
        if isinstance(answer, Attempt):
            return answer
        return Attempt(self.now, AttemptCode.OK if 200 <= answer < 300 else AttemptCode.STATUS, answer)

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of each that came."""
        return [headers["webhook-id"] for _, headers, _ in self.got]


class World:
    """Endpoints, deliveries and secrets in memory, a receiver, and a clock that moves when it is told to."""

    def __init__(self, receiver: Receiver) -> None:
        self.endpoints = InMemoryEndpoints()
        self.deliveries = InMemoryDeliveries()
        self.secrets = InMemoryWebhookSecrets()
        self.receiver = receiver

    @property
    def means(self) -> Means:
        return Means(self.endpoints, self.deliveries, self.secrets.read, self.receiver, lambda: self.receiver.now)

    def endpoint(self, **changes: object) -> Endpoint:
        """One that is registered, with its secret."""
        values: dict[str, object] = {
            "endpoint_id": "we_" + "0" * 24,
            "url": URL,
            "events": ("*",),
            "created_at": NOW - timedelta(days=1),
        }
        made = self.endpoints.save(Endpoint(**{**values, **changes}))  # type: ignore[arg-type]
        self.secrets.rotate_in(made.endpoint_id, SECRET)
        return made

    def pass_time(self, until: datetime) -> None:
        """The clock goes on, never back."""
        self.receiver.now = max(self.receiver.now, until)


def one_by_one(tasks: object) -> list[object]:
    """Each task after the other, in place of threads."""
    return [task() for task in tasks]  # type: ignore[attr-defined]
