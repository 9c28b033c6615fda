"""How one return comes back, by pages: a label, a code, a pickup, a place, a carrier of one's own; and its files.

An address that is typed here goes to who makes the label. It stands in the page that asks for the next step, which
nobody keeps, and in no address and no log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from functions.returns_portal_api.labels import labels
from functions.returns_portal_api.one_return import Here, back, here, html, note_of, one_of, refused
from functions.returns_portal_api.setting import desk, logger, returns, see_other
from shared.access.limits import look_ups
from shared.errors import Invalid, TodokuError
from shared.locales import page_words
from shared.pages.address_form import COUNTRY, AddressForm, read_address
from shared.pages.order_frame import Failure
from shared.pages.returns.one_return_view import OneReturn, Told
from shared.pages.returns.one_return_way_page import WayForm, way_page
from shared.pages.returns.one_return_ways import OTHER_CARRIER, carriers_of
from shared.returns.axes import Action
from shared.returns.choose_method import choose_method
from shared.returns.chosen_way import completed
from shared.returns.methods.own_points import OwnPoints
from shared.returns.methods.ports import DropOffPoint, PickupSlot, WantedWayBack, WayBackRefused
from shared.returns.methods.rules import LabelProvider
from shared.returns.methods.way_back_choice import is_good
from shared.returns.methods.way_back_files import NoSuchFile, read_file
from shared.returns.record_shipment import record_shipment
from shared.returns.submit_return import NotAsOffered
from shared.returns.view.shipment import FILE_ID
from shared.returns.vocabulary import Method
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes, problem
from shared.runtime.pages import read_form
from shared.tracking.carrier_update import canonical_number

MOST_POINTS = 12
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{2,62}")
_SLOT = re.compile(r"(\d{4}-\d{2}-\d{2}) (.{1,64})")
_HANDED_IN = frozenset({Method.DROP_OFF, Method.STORE})
_DONE = {Method.PICKUP: Action.BOOK_PICKUP, Method.OWN_CARRIER: Action.CHOOSE_METHOD}
_REFUSED_FIELDS = {"postal": "no_courier", "slot": "slot_gone", "point_id": "point_gone", "method": "way_not_offered"}
"""What is said of a refusal, by the field that is to blame; any other is the address."""
_POSTAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,15}")


def get_way(request: Request) -> Response:
    """GET /returns/{token}/{return_id}/way/{method}: what it takes. Nothing is made yet."""

    def show(nonce: str) -> Response:
        opened, method = here(request), method_of(request.path["method"])
        made = one_of(opened)
        if not _is_offered(made, method):
            return _not_offered(opened, nonce)
        country = request.query.get("country", "").upper()
        form = _blank(opened, method, country if COUNTRY.fullmatch(country) else made.country)
        return html(way_page(made, form, opened.visit.language, nonce), nonce, made)

    return desk().answered(request, show)


def post_way(request: Request) -> Response:
    """POST /returns/{token}/{return_id}/way/{method}: the next step of it, or the way back itself."""

    def answer(nonce: str) -> Response:
        opened, method, form = here(request), method_of(request.path["method"]), read_form(request)
        step = _Step(opened, method, form)
        if step.was_made_anew:
            return see_other(opened.place(done=_done(method)))
        try:
            returns().limited(request, opened.visit.caller, look_ups)
            asked = step.asks()
            if asked is None:
                step.choose()
                return see_other(opened.place(done=_done(method)))
        except TodokuError as error:
            return _failed(step, error, nonce)
        return _page(opened, asked, nonce, 422 if asked.address and asked.address.wrong else 200)

    return desk().answered(request, answer)


def post_shipment(request: Request) -> Response:
    """POST /returns/{token}/{return_id}/shipment: the number of a parcel that the shopper sent by themselves."""

    def answer(nonce: str) -> Response:
        opened, form = here(request), read_form(request)
        carrier, number = form.get("carrier", ""), form.get("tracking", "").strip()
        failures = tuple(_wrong_shipment(opened, carrier, number))
        if failures:
            return refused(opened, Invalid("The number cannot be read."), nonce, Told(failures=failures, filled=form))
        desk, told = returns(), opened.telling(form)
        try:
            desk.limited(request, opened.visit.caller, look_ups)
            record_shipment(desk.means, desk.tracking, opened.return_id, carrier, canonical_number(number), told)
        except TodokuError as error:
            return refused(opened, error, nonce)
        logger.info("shipment recorded", extra={"return_id": opened.return_id})
        return see_other(opened.place(done=Action.RECORD_SHIPMENT))

    return desk().answered(request, answer)


def get_file(request: Request) -> Response:
    """GET /returns/{token}/{return_id}/files/{file_id}: to be shown or printed."""

    def give(_: str) -> Response:
        opened, file_id = here(request), request.path["file_id"]
        number, _, name = file_id.partition("-")
        shipment_id = f"{opened.return_id}-{number}"
        counts = any(way.shipment_id == shipment_id and way.voided_at is None for way in opened.stored.shipments)
        if not counts or not re.fullmatch(FILE_ID, file_id):
            raise NoSuchFile("There is no such file; labels are kept until they have expired.")
        content_type, content = read_file(labels().files, opened.return_id, shipment_id, name)
        logger.info("file shown", extra={"return_id": opened.return_id, "bytes": len(content)})
        headers = {
            "content-disposition": f'inline; filename="{opened.stored.number}-{name}"',
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
            "x-robots-tag": "noindex",
        }
        return Response(200, content, content_type, headers)

    return desk().answered(request, give)


BELOW: Routes = {
    "/way/{method}": {"GET": get_way, "POST": post_way},
    "/shipment": {"GET": back, "POST": post_shipment},
    "/files/{file_id}": {"GET": get_file},
}
"""Below the address of one return."""


def method_of(written: str) -> Method:
    """A way back, as a form or an address names it; raises Invalid for anything else."""
    known = {method.value: method for method in Method if method is not Method.NONE}
    if written not in known:
        raise Invalid("There is no such way back.", field="method")
    return known[written]


@dataclass(frozen=True, slots=True)
class _Step:
    """One form of a way back that was sent."""

    opened: Here
    method: Method
    form: Mapping[str, str]

    @property
    def was_made_anew(self) -> bool:
        """The label that was to be replaced counts no more: it is done already, by the same form sent twice."""
        old = self.form.get("instead_of", "")
        return bool(old) and all(way.shipment_id != old or way.voided_at for way in self.opened.stored.shipments)

    @property
    def country(self) -> str:
        said = self.form.get("country", "")
        return said if COUNTRY.fullmatch(said) else self.opened.visit.order.destination.country

    @property
    def point(self) -> DropOffPoint | None:
        """None: anywhere. Raises WayBackRefused for one that is not there."""
        point_id = self.form.get("point", "") if self.method in _HANDED_IN else ""
        if not point_id:
            return None
        point = OwnPoints(labels().rules().points).get(point_id)
        if point is None:
            raise WayBackRefused("There is no such point.", field="point_id")
        return point

    @property
    def address(self) -> AddressForm | None:
        """As it was typed; None where none is needed."""
        return read_address(self.form, self.country) if _needs_address(self.method, self.point) else None

    @property
    def slot(self) -> PickupSlot | None:
        found = _SLOT.fullmatch(self.form.get("slot", ""))
        try:
            return PickupSlot(date.fromisoformat(found[1]), found[2]) if found else None
        except ValueError:
            return None

    def asks(self) -> WayForm | None:
        """What has to be asked next; None: everything is there."""
        if "search" in self.form:
            return self.again(near=_postal(self.form.get("near", "")))
        address = self.address
        if address is not None and "line1" not in self.form:  # the point that was chosen takes labels only
            return self.again(address=AddressForm(self.country))
        if "again" in self.form and address is not None:
            return self.again(address=replace(address, wrong={}))
        if address is not None and address.wrong:
            return self.again(address=address)
        if self.method is Method.PICKUP and self.slot is None:
            return self.again(address=address, slots=self.slots())
        return None

    def slots(self) -> tuple[PickupSlot, ...]:
        """When somebody can come; none while the address is not known."""
        address = self.address.address if self.address else None
        return tuple(labels().ways().slots(address, clock.now())) if address else ()

    def again(
        self,
        *,
        address: AddressForm | None = None,
        slots: tuple[PickupSlot, ...] | None = None,
        near: str | None = None,
        note: str = "",
    ) -> WayForm:
        """The form with what is known so far."""
        blank = _blank(self.opened, self.method, self.country, near)
        return WayForm(
            method=self.method,
            address=address or (None if self.method in _HANDED_IN else blank.address),
            slots=slots,
            points=blank.points,
            point_id=self.form.get("point", ""),
            near=blank.near,
            instead_of=self.form.get("instead_of", "") and blank.instead_of,
            note=note,
        )

    def choose(self) -> None:
        """Make it. Raises as `choose_method` does."""
        desk, told, address = returns(), self.opened.telling(self.form), self.address
        wanted = WantedWayBack(
            self.method,
            (),
            sender=address.address if address else None,
            slot=self.slot if self.method is Method.PICKUP else None,
            point_id=self.point.point_id if self.point else "",
            anew=bool(self.form.get("instead_of", "")),
        )
        whole = completed(desk.means, self.opened.return_id, wanted, told)
        chosen = choose_method(desk.means, desk.tracking, labels().ways(), self.opened.return_id, whole, told)
        logger.info("way back chosen", extra={"return_id": chosen.return_id, "version": chosen.version})


def _failed(step: _Step, error: TodokuError, nonce: str) -> Response:
    """The form again, with what stands in the way; where it is no matter of the form, the return's page."""
    if isinstance(error, NotAsOffered):
        return _not_offered(step.opened, nonce)
    is_of_form = isinstance(error, WayBackRefused) or problem(error).status == 503 or note_of(error) == "in_the_making"
    if not is_of_form:
        return refused(step.opened, error, nonce)
    logger.info("way back not made", extra={"return_id": step.opened.return_id, "code": error.code})
    say = page_words(step.opened.visit.language)
    is_refused = isinstance(error, WayBackRefused)
    word = _REFUSED_FIELDS.get(error.field or "", "address_refused") if is_refused else note_of(error)
    form = step.again(
        address=None if word == "point_gone" else step.address,
        slots=step.slots() if word == "slot_gone" else None,
        note=say(f"one_return_note.{word}"),
    )
    plain = problem(error)
    return _page(step.opened, form, nonce, plain.status, plain.headers)


