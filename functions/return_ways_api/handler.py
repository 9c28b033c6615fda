"""How things come back: labels, pickups, points, and their files. Trigger: API Gateway, /v1/returns/{return_id}/…"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.return_ways_api.bodies import (
    RETURN_ID,
    AddressBody,
    CancelBody,
    LabelBody,
    MethodBody,
    OwnShipmentBody,
    PickupBody,
    PointsQuery,
    SlotsBody,
)
from functions.return_ways_api.models import PointsAnswer, PointView, SlotsAnswer
from shared.returns.caller import Caller
from shared.returns.cancel_return import cancel_return
from shared.returns.choose_method import choose_method
from shared.returns.chosen_way import completed, method_of
from shared.returns.draft_return import show_return
from shared.returns.methods.own_points import OwnPoints
from shared.returns.methods.ports import Address, WantedWayBack
from shared.returns.methods.way_back_files import read_file
from shared.returns.record_shipment import record_shipment
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.view.answer import ReturnView
from shared.returns.vocabulary import Method
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import Request, Response, Routes, serve
from shared.runtime.path import read_id
from shared.runtime.query import read_query
from shared.runtime.settings import Settings
from shared.tracking.carrier_update import canonical_number
from shared.wiring.label_desk import LabelDesk
from shared.wiring.returns_desk import ReturnsDesk

logger = Logger(service="return_ways_api")


@dataclass(frozen=True, slots=True)
class ReturnWaysApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    merchant_id: str
    label_bucket: str
    return_credentials: str
    easypost_address: str = ""
    shippo_address: str = ""
    """Where stand-ins are; in earnest, none."""


@cache
def settings() -> ReturnWaysApiSettings:
    return ReturnWaysApiSettings.from_env()


@cache
def desk() -> ReturnsDesk:
    told = settings()
    return ReturnsDesk(told.table_name, told.link_secret, told.public_url, told.merchant_id)


@cache
def labels() -> LabelDesk:
    told = settings()
    return LabelDesk(
        told.table_name,
        told.label_bucket,
        told.return_credentials,
        lambda: desk().policies.current().ways_back,
        told.easypost_address,
        told.shippo_address,
    )


def post_method(request: Request) -> Response:
    """POST /v1/returns/{return_id}/method"""
    caller = desk().who(request)
    return_id, body = _return_of(request, caller), read(MethodBody, request.body)
    wanted = WantedWayBack(
        body.method,
        tuple(body.items),
        sender=_address(body.address),
        slot=body.slot.chosen() if body.slot else None,
        point_id=body.point_id,
        weight_g=body.weight_g,
    )
    return _chosen(return_id, wanted, desk().telling(request, caller), caller)


def post_label(request: Request) -> Response:
    """POST /v1/returns/{return_id}/label"""
    caller = desk().who(request)
    return_id, body = _return_of(request, caller), read(LabelBody, request.body or b"{}")
    wanted = WantedWayBack(
        method_of(desk().means, return_id),
        tuple(body.items),
        sender=_address(body.address),
        point_id=body.point_id,
        weight_g=body.weight_g,
        anew=True,
    )
    return _chosen(return_id, wanted, desk().telling(request, caller), caller)


def post_pickup(request: Request) -> Response:
    """POST /v1/returns/{return_id}/pickup"""
    caller = desk().who(request)
    return_id, body = _return_of(request, caller), read(PickupBody, request.body)
    wanted = WantedWayBack(
        Method.PICKUP,
        tuple(body.items),
        sender=body.address.address(),
        slot=body.slot.chosen(),
        weight_g=body.weight_g,
    )
    return _chosen(return_id, wanted, desk().telling(request, caller), caller)


def post_slots(request: Request) -> Response:
    """POST /v1/returns/{return_id}/pickup-slots"""
    caller = desk().who(request)
    return_id, body = _return_of(request, caller), read(SlotsBody, request.body)
    slots = labels().ways().slots(body.address.address(), clock.now())
    logger.info("pickup slots told", extra={"return_id": return_id, "slots": len(slots)})
    return _answer(SlotsAnswer.of(slots))


def post_shipment(request: Request) -> Response:
    """POST /v1/returns/{return_id}/shipment"""
    caller = desk().who(request)
    return_id, body = _return_of(request, caller), read(OwnShipmentBody, request.body)
    told = desk().telling(request, caller)
    recorded = record_shipment(
        desk().means,
        desk().tracking,
        return_id,
        body.carrier,
        canonical_number(body.tracking_number),
        told,
        tuple(body.items),
    )
    return _done("shipment recorded", recorded, caller)


def post_cancel(request: Request) -> Response:
    """POST /v1/returns/{return_id}/cancel"""
    caller = desk().who(request)
    return_id, body = _return_of(request, caller), read(CancelBody, request.body or b"{}")
    told = desk().telling(request, caller, body.code, body.note)
    cancelled = cancel_return(desk().means, return_id, told, tuple(body.items), labels().ways().give_back)
    return _done("return cancelled", cancelled, caller)


def get_file(request: Request) -> Response:
    """GET /v1/returns/{return_id}/files/{file_id}"""
    caller = desk().who(request)
    return_id = _return_of(request, caller)
    number, _, name = request.path["file_id"].partition("-")
    content_type, content = read_file(labels().files, return_id, f"{return_id}-{number}", name)
    logger.info("file read", extra={"return_id": return_id, "bytes": len(content)})
    headers = {"content-disposition": f'attachment; filename="{return_id}-{name}"', "cache-control": "no-store"}
    return Response(200, content, content_type, headers)


def get_points(request: Request) -> Response:
    """GET /v1/drop-off-points"""
    desk().who(request)
    query = read_query(PointsQuery, request.query)
    found = OwnPoints(desk().policies.current().ways_back.points).near(query.country, query.postal or "", query.limit)
    logger.info("points told", extra={"points": len(found)})
    return _answer(PointsAnswer(points=[PointView.of(point) for point in found]))


ROUTES: Routes = {
    "/v1/drop-off-points": {"GET": get_points},
    "/v1/returns/{return_id}/method": {"POST": post_method},
    "/v1/returns/{return_id}/label": {"POST": post_label},
    "/v1/returns/{return_id}/pickup": {"POST": post_pickup},
    "/v1/returns/{return_id}/pickup-slots": {"POST": post_slots},
    "/v1/returns/{return_id}/shipment": {"POST": post_shipment},
    "/v1/returns/{return_id}/cancel": {"POST": post_cancel},
    "/v1/returns/{return_id}/files/{file_id}": {"GET": get_file},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _return_of(request: Request, caller: Caller) -> str:
    """The id of the return of the path, once it is the caller's. For staff the use case says whether it is there."""
    return desk().own(read_id(request, "return_id", RETURN_ID), caller)


def _address(body: AddressBody | None) -> Address | None:
    return body.address() if body else None


def _chosen(return_id: str, wanted: WantedWayBack, told: Telling, caller: Caller) -> Response:
    whole = completed(desk().means, return_id, wanted, told)
    return _done(
        "way back chosen", choose_method(desk().means, desk().tracking, labels().ways(), return_id, whole, told), caller
    )


def _done(what: str, request: ReturnRequest, caller: Caller) -> Response:
    logger.info(what, extra={"return_id": request.return_id, "version": request.version})
    return _answer(ReturnView.of(show_return(desk().means, request, caller.actor, clock.now()), caller))


def _answer(body: BaseModel) -> Response:
    return Response(200, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
