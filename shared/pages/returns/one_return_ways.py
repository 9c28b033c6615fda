"""How a return comes back: the ways that are offered, and what belongs to the one that was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.locales import Words
from shared.locales.carrier_name import carrier_name
from shared.pages.parcel_view import ParcelView
from shared.pages.returns.one_return_items import name_of
from shared.pages.returns.one_return_money import amount_in_words
from shared.pages.returns.one_return_stage import open_ways
from shared.pages.returns.one_return_view import OneReturn
from shared.returns.axes import Action, Logistics
from shared.returns.methods.drawing.address_lines import address_lines
from shared.returns.methods.ports import Address
from shared.returns.offered_ways import OfferedWay
from shared.returns.view.answer import ReturnView
from shared.returns.view.shipment import ShipmentView
from shared.returns.vocabulary import Method

_STEPS = {
    Method.LABEL: ("pack", "print", "hand_in"),
    Method.QR: ("pack", "show_code", "keep_receipt"),
    Method.PICKUP: ("pack", "label_on", "courier"),
    Method.DROP_OFF: ("bring", "show_code", "keep_receipt"),
    Method.STORE: ("bring_to_store", "show_code", "keep_receipt"),
    Method.OWN_CARRIER: ("pack_with_number", "send_there", "tell_number"),
}


OTHER_CARRIER = "custom"
"""The slug of a carrier that nobody follows."""
_CARRIERS = {
    "JP": ("yamato", "sagawa", "japan_post", "seino", "fukuyama"),
    "US": ("usps", "ups", "fedex", "dhl_express"),
    "CA": ("canada_post", "ups", "fedex", "dhl_express"),
    "AU": ("australia_post", "dhl_express", "fedex", "ups"),
    "GB": ("royal_mail", "dpd", "ups", "dhl_express", "fedex"),
    "DE": ("dhl", "dpd", "gls", "ups", "fedex"),
    "FR": ("laposte", "dpd", "gls", "ups", "fedex"),
}
_ANYWHERE = ("dhl", "dpd", "gls", "ups", "fedex", "dhl_express")


@dataclass(frozen=True, slots=True)
class Offer:
    """A way back to choose."""

    method: Method
    title: str
    text: str
    costs: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to view, print or keep."""

    text: str
    address: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class WayCard:
    """One way back, ready to be used; once all of it is sent, without what helps to send it."""

    shipment_id: str
    method: Method
    title: str
    steps: tuple[str, ...]
    pickup: str
    valid_until: str
    image: str
    """The address of a code to show; "" : there is none."""
    code: str
    """What it says, for people to read out."""
    files: tuple[FileLink, ...]
    carrier: str
    tracking_number: str
    parcel: ParcelView | None
    send_to: tuple[str, ...]
    """Address lines, for who sends it by themselves."""
    contents: tuple[tuple[str, int], ...]
    """What goes into it: names and pieces."""


def carriers_of(country: str) -> tuple[str, ...]:
    """Slugs of carriers that shoppers there send parcels with, and of any other one."""
    return (*_CARRIERS.get(country, _ANYWHERE), OTHER_CARRIER)


def offers_of(one: OneReturn, say: Words) -> list[Offer]:
    """In the order they are offered."""
    chosen = one.view.method
    return [
        Offer(
            method=way.method,
            title=say(f"one_return_ways.{way.method}"),
            text=say(f"one_return_ways.{way.method}_means"),
            costs=costs_of(way, one.view, say),
            is_chosen=way.method is chosen,
        )
        for way in one.offers
    ]


def costs_of(way: OfferedWay, view: ReturnView, say: Words) -> str:
    """Who pays for it. Who received a gift sees no amount."""
    if way.pays_carrier:
        return say("one_return_ways.you_pay_carrier")
    if not way.fee:
        return say("one_return_ways.free")
    if view.is_gift:
        return say("one_return_ways.fee")
    return say("one_return_ways.fee_of", amount=amount_in_words(way.fee, view.currency, say))


