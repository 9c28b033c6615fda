"""Show a shopper where their parcels are: a page, and JSON. Trigger: API Gateway, /t/…, /s/{code}, /v1/track/…."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from functions.tracking_api.api import PROMOTION, ClicksAnswer, ClicksQuery, DayClicks
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_promotion_clicks import DynamoPromotionClicks
from shared.errors import NotFound, TodokuError
from shared.pages.content_security_policy import Allowed
from shared.pages.tracking_page import tracking_page
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes, serve
from shared.runtime.path import read_id
from shared.runtime.query import read_query
from shared.runtime.settings import Settings
from shared.wiring.shopper_desk import new_nonce
from shared.wiring.tracking_desk import TrackingDesk

logger = Logger(service="tracking_api")

COUNTED_DAYS = timedelta(days=30)
"""Without days in the question, so many are answered."""


class PromotionUnknown(NotFound):
    """No promotion with this id is published."""

    code = "promotion_unknown"


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
def desk() -> TrackingDesk:
    told = settings()
    return TrackingDesk(told.table_name, told.link_secret, told.public_url, logger)


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def clicks() -> DynamoPromotionClicks:
    return DynamoPromotionClicks(clients.dynamodb(), settings().table_name)


def get_json(request: Request) -> Response:
    """GET /v1/track/{token}"""
    order, view = desk().read(request)
    around = desk().around(request, order, view)
    body = {
        **view.to_json(),
        "returns": [each.to_json() for each in around.returns],
        "actions": [action.to_json() for action in around.actions],
        "help_url": around.help_url,
        "preferences_url": around.preferences_url,
    }
    headers = {"cache-control": "private, max-age=30", "access-control-allow-origin": "*"}  # a shop's own page may ask
    return Response(200, body, headers=headers)


def get_page(request: Request) -> Response:
    """GET /t/{token}. What mail clients add to the query (utm_source=…) is ignored."""
    nonce = new_nonce()
    try:
        order, view = desk().read(request)
        around = desk().around(request, order, view)
        language, all_of = desk().language(request, order), request.query.get("all", "")
        html = tracking_page(view, language, nonce, around, all_of=all_of)
    except TodokuError as error:
        return desk().notice(error, request, nonce)
    desk().note_click(request, order.order_id)
    pictures = tuple(promotion.image_url for promotion in around.promotions)
    return desk().answer(200, html, nonce, view.brand, allowed=Allowed(script=True, images=pictures))


def get_promotion(request: Request) -> Response:
    """GET /t/{token}/p/{promotion_id}: count the click, and on to where the merchant says; nowhere else."""
    nonce = new_nonce()
    try:
        desk().links.open(request.path["token"], clock.now())
        promotion = desk().promotion(request.path["promotion_id"])
        if promotion is None:
            raise PromotionUnknown("There is no such promotion.")
    except TodokuError as error:
        return desk().notice(error, request, nonce)
    if request.method != "HEAD":
        _note_click_on(promotion.id)
    return _on_to(promotion.url)


def get_clicks(request: Request) -> Response:
    """GET /v1/promotions/{promotion_id}/clicks"""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    promotion_id, query = read_id(request, "promotion_id", PROMOTION), read_query(ClicksQuery, request.query)
    last = query.clicked_to or clock.now().date()
    first = query.clicked_from or last - COUNTED_DAYS + timedelta(days=1)
    days = [DayClicks(day=day, clicks=count) for day, count in clicks().counted(promotion_id, first, last).items()]
    answer = ClicksAnswer(promotion_id=promotion_id, total=sum(each.clicks for each in days), days=days)
    return Response(200, answer.model_dump(mode="json"), headers={"cache-control": "no-store"})


def get_short(request: Request) -> Response:
    """GET /s/{code}: on to a fresh address of the tracking page, with the message whose link it was."""
    now = clock.now()
    try:
        link = desk().short_links.open(request.path["code"], now)
    except NotFound as error:
        return desk().notice(error, request, new_nonce())
    return _on_to(desk().links.page("t", link, now, m=desk().message_of(request)))


ROUTES: Routes = {
    "/v1/track/{token}": {"GET": get_json},
    "/v1/promotions/{promotion_id}/clicks": {"GET": get_clicks},
    "/t/{token}": {"GET": get_page},
    "/t/{token}/p/{promotion_id}": {"GET": get_promotion},
    "/s/{code}": {"GET": get_short},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _on_to(address: str) -> Response:
    headers = {"location": address, "cache-control": "no-store", "referrer-policy": "no-referrer"}
    return Response(302, "", "text/plain", headers)


def _note_click_on(promotion_id: str) -> None:
    """The way on is there with or without it."""
    try:
        clicks().note(promotion_id, clock.now().date())
    except TodokuError as error:
        logger.warning("click not counted", extra={"code": error.code})
