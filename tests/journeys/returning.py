"""A shopper on the local cloud who sends things back, and the shop that takes them: what each does, what each hears."""

from __future__ import annotations

import hashlib
import json
import secrets
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from shared.aws.dynamodb_returns import DynamoReturns
from shared.cli.api_client import Answer
from shared.returns.order_account import OrderAccount
from shared.returns.return_request import ReturnRequest
from tests.journeys.conftest import Local
from tests.journeys.customer import BOWL, Customer, ago, until, written

HOME = {
    "country": "JP",
    "postal": "150-0001",
    "region": "東京都",
    "city": "渋谷区",
    "lines": ["神宮前4-5-6"],
    "name": "愛子",
}
POT = {"sku": "TG-02", "name": "土鍋", "quantity": 1, "category": "ceramics"}
PHOTO = b"\xff\xd8\xff\xe0 a photo of shards \xff\xd9"

T = TypeVar("T")
Answered = dict[str, Any]


class Returner(Customer):
    """A shopper with an order that was paid and sent some days ago."""

    def __init__(self, local: Local, language: str = "ja", address: dict[str, str] | None = None) -> None:
        super().__init__(local, language)
        self._address = address or self._address
        self._returns = DynamoReturns(local.deployment.client("dynamodb"), local.deployment.table_name)
        self.token = ""
        """What lets the shopper in."""

    def buys(self, *lines: dict[str, Any], days_ago: float = 10, **sale: Any) -> None:
        """Positions with their price, or a bowl for 3,000 yen; paid by card, without a gateway of ours."""
        bought = lines or (sold(BOWL, 3000),)
        paid = sum(line["sale"]["price"] for line in bought)
        payment = {"payment_id": "P-1", "method": "card", "amount": paid, **sale.pop("payment", {})}
        told = {"currency": "JPY", "payments": [payment], "buyer": {"customer_id": f"C-{self.order_id}"}, **sale}
        self.orders(*bought, days_ago=days_ago, sale=told)
        self.gets_shipped(days_ago=days_ago - 0.5)
        returnable = self._local.api.call("GET", self._place("returnable"), headers=bearer(self._local.keys.merchant))
        self.token = returnable.json()["shopper_token"]

    def token_of_tracking(self) -> str:
        """That of their tracking page, as the shop's systems read it with the order."""
        order = self._local.api.call("GET", f"/v1/orders/{self.order_id}", headers=bearer(self._local.keys.merchant))
        return str(read(order)["tracking_url"]).rpartition("/")[2]

    # What the shopper does

    def returnable(self) -> Answered:
        """What of the order can come back, as its shopper is told."""
        return read(self._local.api.call("GET", self._place("returnable"), headers=bearer(self.token)))

    def drafts(self, *items: dict[str, Any], by_shop: bool = False, **more: Any) -> Answered:
        """Put a return together; the first item's order is their own."""
        body = {"items": [{"order_id": self.order_id, "quantity": 1, **item} for item in items], **more}
        key = secrets.token_hex(8)
        return read(self._local.api.post_json("/v1/returns", body, self._key(by_shop), idempotency_key=key))

    def asks(self, *items: dict[str, Any], **more: Any) -> Answered:
        """Put it together, and ask for it."""
        return self.does(self.drafts(*items, **more), "submit")

    def does(self, asked: Answered, place: str, **body: Any) -> Answered:
        """Follow one of the return's links."""
        return read(self.tries(asked, place, body))

    def tries(self, asked: Answered, place: str, body: dict[str, Any], *, by_shop: bool = False) -> Answer:
        """The same, whatever comes of it."""
        return self._local.api.post_json(f"/v1/returns/{asked['return_id']}/{place}", body, self._key(by_shop))

    def shows(self, photo: bytes = PHOTO) -> str:
        """Upload a photo as a browser's form does; answers what the return names it by."""
        asked = {"order_id": self.order_id, "content_type": "image/jpeg"}
        upload = read(self._local.api.post_json("/v1/returns/evidence", asked, self.token))
        send_form(upload["url"], upload["fields"], photo)
        return str(upload["evidence_id"])

    def withdraws(self, *, confirmed: bool, key: str = "") -> Answered:
        """The button of the law."""
        body = {"confirmed": confirmed}
        return read(self._local.api.post_json(self._place("withdrawal"), body, self.token, idempotency_key=key))

    # What the shop, its warehouse and its platform do

    def shop(self, asked: Answered, place: str, **body: Any) -> Answered:
        """The shop's people do something with the return."""
        return read(self.tries(asked, place, body, by_shop=True))

    def platform_hears(self, event: str, asked: Answered) -> Answered:
        """What the platform's webhook was told of this return."""

        def told() -> Answered | None:
            heard = self._local.stand_ins.merchant.told
            return next((data for kind, data in heard if kind == event and is_of(data, asked)), None)

        return until(told, lambda: f"{event} of {asked['return_id']} at the platform's webhook")

    def platform_pays(self, due: Answered, reference: str = "bank-1") -> Answered:
        """It did what it was told was due, and says so."""
        return self.shop(due, f"settlements/{due['settlement_id']}", state="paid", reference=reference)

    def refund_is_tried_again(self, asked: Answered) -> None:
        """As the queue does with what failed, but now and not minutes later."""
        due = self.platform_hears("RefundDue", asked)
        metadata = {
            "event_id": f"return:{asked['return_id']}:again",
            "version": 1,
            "occurred_at": written(ago()),
            "merchant_id": "hanare",
            "correlation_id": self.order_id,
        }
        event = {"source": "postpurchase.returns", "detail-type": "RefundDue"}
        body = json.dumps({**event, "detail": {"metadata": metadata, "data": due}})
        records = {"Records": [{"messageId": "m-1", "body": body, "eventSource": "aws:sqs"}]}
        assert self._local.invoke("ReturnPaymentsPay", records)["batchItemFailures"] == []

    def parcel_is_scanned(self, asked: Answered, *scan: str) -> None:
        """The carrier of the way back scans it, as EasyPost pushes it."""
        (way,) = [way for way in asked["shipments"] if way["voided_at"] is None]
        self.numbers = [*self.numbers, way["tracking_number"]]
        self.carrier_says((timedelta(seconds=1), *scan), parcel=-1, carrier="KuronekoYamato")

    # What there is

    def sees(self, asked: Answered) -> Answered:
        """The return as the shopper sees it now; who looks often is refused."""
        return self._looks(asked, self.token)

    def shop_sees_until(self, asked: Answered, looks: Callable[[Answered], bool], what: str) -> Answered:
        """As the shop's systems see it, once it is as it should be."""

        def look() -> Answered | None:
            seen = self._looks(asked, self._local.keys.merchant)
            return seen if looks(seen) else None

        return until(look, lambda: f"{what}; it is {self._looks(asked, self._local.keys.merchant)}")

    def _looks(self, asked: Answered, key: str) -> Answered:
        return read(self._local.api.call("GET", f"/v1/returns/{asked['return_id']}", headers=bearer(key)))

    def stored(self, asked: Answered) -> ReturnRequest:
        """As it is kept."""
        request = self._returns.get(asked["return_id"])
        assert request is not None
        return request

    def account(self) -> OrderAccount:
        """What is taken back of the order, and given back for it."""
        return self._returns.account(self.order_id)

    def time_passes(self, asked: Answered, **changes: Any) -> None:
        """Terms of the return are over, and the clock strikes."""
        request = self.stored(asked)
        self._returns.save(replace(request, look_again_at=ago(), **changes))
        self._local.invoke("ExpireReturns", {})

    def _place(self, part: str) -> str:
        return f"/v1/orders/{self.order_id}/{part}"

    def _key(self, by_shop: bool) -> str:
        return self._local.keys.merchant if by_shop else self.token


