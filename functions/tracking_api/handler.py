"""Show a shopper where their parcels are: a page, and JSON. Trigger: API Gateway, /t/…, /s/{code}, /v1/track/…."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from shared.access.shopper_links import ShopperLinks
from shared.access.short_link import ShortLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.dynamodb_short_links import DynamoShortLinks
from shared.aws.secrets import Secrets
from shared.brand import Brand
from shared.errors import NotFound, Refused, TodokuError, Unavailable
from shared.estimates.read_estimates import read_estimates
from shared.merchant.published import read_published
from shared.notifications.record_click import MESSAGE_ID, record_click
from shared.pages.content_security_policy import content_security_policy
from shared.pages.tracking_page import not_found_page, tracking_page, unavailable_page
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.receipts.promised_orders import PromisedOrders
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes, problem, serve
from shared.runtime.pages import html_page
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.read_tracking import read_tracking

logger = Logger(service="tracking_api")


@dataclass(frozen=True, slots=True)
class TrackingApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str


@cache
def settings() -> TrackingApiSettings:
    return TrackingApiSettings.from_env()


@cache
def links() -> ShopperLinks:
    secret = Secrets(clients.secretsmanager(), settings().link_secret)
    return ShopperLinks(Refreshing(secret.read, 300), settings().public_url)


@cache
def short_links() -> ShortLinks:
    kept = DynamoShortLinks(clients.dynamodb(), settings().table_name)
    secret = Secrets(clients.secretsmanager(), settings().link_secret)
    return ShortLinks(Refreshing(secret.read, 300), kept, links(), settings().public_url)


@cache
def brand() -> Refreshing[Brand]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: read_published(published.current().document).shown_brand(), 60)


def get_json(request: Request) -> Response:
    """GET /v1/track/{token}"""
    view, _ = _view(request)
    return Response(200, view.to_json(), headers={"cache-control": "private, max-age=30"})


def get_page(request: Request) -> Response:
    """GET /t/{token}. What mail clients add to the query (utm_source=…) is ignored."""
    nonce = base64.b64encode(clock.random_bytes(16)).decode()
    asked = request.query.get("lang")
    preferred = asked or request.headers.get("accept-language", "en")
    try:
        view, language = _view(request)
    except Refused:
        shop = _brand_if_known()
        return _page(403, not_found_page(preferred, shop, nonce), nonce, shop)
    except Unavailable as error:
        logger.warning("page unavailable", extra={"code": error.code})
        shop, plain = _brand_if_known(), problem(error)
        return _page(plain.status, unavailable_page(preferred, shop, nonce), nonce, shop, plain.headers)
    shown = tracking_page(view, asked or language, nonce)
    _note_click(request, view.order_id)
    return _page(200, shown, nonce, view.brand)


def get_short(request: Request) -> Response:
    """GET /s/{code}: on to a fresh address of the tracking page, with the message whose link it was."""
    now = clock.now()
    try:
        address = links().page("t", short_links().open(request.path["code"], now), now, m=_message(request))
    except NotFound:
        nonce = base64.b64encode(clock.random_bytes(16)).decode()
        shop = _brand_if_known()
        return _page(404, not_found_page(request.headers.get("accept-language", "en"), shop, nonce), nonce, shop)
    return Response(302, "", "text/plain", {"location": address, "cache-control": "no-store"})


ROUTES: Routes = {
    "/v1/track/{token}": {"GET": get_json},
    "/t/{token}": {"GET": get_page},
    "/s/{code}": {"GET": get_short},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _view(request: Request) -> tuple[TrackingView, str]:
    now = clock.now()
    link = links().open(request.path["token"], now)
    dynamodb, table = clients.dynamodb(), settings().table_name
    orders = PromisedOrders(DynamoOrders(dynamodb, table), DynamoReceipts(dynamodb, table))
    tracking = read_tracking(orders, DynamoParcels(dynamodb, table), link)
    lives = read_estimates(DynamoEstimates(dynamodb, table), tracking.order)
    view = tracking_view(tracking.order, tracking.parcels, now, brand()(), lives)
    return view, tracking.order.contact.language


def _message(request: Request) -> str:
    """The id of the message whose link it was; "" for anything else."""
    written = request.query.get("m", "")
    return written if MESSAGE_ID.fullmatch(written) else ""


def _note_click(request: Request, order_id: str) -> None:
    """Whose message led here. The page is there with or without it."""
    message_id = _message(request)
    if request.method == "HEAD" or not message_id:
        return
    dynamodb, table = clients.dynamodb(), settings().table_name
    try:
        record_click(
            DynamoMessages(dynamodb, table), DynamoShoppers(dynamodb, table), order_id, message_id, clock.now()
        )
    except TodokuError as error:
        logger.warning("click not noted", extra={"code": error.code})


def _brand_if_known() -> Brand | None:
    """A page that says what is wrong needs no brand, and must not fail for want of it."""
    try:
        return brand()()
    except Unavailable:
        return None


def _page(status: int, html: str, nonce: str, shop: Brand | None, extra: Mapping[str, str] | None = None) -> Response:
    return html_page(status, html, content_security_policy(nonce, shop), extra)
