"""How something comes back, told to a deployment: from the day it was delivered to the credit that is paid."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from shared.cli.api_client import Answer, ApiClient
from shared.cli.inbox import SentMail
from shared.cli.step import PATIENCE, Step, expect, until
from shared.webhooks.sign import signed_headers

CUP = {"sku": "YN-03", "name": "湯呑", "quantity": 1, "sale": {"price": 2000}}
"""What stays with the shopper."""
_BOWL = {"sku": "KB-01", "name": "飯碗", "quantity": 1, "sale": {"price": 3000}}
_BOUGHT = timedelta(days=10)
_SENT = timedelta(days=9)
_PICKED_UP = timedelta(days=8, hours=20)
_DELIVERED = timedelta(days=7)


class ReturnStory:
    """Tells the story to one deployment. Each instance has an order and a shopper of its own."""

    def __init__(
        self,
        api: ApiClient,
        merchant_key: str,
        inbox: Callable[[], list[SentMail]],
        *,
        partner_secret: str,
        name: str,
        patience: float = PATIENCE,
    ) -> None:
        """`partner_secret`: what the carrier `custom` signs with, who moves this parcel's news."""
        self._api = api
        self._merchant_key = merchant_key
        self._partner_secret = partner_secret
        self._inbox = inbox
        self._patience = patience
        self.shopper = f"haruka.{name}@shopper.example"
        self._name = name
        self.order_id = f"R-{name}"
        digits = int.from_bytes(hashlib.sha256(f"back {name}".encode()).digest()[:8], "big") % 10**12
        self._parcel = {"carrier": "yamato", "tracking_number": f"{digits:012}"}
        self._tracking_path = ""
        self._token = ""
        self._return: dict[str, Any] = {}

    def tell(self) -> Iterator[Step]:
        """The steps, as they happen. Raises StoryFailed at the first that goes wrong."""
        self.buy()
        yield self.get_it_delivered()
        yield self.ask_what_can_go_back()
        yield self.ask_for_credit()
        yield self.take_it_in()
        yield self.pay()
        yield self.wait_for_the_mail()

    @property
    def page(self) -> str:
        """The path of the return's page; "" before it was asked for."""
        return f"/returns/{self._token}/{self._return['return_id']}" if self._return else ""

    def get_it_delivered(self) -> Step:
        """Some days ago: a partner of the carrier tells it in our own format, and the page knows."""
        answer = expect(202, self._tell_of_delivery(), _PARTNERS)
        path = self._tracking_path.replace("/t/", "/v1/track/")

        def delivered() -> dict[str, Any] | None:
            found: dict[str, Any] = expect(200, self._api.call("GET", path), "tracking").json()["parcels"][0]
            return found if found["milestone"] == "delivered" else None

        seen, milliseconds = until(delivered, "the parcel to be delivered", self._patience)
        outcome = f"202, and the page says: {seen['milestone']}"
        call = f"{_PARTNERS}, GET /v1/track/…"
        return Step("another parcel was delivered", call, outcome, answer.milliseconds + milliseconds)

    def ask_what_can_go_back(self) -> Step:
        """The shop's page asks for its shopper; the answer holds what lets the shopper go on alone."""
        path = f"/v1/orders/{self.order_id}/returnable"
        answer = expect(200, self._api.call("GET", f"{path}?language=en", headers=_bearer(self._merchant_key)), path)
        offered = answer.json()
        self._token = offered["shopper_token"]
        item = next(each for each in offered["items"] if each["line"] == _BOWL["sku"])
        unwanted = next(
            each for each in item["choices"] if "unwanted" in [reason["code"] for reason in each["reasons"]]
        )
        outcomes = ", ".join(each["outcome"] for each in unwanted["outcomes"])
        outcome = f"200, {item['name']} until {unwanted['until']}: {outcomes}"
        return Step("a shopper asks what can go back", f"GET {path}", outcome, answer.milliseconds)

    def ask_for_credit(self) -> Step:
        """Store credit, by a parcel of their own."""
        line = {
            "order_id": self.order_id,
            "line": _BOWL["sku"],
            "quantity": 1,
            "reason": "unwanted",
            "condition": "as_new",
        }
        body = {"items": [{**line, "outcome": "store_credit"}], "method": "own_carrier"}
        key = f"return-{self._name}"
        drafted = expect(201, self._post("/v1/returns", body, self._token, key), "the draft").json()
        submitted = self._post(f"/v1/returns/{drafted['return_id']}/submit", {}, self._token)
        self._return = expect(200, submitted, "the request").json()
        money = tuple(f"{part['part']}: {part['amount']:,} JPY" for part in drafted["money"]["entries"])
        outcome = f"200, {self._return['state']}: {self._return['number']}"
        call = "POST /v1/returns, POST /v1/returns/…/submit"
        return Step("… and asks for store credit", call, outcome, submitted.milliseconds, money)

    def take_it_in(self) -> Step:
        """The warehouse has it, and looks at it."""
        item_id = self._return["items"][0]["item_id"]
        self._by_the_shop("receive", {"items": [{"item_id": item_id, "quantity": 1}]})
        finding = {"item_id": item_id, "result": "passed", "found": "as_new"}
        answer = self._by_the_shop("inspect", {"findings": [finding]})
        item = self._return["items"][0]
        outcome = f"200, {item['logistics']}, {item['inspection']}, money {item['money']}"
        return Step("the warehouse takes it in", "POST /v1/returns/…/inspect", outcome, answer.milliseconds)

    def pay(self) -> Step:
        """The shop's platform did what it was told is due."""
        (due,) = self._return["settlements"]
        told = {"state": "paid", "reference": f"credit-{self._name}"}
        answer = self._by_the_shop(f"settlements/{due['settlement_id']}", told)
        outcome = f"200, {self._return['state']}: {due['amount']:,} JPY and {due['bonus']:,} JPY on top"
        return Step("the shop pays the credit", "POST /v1/returns/…/settlements/…", outcome, answer.milliseconds)

    def wait_for_the_mail(self) -> Step:
        """Of all that was told about the return, the last."""

        def arrived() -> SentMail | None:
            mails = [mail for mail in self._inbox() if mail.recipients == (self.shopper,)]
            return next((mail for mail in mails if self._amount in mail.text), None)

        mail, milliseconds = until(arrived, "the mail about the credit", self._patience)
        return Step("… and the shopper is told", "the local inbox", f"“{mail.subject}”", milliseconds)

    @property
    def _amount(self) -> str:
        """The credit with its bonus, as mails write it."""
        (due,) = self._return["settlements"]
        return f"{due['amount'] + due['bonus']:,}"

    def buy(self) -> None:
        """A bowl and a cup, some days ago, in one parcel."""
        now = datetime.now(UTC)
        order = {
            "placed_at": _written(now - _BOUGHT),
            "contact": {"email": self.shopper, "language": "ja"},
            "destination": {"country": "JP", "postal": "1500001"},
            "lines": [_BOWL, CUP],
            "sale": {
                "currency": "JPY",
                "payments": [{"payment_id": "P-1", "method": "card", "amount": 5000}],
                "buyer": {"customer_id": f"C-{self._name}"},
            },
        }
        path = f"/v1/orders/{self.order_id}"
        placed = expect(201, self._api.put_json(path, order, self._merchant_key), path)
        self._tracking_path = urlsplit(placed.json()["tracking_url"]).path
        shipment = {"shipped_at": _written(now - _SENT), "parcels": [self._parcel]}
        path = f"{path}/shipments/S-1"
        expect(201, self._api.put_json(path, shipment, self._merchant_key), path)

    def _tell_of_delivery(self) -> Answer:
        now = datetime.now(UTC)
        scans = ((_PICKED_UP, "picked_up"), (_DELIVERED, "delivered"))
        told = [{"occurred_at": _written(now - ago), "status": status} for ago, status in scans]
        body = json.dumps({"updates": [{**self._parcel, "checkpoints": told}]}).encode()
        headers = signed_headers(f"msg_{self._name}", body, [self._partner_secret], now)
        return self._api.call("POST", _PARTNERS.split()[1], body=body, headers=headers)

    def _by_the_shop(self, place: str, body: dict[str, Any]) -> Answer:
        path = f"/v1/returns/{self._return['return_id']}/{place}"
        answer = expect(200, self._post(path, body, self._merchant_key), path)
        self._return = answer.json()
        return answer

    def _post(self, path: str, body: dict[str, Any], key: str, idempotency_key: str = "") -> Answer:
        return self._api.post_json(path, body, key, idempotency_key=idempotency_key)


_PARTNERS = "POST /v1/carriers/custom/webhook"


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
