"""Shippo, as its documentation describes return shipments, transactions and refunds (2026-11). Own data."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from tests.standins.service import Asked, Objection, Reply, Service, json_of, needs

TOKEN = "shippo_test_stand_in"
PDF = b"%PDF-1.4 label"
PNG = b"\x89PNG\r\n\x1a\n code"


class Shippo(Service):
    """Buys whatever it is asked for, as often as it is asked: it knows no idempotency."""

    def __init__(self) -> None:
        super().__init__()
        self.shipments: dict[str, dict[str, Any]] = {}
        self.transactions: list[dict[str, Any]] = []
        self.rates = [("USPS", "usps_ground_advantage", "6.90"), ("UPS", "ups_ground", "8.00")]
        self.buys_as = "SUCCESS"
        self.refunds_as = "PENDING"

    def take(self, asked: Asked) -> Reply:
        path, _, query = asked.path.partition("?")
        if path.startswith("/files/"):
            needs("authorization" not in asked.headers, 400, "the token went to the file server")
            return Reply(200, PDF if path.endswith(".pdf") else PNG, {"Content-Type": "application/octet-stream"})
        needs(asked.headers.get("authorization") == f"ShippoToken {TOKEN}", 401, "no token")
        match (asked.method, *path.strip("/").split("/")):
            case ("POST", "shipments"):
                return self._create(json_of(asked))
            case ("POST", "transactions"):
                return self._buy(json_of(asked))
            case ("GET", "transactions"):
                return self._listed(query)
            case ("GET", "rates", rate_id):
                return Reply.of(200, self._rate(rate_id))
            case ("POST", "refunds"):
                known = {transaction["object_id"] for transaction in self.transactions}
                needs(json_of(asked)["transaction"] in known, 400, "no such transaction")
                return Reply.of(201, {"status": self.refunds_as})
        raise Objection(404, f"no such address: {asked.method} {path}")

    def _create(self, asked: dict[str, Any]) -> Reply:
        needs(asked["extra"].get("is_return") is True, 400, "no return")
        needs(asked["async"] is False, 400, "asynchronous")
        if not asked["address_to"]["zip"]:
            return Reply.of(400, {"address_to": {"zip": ["Sakura's ZIP must not be blank."]}})
        id = f"shipment{len(self.shipments)}"
        self.shipments[id] = asked
        rates = [
            {
                "object_id": f"{id}.{n}",
                "provider": provider,
                "servicelevel": {"token": token},
                "amount": amount,
                "currency": "USD",
            }
            for n, (provider, token, amount) in enumerate(self.rates)
        ]
        return Reply.of(201, {"object_id": id, "status": "SUCCESS", "rates": rates, "messages": []})

    def _buy(self, asked: dict[str, Any]) -> Reply:
        shipment = self.shipments[asked["rate"].partition(".")[0]]
        failed = self.buys_as == "ERROR"
        id = f"transaction{len(self.transactions)}"
        made = {
            "object_id": id,
            "status": self.buys_as,
            "rate": asked["rate"],
            "metadata": asked["metadata"],
            "tracking_number": "" if failed else f"9200100000000000000{len(self.transactions):03d}",
            "label_url": "" if failed else f"{self.url}/files/label.pdf",
            "qr_code_url": f"{self.url}/files/code.png" if shipment["extra"].get("qr_code_requested") else None,
            "messages": [{"source": "USPS", "code": "carrier_refused", "text": "12 Elm St"}] if failed else [],
        }
        self.transactions.insert(0, made)
        return Reply.of(201, made)

    def _listed(self, query: str) -> Reply:
        asked = parse_qs(query)
        page, results = int(asked["page"][0]), int(asked["results"][0])
        needs(results < 200, 400, "too many")
        more = len(self.transactions) > page * results
        listed = self.transactions[(page - 1) * results : page * results]
        return Reply.of(200, {"next": f"{self.url}/transactions/?page={page + 1}" if more else None, "results": listed})

    def _rate(self, rate_id: str) -> dict[str, Any]:
        provider, token, amount = self.rates[int(rate_id.partition(".")[2])]
        return {
            "object_id": rate_id,
            "provider": provider,
            "servicelevel": {"token": token},
            "amount": amount,
            "currency": "USD",
        }
