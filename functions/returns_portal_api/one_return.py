"""What the routes of one return share: whose it is, what its page is made of, what is said where something fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from functions.returns_portal_api.answer_photos import NOTHING_ADDED, Added, uploads
from functions.returns_portal_api.labels import labels
from functions.returns_portal_api.setting import Visit, desk, logger, returns, see_other, visit
from shared.access.limits import Counters, Limit, look_ups
from shared.errors import Conflict, Invalid, TodokuError, TooMany, Unavailable
from shared.locales import Words, page_words
from shared.pages.content_security_policy import Allowed
from shared.pages.order_frame import Failure
from shared.pages.parcel_view import ParcelView, parcel_view
from shared.pages.returns.one_return import one_return_page
from shared.pages.returns.one_return_items import Goods, why_in_words
from shared.pages.returns.one_return_view import OneReturn, Told
from shared.pages.shown_text import shown
from shared.promise.money import said_in
from shared.returns.axes import Action, Logistics
from shared.returns.carry_through import ReturnUnknown
from shared.returns.draft_return import show_return
from shared.returns.methods.ports import Address, WayBackInTheMaking
from shared.returns.offered_ways import offered_ways
from shared.returns.record_shipment import TooManyShipments
from shared.returns.request.moving import Telling
from shared.returns.request.number import read_number
from shared.returns.request.obstacles import ActionNotLegal
from shared.returns.request.spans import NothingLeft
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.submit_return import NotAsOffered, OutOfStock
from shared.returns.view.answer import ReturnView
from shared.runtime import clock
from shared.runtime.http import Request, Response, problem
from shared.runtime.pages import read_form
from shared.tracking.order import Order
from shared.tracking.parcel import Leg
from shared.tracking.ports import ParcelTaken
from shared.tracking.read_tracking import read_parcel
from shared.tracking.register_shipment import TooManyParcels

RETURN_ID = re.compile(r"[0-9A-Za-z]{16}")
NOTHING_FILLED: Mapping[str, str] = MappingProxyType({})
_KEY = re.compile(r"page-[0-9]{1,4}")


class NothingAnswered(Invalid):
    """The form of an answer holds none."""

    code = "nothing_answered"


NOTES: tuple[tuple[type[TodokuError], str], ...] = (
    (ActionNotLegal, "not_legal"),
    (NothingAnswered, "nothing_answered"),
    (NotAsOffered, "not_as_offered"),
    (OutOfStock, "out_of_stock"),
    (NothingLeft, "nothing_left"),
    (TooManyShipments, "too_many"),
    (TooManyParcels, "too_many"),
    (ParcelTaken, "parcel_taken"),
    (WayBackInTheMaking, "in_the_making"),
    (Conflict, "somebody_faster"),
    (TooMany, "too_often"),
    (Invalid, "refused"),
    (Unavailable, "try_again"),
)
"""What is said of an error on the return's own page, under `[one_return_note]`; the first that fits. What is none of
these has a page of its own."""


@dataclass(frozen=True, slots=True)
class Here:
    """One return, opened by its shopper's link."""

    visit: Visit
    stored: ReturnRequest

    @property
    def return_id(self) -> str:
        return self.stored.return_id

    def place(self, *parts: str, **query: str) -> str:
        """The address of a page below the return's."""
        return self.visit.place(self.return_id, *parts, **query)

    def telling(self, form: Mapping[str, str], note: str = "") -> Telling:
        """What the shopper tells now; once, however often this form is sent."""
        key = form.get("key", "")
        return self.visit.caller.telling(clock.now(), note=note, key=key if _KEY.fullmatch(key) else "")

    def now_as_it_is(self) -> Here:
        """Read anew."""
        return replace(self, stored=_own(self.visit, self.return_id))


Form = Mapping[str, str]
Act = Callable[[Here, Form], Action]
"""Does what the form asks for; answers what was done."""


def here(request: Request) -> Here:
    """The return of the path; ReturnUnknown alike where there is none, and where it is not of this link."""
    opened = visit(request)
    return Here(opened, _own(opened, request.path["return_id"]))


def doing(act: Act, limit: Callable[[Counters], Limit] = look_ups) -> Callable[[Request], Response]:
    """A route that does something: it leads on to the return's page, or is that page with what stands against it."""

    def route(request: Request) -> Response:
        def answer(nonce: str) -> Response:
            opened, form = here(request), read_form(request)
            try:
                returns().limited(request, opened.visit.caller, limit)
                done = act(opened, form)
            except TodokuError as error:
                return refused(opened, error, nonce, filled=form)
            logger.info("return worked on", extra={"return_id": opened.return_id, "action": done})
            return see_other(opened.place(done=done))

        return desk().answered(request, answer)

    return route


def back(request: Request) -> Response:
    """GET of an address that only does something: on to the return's page."""
    return desk().answered(request, lambda _: see_other(here(request).place()))


def refused(
    opened: Here, error: TodokuError, nonce: str, told: Told | None = None, filled: Mapping[str, str] = NOTHING_FILLED
) -> Response:
    """The return's page as it is now, with what stood against what was asked; raises what has a page of its own.

    `filled`: what was typed, which stays in its form.
    """
    word = note_of(error)
    if not word:
        raise error
    logger.info("not done", extra={"return_id": opened.return_id, "code": error.code})
    fresh, say = opened.now_as_it_is(), page_words(opened.visit.language)
    told = told or Told(note=say(f"one_return_note.{word}"), filled=filled)
    if isinstance(error, NotAsOffered):
        told = replace(told, failures=(*told.failures, *_whys(fresh, error, say)))
    plain = problem(error)
    return page(fresh, nonce, told, plain.status, plain.headers)