def wake(local: Local) -> None:
    """Have the emulator unpack the functions: on a busy machine that takes longer than a client waits for an answer."""
    for path in ("/v1/returns?limit=1", "/v1/drop-off-points?country=JP"):

        def answered(path: str = path) -> bool | None:
            try:
                return local.api.call("GET", path, headers=bearer(local.keys.merchant)).status < 500 or None
            except TimeoutError:
                return None

        until(answered, lambda: "the functions of returns")


def forget_who_asked(local: Local) -> None:
    """As when an hour has passed."""
    dynamodb, table = local.deployment.client("dynamodb"), local.deployment.table_name
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ProjectionExpression="PK, SK"):
        for key in page["Items"]:
            if key["PK"]["S"].startswith("LIMIT#"):
                dynamodb.delete_item(TableName=table, Key=key)


def sold(line: dict[str, Any], price: int, **more: Any) -> dict[str, Any]:
    """A position with its price, for all of its pieces."""
    return {**line, "sale": {"price": price, **more}}


def item(line: dict[str, Any], reason: str = "unwanted", outcome: str = "refund", **more: Any) -> dict[str, Any]:
    """Some of a position that is to come back."""
    return {"line": line["sku"], "reason": reason, "outcome": outcome, "condition": "as_new", **more}


def found(result: str, item_id: str = "1", **more: Any) -> dict[str, Any]:
    """What the warehouse finds it to be."""
    return {"item_id": item_id, "result": result, **more}


def axes(asked: Answered) -> list[tuple[str, str, str, str]]:
    """Where each item stands."""
    return [(one["approval"], one["logistics"], one["inspection"], one["money"]) for one in asked["items"]]


def actions(asked: Answered) -> set[str]:
    """What whoever asked can do next."""
    return {link["action"] for link in asked["links"]}


def settlements(asked: Answered) -> list[tuple[str, str, int, int]]:
    """Kind, state, amount and bonus of what is promised or paid."""
    return [(one["kind"], one["state"], one["amount"], one["bonus"]) for one in asked["settlements"]]


def is_of(event: Answered, asked: Answered) -> bool:
    """Whether an event is about this return."""
    return event.get("return_id") == asked["return_id"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def read(answer: Answer) -> Answered:
    """The answer, which has to be a good one."""
    assert answer.status in (200, 201), answer.body
    content: Answered = answer.json()
    return content


def send_form(url: str, fields: dict[str, str], file: bytes) -> None:
    """RFC 7578: the fields first, and the file last."""
    boundary = hashlib.sha256(file).hexdigest()
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n\r\n'
    body = head.encode() + file + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answered:  # noqa: S310
        assert answered.status in (200, 201, 204)
