"""Routes by which the shop decides on what was asked, and by which it is taken back or objected to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from functions.returns_api.bodies import ActionBody, DeclineBody, NeedMoreBody
from functions.returns_api.drafts import wanted_of
from functions.returns_api.findings import FeeBody, FindingBody, NoteBody, OverrideBody
from functions.returns_api.setting import desk, done, return_of
from shared.returns.appeal_return import appeal_return
from shared.returns.approve_return import approve_return
from shared.returns.decline_return import decline_return
from shared.returns.means import Means
from shared.returns.note_return import note_return
from shared.returns.override_return import override_return
from shared.returns.policy.policy import Fee
from shared.returns.reopen_return import reopen_return
from shared.returns.request.ending_moves import Aside
from shared.returns.request.inspection_moves import Finding
from shared.returns.request.moving import Telling
from shared.returns.request_more import request_more
from shared.returns.resolve_return import resolve_return
from shared.returns.return_request import ReturnRequest
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes

Act = Callable[[Means, str, Telling, Collection[str]], ReturnRequest]


def by_staff(what: str, act: Act) -> Callable[[Request], Response]:
    """A route of the shop's that does something with some items, or with all."""

    def route(request: Request) -> Response:
        caller = desk().who(request).staff()
        return_id, body = return_of(request, caller), read(ActionBody, request.body or b"{}")
        told = desk().telling(request, caller, body.code, body.note)
        return done(what, act(desk().means, return_id, told, tuple(body.items)), caller, body.items)

    return route


def post_decline(request: Request) -> Response:
    """POST /v1/returns/{return_id}/decline"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(DeclineBody, request.body)
    told = desk().telling(request, caller, body.code, body.note)
    declined = decline_return(desk().means, return_id, told, tuple(body.items), may_appeal=body.may_appeal)
    return done("return declined", declined, caller, body.items)


def post_need_more(request: Request) -> Response:
    """POST /v1/returns/{return_id}/need-more"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(NeedMoreBody, request.body)
    told = desk().telling(request, caller, body.code, body.note)
    return done("more asked for", request_more(desk().means, return_id, told, tuple(body.items)), caller, body.items)


def post_appeal(request: Request) -> Response:
    """POST /v1/returns/{return_id}/appeal"""
    caller = desk().who(request)
    return_id, body = return_of(request, caller), read(ActionBody, request.body or b"{}")
    told = desk().telling(request, caller, body.code, body.note)
    return done("return appealed", appeal_return(desk().means, return_id, told, tuple(body.items)), caller, body.items)


def post_resolve(request: Request) -> Response:
    """POST /v1/returns/{return_id}/resolve"""
    return _whole(request, "return resolved", resolve_return)


def post_reopen(request: Request) -> Response:
    """POST /v1/returns/{return_id}/reopen"""
    return _whole(request, "return reopened", reopen_return)


def post_override(request: Request) -> Response:
    """POST /v1/returns/{return_id}/override"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(OverrideBody, request.body)
    told = desk().telling(request, caller, body.code, body.note)
    findings = [finding_of(each) for each in body.findings]
    set_aside = override_return(desk().means, return_id, _aside(body), told, tuple(body.items), body.decision, findings)
    return done("return overridden", set_aside, caller, body.items)


def post_note(request: Request) -> Response:
    """POST /v1/returns/{return_id}/notes"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(NoteBody, request.body)
    noted = note_return(desk().means, return_id, desk().telling(request, caller, note=body.note), body.items)
    return done("return noted", noted, caller, body.items)


ROUTES: Routes = {
    "/v1/returns/{return_id}/approve": {"POST": by_staff("return approved", approve_return)},
    "/v1/returns/{return_id}/decline": {"POST": post_decline},
    "/v1/returns/{return_id}/need-more": {"POST": post_need_more},
    "/v1/returns/{return_id}/appeal": {"POST": post_appeal},
    "/v1/returns/{return_id}/resolve": {"POST": post_resolve},
    "/v1/returns/{return_id}/reopen": {"POST": post_reopen},
    "/v1/returns/{return_id}/override": {"POST": post_override},
    "/v1/returns/{return_id}/notes": {"POST": post_note},
}


def finding_of(body: FindingBody) -> Finding:
    """As an inspection holds it."""
    return Finding(body.item_id, body.result, body.quantity, body.found, body.reduced_to, body.disposition)


def _whole(request: Request, what: str, act: Callable[[Means, str, Telling], ReturnRequest]) -> Response:
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(ActionBody, request.body or b"{}")
    return done(what, act(desk().means, return_id, desk().telling(request, caller, body.code, body.note)), caller)


def _aside(body: OverrideBody) -> Aside:
    return Aside(
        outcome=body.outcome,
        wanted=wanted_of(body.wanted),
        restocking_fee=_fee(body.restocking_fee),
        shipping_fee=_fee(body.shipping_fee),
        credit_basis_points=body.credit,
        whole_at=body.whole_at,
        withheld=body.pays_again,
    )


def _fee(body: FeeBody | None) -> Fee | None:
    return Fee(body.fixed, body.basis_points) if body else None
