"""Routes of the warehouse: what arrived, what did not, what it is like, and what goes back to the shopper."""

from __future__ import annotations

from collections.abc import Sequence

from functions.returns_api.decisions import by_staff, finding_of
from functions.returns_api.findings import (
    ExtraBody,
    InspectBody,
    MissingBody,
    PiecesBody,
    ReceiveBody,
    UnknownParcelBody,
)
from functions.returns_api.queries import NumberQuery
from functions.returns_api.setting import desk, done, return_of
from shared.returns.find_by_number import find_by_number
from shared.returns.inspect_return import inspect_return
from shared.returns.receive_return import receive_return
from shared.returns.receive_unknown_parcel import UnknownParcel, receive_unknown_parcel
from shared.returns.report_missing import report_missing
from shared.returns.request.logistics_moves import Extra
from shared.returns.send_back_return import send_back_return
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes
from shared.runtime.idempotency_key import needed_idempotency_key
from shared.runtime.query import read_query
from shared.tracking.carrier_update import canonical_number


def get_by_number(request: Request) -> Response:
    """GET /v1/returns/number/{number}"""
    caller = desk().who(request).staff()
    carrier = read_query(NumberQuery, request.query).carrier or desk().policies.current().ways_back.carrier
    return done(
        "return found", find_by_number(desk().means, desk().parcels, request.path["number"][:100], carrier), caller
    )


def post_receive(request: Request) -> Response:
    """POST /v1/returns/{return_id}/receive"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(ReceiveBody, request.body or b"{}")
    told = desk().telling(request, caller, note=body.note)
    quantities = _added_up(body.items)
    here = receive_return(desk().means, return_id, told, quantities, [_extra(each) for each in body.extras])
    return done("return received", here, caller, body.items)


def post_missing(request: Request) -> Response:
    """POST /v1/returns/{return_id}/report-missing"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(MissingBody, request.body)
    told = desk().telling(request, caller, body.code, body.note)
    quantities = _added_up(body.items)
    return done("pieces missing", report_missing(desk().means, return_id, quantities, told), caller, body.items)


def post_inspect(request: Request) -> Response:
    """POST /v1/returns/{return_id}/inspect"""
    caller = desk().who(request).staff()
    return_id, body = return_of(request, caller), read(InspectBody, request.body)
    told = desk().telling(request, caller, body.code, body.note)
    found = inspect_return(desk().means, return_id, [finding_of(each) for each in body.findings], told)
    return done("return inspected", found, caller, body.findings)


def post_unknown_parcel(request: Request) -> Response:
    """POST /v1/returns/unknown-parcels"""
    caller, key = desk().who(request).staff(), needed_idempotency_key(request)
    body = read(UnknownParcelBody, request.body)
    parcel = UnknownParcel(
        return_id=caller.new_return_id(f"parcel:{key}"),
        chance=clock.random_bytes(16),
        carrier=body.carrier,
        tracking_number=canonical_number(body.tracking_number),
        order_id=body.order_id or "",
        found=tuple((each.line, each.quantity) for each in body.found),
    )
    kept = receive_unknown_parcel(desk().means, parcel, desk().telling(request, caller, note=body.note))
    return done("unknown parcel received", kept, caller)


ROUTES: Routes = {
    "/v1/returns/number/{number}": {"GET": get_by_number},
    "/v1/returns/unknown-parcels": {"POST": post_unknown_parcel},
    "/v1/returns/{return_id}/receive": {"POST": post_receive},
    "/v1/returns/{return_id}/report-missing": {"POST": post_missing},
    "/v1/returns/{return_id}/inspect": {"POST": post_inspect},
    "/v1/returns/{return_id}/send-back": {"POST": by_staff("return sent back", send_back_return)},
}


def _added_up(pieces: Sequence[PiecesBody]) -> dict[str, int]:
    """Item -> pieces: who scans piece by piece names an item more than once."""
    counted: dict[str, int] = {}
    for piece in pieces:
        counted[piece.item_id] = counted.get(piece.item_id, 0) + piece.quantity
    return counted


def _extra(body: ExtraBody) -> Extra:
    return Extra(body.order_id or "", body.line or "", body.sku, body.quantity)
