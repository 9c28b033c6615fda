"""The page on which one way back is prepared: an address, a time, a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.core import Locale

from shared.locales import Words, page_words
from shared.pages.address_form import FORMATS, AddressForm
from shared.pages.order_frame import Failure
from shared.pages.render import render
from shared.pages.returns.one_return_view import OneReturn
from shared.pages.returns.one_return_ways import costs_of
from shared.returns.methods.drawing.address_lines import address_lines
from shared.returns.methods.ports import DropOffPoint, PickupSlot
from shared.returns.vocabulary import Method


@dataclass(frozen=True, slots=True)
class WayForm:
    """How far the preparing is."""

    method: Method
    address: AddressForm | None = None
    """None where none is needed."""
    slots: Sequence[PickupSlot] | None = None
    """When somebody can come; None: the address is to be given first."""
    points: Sequence[DropOffPoint] = ()
    point_id: str = ""
    near: str = ""
    """The postal code near which the points are."""
    instead_of: str = ""
    """The way back whose label was lost or has run out."""
    note: str = ""
    """A text: what stands in the way just now."""
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Point:
    point_id: str
    name: str
    place: str
    hours: str
    needs_label: str
    """A sentence; "" where it takes parcels without."""


def way_page(one: OneReturn, form: WayForm, language: str, nonce: str) -> str:
    """The form of one way back, in steps: nothing is made before the last button."""
    say = page_words(language)
    offered = next((way for way in one.offers if way.method is form.method), None)
    asks_address = form.address is not None and form.slots is None
    return render(
        "one_return_way.html.jinja",
        say,
        nonce,
        one.shop,
        heading=say(f"one_return_ways.{form.method}"),
        advice=say(f"one_return_ways.{form.method}_means"),
        one=one,
        form=form,
        costs=costs_of(offered, one.view, say) if offered else "",
        failures=(*form.failures, *_failures(form, say)),
        asks_address=asks_address,
        address=form.address,
        invalid={failure.field: failure.text for failure in (*form.failures, *_failures(form, say))},
        countries=_countries(form, say) if asks_address else (),
        country_name=_country(form, say),
        points=[_point(point, say) for point in form.points],
        slots=[(f"{slot.day.isoformat()} {slot.slot}", say.date(slot.day), slot.slot) for slot in form.slots or ()],
        confirm=say(f"one_return_ways.{'see_slots' if _asks_slots(form) else f'do_{form.method}'}"),
        kept={"country": form.address.country} if form.address and asks_address else {},
    )


def _asks_slots(form: WayForm) -> bool:
    return form.method is Method.PICKUP and form.slots is None


def _failures(form: WayForm, say: Words) -> tuple[Failure, ...]:
    """What is wrong with the address, in words that name the part."""
    if form.address is None:
        return ()
    return tuple(
        Failure(part.name, say(f"address_form.{form.address.wrong[part.name]}", field=say(f"address_form.{part.word}")))
        for part in form.address.fields
        if part.name in form.address.wrong
    )


def _countries(form: WayForm, say: Words) -> list[tuple[str, str]]:
    """By name, those whose addresses we know how to write, and that of the order."""
    here = form.address.country if form.address else ""
    names = Locale.parse(say.language).territories
    codes = dict.fromkeys((here, *FORMATS)) if here else dict.fromkeys(FORMATS)
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _country(form: WayForm, say: Words) -> str:
    code = form.address.country if form.address else ""
    return str(Locale.parse(say.language).territories.get(code, code))


def _point(point: DropOffPoint, say: Words) -> _Point:
    return _Point(
        point_id=point.point_id,
        name=point.name,
        place=" ".join(address_lines(point.address)),
        hours=point.hours,
        needs_label=say("one_return_ways.point_needs_label") if point.needs_label else "",
    )
