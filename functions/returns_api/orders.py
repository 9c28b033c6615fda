"""Routes about an order: what of it can come back, what did, and its cancellation and withdrawal."""

from __future__ import annotations

from functions.returns_api.beside import beside
from functions.returns_api.drafts import not_as_offered
from functions.returns_api.models import (
    DocumentView,
    GiftTokenAnswer,
    OrderReturnsAnswer,
    WithdrawalAnswer,
    WithdrawalOfferAnswer,
)
from functions.returns_api.queries import ReturnableQuery
from functions.returns_api.setting import answer, desk, logger, order_of, settings
from functions.returns_api.wishes import CancellationBody, GiftTokenBody, WithdrawalBody
from shared.access.limits import gift_codes, look_ups, new_returns, order_key, wrong_gift_codes
from shared.access.shopper_links import GIFTS, RETURNS, SECRET_NAME, VALID_FOR
from shared.returns.caller import Caller
from shared.returns.cancel_order import CancellationRefused, cancel_order
from shared.returns.cancellation import CancellationAsk, CancellationRules
from shared.returns.cancellation_view import CancellationAskedView, CancellationView
from shared.returns.draft_return import show_return
from shared.returns.find_returnable import find_returnable
from shared.returns.gift_returns import NotThisGift, gift_of
from shared.returns.preview_cancellation import preview_cancellation
from shared.returns.published import ReturnsOff
from shared.returns.submit_return import NotAsOffered
from shared.returns.view.answer import ReturnSummary, ReturnView
from shared.returns.view.returnable import ReturnableView
from shared.returns.vocabulary import Actor
from shared.returns.withdraw import Statement, acknowledge, withdraw, withdrawable
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes, problem
from shared.runtime.idempotency_key import idempotency_key, needed
from shared.runtime.path import read_id
from shared.runtime.query import read_query
from shared.tracking.order import ID, Order
from shared.tracking.register_shipment import OrderUnknown


def get_returnable(request: Request) -> Response:
    """GET /v1/orders/{order_id}/returnable"""
    caller, now = desk().who(request), clock.now()
    desk().limited(request, caller, look_ups)
    order = _order(order_of(request, caller), caller)
    language = read_query(ReturnableQuery, request.query).language or order.contact.language
    found = find_returnable(desk().means, order.order_id, now, "staff" if caller.is_staff else "portal")
    policy = desk().means.policies.at(order.placed_at)
    logger.info("returnable told", extra={"order_id": order.order_id, "positions": len(found)})
    return answer(
        ReturnableView.of(
            order,
            found,
            policy,
            language=language,
            for_staff=caller.is_staff,
            is_gift=caller.is_gift,
            shopper_token=desk().links.token(RETURNS, order.link, now) if caller.is_staff else None,
            beside=beside(order, found, policy, caller, now),
        )
    )


def get_returns(request: Request) -> Response:
    """GET /v1/orders/{order_id}/returns"""
    caller = desk().who(request)
    desk().limited(request, caller, look_ups)
    order = _order(order_of(request, caller), caller)
    theirs = [each for each in desk().means.returns.of_order(order.order_id) if caller.may_see(each)]
    return answer(OrderReturnsAnswer(returns=[ReturnSummary.of(each) for each in theirs]))


def post_gift_token(request: Request) -> Response:
    """POST /v1/orders/{order_id}/gift-token"""
    order_id, body, now = read_id(request, "order_id", ID), read(GiftTokenBody, request.body), clock.now()
    desk().limited(request, Caller(Actor.SHOPPER), gift_codes)
    order = _gift(order_id, body.gift_code)
    logger.info("gift opened", extra={"order_id": order_id})
    until = (now + VALID_FOR).replace(microsecond=0)
    return answer(GiftTokenAnswer(token=desk().links.token(GIFTS, order.link, now), valid_until=until))


def get_cancellation(request: Request) -> Response:
    """GET /v1/orders/{order_id}/cancellation"""
    caller = desk().who(request).of_buyer()
    return _preview(order_of(request, caller), CancellationAsk(), caller)


