"""One return's story on the simulated cloud, in parts: each can be told from where the one before it ended."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from moto.core.base_backend import BackendDict

from shared.notifications import send_message
from shared.returns.methods import prepare_way_back
from shared.returns.methods.built_in_labels import BuiltInLabels
from shared.returns.methods.ports import LabelWanted, MadeLabel
from shared.runtime import clock
from shared.wiring import refund_desk
from tests.journeys.simulated_cloud import EASYPOST_SECRET, NOW, STRIPE_KEY, Killer, SimulatedCloud, simulated_cloud
from tests.pretended_aws import Snapshot
from tests.standins.in_process import transport_of
from tests.standins.stripe import Intent, Stripe

HOME = {"country": "JP", "postal": "150-0001", "lines": ["神宮前4-5-6"], "city": "渋谷区", "name": "愛子"}
ORDER: dict[str, Any] = {
    "placed_at": "2026-11-08T10:00:00+09:00",
    "contact": {"email": "aiko@shopper.example", "language": "ja"},
    "destination": {"country": "JP", "postal": "150-0001"},
    "lines": [{"sku": "KB-01", "name": "飯碗", "quantity": 2, "sale": {"line_id": "L-1", "price": 6000}}],
    "sale": {
        "currency": "JPY",
        "payments": [{"payment_id": "P-1", "method": "card", "amount": 6000, "gateway": "stripe", "reference": "pi_1"}],
        "buyer": {"customer_id": "C-77"},
    },
}
SENT = {
    "shipped_at": "2026-11-08T22:00:00Z",
    "parcels": [{"carrier": "usps", "tracking_number": "9400136208231234500027"}],
}
BOWL = {"order_id": "A-1", "line": "L-1", "quantity": 1, "reason": "unwanted", "condition": "as_new"}


@dataclass
class ReturnStory:
    """A refund that Stripe pays, and a draft that nobody submits; told to one cloud."""

    cloud: SimulatedCloud
    stripe: Stripe
    known: dict[str, str] = field(default_factory=dict)
    """What its people know: a shopper's token, the return's id, its parcel's number."""
    part: str = ""

    def chance(self, size: int) -> bytes:
        """The same in each part, however often it is drawn: ids of messages depend on it."""
        return hashlib.sha256(self.part.encode()).digest()[:size]

    def is_ordered(self) -> None:
        """Before the story: an order, paid and sent."""
        self._shop("PUT", "/v1/orders/A-1", ORDER)
        self._shop("PUT", "/v1/orders/A-1/shipments/S-1", SENT)
        self.cloud.run()

    def is_asked_for(self) -> None:
        """The shopper puts it together and asks for it."""
        self.known["token"] = self._shop("GET", "/v1/orders/A-1/returnable", b"")["shopper_token"]
        drafted = self._shopper("POST", "/v1/returns", {"items": [BOWL]}, key="basket-1")
        self.known["return_id"] = drafted["return_id"]
        self._act(self._shopper, "submit")
        self.cloud.run()

    def is_labelled(self) -> None:
        """A label is made."""
        labelled = self._act(self._shopper, "method", {"method": "label", "address": HOME})
        self.known["parcel"] = labelled["shipments"][0]["tracking_number"]
        self.cloud.run()

    def is_scanned(self) -> None:
        """The carrier takes the parcel, and pushes so."""
        body = json.dumps(_pushed(self.known["parcel"])).encode()
        signature = "hmac-sha256-hex=" + hmac.new(EASYPOST_SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-hmac-signature": signature}
        self.cloud.ask("POST", "/v1/carriers/easypost/webhook", body, **headers)
        self.cloud.run()

    def comes_back(self) -> None:
        """The warehouse takes it in and looks at it; the refund follows."""
        self._act(self._shop, "receive", {})
        self._act(self._shop, "inspect", {"findings": [{"item_id": "1", "result": "passed", "found": "as_new"}]})
        self.cloud.run()

    def another_lapses(self) -> None:
        """Another draft is never submitted; two days later the clock looks at it."""
        self._shopper("POST", "/v1/returns", {"items": [BOWL]}, key="basket-2")
        self.cloud.run()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
            self.cloud.strike("expire_returns")
            self.cloud.run()

    def tells(self, part: str) -> None:
        """One part, by its name."""
        self.part = part
        getattr(self, part)()

    PARTS = ("is_asked_for", "is_labelled", "is_scanned", "comes_back", "another_lapses")

    # What there is

    def facts(self) -> dict[str, Any]:
        """What must not depend on how the story went."""
        table = self.cloud.table()
        ids = {event["detail"]["metadata"]["event_id"] for event in self.cloud.events()}
        messages = [json.loads(item["body"]["S"]) for (_, sk), item in table.items() if sk.startswith("MESSAGE#")]
        return {
            "kept": sorted([pk, sk, _body(item)] for (pk, sk), item in table.items() if _is_kept(pk, sk)),
            "events": sorted(event_id for event_id in ids if not event_id.startswith(("update:", "promise_basis:"))),
            "messages": sorted((m["trigger"], m["state"], m["reason"]) for m in messages),
            "mails": len(self.cloud.mails()),
            "refunds": [refund["amount"] for refund in self.stripe.intents["pi_1"].refunds],
            "objections": self.stripe.objections,
            "waiting": self.cloud.waiting(),
        }

    def _act(self, who: Callable[..., Any], place: str, body: object = b"") -> Any:
        return who("POST", f"/v1/returns/{self.known['return_id']}/{place}", body, key=f"{place}-1")

    def _shop(self, method: str, path: str, body: object, key: str = "") -> Any:
        return self._call(self.cloud.merchant_key, method, path, body, key)

    def _shopper(self, method: str, path: str, body: object, key: str = "") -> Any:
        return self._call(self.known["token"], method, path, body, key)

    def _call(self, token: str, method: str, path: str, body: object, key: str) -> Any:
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        once = {"idempotency-key": key} if key else {}
        return self.cloud.ask(method, path, body, **headers, **once)


@dataclass(frozen=True)
class Moment:
    """Where a part of the story begins."""

    part: str
    account: Snapshot
    read_to: Mapping[str, int]
    records: list[dict[str, Any]]
    seen: list[dict[str, Any]]
    known: Mapping[str, str]
    stripe: tuple[dict[str, Intent], dict[str, Any]]

    @classmethod
    def now(cls, part: str, story: ReturnStory) -> Moment:
        """As it is."""
        cloud = story.cloud
        told = copy.deepcopy((story.stripe.intents, story.stripe.keys))
        return cls(part, Snapshot(), dict(cloud.read_to), cloud.records, cloud.events(), dict(story.known), told)

    def goes_on(self, story: ReturnStory) -> None:
        """The part, told from here."""
        BackendDict.reset()
        self.account.restore()
        cloud = story.cloud
        cloud.read_to, cloud.records, cloud.seen = dict(self.read_to), self.records, self.seen
        story.known = dict(self.known)
        story.stripe.intents, story.stripe.keys = copy.deepcopy(self.stripe)
        story.tells(self.part)


@contextmanager
def return_story(template: dict[str, Any], killer: Killer | None = None) -> Iterator[ReturnStory]:
    """A fresh cloud, with Stripe, on which every claim that was left behind is over at once."""
    killer = killer or Killer()
    stripe = Stripe(STRIPE_KEY)
    stripe.intents["pi_1"] = Intent(6000)
    ask = transport_of(stripe)
    with simulated_cloud(template, killer) as cloud, pytest.MonkeyPatch.context() as patch:
        patch.setattr(BuiltInLabels, "make", _drawn_once)
        watched = lambda question: killer.around(f"Stripe {question.method}", lambda: ask(question))  # noqa: E731
        patch.setattr(refund_desk, "Https", lambda **_: watched)
        story = ReturnStory(cloud, stripe)
        patch.setattr(clock, "random_bytes", story.chance)
        patch.setattr(prepare_way_back, "LEASE_SECONDS", 0)
        patch.setattr(send_message, "LEASE", timedelta(0))
        patch.setenv("STRIPE_ADDRESS", stripe.url)
        yield story


_draw = BuiltInLabels.make
_drawn: dict[str, MadeLabel] = {}


def _drawn_once(labels: BuiltInLabels, wanted: LabelWanted, now: datetime) -> MadeLabel:
    """The same shipment always gives the same label."""
    if wanted.shipment_id not in _drawn:
        _drawn[wanted.shipment_id] = _draw(labels, wanted, now)
    return _drawn[wanted.shipment_id]


def _is_kept(pk: str, sk: str) -> bool:
    """What a return, its order and its parcels are kept as."""
    return pk.startswith(("RETURN", "ORDER#", "PARCEL#", "ACCOUNT", "CUSTOMER")) and not sk.startswith("MESSAGE#")


def _body(item: dict[str, Any]) -> str:
    return str(item["body"]["S"]) if "body" in item else ""


def _pushed(number: str) -> dict[str, Any]:
    """EasyPost's push of the first scan."""
    scan = {
        "object": "TrackingDetail",
        "message": "Accepted",
        "status": "in_transit",
        "status_detail": "received_at_origin_facility",
        "datetime": "2026-11-20T13:00:00Z",
        "source": "Yamato",
        "tracking_location": {"city": "Tokyo", "country": "JP", "zip": "150"},
    }
    tracker = {
        "object": "Tracker",
        "tracking_code": number,
        "carrier": "KuronekoYamato",
        "status": "in_transit",
        "tracking_details": [scan],
    }
    return {"id": "evt_1", "object": "Event", "description": "tracker.updated", "result": tracker}
