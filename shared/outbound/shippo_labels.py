"""Return labels by Shippo: https://docs.goshippo.com/docs/Shipments/Returns, …/QRCode, and the references of shipments,
transactions and refunds (2026-11).

Its return labels are of USPS, UPS and FedEx, and paid when they are scanned. Shippo knows no idempotency key and finds
nothing by a reference: before buying, the newest transactions are looked through for ours, by their metadata. What
remains: a label that was bought by a call that died, and that lies more than PAGES pages back, is bought once more;
unused, it costs nothing.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from shared.carriers.adapters.shippo.codes import mover
from shared.exchange import Transport
from shared.outbound.label_desk import Json, LabelDesk, ProviderUnavailable, nodes, refused, text
from shared.outbound.provider_rates import Rate, cheapest, rate_of
from shared.returns.methods.ports import Address, LabelWanted, MadeLabel, WayBackRefused
from shared.returns.methods.rules import LabelFormat, WayBackRules
from shared.returns.vocabulary import Method

ADDRESS = "https://api.goshippo.com"
PROVIDER = "shippo"
PAGES = 3
A_PAGE = 100
_UNDER_WAY = frozenset({"QUEUED", "WAITING"})
_GIVEN_BACK = frozenset({"QUEUED", "PENDING", "SUCCESS"})
_FORMATS = {LabelFormat.A6: "PDF_A6", LabelFormat.FOUR_BY_SIX: "PDF_4x6", LabelFormat.AUTO: "PDF_4x6"}


def shippo_desk(transport: Transport, token: str, address: str = ADDRESS) -> LabelDesk:
    """Shippo, asked with the merchant's token. `address`: where a stand-in is."""
    headers = {"Authorization": f"ShippoToken {token}", "SHIPPO-API-VERSION": "2018-02-08"}
    return LabelDesk(transport, address, headers, PROVIDER)


class ShippoLabels:
    """Implements shared.returns.methods.ports.Labels. A reference is Shippo's id of the transaction."""

    def __init__(self, desk: LabelDesk, rules: WayBackRules) -> None:
        self._desk = desk
        self._rules = rules

    def make(self, wanted: LabelWanted, now: datetime) -> MadeLabel:
        """The label as PDF; for the method QR, the code that a counter scans."""
        transaction = self._found(wanted.shipment_id)
        if transaction is None:
            shipment = self._desk.post("/shipments/", self._asked(wanted))
            transaction = self._bought(self._chosen(shipment), wanted)
        status = text(transaction, "status")
        if status in _UNDER_WAY:
            raise ProviderUnavailable("shippo is still making the label: ask again in a moment.")
        if status != "SUCCESS":
            raise refused(PROVIDER, [message.get("code") for message in nodes(transaction, "messages")])
        return self._made(transaction, wanted)

    def void(self, reference: str) -> bool:
        try:
            refund = self._desk.post("/refunds/", {"transaction": reference, "async": False})
        except WayBackRefused:
            return False
        return text(refund, "status") in _GIVEN_BACK

    def _found(self, shipment_id: str) -> Json | None:
        """What was bought for this shipment. A purchase that failed is none."""
        for page in range(1, PAGES + 1):
            listed = self._desk.get(f"/transactions/?results={A_PAGE}&page={page}") or {}
            for transaction in nodes(listed, "results"):
                if text(transaction, "metadata") == shipment_id and text(transaction, "status") != "ERROR":
                    return transaction
            if not text(listed, "next"):
                return None
        return None

    def _chosen(self, shipment: Json) -> Rate:
        rates = [rate for node in nodes(shipment, "rates") if (rate := _rate(node)) is not None]
        chosen = cheapest(rates, self._rules.service)
        if chosen is None:
            raise refused(PROVIDER, [message.get("code") for message in nodes(shipment, "messages")])
        return chosen

    def _bought(self, rate: Rate, wanted: LabelWanted) -> Json:
        return self._desk.post(
            "/transactions/",
            {
                "rate": rate.rate_id,
                "async": False,
                "label_file_type": _FORMATS[self._rules.label_format],
                "metadata": wanted.shipment_id,
            },
        )

    def _asked(self, wanted: LabelWanted) -> Json:
        """Shippo turns the addresses of a return round itself: they stand as they did on the way out."""
        size = self._rules.parcel
        return {
            "address_from": _address(wanted.recipient),
            "address_to": _address(wanted.sender),
            "parcels": [
                {
                    "length": str(size.length_mm / 10),
                    "width": str(size.width_mm / 10),
                    "height": str(size.height_mm / 10),
                    "distance_unit": "cm",
                    "weight": str(wanted.weight_g or size.weight_g),
                    "mass_unit": "g",
                }
            ],
            "extra": {
                "is_return": True,
                "reference_1": wanted.return_number,
                **({"qr_code_requested": True} if wanted.method is Method.QR else {}),
            },
            "metadata": wanted.shipment_id,
            "async": False,
        }

    def _made(self, transaction: Json, wanted: LabelWanted) -> MadeLabel:
        rate = self._rate_of(transaction)
        where = text(transaction, "qr_code_url" if wanted.method is Method.QR else "label_url")
        if not where:
            raise WayBackRefused("The carrier of this label has no code to show: choose a label.", field="method")
        number = text(transaction, "tracking_number")
        return MadeLabel(
            provider=PROVIDER,
            reference=text(transaction, "object_id"),
            carrier=mover(rate.carrier) if rate else "",
            tracking_number=number,
            files=self._desk.file(where),
            code=number,
            cost=rate.amount if rate else None,
            cost_currency=rate.currency if rate else "",
        )

    def _rate_of(self, transaction: Json) -> Rate | None:
        """Some answers hold the rate, others its id only."""
        held = transaction.get("rate")
        if isinstance(held, str):
            held = self._desk.get(f"/rates/{quote(held, safe='')}")
        return _rate(held)


def _address(address: Address) -> Json:
    first, *rest = address.lines or ("",)
    return {
        "name": address.name,
        "street1": first,
        "street2": " ".join(rest),
        "city": address.city,
        "state": address.region,
        "zip": address.postal,
        "country": address.country,
        "phone": address.phone,
        "email": address.email,
    }


def _rate(node: object) -> Rate | None:
    service = text(node, "servicelevel", "token") or text(node, "servicelevel_token")
    said = [text(node, name) for name in ("object_id", "provider")]
    return rate_of(said[0], said[1], service, text(node, "amount"), text(node, "currency"))
