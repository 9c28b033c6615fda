"""Routes on which returns are decided: those that wait, one of them, what its shopper showed, and the decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from functions.console_api.setting import Made, Visit, desk, evidence_files, logger, page, returns, visited
from shared.access.console_role import Right
from shared.errors import Invalid
from shared.evidence.evidence_files import address_of
from shared.locales import page_words
from shared.pages.console.returns import (
    DECLINE_CODES,
    MORE_CODES,
    Known,
    NameOf,
    return_card,
    return_page,
    waiting_page,
)
from shared.promise.money import said_in
from shared.returns.approve_return import approve_return
from shared.returns.carry_through import ReturnUnknown
from shared.returns.customer_history import customer_history
from shared.returns.decline_return import decline_return
from shared.returns.draft_return import show_return
from shared.returns.list_returns import list_waiting
from shared.returns.request.moving import Telling
from shared.returns.request_more import request_more
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import see_other
from shared.tracking.cursor import seal, unseal
from shared.tracking.order import Order

_PAGE = 20
_LIST = "console_returns"
_LONGEST_NOTE = 500
_CODES: Mapping[str, Collection[str]] = {"approve": ("",), "decline": DECLINE_CODES, "need_more": MORE_CODES}


class DecisionUnknown(Invalid):
    """The form asks for no decision that there is."""

    code = "decision_unknown"


def get_returns(request: Request) -> Response:
    """GET /console/returns"""

    def show(visit: Visit) -> Made:
        cursor = request.query.get("cursor", "")
        after = unseal(cursor, _LIST, str).after if cursor else ""
        waiting = list_waiting(returns().means, _PAGE, after or "")
        orders = desk().registry.orders({order_id for each in waiting.returns for order_id in each.order_ids})
        cards = [
            return_card(each, _names(orders), _reasons(each, visit.frame.language), visit.frame)
            for each in waiting.returns
        ]
        goes_on = seal(waiting.cursor, None, _LIST) if waiting.cursor else ""
        return waiting_page(cards, goes_on, visit.frame, _done(request))

    return visited(request, show, "returns")


def get_return(request: Request) -> Response:
    """GET /console/returns/{return_id}"""
    return_id = request.path["return_id"]
    return visited(
        request, lambda visit: return_page(_known(return_id, visit), visit.frame, _done(request)), "returns", return_id
    )


def post_return(request: Request) -> Response:
    """POST /console/returns/{return_id}: approve, decline or ask for more, of just those items that were looked at."""

    def decide(visit: Visit) -> Made:
        return_id, does = request.path["return_id"], visit.fields.get("do", "")
        code = visit.fields.get("code", "")
        if does not in _CODES:
            raise DecisionUnknown("There is no such decision.", field="do")
        if code not in _CODES[does]:
            html = return_page(_known(return_id, visit), visit.frame, failure=does)
            return page(html, visit.frame, 422)
        _decide(does, return_id, _telling(visit, code), _items(visit))
        told = {"return_id": return_id, "decision": does, "code": code, "session": visit.visitor.session.short}
        logger.info("return decided", extra=told)
        place = ("returns",) if visit.fields.get("back") == "list" else ("returns", return_id)
        return see_other(visit.frame.place(*place, done=does))

    return visited(request, decide, needs=Right.DECIDE)


def get_evidence(request: Request) -> Response:
    """GET /console/returns/{return_id}/evidence/{evidence_id}: leads to the file, for a minute."""

    def lead(visit: Visit) -> Made:
        shows = _stored(request.path["return_id"])
        address = address_of(evidence_files(), shows.evidence, request.path["evidence_id"])
        told = {"return_id": shows.return_id, "session": visit.visitor.session.short}
        logger.info("evidence read", extra=told)
        return see_other(address)

    return visited(request, lead, needs=Right.OPEN_FILES)


ROUTES: Routes = {
    "/console/returns": {"GET": get_returns},
    "/console/returns/{return_id}": {"GET": get_return, "POST": post_return},
    "/console/returns/{return_id}/evidence/{evidence_id}": {"GET": get_evidence},
}


def _decide(does: str, return_id: str, telling: Telling, items: tuple[str, ...]) -> None:
    means = returns().means
    if does == "approve":
        approve_return(means, return_id, telling, items)
    elif does == "decline":
        decline_return(means, return_id, telling, items)
    else:
        request_more(means, return_id, telling, items)


def _telling(visit: Visit, code: str) -> Telling:
    """As staff; in the log stands who, in front of what they say."""
    said = (visit.name, visit.fields.get("note", "").strip()[:_LONGEST_NOTE])
    return Telling(Actor.STAFF, clock.now(), code=code, note=": ".join(part for part in said if part))


def _items(visit: Visit) -> tuple[str, ...]:
    return tuple(item for item in visit.fields.get("items", "").split(",") if item)


def _known(return_id: str, visit: Visit) -> Known:
    stored, means, now = _stored(return_id), returns().means, clock.now()
    orders = {order_id: order for order_id in stored.order_ids if (order := desk().orders.get(order_id))}
    limits = means.policies.version(stored.policy_version).limits
    history = customer_history(means.returns, stored.customer_id, now, limits, but=stored.return_id)
    return Known(
        shown=show_return(means, stored, Actor.STAFF, now),
        name_of=_names(orders),
        reason_of=_reasons(stored, visit.frame.language),
        history=history if stored.customer_id else None,
    )


def _stored(return_id: str) -> ReturnRequest:
    stored = returns().means.returns.get(return_id)
    if stored is None:
        raise ReturnUnknown("There is no return with this id.", field="return_id")
    return stored


def _names(orders: Mapping[str, Order]) -> NameOf:
    """What items are called where they were bought; their SKU where that is not known."""

    def name_of(item: ReturnItem) -> str:
        order = orders.get(item.order_id)
        lines = order.lines if order else ()
        return next((line.name for line in lines if line.position == item.line), item.sku)

    return name_of


def _reasons(request: ReturnRequest, language: str) -> NameOf:
    """As the shopper chose it, in the words of the policy that decides; "" where it has none."""
    policy = returns().means.policies.version(request.policy_version)

    def reason_of(item: ReturnItem) -> str:
        reason = policy.reason(item.reason)
        return said_in(page_words(language).language, reason.texts) if reason else ""

    return reason_of


def _done(request: Request) -> str:
    """The key of what is said of a decision that was just made."""
    done = request.query.get("done", "")
    return f"console_returns.done_{done}" if done in _CODES else ""