def _page(opened: Here, form: WayForm, nonce: str, status: int, extra: Mapping[str, str] | None = None) -> Response:
    made = one_of(opened.now_as_it_is())
    return html(way_page(made, form, opened.visit.language, nonce), nonce, made, status, extra)


def _not_offered(opened: Here, nonce: str) -> Response:
    say = page_words(opened.visit.language)
    error = Invalid("This way back is not offered.", field="method")
    return refused(opened, error, nonce, Told(note=say("one_return_note.way_not_offered")))


def _blank(opened: Here, method: Method, country: str, near: str | None = None) -> WayForm:
    """The form as it begins. What the order knows of where it went is the buyer's: who got a gift types it all."""
    destination = opened.visit.order.destination
    is_home = country == destination.country and not opened.visit.caller.is_gift
    postal = (destination.postal or "") if is_home else ""
    known = AddressForm(country, {"postal": postal} if postal else {})
    near = postal if near is None else near
    return WayForm(
        method=method,
        address=known if _needs_address(method, None) else None,
        points=_points(method, country, near) if method in _HANDED_IN else (),
        near=near,
        instead_of=_good_way(opened, method),
    )


def _points(method: Method, country: str, near: str) -> tuple[DropOffPoint, ...]:
    """The nearest of this kind."""
    rows = [row for row in labels().rules().points if row.is_store is (method is Method.STORE)]
    return tuple(OwnPoints(rows).near(country, near, MOST_POINTS))


