"""One parcel's story, told to a deployment with real HTTP calls: from the question before buying to the message."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from shared.cli.api_client import Answer, ApiClient
from shared.cli.checkout import ROOT
from shared.cli.inbox import SentMail

SAMPLE = ROOT / "events" / "carriers" / "easypost" / "out_for_delivery.json"
SHOPPER = "jordan@shopper.example"


PATIENCE = 200.0
"""Seconds to wait for what follows from a call. A queue shows a message again after 150: what stumbled once, on a busy
machine, gets its second try within the story, as it does on AWS."""


class StoryFailed(RuntimeError):
    """A step did not go as it should; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: what was done, what came back, how long it took."""

    title: str
    call: str
    outcome: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Keys:
    """What the story's people hold."""

    storefront: str
    merchant: str
    easypost_secret: str


class Story:
    """Tells the story to one deployment. Each instance has an order and a parcel of its own."""

    def __init__(
        self, api: ApiClient, keys: Keys, inbox: Callable[[], list[SentMail]], *, name: str, patience: float = PATIENCE
    ) -> None:
        self._api = api
        self._keys = keys
        self._inbox = inbox
        self._patience = patience
        self._order_id = f"A-{name}"
        self._shift = shift_to_today(_newest_scan(), datetime.now(UTC))
        """How far the sample's times are moved: the same for every push, so that repeats are repeats."""
        self._told_at = _newest_scan() + self._shift
        digits = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % 10**14
        self.tracking_number = f"94001362{digits:014d}"
        self._promise: dict[str, Any] = {}
        self.tracking_path = ""

    def tell(self) -> Iterator[Step]:
        """The steps, as they happen. Raises StoryFailed at the first that goes wrong."""
        yield self.ask_for_a_promise()
        yield self.place_the_order()
        yield self.register_the_shipment()
        yield self.push("the carrier reports the journey so far", scans=-1)
        yield self.forge_a_push()
        yield self.push("the carrier reports: out for delivery")
        yield self.push("the carrier repeats itself, as carriers do")
        yield self.wait_for_milestone("out_for_delivery")
        yield self.wait_for_one_mail()
        yield self.read_the_page()

    def ask_for_a_promise(self) -> Step:
        """A storefront asks, before anything is bought."""
        path = f"/v1/promise?country=US&postal=787&as_of={_written(self._placed_at())}"
        answer = self._expect(200, self._api.call("GET", f"{path}&key={self._keys.storefront}"), path)
        self._promise = answer.json()["options"][0]
        return Step("a storefront asks for a promise", f"GET {path}", self._promise["text"], answer.milliseconds)

    def place_the_order(self) -> Step:
        """The shop sends the order, with the window the shopper was told."""
        order = {
            "placed_at": _written(self._placed_at()),
            "contact": {"email": SHOPPER, "language": "en"},
            "destination": {"country": "US", "postal": "78701"},
            "lines": [{"sku": "HN-OIL-30", "name": "Camellia face oil 30 ml", "quantity": 1}],
            "promise": {"earliest": self._promise["earliest"], "latest": self._promise["latest"]},
        }
        path = f"/v1/orders/{self._order_id}"
        answer = self._expect(201, self._api.put_json(path, order, self._keys.merchant), path)
        self.tracking_path = urlsplit(answer.json()["tracking_url"]).path
        return Step("the shop records the order", f"PUT {path}", "201, with the shopper's link", answer.milliseconds)

    def register_the_shipment(self) -> Step:
        """The shop hands the goods to the carrier."""
        shipment = {
            "shipped_at": _written(self._placed_at() + timedelta(hours=20)),
            "parcels": [{"carrier": "usps", "tracking_number": self.tracking_number}],
        }
        path = f"/v1/orders/{self._order_id}/shipments/S-1"
        answer = self._expect(201, self._api.put_json(path, shipment, self._keys.merchant), path)
        return Step("the shop registers the shipment", f"PUT {path}", "201, one parcel", answer.milliseconds)

    def push(self, title: str, scans: int | None = None) -> Step:
        """EasyPost pushes the parcel's history, its first `scans` scans, with its own signature."""
        body = self.payload(scans)
        answer = self._expect(202, self.post_webhook(body, self._keys.easypost_secret), "the webhook")
        return Step(title, _WEBHOOK, f"202, {len(body)} bytes in EasyPost's format kept", answer.milliseconds)

    def forge_a_push(self) -> Step:
        """Somebody who does not know the secret tries."""
        answer = self._expect(401, self.post_webhook(self.payload(), "guessed"), "the forged webhook")
        return Step("somebody forges a push", _WEBHOOK, f"401 {answer.json()['code']}", answer.milliseconds)

    def wait_for_milestone(self, milestone: str) -> Step:
        """Until the shopper's JSON shows it."""
        path = self.tracking_path.replace("/t/", "/v1/track/")

        def parcel() -> dict[str, Any] | None:
            found: dict[str, Any] = self._expect(200, self._api.call("GET", path), "tracking").json()["parcels"][0]
            return found if found["milestone"] == milestone else None

        seen, milliseconds = self._until(parcel, f"the parcel to be {milestone}")
        outcome = f"{seen['milestone']}, {len(seen['timeline'])} scans, newest {seen['newest_at']}"
        return Step("the shopper's app reads the tracking", "GET /v1/track/…", outcome, milliseconds)

    def wait_for_one_mail(self) -> Step:
        """Until the message is there; and then it must be the only one."""

        def arrived() -> list[SentMail] | None:
            return [mail for mail in self._inbox() if self._order_link_in(mail)] or None

        mails, milliseconds = self._until(arrived, "the shopper's message")
        if len(mails) != 1:
            raise StoryFailed(f"The shopper got {len(mails)} messages instead of one.")
        outcome = f"one mail to {mails[0].recipients[0]}: “{mails[0].subject}”"
        return Step("the shopper is told, once", "the local inbox", outcome, milliseconds)

    def read_the_page(self) -> Step:
        """The page behind the mail's link."""
        answer = self._expect(200, self._api.call("GET", self.tracking_path), "the tracking page")
        if self.tracking_number.encode() not in answer.body:
            raise StoryFailed("The tracking page does not name the parcel.")
        return Step(
            "the tracking page shows the timeline", "GET /t/…", f"{len(answer.body)} bytes", answer.milliseconds
        )

    def payload(self, scans: int | None = None) -> bytes:
        """A push in EasyPost's format about this story's parcel, moved to today."""
        event = json.loads(SAMPLE.read_text())
        tracker = event["result"]
        tracker["tracking_code"] = self.tracking_number
        details = tracker["tracking_details"]
        for detail in details:
            detail["datetime"] = _written(datetime.fromisoformat(detail["datetime"]) + self._shift)
        tracker["tracking_details"] = details[:scans]
        return json.dumps(event).encode()

    def post_webhook(self, body: bytes, secret: str) -> Answer:
        """Push `body` as EasyPost does, signed with `secret`."""
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hmac-Signature": f"hmac-sha256-hex={signature}"}
        return self._api.call("POST", "/v1/carriers/easypost/webhook", body=body, headers=headers)

    def _placed_at(self) -> datetime:
        """A day before the sample's first scan."""
        return self._told_at - timedelta(days=5)

    def _order_link_in(self, mail: SentMail) -> bool:
        """Links are made anew for each message; their first part names the order."""
        return self.tracking_path.split(".")[0] in mail.text

    @staticmethod
    def _expect(status: int, answer: Answer, what: str) -> Answer:
        if answer.status != status:
            words = answer.body[:300].decode("utf-8", "replace")
            raise StoryFailed(f"{what}: expected {status}, got {answer.status}: {words}")
        return answer

    def _until(self, look: Callable[[], Any], what: str) -> tuple[Any, float]:
        began = time.perf_counter()
        while time.perf_counter() - began < self._patience:
            found = look()
            if found is not None:
                return found, (time.perf_counter() - began) * 1000
            time.sleep(0.1)
        raise StoryFailed(f"Waited {self._patience:.0f} s in vain for {what}.")


def shift_to_today(newest: datetime, now: datetime) -> timedelta:
    """What moves a history so that its newest scan has just been made: whole days, so that scans keep their hours.

    That leaves it up to a day old. What is too old to be told to a shopper moves on, from the morning to the afternoon.
    """
    whole_days = timedelta(days=(now - newest) // timedelta(days=1))
    too_old = now - (newest + whole_days) > _TOLD_WITHIN
    return whole_days + (_AFTERNOON if too_old else timedelta())


def _newest_scan() -> datetime:
    return datetime.fromisoformat(json.loads(SAMPLE.read_text())["result"]["tracking_details"][-1]["datetime"])


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


_TOLD_WITHIN = timedelta(hours=17)
"""A message is old news 18 hours after the scan; this leaves an hour for the telling."""
_AFTERNOON = timedelta(hours=8)
_WEBHOOK = "POST /v1/carriers/easypost/webhook"
