"""Return labels by EasyPost: https://docs.easypost.com/docs/shipments/returns, …/shipments, …/forms, …/shipping-refund
(2026-11).

Bought in two steps: a shipment with its rates, then the cheapest rate. EasyPost knows no idempotency key; a shipment is
found again by our `reference`, which may stand in an address where an id does. Of two calls at the very same moment
each could buy: the claim before this keeps them apart.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from shared.carriers.adapters.easypost.codes import mover
from shared.exchange import Transport
from shared.outbound.label_desk import Json, LabelDesk, nodes, refused, text
from shared.outbound.provider_rates import Rate, cheapest, rate_of
from shared.promise.currency import minor_digits
from shared.returns.methods.ports import Address, LabelWanted, MadeLabel, ParcelContents, WayBackRefused
from shared.returns.methods.rules import WayBackRules
from shared.returns.vocabulary import Method

ADDRESS = "https://api.easypost.com"
PROVIDER = "easypost"
_GIVEN_BACK = frozenset({"submitted", "refunded"})
_UNDER_2500_DOLLARS = "NOEEI 30.37(a)"
"""What exports from the USA of less value need not be filed under: https://docs.easypost.com/guides/customs-guide."""
_GRAMS_AN_OUNCE = 28.349523125
_MILLIMETRES_AN_INCH = 25.4


def easypost_desk(transport: Transport, api_key: str, address: str = ADDRESS) -> LabelDesk:
    """EasyPost, asked with the merchant's key. `address`: where a stand-in is."""
    key = b64encode(f"{api_key}:".encode()).decode()
    return LabelDesk(transport, address, {"Authorization": f"Basic {key}"}, PROVIDER)