def way_of(one: OneReturn, say: Words) -> list[WayCard]:
    """Every way back that can be used, or is being used; and the address, where the shopper sends it by themselves."""
    cards = [_card(one, way, say) for way in open_ways(one.view, one.now)]
    return cards or [*_own_carrier(one, say)]


def written_address(address: Address) -> tuple[str, ...]:
    """As it is written on a parcel in its country, with who takes it in and where they can be called."""
    place = address_lines(address)
    lines = (*place, address.name) if address.country == "JP" else (address.name, *place)
    return tuple(line for line in (*lines, address.phone) if line)


def _own_carrier(one: OneReturn, say: Words) -> Iterator[WayCard]:
    if one.view.method is not Method.OWN_CARRIER or Action.RECORD_SHIPMENT not in one.can:
        return
    sent = one.items_for(Action.RECORD_SHIPMENT)
    yield WayCard(
        shipment_id="",
        method=Method.OWN_CARRIER,
        title=say("one_return_ways.own_carrier"),
        steps=_instructions(Method.OWN_CARRIER, "", one.shop.name, say),
        pickup="",
        valid_until="",
        image="",
        code="",
        files=(),
        carrier="",
        tracking_number="",
        parcel=None,
        send_to=written_address(one.send_to) if one.send_to else (),
        contents=_contents(one, sent),
    )


def _card(one: OneReturn, way: ShipmentView, say: Words) -> WayCard:
    image = next((file.file_id for file in way.files if file.file_id.endswith("-code.png")), "")
    carrier = carrier_name(say, way.carrier) if way.carrier else ""
    to_send = any(item.logistics is Logistics.AWAITED for item in one.view.items if item.item_id in way.items)
    return WayCard(
        shipment_id=way.shipment_id,
        method=way.method,
        title=say(f"one_return_ways.{way.method}"),
        steps=_instructions(way.method, carrier, one.shop.name, say) if to_send else (),
        pickup=say("one_return_ways.pickup_at", day=say.date(way.pickup_day), slot=way.pickup_slot or "")
        if way.pickup_day
        else "",
        valid_until=say.date(way.expires_at.astimezone(one.zone).date()) if way.expires_at and to_send else "",
        image=one.place("files", image) if image and to_send else "",
        code=way.code or "",
        files=tuple(_files(one, way, say)) if to_send else (),
        carrier=carrier,
        tracking_number=way.tracking_number or "",
        parcel=one.parcels.get(way.shipment_id),
        send_to=written_address(one.send_to) if one.send_to and to_send and way.method is Method.OWN_CARRIER else (),
        contents=_contents(one, frozenset(way.items)),
    )


def _instructions(method: Method, carrier: str, shop: str, say: Words) -> tuple[str, ...]:
    named = {"carrier": carrier or say("one_return_ways.the_carrier"), "shop": shop}
    return tuple(say(f"one_return_ways.step_{step}", **named) for step in _STEPS.get(method, ()))


def _files(one: OneReturn, way: ShipmentView, say: Words) -> Iterator[FileLink]:
    """Papers first; pictures of them are for who prints nothing, and a code is shown on the page itself."""
    papers = [file.file_id for file in way.files if file.file_id.endswith(".pdf")]
    for number, file_id in enumerate(papers or [file.file_id for file in way.files]):
        name = file_id.partition("-")[2].rpartition(".")[0]
        yield FileLink(say(f"one_return_ways.file_{name}"), one.place("files", file_id), number == 0)
    for file in way.files:
        if papers and file.file_id.endswith("-label.png"):
            yield FileLink(say("one_return_ways.file_label_picture"), one.place("files", file.file_id), False)
    if way.shipment_id in one.customs:
        number_of_way = way.shipment_id.rpartition("-")[2]
        file_id = f"{number_of_way}-customs.pdf"
        yield FileLink(say("one_return_ways.file_customs"), one.place("files", file_id), False)


def _contents(one: OneReturn, items: frozenset[str]) -> tuple[tuple[str, int], ...]:
    return tuple((name_of(item, one.goods), item.quantity) for item in one.view.items if item.item_id in items)
