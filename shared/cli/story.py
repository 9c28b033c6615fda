"""One parcel's story, told to a deployment with real HTTP calls: from the question before buying to the message.

And beside it a promise's: kept for an order to Sapporo, where it then snows, for a while.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from shared.access.api_key import KeyKind, new_key
from shared.cli.api_client import Answer, ApiClient
from shared.cli.checkout import ROOT
from shared.cli.inbox import SentMail
from shared.cli.step import PATIENCE, Step, StoryFailed, expect, until

SAMPLE = ROOT / "events" / "carriers" / "easypost" / "out_for_delivery.json"
SHOPPER = "jordan@shopper.example"


@dataclass(frozen=True, slots=True)
class Keys:
    """What the story's people hold."""

    storefront: str
    merchant: str
    easypost_secret: str
    partner_secret: str = ""
    """Of the carrier `custom`; "" where nobody tells of it."""


class Story:
    """Tells the story to one deployment. Each instance has an order and a parcel of its own."""

    def __init__(
        self, api: ApiClient, keys: Keys, inbox: Callable[[], list[SentMail]], *, name: str, patience: float = PATIENCE
    ) -> None:
        self._api = api
        self._keys = keys
        self._inbox = inbox
        self._patience = patience
        self.order_id = f"A-{name}"
        self._shift = shift_to_today(_newest_scan(), datetime.now(UTC))
        """How far the sample's times are moved: the same for every push, so that repeats are repeats."""
        self._told_at = _newest_scan() + self._shift
        digits = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % 10**14
        self.tracking_number = f"94001362{digits:014d}"
        self._promise: dict[str, Any] = {}
        self._guessed_key = new_key(KeyKind.STOREFRONT, hashlib.sha256(f"guessed {name}".encode()).digest()).plain
        self._sapporo = f"060{digits % 10_000:04}"
        """A postal code there that no other story asks for: the snow of one does not slow the parcels of another."""
        self._advisory_id = f"sapporo-snow-{name}"
        self._shown: dict[str, Any] = {}
        """What the shopper in Sapporo was shown."""
        self.tracking_path = ""
        self.japanese_order_id = f"J-{self.order_id}"
        self._japanese_path = ""
        self._japanese_shopper = f"aiko.{name}@shopper.example"
        """One of her own for each story: the shop tells nobody more than so much in a day."""

    def tell(self) -> Iterator[Step]:
        """The steps, as they happen. Raises StoryFailed at the first that goes wrong."""
        yield self.ask_for_a_promise()
        yield self.ask_for_several()
        yield self.ask_in_japanese()
        yield self.keep_the_promise()
        yield self.warn_of_snow()
        yield self.place_the_order()
        yield self.register_the_shipment()
        yield self.push("the carrier reports the journey so far", scans=-1)
        yield self.forge_a_push()
        yield self.push("the carrier reports: out for delivery")
        yield self.push("the carrier repeats itself, as carriers do")
        yield self.wait_for_milestone("out_for_delivery")
        yield self.wait_for_the_estimate()
        yield self.ask_in_the_snow()
        yield self.end_the_snow()
        yield self.wait_for_one_mail()
        yield self.read_the_page()
        yield self.order_in_japanese()
        yield self.wait_for_mails_in_japanese()
        yield self.choose_what_to_hear()

    def ask_for_a_promise(self) -> Step:
        """A storefront asks, before anything is bought. What was published and its key take a moment to get there."""
        path = f"/v1/promise?country=US&postal=787&as_of={_written(self._placed_at())}"

        def answered() -> Answer | None:
            answer = self._api.call("GET", f"{path}&key={self._keys.storefront}")
            return None if answer.status in _NOT_YET else expect(200, answer, path)

        answer, milliseconds = until(answered, "the promise to know the configuration and the key", self._patience)
        options = answer.json()["options"]
        self._promise = options[0]
        reasons = tuple(reason["text"] for reason in self._promise["explanation"])
        return Step("a storefront asks for a promise", f"GET {path}", self._promise["text"], milliseconds, reasons)

    def ask_for_several(self) -> Step:
        """A listing asks for all it shows at once. What cannot be answered costs the others nothing."""
        asked = [{"country": "JP", "postal": postal, "lang": "en"} for postal in ("150", "530")]
        questions = [*asked, {"country": "AQ"}]
        answer = self._api.post_json("/v1/promise:batch", {"questions": questions}, self._keys.storefront)
        tokyo, osaka, nowhere = expect(200, answer, "the batch").json()["answers"]
        told = tuple(f"{option['method']}: {option['text']}" for found in (tokyo, osaka) for option in found["options"])
        outcome = f"{len(questions)} questions, {len(told)} options, 1 problem ({nowhere['problem']['code']})"
        return Step("a listing asks for several at once", "POST /v1/promise:batch", outcome, answer.milliseconds, told)

    def ask_in_japanese(self) -> Step:
        """A cart asks, as its shopper reads it."""
        answer = expect(200, self._ask_sapporo(), self._sapporo_path)
        self._shown = {**answer.json()["options"][0], "as_of": answer.json()["as_of"]}
        call = f"GET {self._sapporo_path}"
        return Step("a cart in Sapporo asks, in Japanese", call, self._shown["text"], answer.milliseconds)

    def keep_the_promise(self) -> Step:
        """The shop freezes what the cart was shown."""
        option = {name: self._shown[name] for name in ("method", "service", "promised")}
        wanted = {
            "order_id": self.japanese_order_id,
            "question": {"country": "JP", "postal": self._sapporo, "method": "home", "lang": "ja"},
            "items": [{"id": "1", "sku": "HN-OIL-30", "quantity": 1, "option": option}],
            "shown_at": self._shown["as_of"],
        }
        answer = self._api.post_json(
            "/v1/promises", wanted, self._keys.merchant, idempotency_key=f"checkout-{self.order_id}"
        )
        kept = expect(201, answer, "keeping the promise").json()
        outcome = f"201, {kept['receipt']['id']} for {kept['receipt']['promised']}, {kept['signature']['algorithm']}"
        return Step("the shop keeps the promise, signed", "POST /v1/promises", outcome, answer.milliseconds)

    def warn_of_snow(self) -> Step:
        """Somebody at the shop reads the weather. The advisory is published while the parcel moves on."""
        now = datetime.now(UTC)
        advisory = {
            "id": self._advisory_id,
            "kind": "snow",
            "severity": "severe",
            "area": [{"country": "JP", "postal_prefix": self._sapporo, "name": {"ja": "札幌市", "en": "Sapporo"}}],
            "from": _written(now - timedelta(hours=1)),
            "until": _written(now + timedelta(days=4)),
        }
        answer = expect(201, self._api.post_json("/v1/advisories", advisory, self._keys.merchant), "the advisory")
        days = answer.json()["advisory"]["hazards"][0]["days"]
        outcome = f"201, parcels come {days['least']} to {days['most']} days later"
        return Step("an advisory: heavy snow in Sapporo", "POST /v1/advisories", outcome, answer.milliseconds)

    def ask_in_the_snow(self) -> Step:
        """The same question again: later, and it says why."""
        option, milliseconds = until(
            lambda: self._sapporo_option(lambda promised: promised > self._shown["promised"]),
            "the promise to know of the snow",
            self._patience,
        )
        reasons = tuple(reason["text"] for reason in option["explanation"] if reason["component"] == "disruption")
        later = (date.fromisoformat(option["promised"]) - date.fromisoformat(self._shown["promised"])).days
        outcome = f"{option['text']} ({later} days later)"
        return Step("the cart in Sapporo asks again", f"GET {self._sapporo_path}", outcome, milliseconds, reasons)

    def end_the_snow(self) -> Step:
        """It is over sooner than it was said to be."""
        path = f"/v1/advisories/{self._advisory_id}/end"
        expect(200, self._api.post_json(path, {}, self._keys.merchant), path)
        option, milliseconds = until(
            lambda: self._sapporo_option(lambda promised: promised == self._shown["promised"]),
            "the promise to know that the snow is over",
            self._patience,
        )
        return Step("the snow is over, and the promise as before", f"POST {path}", option["text"], milliseconds)

    @property
    def _sapporo_path(self) -> str:
        return f"/v1/promise?country=JP&postal={self._sapporo}&method=home&lang=ja"

    def _ask_sapporo(self, key: str = "") -> Answer:
        return self._api.call("GET", f"{self._sapporo_path}&key={key or self._keys.storefront}")

    def _sapporo_option(self, wanted: Callable[[str], bool]) -> dict[str, Any] | None:
        """The option, once its promised day is as wanted.

        The function looks for what was published once a minute; and at once for who brings a key that it does not know,
        since that may be new. So a guessed key makes it look now.
        """
        expect(401, self._ask_sapporo(self._guessed_key), "a guessed key")
        option: dict[str, Any] = expect(200, self._ask_sapporo(), self._sapporo_path).json()["options"][0]
        return option if wanted(option["promised"]) else None

    def place_the_order(self) -> Step:
        """The shop sends the order, with the window the shopper was told."""
        order = {
            "placed_at": _written(self._placed_at()),
            "contact": {"email": SHOPPER, "language": "en"},
            "destination": {"country": "US", "postal": "78701"},
            "lines": [{"sku": "HN-OIL-30", "name": "Camellia face oil 30 ml", "quantity": 1}],
            "promise": {"earliest": self._promise["earliest"], "latest": self._promise["latest"]},
        }
        path = f"/v1/orders/{self.order_id}"
        answer = expect(201, self._api.put_json(path, order, self._keys.merchant), path)
        self.tracking_path = urlsplit(answer.json()["tracking_url"]).path
        return Step("the shop records the order", f"PUT {path}", "201, with the shopper's link", answer.milliseconds)

    def register_the_shipment(self) -> Step:
        """The shop hands the goods to the carrier."""
        shipment = {
            "shipped_at": _written(self._placed_at() + timedelta(hours=20)),
            "parcels": [{"carrier": "usps", "tracking_number": self.tracking_number}],
        }
        path = f"/v1/orders/{self.order_id}/shipments/S-1"
        answer = expect(201, self._api.put_json(path, shipment, self._keys.merchant), path)
        return Step("the shop registers the shipment", f"PUT {path}", "201, one parcel", answer.milliseconds)

    def push(self, title: str, scans: int | None = None) -> Step:
        """EasyPost pushes the parcel's history, its first `scans` scans, with its own signature."""
        body = self.payload(scans)
        answer = expect(202, self.post_webhook(body, self._keys.easypost_secret), "the webhook")
        return Step(title, _WEBHOOK, f"202, {len(body)} bytes in EasyPost's format kept", answer.milliseconds)

    def forge_a_push(self) -> Step:
        """Somebody who does not know the secret tries."""
        answer = expect(401, self.post_webhook(self.payload(), "guessed"), "the forged webhook")
        return Step("somebody forges a push", _WEBHOOK, f"401 {answer.json()['code']}", answer.milliseconds)

    def wait_for_milestone(self, milestone: str) -> Step:
        """Until the shopper's JSON shows it."""
        path = self.tracking_path.replace("/t/", "/v1/track/")

        def parcel() -> dict[str, Any] | None:
            found: dict[str, Any] = expect(200, self._api.call("GET", path), "tracking").json()["parcels"][0]
            return found if found["milestone"] == milestone else None

        seen, milliseconds = until(parcel, f"the parcel to be {milestone}", self._patience)
        outcome = f"{seen['milestone']}, {len(seen['timeline'])} scans, newest {seen['newest_at']}"
        return Step("the shopper's app reads the tracking", "GET /v1/track/…", outcome, milliseconds)

    def wait_for_the_estimate(self) -> Step:
        """Until the same answer says when the parcel comes, by what the scans say."""
        path = self.tracking_path.replace("/t/", "/v1/track/")

        def expected() -> dict[str, Any] | None:
            parcel = expect(200, self._api.call("GET", path), "tracking").json()["parcels"][0]
            found: dict[str, Any] | None = parcel["expected"]
            return found

        told, milliseconds = until(expected, "the parcel's live estimate", self._patience)
        days = " to ".join(dict.fromkeys((told["earliest"], told["latest"])))
        outcome = f"expected {days}, {told['standing']}; promised by {self._promise['latest']}"
        return Step("… and when it is expected", "GET /v1/track/…", outcome, milliseconds)

    def wait_for_one_mail(self) -> Step:
        """Until the message is there; and then it must be the only one that says so.

        The shop tells late of a parcel that left days ago. Until the carrier's scans are read, nobody knows that it was
        picked up, and where that takes long the shopper is told so first.
        """

        def arrived() -> list[SentMail] | None:
            told = [mail for mail in self._inbox() if self._order_link_in(mail)]
            return [mail for mail in told if "out for delivery" in mail.subject] or None

        mails, milliseconds = until(arrived, "the shopper's message", self._patience)
        if len(mails) != 1:
            subjects = ", ".join(f"“{mail.subject}”" for mail in mails)
            raise StoryFailed(f"The shopper got {len(mails)} messages instead of one: {subjects}.")
        outcome = f"one mail to {mails[0].recipients[0]}: “{mails[0].subject}”"
        return Step("the shopper is told, once", "the local inbox", outcome, milliseconds)

    def read_the_page(self) -> Step:
        """The page behind the mail's link."""
        answer = expect(200, self._api.call("GET", self.tracking_path), "the tracking page")
        if self.tracking_number.encode() not in answer.body:
            raise StoryFailed("The tracking page does not name the parcel.")
        return Step(
            "the tracking page shows the timeline", "GET /t/…", f"{len(answer.body)} bytes", answer.milliseconds
        )

    def order_in_japanese(self) -> Step:
        """The cart in Sapporo becomes an order, and is on its way at once."""
        now = datetime.now(UTC) - timedelta(seconds=5)
        order = {
            "placed_at": _written(now),
            "contact": {"email": self._japanese_shopper, "language": "ja"},
            "destination": {"country": "JP", "postal": self._sapporo},
            "lines": [{"sku": "HN-OIL-30", "name": "椿オイル 30ml", "quantity": 1}],
        }
        path = f"/v1/orders/{self.japanese_order_id}"
        placed = expect(201, self._api.put_json(path, order, self._keys.merchant), path)
        self._japanese_path = urlsplit(placed.json()["tracking_url"]).path
        digits = f"{int(self.tracking_number[-12:]):012}"
        shipment = {"shipped_at": _written(now), "parcels": [{"carrier": "yamato", "tracking_number": digits}]}
        path = f"{path}/shipments/S-1"
        expect(201, self._api.put_json(path, shipment, self._keys.merchant), path)
        return Step("the cart in Sapporo is ordered, and sent", f"PUT {path}", "201, twice", placed.milliseconds)

    def wait_for_mails_in_japanese(self) -> Step:
        """The confirmation, and that it is on its way."""
        link = self._japanese_path.split(".")[0]

        def arrived() -> list[SentMail] | None:
            found = [mail for mail in self._inbox() if link in mail.text]
            return found if len(found) >= _MAILS_OF_A_START else None

        mails, milliseconds = until(arrived, "the confirmation, and that it is on its way", self._patience)
        if len(mails) != _MAILS_OF_A_START:
            raise StoryFailed(f"The shopper in Sapporo got {len(mails)} mails instead of {_MAILS_OF_A_START}.")
        outcome = f"{len(mails)} mails to {mails[0].recipients[0]}"
        subjects = tuple(f"“{mail.subject}”" for mail in mails)
        return Step("the shopper in Sapporo is told, in Japanese", "the local inbox", outcome, milliseconds, subjects)

    def choose_what_to_hear(self) -> Step:
        """The shop's account page asked; the shopper could do it on a page of their own too."""
        wanted = {"choices": [{"channel": "email", "kind": "feedback", "allowed": False}]}
        path = f"/v1/orders/{self.japanese_order_id}/preferences"
        answer = expect(200, self._api.put_json(path, wanted, self._keys.merchant), path)
        refused = [f"{one['kind']} by {one['channel']}" for one in answer.json()["choices"] if not one["allowed"]]
        outcome = f"200, not told: {', '.join(refused)}"
        return Step("… and wants no invitations to review", f"PUT {path}", outcome, answer.milliseconds)

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
_MAILS_OF_A_START = 2
"""The confirmation, and that it is on its way."""
_NOT_YET = (401, 503)
"""The key is not known yet; nothing is published yet."""