class EasyPostLabels:
    """Implements shared.returns.methods.ports.Labels. A reference is EasyPost's id of the shipment."""

    def __init__(self, desk: LabelDesk, rules: WayBackRules) -> None:
        self._desk = desk
        self._rules = rules

    def make(self, wanted: LabelWanted, now: datetime) -> MadeLabel:
        """The label as PNG and PDF; for the method QR, the code that a counter scans (USPS Label Broker)."""
        shipment = self._desk.get(f"/v2/shipments/{quote(wanted.shipment_id, safe='')}")
        if shipment is None:
            shipment = self._desk.post("/v2/shipments", {"shipment": self._asked(wanted)})
        elif not _is_bought(shipment):  # its rates may be old by now
            shipment = self._desk.post(f"/v2/shipments/{_id(shipment)}/rerate")
        if not _is_bought(shipment):
            rate = self._chosen(shipment)
            shipment = self._desk.post(f"/v2/shipments/{_id(shipment)}/buy", {"rate": {"id": rate.rate_id}})
        return self._made(shipment, wanted)

    def void(self, reference: str) -> bool:
        """Ask for the postage back. Labels that are paid when they are scanned cost nothing unused: False for them."""
        try:
            shipment = self._desk.post(f"/v2/shipments/{quote(reference, safe='')}/refund")
        except WayBackRefused:
            return False
        return text(shipment, "refund_status") in _GIVEN_BACK

    def _chosen(self, shipment: Json) -> Rate:
        rates = [rate for node in nodes(shipment, "rates") if (rate := _rate(node)) is not None]
        chosen = cheapest(rates, self._rules.service)
        if chosen is None:
            raise refused(PROVIDER, [message.get("type") for message in nodes(shipment, "messages")])
        return chosen

    def _asked(self, wanted: LabelWanted) -> Json:
        """EasyPost turns the addresses of a return round itself: they stand as they did on the way out."""
        asked: Json = {
            "reference": wanted.shipment_id,
            "is_return": True,
            "to_address": easypost_address(wanted.sender),
            "from_address": easypost_address(wanted.recipient),
            "parcel": self._parcel(wanted),
            "options": {"label_format": "PNG", "label_size": "4x6", "print_custom_1": wanted.return_number},
        }
        if wanted.sender.country != wanted.recipient.country:
            asked["customs_info"] = self._customs(wanted)
        return asked

    def _parcel(self, wanted: LabelWanted) -> Json:
        size = self._rules.parcel
        sides = {"length": size.length_mm, "width": size.width_mm, "height": size.height_mm}
        inches = {name: round(side / _MILLIMETRES_AN_INCH, 1) for name, side in sides.items()}
        return {**inches, "weight": ounces(wanted.weight_g or size.weight_g)}

    def _customs(self, wanted: LabelWanted) -> Json:
        signers = (d.customs_signer for d in self._rules.destinations if d.address == wanted.recipient)
        signer = next(signers, "")
        return {
            "contents_type": "returned_goods",
            "non_delivery_option": "return",
            "restriction_type": "none",
            **({"eel_pfc": _UNDER_2500_DOLLARS} if wanted.sender.country == "US" else {}),
            "customs_certify": bool(signer),
            "customs_signer": signer,
            "customs_items": [self._item(content, wanted) for content in wanted.contents],
        }

    def _item(self, content: ParcelContents, wanted: LabelWanted) -> Json:
        pieces = sum(each.quantity for each in wanted.contents) or 1
        share = (wanted.weight_g or self._rules.parcel.weight_g) * content.quantity / pieces
        return {
            "description": content.name or content.sku,
            "quantity": content.quantity,
            "value": content.value / 10 ** minor_digits(content.currency),
            "currency": content.currency,
            "weight": ounces(content.weight_g or share),
            "hs_tariff_number": content.hs_code,
            "origin_country": content.origin_country,
            "code": content.sku,
        }

    def _made(self, shipment: Json, wanted: LabelWanted) -> MadeLabel:
        rate = _rate(shipment.get("selected_rate"))
        return MadeLabel(
            provider=PROVIDER,
            reference=_id(shipment),
            carrier=mover(rate.carrier) if rate else "",
            tracking_number=text(shipment, "tracking_code"),
            files=tuple(self._files(shipment, wanted)),
            code=text(shipment, "tracking_code"),
            cost=rate.amount if rate else None,
            cost_currency=rate.currency if rate else "",
        )

    def _files(self, shipment: Json, wanted: LabelWanted) -> Iterator[tuple[str, bytes]]:
        if wanted.method is Method.QR:
            yield from self._desk.file(self._code_address(shipment))
            return
        yield from self._desk.file(text(shipment, "postage_label", "label_url"))
        as_pdf = self._desk.get(f"/v2/shipments/{_id(shipment)}/label?file_format=PDF")
        yield from self._desk.file(text(as_pdf, "postage_label", "label_pdf_url"))

    def _code_address(self, shipment: Json) -> str:
        """Where the code lies, made if there is none yet."""
        found = _form(shipment)
        if not found:
            form = {"form": {"type": "label_qr_code"}}
            found = _form(self._desk.post(f"/v2/shipments/{_id(shipment)}/forms", form))
        if not found:
            raise WayBackRefused("The carrier of this label has no code to show: choose a label.", field="method")
        return found


def easypost_address(address: Address) -> Json:
    """As EasyPost writes addresses."""
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


def ounces(grams: float) -> float:
    """EasyPost weighs in ounces, with a tenth at the least."""
    return max(0.1, round(grams / _GRAMS_AN_OUNCE, 1))


def _is_bought(shipment: Json) -> bool:
    return bool(text(shipment, "tracking_code")) and isinstance(shipment.get("postage_label"), dict)


def _id(shipment: Json) -> str:
    return quote(text(shipment, "id"), safe="")


def _form(shipment: Json) -> str:
    forms = (form for form in nodes(shipment, "forms") if form.get("form_type") == "label_qr_code")
    return text(next(forms, {}), "form_url")


def _rate(node: object) -> Rate | None:
    said = [text(node, name) for name in ("id", "carrier", "service", "rate", "currency")]
    return rate_of(*said)
