"""Routes by which a return is put together and asked for."""

from __future__ import annotations

from datetime import datetime

from functions.returns_api.bodies import AnswerBody, ChangeBody, DraftBody, EvidenceBody, WantedBody, WantedItemBody
from functions.returns_api.models import UploadAnswer
from functions.returns_api.setting import answer, desk, done, evidence_files, logger, return_of
from shared.access.limits import look_ups, new_returns, uploads
from shared.access.shopper_links import SECRET_NAME
from shared.errors import Forbidden
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import KINDS, UPLOAD_SECONDS, address_of, key_of, looked_at, new_evidence_id
from shared.returns.answer_return import Answered, answer_return
from shared.returns.caller import Caller
from shared.returns.carry_through import known
from shared.returns.draft_return import Draft
from shared.returns.gift_returns import gift_code_of
from shared.returns.open_draft import change_draft, open_draft
from shared.returns.return_request import Wanted
from shared.returns.submit_return import NotAsOffered, submit_return
from shared.returns.view.answer import ReturnView
from shared.returns.view.problems import whys_by_item
from shared.returns.wanted_items import WantedItem
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes, problem
from shared.runtime.idempotency_key import needed_idempotency_key

_BY_THE_SHOP = ("channel", "gift_code", "page_url")
"""Fields of a draft that shoppers do not decide."""


def post_draft(request: Request) -> Response:
    """POST /v1/returns"""
    caller, key, now = desk().who(request), needed_idempotency_key(request), clock.now()
    desk().limited(request, caller, new_returns)
    body = read(DraftBody, request.body)
    draft = Draft(
        return_id=caller.new_return_id(key),
        chance=clock.random_bytes(16),
        items=_wanted(body, caller, now),
        method=body.method,
        filed_by=caller.actor,
        channel=_channel(body, caller),
        language=body.language or "",
        gift_code=_gift_code(body, caller),
        replaces=body.replaces or "",
        page_url=body.page_url or "",
    )
    shown_draft, is_new = open_draft(desk().means, caller, draft, now)
    logger.info("return drafted", extra={"return_id": draft.return_id, "is_new": is_new})
    return answer(ReturnView.of(shown_draft, caller), 201 if is_new else 200)


def put_draft(request: Request) -> Response:
    """PUT /v1/returns/{return_id}"""
    caller = desk().who(request)
    return_id, body = return_of(request, caller), read(ChangeBody, request.body)
    told = desk().telling(request, caller)
    changed = change_draft(desk().means, caller, return_id, _wanted(body, caller, told.at), told, body.method)
    return done("return changed", changed, caller)


def get_return(request: Request) -> Response:
    """GET /v1/returns/{return_id}"""
    caller = desk().who(request)
    desk().limited(request, caller, look_ups)
    return done("return read", known(desk().means.returns, return_of(request, caller)), caller)


def post_submit(request: Request) -> Response:
    """POST /v1/returns/{return_id}/submit"""
    caller = desk().who(request)
    desk().limited(request, caller, new_returns)
    return_id = return_of(request, caller)
    try:
        return done("return submitted", submit_return(desk().means, return_id, desk().telling(request, caller)), caller)
    except NotAsOffered as refused:
        logger.info("return not as offered", extra={"return_id": return_id, "items": len(refused.whys)})
        return not_as_offered(refused, caller)


def post_answer(request: Request) -> Response:
    """POST /v1/returns/{return_id}/answer"""
    caller = desk().who(request)
    return_id, body = return_of(request, caller), read(AnswerBody, request.body)
    told, asked = desk().telling(request, caller), known(desk().means.returns, return_id)
    orders = {item.item_id: item.order_id for item in asked.items}
    answers = [
        Answered(
            one.item_id,
            tuple(looked_at(evidence_files(), orders.get(one.item_id, ""), each, told.at) for each in one.evidence),
            one.words,
            one.serial_number,
        )
        for one in body.items
    ]
    return done("return answered", answer_return(desk().means, return_id, answers, told), caller)


def post_evidence(request: Request) -> Response:
    """POST /v1/returns/evidence"""
    caller = desk().who(request)
    desk().limited(request, caller, uploads)
    body = read(EvidenceBody, request.body)
    caller.orders_of([body.order_id])
    evidence_id = new_evidence_id(body.order_id, body.content_type, clock.random_bytes(16))
    kind, _, max_bytes = KINDS[body.content_type]
    upload = evidence_files().upload(key_of(evidence_id), body.content_type, max_bytes, UPLOAD_SECONDS)
    logger.info("upload signed", extra={"order_id": body.order_id, "kind": kind})
    return answer(UploadAnswer.of(evidence_id, kind, max_bytes, upload, clock.now()), 201)


def get_evidence(request: Request) -> Response:
    """GET /v1/returns/{return_id}/evidence/{evidence_id}"""
    caller = desk().who(request)
    shows = known(desk().means.returns, return_of(request, caller))
    address = address_of(evidence_files(), shows.evidence, request.path["evidence_id"])
    logger.info("evidence read", extra={"return_id": shows.return_id})
    return Response(302, "", "text/plain", {"location": address, "cache-control": "no-store"})


ROUTES: Routes = {
    "/v1/returns/evidence": {"POST": post_evidence},
    "/v1/returns/{return_id}": {"GET": get_return, "PUT": put_draft},
    "/v1/returns/{return_id}/submit": {"POST": post_submit},
    "/v1/returns/{return_id}/answer": {"POST": post_answer},
    "/v1/returns/{return_id}/evidence/{evidence_id}": {"GET": get_evidence},
}


def not_as_offered(refused: NotAsOffered, caller: Caller) -> Response:
    """RFC 9457 lets a problem carry more than its five members: here, what stands against each item."""
    plain = problem(refused)
    more = {"whys": whys_by_item(refused.whys, for_staff=caller.is_staff)}
    return Response(plain.status, {**plain.body, **more}, plain.content_type, plain.headers)


def _wanted(body: ChangeBody, caller: Caller, now: datetime) -> tuple[WantedItem, ...]:
    caller.orders_of(item.order_id for item in body.items)
    return tuple(_item(item, now) for item in body.items)


def _item(body: WantedItemBody, now: datetime) -> WantedItem:
    return WantedItem(
        order_id=body.order_id,
        line=body.line,
        quantity=body.quantity,
        reason=body.reason,
        condition=body.condition,
        outcome=body.outcome,
        wanted=wanted_of(body.wanted),
        words=body.words,
        evidence=_evidence(body, now),
        serial_number=body.serial_number,
    )


def _evidence(body: WantedItemBody, now: datetime) -> tuple[Evidence, ...]:
    return tuple(looked_at(evidence_files(), body.order_id, each, now) for each in body.evidence)


def wanted_of(body: WantedBody | None) -> Wanted | None:
    """As a return holds it."""
    return Wanted(body.sku, body.quantity, body.unit_price, body.tax, body.name) if body else None


def _channel(body: DraftBody, caller: Caller) -> str:
    said = next((name for name in _BY_THE_SHOP if getattr(body, name) is not None), "")
    if said and not caller.is_staff:
        raise Forbidden("Only the shop says this.", field=said)
    return body.channel or ("staff" if caller.is_staff else "portal")


def _gift_code(body: DraftBody, caller: Caller) -> str:
    return gift_code_of(
        desk().means.orders, caller, body.items[0].order_id, body.gift_code, desk().secrets()[SECRET_NAME]
    )
