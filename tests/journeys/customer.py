"""One shopper of the shop on the local cloud, with an order of their own: what happens to it, what they are told."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.cli import inbox
from shared.cli.api_client import Answer
from shared.cli.inbox import SentMail
from shared.notifications.message import Message, MessageState
from shared.shoppers.shopper import Shopper, shopper_id
from shared.tracking.order import Contact
from tests.journeys.conftest import Local

PATIENCE = 90.0
BOWL = {"sku": "KB-01", "name": "粉引の飯碗", "quantity": 1, "category": "ceramics"}
BOOK = {"sku": "BK-07", "name": "A year of tea", "quantity": 2, "category": "books"}
OVER = frozenset({MessageState.SENT, MessageState.SUPPRESSED, MessageState.FAILED})
ADDRESS = {"ja": {"country": "JP", "postal": "150-0001"}, "en": {"country": "US", "postal": "78701"}}

T = TypeVar("T")


class Customer:
    """A fresh order; nobody else's mails go to its address."""

    def __init__(self, local: Local, language: str = "ja", **contact: str) -> None:
        self._local = local
        self._name = secrets.token_hex(4)
        self.order_id = f"M-{self._name}"
        self.email = f"{self._name}@shopper.example"
        self._contact = {"email": self.email, "language": language, **contact}
        self._address = ADDRESS[language]
        self._messages = DynamoMessages(local.deployment.client("dynamodb"), local.deployment.table_name)
        self._shoppers = DynamoShoppers(local.deployment.client("dynamodb"), local.deployment.table_name)
        self.numbers: list[str] = []

    # What the shop, the carrier and other systems say

    def orders(self, *lines: dict[str, Any], days_ago: float = 0, **more: Any) -> str:
        """The shop records the order, or records it anew; answers the path of the tracking page."""
        order = {
            "placed_at": written(ago(days=days_ago)),
            "contact": self._contact,
            "destination": self._address,
            "lines": list(lines or (BOWL,)),
            **more,
        }
        answer = self._put(f"/v1/orders/{self.order_id}", order)
        return "/t/" + str(answer.json()["tracking_url"]).rpartition("/t/")[2]

    def gets_shipped(self, parcels: int = 1, days_ago: float = 0) -> None:
        """The shop hands so many parcels to USPS."""
        digits = int.from_bytes(secrets.token_bytes(6), "big") % 10**12
        self.numbers = [f"9400136{digits:012d}{n:03d}"[:22] for n in range(parcels)]
        shipment = {
            "shipped_at": written(ago(days=days_ago)),
            "parcels": [{"carrier": "usps", "tracking_number": number} for number in self.numbers],
        }
        self._put(f"/v1/orders/{self.order_id}/shipments/S-1", shipment)

    def carrier_says(
        self,
        *scans: tuple[timedelta, str, str],
        parcel: int = 0,
        expected: datetime | None = None,
        carrier: str = "USPS",
    ) -> None:
        """EasyPost pushes scans: how long ago, status, and its detail."""
        event = {
            "id": f"evt_{secrets.token_hex(8)}",
            "object": "Event",
            "description": "tracker.updated",
            "result": {
                "object": "Tracker",
                "tracking_code": self.numbers[parcel],
                "carrier": carrier,
                "status": scans[-1][1],
                "est_delivery_date": written(expected) if expected else None,
                "tracking_details": [_scan(datetime.now(UTC) - before, *words) for before, *words in scans],
            },
        }
        body = json.dumps(event).encode()
        signature = hmac.new(self._local.keys.easypost_secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hmac-Signature": f"hmac-sha256-hex={signature}"}
        assert self._local.api.call("POST", "/v1/carriers/easypost/webhook", body=body, headers=headers).status == 202

    def case(self, case_id: str, kind: str, news: str, **more: Any) -> None:
        """The system that handles cases tells over HTTP."""
        body = {"kind": kind, "news": news, "happened_at": written(ago()), **more}
        self._put(f"/v1/orders/{self.order_id}/cases/{case_id}", body)

    def case_on_the_bus(self, case_id: str, kind: str, news: str, **more: Any) -> None:
        """A system of another maker tells on the bus."""
        data = {
            "order_id": self.order_id,
            "case_id": case_id,
            "kind": kind,
            "news": news,
            "happened_at": written(ago()),
            **more,
        }
        metadata = {
            "event_id": f"claims:{self.order_id}:{case_id}:{news}",
            "version": 1,
            "occurred_at": data["happened_at"],
            "merchant_id": "hanare",
            "correlation_id": self.order_id,
        }
        self._local.put_event("com.example.claims", "CaseReported", {"metadata": metadata, "data": data})

    def prefers(self, **preferences: Any) -> None:
        """The shop's account page asked."""
        self._put(f"/v1/orders/{self.order_id}/preferences", preferences)

    def becomes(self, change: Callable[[Shopper], Shopper]) -> None:
        """What no API of ours takes: a browser behind plain HTTP."""
        known = self._shoppers.get(shopper_id(Contact(self.email, "")))
        self._shoppers.save(change(known))

    def follows(self, address: str, form: str | None = None) -> Answer:
        """Open a link of ours; or send its page's form."""
        path = "/" + address.split("/", 3)[3]
        if form is None:
            return self._local.api.call("GET", path)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._local.api.call("POST", path, body=form.encode(), headers=kind)

    # What they are told

    def decided(self) -> list[Message]:
        """Every message about the order, sent or not."""
        return list(self._messages.of_order(self.order_id))

    def triggers(self) -> set[str]:
        """What was decided about so far, in whatever order the queues came."""
        return {message.trigger for message in self.decided()}

    def message(self, trigger: str) -> Message | None:
        """The message of this trigger; of several, the one that no other took the place of, and then the last."""
        found = [message for message in self.decided() if message.trigger == trigger]
        return max(found, key=lambda message: (message.reason != "superseded", message.decided_at), default=None)

    def becomes_of(self, trigger: str) -> Message:
        """The message once nothing more is to be done about it."""

        def over() -> Message | None:
            message = self.message(trigger)
            return message if message is not None and message.state in OVER else None

        return until(over, lambda: f"what becomes of {trigger}; known: {self._states()}")

    def gets(self, trigger: str) -> SentMail:
        """The one mail of this trigger."""
        message = self.becomes_of(trigger)
        assert message.state is MessageState.SENT, (trigger, message.state, message.reason, message.attempts)
        (mail,) = [mail for mail in self.mails() if message.message_id in mail.text]
        return mail

    def mails(self) -> list[SentMail]:
        """All that came to their address."""
        return [mail for mail in inbox.mails(self._local.cloud) if mail.recipients == (self.email,)]

    def plan(self, trigger: str) -> Message:
        """The message that is planned."""

        def planned() -> Message | None:
            message = self.message(trigger)
            return message if message is not None and message.state is MessageState.PLANNED else None

        return until(planned, lambda: f"a plan of {trigger}; known: {self._states()}")

    def time_comes_for(self, trigger: str) -> None:
        """What was planned for later is due, and the clock strikes."""
        planned = self.plan(trigger)
        self._messages.save(replace(planned, occurred_at=ago(), due_at=ago()))
        self._local.invoke("TellDueMessages", {})

    def _put(self, path: str, body: object) -> Answer:
        answer = self._local.api.put_json(path, body, self._local.keys.merchant)
        assert answer.status in (200, 201), answer.body
        return answer

    def _states(self) -> list[tuple[str, str, str]]:
        return [(message.trigger, message.state, message.reason) for message in self.decided()]


def ago(**how_long: float) -> datetime:
    """So long ago; a second without a word, so that nothing lies in the future."""
    return datetime.now(UTC) - timedelta(**(how_long or {"seconds": 1}))


def written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def until(look: Callable[[], T | None], what: Callable[[], str]) -> T:
    """Wait until there is something to see; what is still missing after `PATIENCE` is an error."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if (found := look()) is not None:
            return found
        time.sleep(0.15)
    raise AssertionError(f"Waited in vain for {what()}")


def _scan(at: datetime, status: str, status_detail: str) -> dict[str, Any]:
    place = {"city": "AUSTIN", "state": "TX", "country": "US", "zip": "78701"}
    return {
        "object": "TrackingDetail",
        "message": f"{status} {status_detail}",
        "status": status,
        "status_detail": status_detail,
        "datetime": written(at),
        "source": "USPS",
        "tracking_location": place,
    }
