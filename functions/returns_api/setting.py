"""What the routes of the returns API share: its settings and stores, who asks, and how a return is answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.returns_api.bodies import RETURN_ID
from shared.aws import clients
from shared.aws.s3_evidence_files import S3EvidenceFiles
from shared.returns.caller import Caller
from shared.returns.draft_return import show_return
from shared.returns.return_request import ReturnRequest
from shared.returns.view.answer import ReturnView
from shared.runtime import clock
from shared.runtime.http import Request, Response
from shared.runtime.path import read_id
from shared.runtime.settings import Settings
from shared.tracking.order import ID
from shared.wiring.returns_desk import ReturnsDesk

logger = Logger(service="returns_api")


@dataclass(frozen=True, slots=True)
class ReturnsApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str
    merchant_id: str
    evidence_bucket: str


@cache
def settings() -> ReturnsApiSettings:
    return ReturnsApiSettings.from_env()


@cache
def desk() -> ReturnsDesk:
    told = settings()
    return ReturnsDesk(told.table_name, told.link_secret, told.public_url, told.merchant_id)


@cache
def evidence_files() -> S3EvidenceFiles:
    return S3EvidenceFiles(clients.s3(), settings().evidence_bucket)


def order_of(request: Request, caller: Caller) -> str:
    """The order of the path, once it is the caller's."""
    order_id = read_id(request, "order_id", ID)
    caller.orders_of([order_id])
    return order_id


def return_of(request: Request, caller: Caller) -> str:
    """The id of the return of the path, once it is the caller's. For staff the use case says whether it is there."""
    return desk().own(read_id(request, "return_id", RETURN_ID), caller)


def done(what: str, request: ReturnRequest, caller: Caller, items: Collection[object] = ()) -> Response:
    """The return as it is now, for whoever asked, and one line of log."""
    extra = {"return_id": request.return_id, "version": request.version, "items": len(items or request.items)}
    logger.info(what, extra=extra)
    return answer(ReturnView.of(show_return(desk().means, request, caller.actor, clock.now()), caller))


def answer(body: BaseModel, status: int = 200) -> Response:
    return Response(status, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
