"""How something comes back, told to a deployment: from what can be returned to the credit that is paid."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.cli.api_client import Answer, ApiClient
from shared.cli.inbox import SentMail
from shared.cli.step import PATIENCE, Step, expect, until

_LINE = {"sku": "KB-01", "name": "飯碗", "quantity": 1, "sale": {"price": 3000}}
_BOUGHT = timedelta(days=10)
_SENT = timedelta(days=9)


class ReturnStory:
    """Tells the story to one deployment. Each instance has an order and a shopper of its own."""

    def __init__(
        self,
        api: ApiClient,
        merchant_key: str,
        inbox: Callable[[], list[SentMail]],
        *,
        name: str,
        patience: float = PATIENCE,
    ) -> None:
        self._api = api
        self._merchant_key = merchant_key
        self._inbox = inbox
        self._patience = patience
        self._shopper = f"haruka.{name}@shopper.example"
        self._name = name
        self.order_id = f"R-{name}"
        self._token = ""
        self._return: dict[str, Any] = {}

    def tell(self) -> Iterator[Step]:
        """The steps, as they happen. Raises StoryFailed at the first that goes wrong."""
        self._has_bought()
        yield self.ask_what_can_go_back()
        yield self.ask_for_credit()
        yield self.take_it_in()
        yield self.pay()
        yield self.wait_for_the_mail()

    def ask_what_can_go_back(self) -> Step:
        """The shop's page asks for its shopper; the answer holds what lets the shopper go on alone."""
        path = f"/v1/orders/{self.order_id}/returnable"
        answer = expect(200, self._api.call("GET", f"{path}?language=en", headers=_bearer(self._merchant_key)), path)
        offered = answer.json()
        self._token = offered["shopper_token"]
        (item,) = offered["items"]
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
            "line": _LINE["sku"],
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
            mails = [mail for mail in self._inbox() if mail.recipients == (self._shopper,)]
            return next((mail for mail in mails if self._amount in mail.text), None)

        mail, milliseconds = until(arrived, "the mail about the credit", self._patience)
        return Step("… and the shopper is told", "the local inbox", f"“{mail.subject}”", milliseconds)

    @property
    def _amount(self) -> str:
        """The credit with its bonus, as mails write it."""
        (due,) = self._return["settlements"]
        return f"{due['amount'] + due['bonus']:,}"

    def _has_bought(self) -> None:
        """Some days ago: long enough for the parcel to count as delivered."""
        now = datetime.now(UTC)
        order = {
            "placed_at": _written(now - _BOUGHT),
            "contact": {"email": self._shopper, "language": "ja"},
            "destination": {"country": "JP", "postal": "1500001"},
            "lines": [_LINE],
            "sale": {
                "currency": "JPY",
                "payments": [{"payment_id": "P-1", "method": "card", "amount": 3000}],
                "buyer": {"customer_id": f"C-{self._name}"},
            },
        }
        path = f"/v1/orders/{self.order_id}"
        expect(201, self._api.put_json(path, order, self._merchant_key), path)
        digits = int.from_bytes(hashlib.sha256(f"back {self._name}".encode()).digest()[:8], "big") % 10**12
        parcel = {"carrier": "yamato", "tracking_number": f"{digits:012}"}
        shipment = {"shipped_at": _written(now - _SENT), "parcels": [parcel]}
        path = f"{path}/shipments/S-1"
        expect(201, self._api.put_json(path, shipment, self._merchant_key), path)

    def _by_the_shop(self, place: str, body: dict[str, Any]) -> Answer:
        path = f"/v1/returns/{self._return['return_id']}/{place}"
        answer = expect(200, self._post(path, body, self._merchant_key), path)
        self._return = answer.json()
        return answer

    def _post(self, path: str, body: dict[str, Any], key: str, idempotency_key: str = "") -> Answer:
        return self._api.post_json(path, body, key, idempotency_key=idempotency_key)


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