def post_cancellation(request: Request) -> Response:
    """POST /v1/orders/{order_id}/cancellation"""
    caller = desk().who(request).of_buyer()
    order_id, body = order_of(request, caller), read(CancellationBody, request.body or b"{}")
    key = idempotency_key(request)
    pieces = None if body.lines is None else tuple((line.line, line.quantity) for line in body.lines)
    ask = CancellationAsk(pieces, body.reason or "")
    if not body.confirmed:
        return _preview(order_id, ask, caller)
    try:
        asked, is_new = cancel_order(
            desk().means.orders,
            desk().means.returns,
            order_id,
            ask,
            idempotency_key=needed(key),
            rules=_cancellation_rules(),
            actor=caller.actor,
            merchant_id=settings().merchant_id,
            now=clock.now(),
        )
    except CancellationRefused as refused:
        plain = problem(refused)
        body_of = {**plain.body, "why_not": [str(why) for why in refused.why_not]}
        return Response(plain.status, body_of, plain.content_type, plain.headers)
    logger.info("cancellation asked for", extra={"order_id": order_id, "is_new": is_new})
    return answer(CancellationAskedView.of(asked), 201)


def post_withdrawal(request: Request) -> Response:
    """POST /v1/orders/{order_id}/withdrawal"""
    caller = desk().who(request).of_buyer()
    desk().limited(request, caller, new_returns)
    order = _order(order_of(request, caller), caller)
    body, key = read(WithdrawalBody, request.body or b"{}"), idempotency_key(request)
    language = body.language or order.contact.language
    if not body.confirmed:
        found = withdrawable(desk().means, order.order_id, clock.now())
        return answer(WithdrawalOfferAnswer.of(order.order_id, found, language, for_staff=caller.is_staff))
    statement = Statement(
        return_id=caller.new_return_id(f"withdrawal:{order.order_id}:{needed(key)}"),
        chance=clock.random_bytes(16),
        pieces=tuple((line.line, line.quantity) for line in body.lines),
        words=body.statement,
        language=body.language or "",
    )
    try:
        withdrawn = withdraw(desk().means, order.order_id, statement, desk().telling(request, caller))
    except NotAsOffered as refused:
        return not_as_offered(refused, caller)
    logger.info("withdrawal taken", extra={"order_id": order.order_id, "return_id": withdrawn.return_id})
    received_at, document = acknowledge(withdrawn, order, language)
    shown = show_return(desk().means, withdrawn, caller.actor, clock.now())
    return answer(
        WithdrawalAnswer(
            received_at=received_at,
            acknowledgement=DocumentView.of(document),
            withdrawal=ReturnView.of(shown, caller),
        ),
        201,
    )


ROUTES: Routes = {
    "/v1/orders/{order_id}/returnable": {"GET": get_returnable},
    "/v1/orders/{order_id}/returns": {"GET": get_returns},
    "/v1/orders/{order_id}/gift-token": {"POST": post_gift_token},
    "/v1/orders/{order_id}/cancellation": {"GET": get_cancellation, "POST": post_cancellation},
    "/v1/orders/{order_id}/withdrawal": {"POST": post_withdrawal},
}


def _gift(order_id: str, code: str) -> Order:
    """The order that was a gift under this code. Wrong ones are counted for the order too, whoever tried them."""
    known = desk().secrets()[SECRET_NAME]
    try:
        return gift_of(desk().means.orders, order_id, code, known)
    except NotThisGift:
        wrong_gift_codes(desk().counters).check(order_key(order_id, known[0]), clock.now())
        raise


def _order(order_id: str, caller: Caller) -> Order:
    order = caller.orders.get(order_id) or desk().means.orders.get(order_id)
    if order is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return order


def _preview(order_id: str, ask: CancellationAsk, caller: Caller) -> Response:
    rules, now = _cancellation_rules(), clock.now()
    found = preview_cancellation(
        desk().means.orders, desk().means.returns, order_id, ask, rules=rules, actor=caller.actor, now=now
    )
    logger.info("cancellation previewed", extra={"order_id": order_id})
    return answer(CancellationView.of(found))


def _cancellation_rules() -> CancellationRules:
    """Today's. A shop that takes no returns here cancels nothing for shoppers either."""
    try:
        return desk().policies.current().cancellation
    except ReturnsOff:
        return CancellationRules()
