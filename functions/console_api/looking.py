"""Routes on which the shop's people look: what waits, an order's story, and parcels that somebody should see to."""

from __future__ import annotations

import re
from datetime import date

from functions.console_api.setting import Made, Visit, desk, logger, returns, visited
from shared.access.console_role import Right
from shared.access.order_number import canonical
from shared.cases.list_waiting import list_waiting_cases
from shared.errors import Invalid
from shared.estimates.parcels_at_risk import parcels_at_risk
from shared.pages.console.found import found_page
from shared.pages.console.home import Figures, home_page
from shared.pages.console.order import order_page
from shared.pages.console.parcels import AT_RISK, ParcelsView, parcels_page
from shared.returns.list_returns import MOST, list_waiting
from shared.returns.request.number import read_number
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import see_other
from shared.tracking.carrier_update import ParcelNumber, canonical_number
from shared.tracking.find_parcel import ParcelUnknown, find_parcel
from shared.tracking.list_parcels import list_parcels
from shared.tracking.listing import MOST_EXAMINED, MOST_ITEMS, Wanted
from shared.tracking.order import ID, Order
from shared.tracking.register_shipment import OrderUnknown
from shared.tracking.reopen_parcel import reopen_parcel
from shared.tracking.risk import Risk, may_be_late
from shared.webhooks.endpoint import EndpointState

_PAGE = 25
CARRIER = r"^[a-z0-9][a-z0-9_-]{0,63}$"
TRACKING_NUMBER = r"^[A-Za-z0-9][A-Za-z0-9._/ -]{0,63}$"
_LONGEST_REASON = 200
_DONE = {"reopen": "console_order.done_reopen", "claim": "console_claims.done"}
"""What was just done -> the key of its words."""
_CARRIERS_TRIED = 8
"""Of a tracking number whose carrier nobody says."""


class ReasonMissing(Invalid):
    """Nobody says why a parcel is reopened."""

    code = "reason_missing"


def get_home(request: Request) -> Response:
    """GET /console"""
    return visited(request, lambda visit: home_page(_figures(), visit.frame))


def get_found(request: Request) -> Response:
    """GET /console/find. What is one thing is gone to at once."""

    def find(visit: Visit) -> Made:
        typed = request.query.get("q", "").strip()[:80]
        number = read_number(typed)
        known = returns().means.returns.by_number(number) if number else None
        if known is not None:
            return see_other(visit.frame.place("returns", known.return_id))
        orders = _orders(typed)
        if len(orders) == 1:
            return see_other(visit.frame.place("orders", orders[0].order_id))
        return found_page(orders, visit.frame)

    return visited(request, find)


def get_order(request: Request) -> Response:
    """GET /console/orders/{order_id}"""
    return visited(request, lambda visit: order_in_words(request, visit), "orders", request.path["order_id"])


def post_order(request: Request) -> Response:
    """POST /console/orders/{order_id}: show how to reach who ordered. It is logged who looked, and at which order."""

    def show(visit: Visit) -> Made:
        html = order_in_words(request, visit, shows_contact=True)
        told = {"order_id": request.path["order_id"], "session": visit.visitor.session.short}
        logger.info("contact shown", extra=told)
        return html

    return visited(request, show, needs=Right.SHOW_CONTACT)


def get_parcels(request: Request) -> Response:
    """GET /console/parcels"""

    def show(visit: Visit) -> Made:
        asked, carrier = request.query.get("risk", ""), request.query.get("carrier", "").strip().lower()[:64]
        risk = asked if asked in (AT_RISK, *Risk) else ""
        page = list_parcels(
            desk().registry,
            Wanted(
                carrier=carrier or None, risk=Risk(risk) if risk and risk != AT_RISK else None, at_risk=risk == AT_RISK
            ),
            limit=_PAGE,
            cursor=request.query.get("cursor") or None,
            now=visit.frame.now,
            at_risk=lambda parcels: parcels_at_risk(desk().estimates, parcels),
        )
        lives = desk().estimates.of_parcels([each.parcel.id for each in page.items])
        return parcels_page(ParcelsView(page.items, lives, page.cursor or "", risk, carrier), visit.frame)

    return visited(request, show, "parcels")


def get_parcel(request: Request) -> Response:
    """GET /console/parcels/{carrier}/{tracking_number}: the story of its order."""

    def lead(visit: Visit) -> Made:
        assignment = find_parcel(desk().parcels, _number(request)).parcel.assignment
        if assignment is None:
            raise ParcelUnknown("This parcel belongs to no order.", field="tracking_number")
        return see_other(visit.frame.place("orders", assignment.order_id))

    return visited(request, lead)