def note_of(error: TodokuError) -> str:
    """The end of the key of its words; "" for what has a page of its own."""
    return next((word for kind, word in NOTES if isinstance(error, kind)), "")


def page(
    opened: Here,
    nonce: str,
    told: Told,
    status: int = 200,
    extra: Mapping[str, str] | None = None,
    added: Added = NOTHING_ADDED,
) -> Response:
    """The page of the return as it stands. `added`: photos of an answer that is not sent yet."""
    made = one_of(opened)
    asked = made.items_for(Action.ANSWER)
    sending = uploads(opened.stored, asked, added, lambda more: opened.place("answer", added=more)) if asked else {}
    made = replace(made, uploads=sending, added_photos=added)
    return html(one_return_page(made, opened.visit.language, nonce, told), nonce, made, status, extra)


def html(text: str, nonce: str, made: OneReturn, status: int = 200, extra: Mapping[str, str] | None = None) -> Response:
    """With a form, and the code that is shown from our own address."""
    bucket = next((upload.url for upload in made.uploads.values()), "")
    allowed = Allowed(own_images=True, uploads_to=bucket)
    return desk().answer(status, text, nonce, made.shop, has_form=True, extra=extra, allowed=allowed)


def one_of(opened: Here) -> OneReturn:
    """All that its pages are made of."""
    visited, stored, now = opened.visit, opened.stored, clock.now()
    means, order = returns().means, visited.order
    caller = visited.caller
    view = ReturnView.of(show_return(means, stored, caller.actor, now), caller)
    return OneReturn(
        view=view,
        goods={item.item_id: _goods(visited, stored, item) for item in stored.items},
        order_names=tuple(shown(caller.orders[order_id].shown_name) for order_id in stored.order_ids),
        offers=offered_ways(means, stored, caller.telling(now)),
        parcels=_parcels(caller.orders, stored),
        customs=_customs(stored, order),
        send_to=send_to(stored),
        country=order.destination.country,
        zone=order.destination.zone,
        now=now,
        shop=desk().brand(),
        place=opened.place,
        home=visited.place(),
        change=visited.place("new", change=opened.return_id),
        tracking="" if caller.is_gift else _tracking(visited),
        language=visited.asked_language,
    )


def send_to(stored: ReturnRequest) -> Address | None:
    """Where it goes, by the rules of today; None where the shop has not said."""
    named = (item.terms.actions.destination for item in stored.items if item.terms and item.terms.actions.destination)
    found = labels().rules().destination(next(named, ""))
    return found.address if found else None


def _own(opened: Visit, return_id: str) -> ReturnRequest:
    """By its id, or by its number, which is what messages know of it."""
    if RETURN_ID.fullmatch(return_id):
        return opened.caller.own(returns().means.returns.get(return_id))
    number = read_number(return_id)
    if number is None:
        raise ReturnUnknown("There is no return with this id.", field="return_id")
    return opened.caller.own(returns().means.returns.by_number(number))


def _goods(opened: Visit, stored: ReturnRequest, item: ReturnItem) -> Goods:
    line = next((line for line in opened.caller.orders[item.order_id].lines if line.position == item.line), None)
    reason = returns().means.policies.version(stored.policy_version).reason(item.reason)
    said = said_in(page_words(opened.language).language, reason.texts) if reason else ""
    return Goods(shown(line.name if line else item.sku), said)


def _parcels(orders: Mapping[str, Order], stored: ReturnRequest) -> dict[str, ParcelView]:
    """Of ways back that count: each is a shipment of the order that its first item is of."""
    found = {}
    ways = {way.shipment_id for way in stored.shipments if way.voided_at is None}
    for order in orders.values():
        for shipment_id in ways & order.shipments.keys():
            for parcel_id in order.shipments[shipment_id].parcel_ids()[:1]:
                parcel, checkpoints = read_parcel(returns().parcels, parcel_id)
                found[shipment_id] = parcel_view(
                    parcel,
                    checkpoints,
                    sent_as=Leg.RETURN,
                    zone=order.destination.zone,
                    now=clock.now(),
                    expected=None,
                )
    return found


def _customs(stored: ReturnRequest, order: Order) -> frozenset[str]:
    """Ways back that cross a border where goods are declared, while they can still be sent."""
    goes_to = send_to(stored)
    if goes_to is None or goes_to.country == order.destination.country:
        return frozenset()
    awaited = {item.item_id for item in stored.items if item.logistics is Logistics.AWAITED}
    ways = (way for way in stored.shipments if way.voided_at is None and awaited & set(way.item_ids))
    return frozenset(way.shipment_id for way in ways if labels().has_customs_form(stored.return_id, way.shipment_id))


def _tracking(opened: Visit) -> str:
    now = clock.now()
    return returns().links.page("t", opened.order.link, now, lang=opened.asked_language)


def _whys(opened: Here, error: NotAsOffered, say: Words) -> list[Failure]:
    names = {item.item_id: _goods(opened.visit, opened.stored, item).name for item in opened.stored.items}
    return [
        Failure("", f"{names.get(item_id, '')}: {why_in_words(why.code, say)}")
        for item_id, whys in error.whys.items()
        for why in whys
    ]
