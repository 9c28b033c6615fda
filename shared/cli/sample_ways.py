"""The pages on which a way back is prepared, for every one that the shop offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from shared.cli.sample_return_desk import NONCE
from shared.pages.address_form import AddressForm, fields_of
from shared.pages.returns.one_return_view import OneReturn
from shared.pages.returns.one_return_way_page import WayForm, way_page
from shared.returns.methods.ports import Address, DropOffPoint, PickupSlot
from shared.returns.vocabulary import Method

_POINTS = tuple(
    DropOffPoint(name.lower(), name, Address(country, postal, (line,), city), True, "9-20", needs)
    for name, country, postal, line, city, needs in (
        ("Depot Nord", "DE", "80331", "Marienplatz 1", "München", True),
        ("Depot Süd", "DE", "81371", "Plinganserstr. 2", "München", False),
    )
)
_PLACES = frozenset({Method.STORE, Method.DROP_OFF})
_ADDRESSED = frozenset({Method.LABEL, Method.QR, Method.PICKUP})


def ways_pages(one: OneReturn, language: str) -> Iterator[tuple[str, str]]:
    """HTML by state: each way as it is first seen, a pickup with its times too, and an address with a mistake in it."""
    empty = AddressForm(one.country)
    for way in one.offers:
        is_place, address = way.method in _PLACES, empty if way.method in _ADDRESSED else None
        form = WayForm(way.method, address, points=_POINTS if is_place else ())
        yield f"way-{way.method}", way_page(one, form, language, NONCE)
    offered = {way.method for way in one.offers}
    if Method.PICKUP in offered:
        slots = [PickupSlot((one.now + timedelta(days=days)).date(), "9-12") for days in (1, 2, 3)]
        yield "way-pickup-times", way_page(one, WayForm(Method.PICKUP, empty, slots=slots), language, NONCE)
    if Method.LABEL in offered:
        wrong = {field.name: "missing" for field in fields_of(one.country) if field.is_required}
        form = WayForm(Method.LABEL, AddressForm(one.country, wrong=wrong))
        yield "way-label-wrong", way_page(one, form, language, NONCE)