def post_parcel(request: Request) -> Response:
    """POST /console/parcels/{carrier}/{tracking_number}: reopen it."""

    def reopen(visit: Visit) -> Made:
        number, reason = _number(request), visit.fields.get("reason", "").strip()[:_LONGEST_REASON]
        if not reason:
            raise ReasonMissing("Say why.", field="reason")
        found, is_new = reopen_parcel(
            desk().parcels,
            number,
            reason=reason,
            now=clock.now(),
            ship_date=_day(visit.fields.get("ship_date", "")),
            idempotency_key=f"console:{visit.fields.get('key', '')}:{reason}",
        )
        told = {"carrier": number.carrier, "is_new": is_new, "session": visit.visitor.session.short}
        logger.info("parcel reopened", extra=told)
        assignment = found.parcel.assignment
        place = ("orders", assignment.order_id) if assignment else ("parcels",)
        return see_other(visit.frame.place(*place, done="reopen"))

    return visited(request, reopen, needs=Right.REOPEN_PARCEL)


ROUTES: Routes = {
    "/console": {"GET": get_home},
    "/console/find": {"GET": get_found},
    "/console/orders/{order_id}": {"GET": get_order, "POST": post_order},
    "/console/parcels": {"GET": get_parcels},
    "/console/parcels/{carrier}/{tracking_number}": {"GET": get_parcel, "POST": post_parcel},
}


def _figures() -> Figures:
    """One look at the newest parcels, one at the open incidents, and one each at the returns and reports that wait."""
    now, registry = clock.now(), desk().registry
    waiting, reports = list_waiting(returns().means, MOST), list_waiting_cases(desk().cases, MOST)
    newest = list_parcels(registry, Wanted(), limit=MOST_EXAMINED, cursor=None, now=now)
    incidents = list_parcels(registry, Wanted(risk=Risk.INCIDENT), limit=MOST_ITEMS, cursor=None, now=now)
    at_risk = parcels_at_risk(desk().estimates, [one.parcel.id for one in newest.items if may_be_late(one.parcel)])
    counts = {risk.value: sum(risk in one.risks for one in newest.items) for risk in Risk}
    return Figures(
        returns_waiting=len(waiting.returns),
        more_returns=bool(waiting.cursor),
        reports_waiting=len(reports.cases),
        more_reports=reports.cursor is not None,
        parcels={AT_RISK: len(at_risk), **counts, Risk.INCIDENT.value: len(incidents.items)},
        examined=len(newest.items),
        more_parcels=newest.cursor is not None,
        endpoints_off=sum(each.state is EndpointState.DISABLED for each in desk().endpoints.all()),
    )


def _orders(typed: str) -> list[Order]:
    """By the order's id or number, or the number of one of its parcels."""
    orders = desk().orders
    by_id = orders.get(typed) if re.fullmatch(ID, typed) else None
    number = canonical(typed)
    found = [*([by_id] if by_id else []), *(orders.by_number(number) if number else ())]
    known = {order.order_id: order for order in found} or _by_parcel(typed)
    return list(known.values())


def _by_parcel(typed: str) -> dict[str, Order]:
    """Whatever its carrier: of the merchant's own, those are tried that the configuration names."""
    number = canonical_number(typed)
    if not re.fullmatch(TRACKING_NUMBER, number):
        return {}
    carriers = sorted({service.carrier for service in desk().configuration().delivery.services})[:_CARRIERS_TRIED]
    assigned = [
        assignment
        for carrier in carriers
        for assignment in desk().parcels.history(ParcelNumber(carrier, number)).assignments.values()
    ]
    found = [desk().orders.get(order_id) for order_id in dict.fromkeys(each.order_id for each in assigned)]
    return {order.order_id: order for order in found if order is not None}


def order_in_words(request: Request, visit: Visit, *, shows_contact: bool = False, failed_claim: str = "") -> str:
    """The page of the order in the path. `failed_claim`: the claim that was declined without a reason."""
    order_id = request.path["order_id"]
    if not re.fullmatch(ID, order_id):
        raise OrderUnknown("There is no order with this id.", field="order_id")
    facts = desk().story(order_id)
    return order_page(
        facts,
        visit.frame,
        shopper_url=desk().links.address(facts.order.link, clock.now()),
        shows_contact=shows_contact,
        done=_DONE.get(request.query.get("done", ""), ""),
        failed_claim=failed_claim,
    )


def _number(request: Request) -> ParcelNumber:
    carrier, number = request.path["carrier"], request.path["tracking_number"]
    if not re.fullmatch(CARRIER, carrier) or not re.fullmatch(TRACKING_NUMBER, number):
        raise ParcelUnknown("There is no parcel with this number.", field="tracking_number")
    return ParcelNumber(carrier, canonical_number(number))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
