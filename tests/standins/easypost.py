"""EasyPost, as its documentation describes return shipments, forms, refunds and pickups (2026-11). Own data."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from tests.standins.service import Asked, Objection, Reply, Service, json_of, needs

KEY = "EZTK-stand-in"
PNG = b"\x89PNG\r\n\x1a\n label"
PDF = b"%PDF-1.4 label"


class EasyPost(Service):
    """Buys what is asked for, once per shipment of its own; it does not keep references apart."""

    def __init__(self) -> None:
        super().__init__()
        self.shipments: dict[str, dict[str, Any]] = {}
        self.pickups: dict[str, dict[str, Any]] = {}
        self.bought: list[str] = []
        """References, one for each label that costs money."""
        self.carriers = [("USPS", "GroundAdvantage", "7.58"), ("UPS", "Ground", "9.10"), ("UPS", "Broken", "free")]
        self.has_codes = True
        self.comes = True
        self.refunds_as = "submitted"

    def take(self, asked: Asked) -> Reply:
        path, _, query = asked.path.partition("?")
        if path.startswith("/files/"):
            needs("authorization" not in asked.headers, 400, "the key went to the file server")
            return Reply(200, PDF if path.endswith(".pdf") else PNG, {"Content-Type": "application/octet-stream"})
        wanted = f"Basic {b64encode(f'{KEY}:'.encode()).decode()}"
        needs(asked.headers.get("authorization") == wanted, 401, "no key")
        kind, *rest = path.removeprefix("/v2/").split("/")
        if kind == "pickups":
            return self._about_pickups(asked, rest)
        needs(kind == "shipments", 404, f"no such address: {path}")
        return self._about_shipments(asked, rest, query)

    def _about_shipments(self, asked: Asked, path: list[str], query: str) -> Reply:
        match (asked.method, *path):
            case ("POST",):
                return self._create(json_of(asked)["shipment"])
            case ("GET", reference):
                return Reply.of(200, self._shipment(reference))
            case ("GET", id, "label"):
                needs(query == "file_format=PDF", 400, "no format")
                return Reply.of(200, self._as_pdf(id))
            case ("POST", id, "rerate"):
                return Reply.of(200, self._shipment(id))
            case ("POST", id, "buy"):
                return self._buy(self._shipment(id), json_of(asked)["rate"]["id"])
            case ("POST", id, "forms"):
                return self._form(self._shipment(id), json_of(asked)["form"])
            case ("POST", id, "refund"):
                return Reply.of(200, {**self._shipment(id), "refund_status": self.refunds_as})
        raise Objection(404, f"no such address: {asked.method} {asked.path}")

    def _about_pickups(self, asked: Asked, path: list[str]) -> Reply:
        match (asked.method, *path):
            case ("POST",):
                return self._pickup(json_of(asked)["pickup"])
            case ("GET", reference):
                return Reply.of(200, self._one_pickup(reference))
            case ("POST", id, "buy"):
                needs(json_of(asked).keys() == {"carrier", "service"}, 422, "no carrier and service")
                self._one_pickup(id).update(status="scheduled", confirmation="WTC123")
                return Reply.of(200, self._one_pickup(id))
            case ("POST", id, "cancel"):
                self._one_pickup(id).update(status="canceled")
                return Reply.of(200, self._one_pickup(id))
        raise Objection(404, f"no such address: {asked.method} {asked.path}")

    def _create(self, asked: dict[str, Any]) -> Reply:
        needs(asked.get("is_return") is True, 422, "no return")
        needs(asked.get("reference"), 422, "no reference")
        for name in ("to_address", "from_address"):
            if not asked[name]["zip"]:
                field = {"field": "zip", "message": f"{asked[name]['name']} has no ZIP"}
                error = {"code": "ADDRESS.PARAMETERS.INVALID", "message": "no ZIP", "errors": [field]}
                return Reply.of(422, {"error": error})
        needs(asked["parcel"]["weight"] > 0, 422, "no weight")
        if asked["to_address"]["country"] != asked["from_address"]["country"]:
            needs(asked["customs_info"]["contents_type"] == "returned_goods", 422, "no customs")
        id = f"shp_{len(self.shipments) + 1}"
        rates = [
            {"id": f"rate_{n}", "carrier": carrier, "service": service, "rate": rate, "currency": "USD"}
            for n, (carrier, service, rate) in enumerate(self.carriers)
        ]
        made = {"id": id, "object": "Shipment", "reference": asked["reference"], "rates": rates, "asked": asked}
        messages = [] if rates else [{"carrier": "USPS", "type": "rate_error", "message": "Invalid ZIP 99999"}]
        self.shipments[id] = {**made, "messages": messages, "forms": [], "postage_label": None, "tracking_code": None}
        return Reply.of(201, self.shipments[id])

    def _buy(self, shipment: dict[str, Any], rate_id: str) -> Reply:
        needs(shipment["postage_label"] is None, 422, "bought already", {"error": {"code": "SHIPMENT.POSTAGE.EXISTS"}})
        rate = next(rate for rate in shipment["rates"] if rate["id"] == rate_id)
        self.bought.append(shipment["reference"])
        shipment["selected_rate"] = rate
        shipment["tracking_code"] = f"9400100000000000000{len(self.bought):03d}"
        shipment["postage_label"] = {"label_url": f"{self.url}/files/label.png", "label_pdf_url": None}
        return Reply.of(200, shipment)

    def _as_pdf(self, id: str) -> dict[str, Any]:
        shipment = self._shipment(id)
        return {**shipment, "postage_label": {"label_pdf_url": f"{self.url}/files/label.pdf"}}

    def _form(self, shipment: dict[str, Any], asked: dict[str, Any]) -> Reply:
        needs(asked == {"type": "label_qr_code"}, 422, "no such form")
        if self.has_codes:
            shipment["forms"].append({"form_type": "label_qr_code", "form_url": f"{self.url}/files/code.png"})
        return Reply.of(201, shipment)

    def _pickup(self, asked: dict[str, Any]) -> Reply:
        needs(asked["shipment"]["id"] in self.shipments, 422, "no shipment")
        needs(asked["min_datetime"] < asked["max_datetime"], 422, "no window")
        id = f"pickup_{len(self.pickups) + 1}"
        rate = {"id": "pickuprate_1", "carrier": "USPS", "service": "NextDay", "rate": "0.00", "currency": "USD"}
        self.pickups[id] = {
            "id": id,
            "status": "unknown",
            "reference": asked["reference"],
            "pickup_rates": [rate] if self.comes else [],
            "messages": [] if self.comes else [{"type": "rate_error", "message": "Nobody comes to 12 Elm St"}],
        }
        return Reply.of(201, self.pickups[id])

    def _shipment(self, wanted: str) -> dict[str, Any]:
        return _found(self.shipments, wanted)

    def _one_pickup(self, wanted: str) -> dict[str, Any]:
        return _found(self.pickups, wanted)


def _found(kept: dict[str, dict[str, Any]], wanted: str) -> dict[str, Any]:
    """By id, or by reference: then the first."""
    for id, each in kept.items():
        if wanted in (id, each["reference"]):
            return each
    raise Objection(404, "not found", {"error": {"code": "NOT_FOUND", "message": "not found"}})