def _good_way(opened: Here, method: Method) -> str:
    """The label or code that a new one would take the place of; "" : there is none. A pickup is booked anew by time."""
    if method in (Method.PICKUP, Method.OWN_CARRIER):
        return ""
    now = clock.now()
    good = (way.shipment_id for way in opened.stored.shipments if way.method is method and is_good(way, now))
    return next(good, "")


def _needs_address(method: Method, point: DropOffPoint | None) -> bool:
    """Whether the parcel's label, or who comes for it, has to know where it leaves from."""
    if method in _HANDED_IN:
        return point is not None and point.needs_label
    if method is Method.QR:
        return labels().rules().labels is not LabelProvider.TODOKU
    return method in (Method.LABEL, Method.PICKUP)


def _is_offered(made: OneReturn, method: Method) -> bool:
    return Action.CHOOSE_METHOD in made.can and any(way.method is method for way in made.offers)


def _wrong_shipment(opened: Here, carrier: str, number: str) -> list[Failure]:
    say, failures = page_words(opened.visit.language), []
    if carrier not in (*carriers_of(opened.visit.order.destination.country), OTHER_CARRIER):
        failures.append(Failure("carrier", say("one_return_ways.carrier_missing")))
    if not _NUMBER.fullmatch(number):
        failures.append(Failure("tracking", say("one_return_ways.number_wrong")))
    return failures


def _postal(written: str) -> str:
    """As `AddressForm` reads it; "" for what is none."""
    line = read_address({"postal": written}, "").values["postal"]
    return line if _POSTAL.fullmatch(line) else ""


def _done(method: Method) -> Action:
    return _DONE.get(method, Action.MAKE_LABEL)
