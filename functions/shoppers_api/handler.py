"""Let shoppers choose what they hear, by pages; and merchants say it for them. Trigger: API Gateway, /preferences/…"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from functions.shoppers_api.api import PreferencesBody
from functions.shoppers_api.preferences import answer_of, record
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.pages.preferences_form import chosen, preferred
from shared.pages.preferences_page import preferences_page, unsubscribe_page
from shared.runtime import clock
from shared.runtime.body import read
from shared.runtime.http import BadRequest, Request, Response, Routes, serve
from shared.runtime.pages import is_one_click, read_form, require_same_site
from shared.runtime.path import read_id
from shared.runtime.settings import Settings
from shared.shoppers import one_click
from shared.shoppers.change_shopper import change_shopper
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.preferences import Preferences, preferences
from shared.shoppers.record_choices import record_choices
from shared.shoppers.shopper import Shopper
from shared.shoppers.shopper_of_order import shopper_of_order
from shared.tracking.order import ID, Order
from shared.tracking.register_shipment import OrderUnknown
from shared.wiring.shopper_desk import ShopperDesk

logger = Logger(service="shoppers_api")

PREFERENCE_PAGE = "preference_page"
"""Where a choice was made on this page."""


@dataclass(frozen=True, slots=True)
class ShoppersApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str


@cache
def settings() -> ShoppersApiSettings:
    return ShoppersApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def desk() -> ShopperDesk:
    told = settings()
    return ShopperDesk(told.table_name, told.link_secret, told.public_url, logger)


@cache
def shoppers() -> DynamoShoppers:
    return DynamoShoppers(clients.dynamodb(), settings().table_name)


def get_preferences(request: Request) -> Response:
    """GET /v1/orders/{order_id}/preferences"""
    order = _authorised(request)
    return _answer(order, shoppers().get(shopper_of_order(order)))


def put_preferences(request: Request) -> Response:
    """PUT /v1/orders/{order_id}/preferences"""
    order = _authorised(request)
    body = read(PreferencesBody, request.body)
    shopper = record(shoppers(), shopper_of_order(order), body, clock.now())
    logger.info("choices taken", extra={"order_id": order.order_id, "choices": len(body.choices)})
    return _answer(order, shopper)


def get_preference_page(request: Request) -> Response:
    """GET /preferences/{token}"""

    def show(nonce: str) -> str:
        order = desk().order_of(request, "preferences")
        holds = _holds(order, shoppers().get(shopper_of_order(order)))
        return preferences_page(holds, desk().language(request, order), desk().brand(), nonce, saved=False)

    return desk().page(request, show)


def post_preference_page(request: Request) -> Response:
    """POST /preferences/{token}"""

    def save(nonce: str) -> str:
        require_same_site(request, settings().public_url)
        order, form, now = desk().order_of(request, "preferences"), read_form(request), clock.now()
        desk().count_form(order)
        shopper_id = shopper_of_order(order)
        before = _holds(order, shoppers().get(shopper_id))
        choices, order_of_channels = chosen(form, before), preferred(form, before)
        shopper = record_choices(shoppers(), shopper_id, choices, at=now, source=PREFERENCE_PAGE, now=now)
        if order_of_channels is not None:
            shopper = change_shopper(shoppers(), shopper_id, lambda known: known.preferring(order_of_channels))
        logger.info("choices saved", extra={"order_id": order.order_id, "choices": len(choices)})
        holds = _holds(order, shopper)
        return preferences_page(holds, desk().language(request, order), desk().brand(), nonce, saved=True)

    return desk().page(request, save)


def get_unsubscribe_page(request: Request) -> Response:
    """GET /unsubscribe/{token}. It changes nothing: scanners follow links."""

    def show(nonce: str) -> str:
        return _unsubscribe_page(request, nonce, desk().order_of(request, "unsubscribe"), "")

    return desk().page(request, show)


def post_unsubscribe(request: Request) -> Response:
    """POST /unsubscribe/{token}. Mail services send it, so it may come from anywhere (RFC 8058); not so a yes."""

    def do(nonce: str) -> str:
        order, now = desk().order_of(request, "unsubscribe"), clock.now()
        kind, channel = _subscription(request)
        is_stop = is_one_click(request)
        if is_stop:
            one_click.stop(shoppers(), shopper_of_order(order), kind, channel, now)
        elif read_form(request).get("again") == "yes":
            require_same_site(request, settings().public_url)
            one_click.resume(shoppers(), shopper_of_order(order), kind, channel, now)
        else:
            raise BadRequest("Expected List-Unsubscribe=One-Click.")
        logger.info("one click", extra={"order_id": order.order_id, "stopped": is_stop})
        return _unsubscribe_page(request, nonce, order, "stopped" if is_stop else "resumed")

    return desk().page(request, do)


ROUTES: Routes = {
    "/v1/orders/{order_id}/preferences": {"GET": get_preferences, "PUT": put_preferences},
    "/preferences/{token}": {"GET": get_preference_page, "POST": post_preference_page},
    "/unsubscribe/{token}": {"GET": get_unsubscribe_page, "POST": post_unsubscribe},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request) -> Order:
    """The order of the path, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    order = desk().orders.get(read_id(request, "order_id", ID))
    if order is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    return order


def _subscription(request: Request) -> tuple[Kind | None, Channel | None]:
    return one_click.subscription(request.query.get("kind", ""), request.query.get("channel", ""))


def _holds(order: Order, shopper: Shopper) -> Preferences:
    rules = desk().configuration().notification_rules()
    used = [channel for told in rules.told.values() for channel in told.channels]
    return preferences(shopper, order.contact, used, feedback_needs_consent=rules.reviews.needs_consent)


def _answer(order: Order, shopper: Shopper) -> Response:
    body = answer_of(shopper, _holds(order, shopper)).model_dump(mode="json")
    return Response(200, body, headers={"cache-control": "no-store"})


def _unsubscribe_page(request: Request, nonce: str, order: Order, done: str) -> str:
    kind, channel = _subscription(request)
    language = desk().language(request, order)
    everything = desk().link("preferences", order, request)
    return unsubscribe_page(kind, channel, language, desk().brand(), nonce, done=done, preferences_url=everything)
