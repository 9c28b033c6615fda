"""What the routes of the returns API share: its settings and stores, who asks, and how a return is answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.returns_api.bodies import RETURN_ID
from shared.access.shopper_links import SECRET_NAME, ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_limits import DynamoCounters
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_policies import DynamoPolicies
from shared.aws.return_means import read_prices, read_stock, return_means
from shared.aws.return_watch import return_watch
from shared.aws.s3_evidence_files import S3EvidenceFiles
from shared.aws.secrets import Secrets
from shared.returns.abuse.limits import Counters, Limit, caller_key, order_key
from shared.returns.abuse.watching import rating
from shared.returns.caller import Caller, caller_of
from shared.returns.draft_return import show_return
from shared.returns.means import Means
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.view.answer import ReturnView
from shared.runtime import clock
from shared.runtime.http import Request, Response
from shared.runtime.idempotency_key import idempotency_key
from shared.runtime.path import read_id
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.order import ID

logger = Logger(service="returns_api")

STOCK_SECONDS = 60.0
SECRET_SECONDS = 300.0


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
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def secrets() -> Refreshing[Mapping[str, Sequence[str]]]:
    return Refreshing(Secrets(clients.secretsmanager(), settings().link_secret).read, SECRET_SECONDS)


@cache
def links() -> ShopperLinks:
    return ShopperLinks(secrets(), settings().public_url)


@cache
def policies() -> DynamoPolicies:
    return DynamoPolicies(clients.dynamodb(), settings().table_name)


@cache
def means() -> Means:
    dynamodb, table = clients.dynamodb(), settings().table_name
    configuration = DynamoConfiguration(dynamodb, table)
    stock = Refreshing(lambda: read_stock(configuration), STOCK_SECONDS)
    prices = Refreshing(lambda: read_prices(configuration), STOCK_SECONDS)
    watch = return_watch(dynamodb, table, policies(), lambda: secrets()()[SECRET_NAME][0])
    return return_means(dynamodb, table, policies(), stock, rating(watch), prices)


@cache
def parcels() -> DynamoParcels:
    return DynamoParcels(clients.dynamodb(), settings().table_name)


@cache
def counters() -> DynamoCounters:
    return DynamoCounters(clients.dynamodb(), settings().table_name)


@cache
def evidence_files() -> S3EvidenceFiles:
    return S3EvidenceFiles(clients.s3(), settings().evidence_bucket)


def who(request: Request) -> Caller:
    """Who asks; Refused or Forbidden for nobody we know."""
    orders = DynamoOrders(clients.dynamodb(), settings().table_name)
    return caller_of(request.bearer(), keys(), links(), orders, clock.now())


def limited(request: Request, caller: Caller, limit: Callable[[Counters], Limit]) -> None:
    """Count the caller once more; AskedTooOften beyond the limit. The shop itself is not counted.

    A token cannot be guessed, so who shows one is counted by its orders: a storefront's server asks for many shoppers
    from one address. Everybody else is counted by where they ask from.
    """
    if caller.is_staff:
        return
    secret = secrets()()[SECRET_NAME][0]
    shown = "~".join(sorted(caller.orders))
    key = order_key(shown, secret) if shown else caller_key(request.source, secret)
    limit(counters()).check(key, clock.now())


def order_of(request: Request, caller: Caller) -> str:
    """The order of the path, once it is the caller's."""
    order_id = read_id(request, "order_id", ID)
    caller.orders_of([order_id])
    return order_id


def return_of(request: Request, caller: Caller) -> str:
    """The id of the return of the path, once it is the caller's. For staff the use case says whether it is there."""
    return_id = read_id(request, "return_id", RETURN_ID)
    if not caller.is_staff:
        caller.own(means().returns.get(return_id))
    return return_id


def telling(request: Request, caller: Caller, code: str | None = None, note: str | None = None) -> Telling:
    """What the caller tells now; under their own id of it, where they give one."""
    return caller.telling(clock.now(), code=code or "", note=note or "", key=idempotency_key(request))


def done(what: str, request: ReturnRequest, caller: Caller, items: Collection[object] = ()) -> Response:
    """The return as it is now, for whoever asked, and one line of log."""
    extra = {"return_id": request.return_id, "version": request.version, "items": len(items or request.items)}
    logger.info(what, extra=extra)
    return answer(ReturnView.of(show_return(means(), request, caller.actor, clock.now()), caller))


def answer(body: BaseModel, status: int = 200) -> Response:
    return Response(status, body.model_dump(mode="json"), headers={"cache-control": "no-store"})
