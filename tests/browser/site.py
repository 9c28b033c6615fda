"""A shop's site for browser tests: orders, parcels and what becomes of them, told through the platform's own API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.send_access_code import handler as send_access_code
from shared.access.shopper_links import SECRET_NAME, ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.stream_records import events_of
from shared.merchant.configuration_file import read
from shared.merchant.delivery_network import compile_network
from shared.merchant.return_policy import compiled_returns
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from shared.tracking.order import Order
from tests.browser.bucket import Bucket
from tests.browser.page_server import ONE_AT_A_TIME, PageServer
from tests.functions.conftest import LINK_SECRET, NOW, SAMPLE, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.portal import Visitor
from tests.functions.sold import LINES, SALE, shopper_of, submitted
from tests.functions.triggers import from_bus

IN_BROWSER = [pytest.mark.browser, pytest.mark.enable_socket]
"""What each module of browser tests says of itself: `pytestmark = IN_BROWSER`."""

SHIBUYA = Place("渋谷", "東京都", "", "JP")
CARRIER = "yamato"
SHOPPER = "aiko@shopper.example"


@dataclass(frozen=True, slots=True)
class Site:
    """The shop はなれ, its platform, and one shopper: everything a browser finds there was told by the API."""

    server: PageServer
    bucket: Bucket
    cloud: Cloud
    merchant: Mapping[str, str]
    """Headers with which the shop's server comes."""
    at: Callable[[datetime], None]
    """Moves the clock, which stands still."""

    def sells(self, order_id: str = "A-1001", *, language: str = "ja", days_ago: float = 14, **changes: Any) -> Order:
        """Two bowls and a pot, paid by card; `changes` of the order's body, `sale` of its sale."""
        body = {
            "placed_at": _written(NOW - timedelta(days=days_ago)),
            "contact": {"email": SHOPPER, "language": language, **changes.pop("contact", {})},
            "destination": {"country": "JP", "postal": "150-0001"},
            "lines": LINES,
            "sale": {**SALE, "is_gift": False, "gift_code": None, **changes.pop("sale", {})},
            **changes,
        }
        body["sale"] = {name: value for name, value in body["sale"].items() if value is not None}
        self.asks("PUT", f"/v1/orders/{order_id}", body)
        return self.order(order_id)

    def sends(self, order_id: str = "A-1001", *details: tuple[float, Detail] | Detail, **changes: Any) -> ParcelNumber:
        """One parcel more; what its carrier said of it, each with the hours since, or one hour after the other."""
        shipment = f"S-{len(self.order(order_id).shipments) + 1}"
        number = f"4912{sum(map(ord, order_id + shipment)):08d}"
        parcels = [{"carrier": CARRIER, "tracking_number": number}]
        shipped = {"shipped_at": _written(NOW - timedelta(days=12)), "parcels": parcels, **changes}
        self.asks("PUT", f"/v1/orders/{order_id}/shipments/{shipment}", shipped)
        parcel = self.order(order_id).shipments[shipment].parcels[0]
        for count, said in enumerate(details):
            hours_ago, detail = said if isinstance(said, tuple) else (float(len(details) - count), said)
            self.scans(parcel, detail, hours_ago)
        return parcel

    def scans(self, parcel: ParcelNumber, detail: Detail, hours_ago: float, *, message: str = "", **place: str) -> None:
        """The carrier says so."""
        where = replace(SHIBUYA, **place)
        scan = Checkpoint(NOW - timedelta(hours=hours_ago), detail, f"code {detail}", message, where)
        with ONE_AT_A_TIME:
            DynamoParcels(clients.dynamodb(), self.cloud.table).add(parcel, scan, CARRIER)

    def delivers(self, order_id: str = "A-1001", *, days_ago: float = 10, **changes: Any) -> Order:
        """An order that came some days ago."""
        self.sells(order_id, **changes)
        hours = days_ago * 24
        self.sends(
            order_id, (hours + 20, Detail.PICKED_UP), (hours + 3, Detail.OUT_FOR_DELIVERY), (hours, Detail.DELIVERED)
        )
        return self.order(order_id)

    def sends_back(self, *items: dict[str, Any], **more: Any) -> str:
        """The shopper asked to send these back, or one bowl that is not wanted; answers the return's id."""
        with ONE_AT_A_TIME:
            return str(submitted(HttpApi(), self._shopper(), *items, **more)["return_id"])

    def does(self, return_id: str, place: str, *, by_shopper: bool = False, **body: Any) -> Any:
        """The shop, or the shopper, takes a return's next step; answers the return."""
        headers = self._shopper() if by_shopper else self.merchant
        return self.asks("POST", f"/v1/returns/{return_id}/{place}", body, headers)

    def reports(self, problem: str, words: str) -> str:
        """The shopper reports one of the first article, by the page's own form; answers the address of the claim."""
        with ONE_AT_A_TIME:
            form = f"{urlsplit(self.address('problem')).path}/report?problem={problem}&shipment=S-1"
            at = Visitor(HttpApi(), form)
            at.send(take__0="L-1", quantity__0="1", wish="replacement", words=words)
        assert at.reply.status == 200, at.text
        return f"{self.server.url}{at.address}"

    def answers(self, address: str, news: str, **more: Any) -> None:
        """The shop tells what became of the claim at this address."""
        number = urlsplit(address).path.rpartition("/")[2]
        body = {"kind": "claim", "news": news, "happened_at": _written(NOW + timedelta(minutes=1)), **more}
        self.asks("PUT", f"/v1/orders/A-1001/cases/{number}", body)

    def _shopper(self) -> dict[str, str]:
        return shopper_of(HttpApi(), dict(self.merchant))

    def order(self, order_id: str = "A-1001") -> Order:
        """As it is kept."""
        with ONE_AT_A_TIME:
            order = DynamoOrders(clients.dynamodb(), self.cloud.table).get(order_id)
        assert order
        return order

    def publishes(self, change: Callable[[str], str]) -> None:
        """The text of shared/merchant/sample.yaml, changed: in force for orders placed from now on."""
        configuration = read(change(SAMPLE.read_text("utf-8")))
        network = json.dumps(compile_network(configuration).to_json())
        with ONE_AT_A_TIME:
            DynamoConfiguration(clients.dynamodb(), self.cloud.table).publish(
                configuration.model_dump_json(), network, compiled_returns(configuration), now=NOW
            )

    def address(self, page: str, order_id: str = "A-1001", **query: str) -> str:
        """Of one of the pages that a link to the order opens (shared/access/shopper_links.py)."""
        return self.links().page(page, self.order(order_id).link, NOW, **query)

    def links(self) -> ShopperLinks:
        return ShopperLinks(lambda: {SECRET_NAME: [LINK_SECRET]}, self.server.url)

    def asks(self, method: str, target: str, body: object = b"", headers: Mapping[str, str] | None = None) -> Any:
        """The shop's server asks the API; answers what it was told."""
        with ONE_AT_A_TIME:
            reply = HttpApi().request(method, target, headers=headers or self.merchant, body=body)
        assert reply.status < 300, reply.text
        return reply.json() if reply.body else None

    def mailed_code(self) -> str:
        """The one-time code that the newest look-up leads to, read where the shopper reads it: in their mail."""
        with ONE_AT_A_TIME:
            before = len(self.cloud.mails())
            asked = [event for record in self.cloud.changes("LOOKUP") for event in events_of(record, "hanare")]
            assert send_access_code.handler(from_bus(asked[-1]), None) == {"batchItemFailures": []}
            (mail,) = self.cloud.mails()[before:]
        assert mail.destinations["ToAddresses"] == [SHOPPER]
        return str(re.findall(r"[0-9]{6}", mail.subject)[0])


def _written(moment: datetime) -> str:
    return moment.isoformat()
