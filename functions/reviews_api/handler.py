"""Take reviews and calls for help, by pages; and give merchants what was said. Trigger: API Gateway, /reviews/…"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.reviews_api.api import HelpAnswer, OrderReviewsAnswer, ReviewAnswer, ReviewsPage, ReviewsQuery
from shared.access import api_key
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_reviews import DynamoReviews
from shared.pages.review_page import ReviewForm, choose_line_page, help_page, review_page
from shared.reviews.ask_for_help import ask_for_help
from shared.reviews.list_reviews import list_reviews
from shared.reviews.record_review import ReviewClosed, line_of, record_review
from shared.reviews.review import Review, stars_of
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes, serve
from shared.runtime.pages import read_form, require_same_site
from shared.runtime.path import read_id
from shared.runtime.query import read_query
from shared.runtime.settings import Settings
from shared.tracking.order import ID, Order
from shared.wiring.shopper_desk import ShopperDesk

logger = Logger(service="reviews_api")


@dataclass(frozen=True, slots=True)
class ReviewsApiSettings(Settings):
    """What this function is told by its environment."""

    table_name: str
    link_secret: str
    public_url: str


@cache
def settings() -> ReviewsApiSettings:
    return ReviewsApiSettings.from_env()


@cache
def keys() -> DynamoKeys:
    return DynamoKeys(clients.dynamodb(), settings().table_name)


@cache
def desk() -> ShopperDesk:
    told = settings()
    return ShopperDesk(told.table_name, told.link_secret, told.public_url, logger, ((ReviewClosed, "review_closed"),))


@cache
def reviews() -> DynamoReviews:
    return DynamoReviews(clients.dynamodb(), settings().table_name)


@cache
def cases() -> DynamoCases:
    return DynamoCases(clients.dynamodb(), settings().table_name)


def get_reviews(request: Request) -> Response:
    """GET /v1/reviews"""
    query = read_query(ReviewsQuery, _authorised(request).query)
    page = list_reviews(
        reviews(),
        first_day=query.written_from,
        last_day=query.written_to,
        stars=query.stars,
        limit=query.limit,
        cursor=query.cursor,
        now=clock.now(),
    )
    return _answer(ReviewsPage(reviews=_written(page.items), cursor=page.cursor))


def get_order_reviews(request: Request) -> Response:
    """GET /v1/orders/{order_id}/reviews"""
    order_id = read_id(_authorised(request), "order_id", ID)
    said = reviews().of_order(order_id)
    asked = [answer for one in said if (answer := HelpAnswer.of(one))]
    return _answer(OrderReviewsAnswer(reviews=_written(said), help=asked))


def get_review_page(request: Request) -> Response:
    """GET /reviews/{token}. It keeps nothing: scanners follow links, with the stars in them."""

    def show(nonce: str) -> str:
        order = desk().order_of(request, "reviews")
        sku = request.query.get("sku", "") or (order.lines[0].sku if len(order.lines) == 1 else "")
        shown = _review_page(request, nonce, order, sku) if sku else _lines_page(request, nonce, order)
        desk().note_click(request, order.order_id)
        return shown

    return desk().page(request, show)


def post_review_page(request: Request) -> Response:
    """POST /reviews/{token}"""

    def save(nonce: str) -> str:
        require_same_site(request, settings().public_url)
        order, form = desk().order_of(request, "reviews"), read_form(request)
        desk().count_form(order)
        sku = form.get("sku", "")
        record_review(
            reviews(),
            order,
            sku=sku,
            stars=stars_of(form.get("stars", "")),
            words=form.get("words", ""),
            now=clock.now(),
        )
        logger.info("review taken", extra={"order_id": order.order_id})
        return _review_page(request, nonce, order, sku, saved=True)

    return desk().page(request, save)


def get_help_page(request: Request) -> Response:
    """GET /help/{token}"""

    def show(nonce: str) -> str:
        order = desk().order_of(request, "help")
        shown = _help_page(request, nonce, order, asked=False)
        desk().note_click(request, order.order_id)
        return shown

    return desk().page(request, show)


def post_help_page(request: Request) -> Response:
    """POST /help/{token}"""

    def ask(nonce: str) -> str:
        require_same_site(request, settings().public_url)
        order, sku = desk().order_of(request, "help"), request.query.get("sku", "")
        words = read_form(request).get("words", "")
        desk().count_form(order)
        ask_for_help(reviews(), cases(), desk().orders, order, sku=sku, words=words, now=clock.now())
        logger.info("help asked for", extra={"order_id": order.order_id})
        return _help_page(request, nonce, order, asked=True)

    return desk().page(request, ask)


ROUTES: Routes = {
    "/v1/reviews": {"GET": get_reviews},
    "/v1/orders/{order_id}/reviews": {"GET": get_order_reviews},
    "/reviews/{token}": {"GET": get_review_page, "POST": post_review_page},
    "/help/{token}": {"GET": get_help_page, "POST": post_help_page},
}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return serve(ROUTES, event)


def _authorised(request: Request) -> Request:
    """The request, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return request


def _written(found: Iterable[Review]) -> list[ReviewAnswer]:
    return [answer for review in found if (answer := ReviewAnswer.of(review))]


def _answer(body: BaseModel) -> Response:
    return Response(200, body.model_dump(mode="json"), headers={"cache-control": "no-store"})


def _review_page(request: Request, nonce: str, order: Order, sku: str, *, saved: bool = False) -> str:
    known = reviews().get(order.order_id, sku) or Review(order.order_id, sku)
    stars = known.stars if saved else stars_of(request.query.get("stars", "")) or known.stars
    return review_page(
        ReviewForm(line_of(order, sku), stars, known.words),
        desk().language(request, order),
        desk().brand(),
        nonce,
        order_name=order.shown_name,
        help_url=desk().link("help", order, request, sku=sku),
        saved=saved,
    )


def _lines_page(request: Request, nonce: str, order: Order) -> str:
    lines = [(line, desk().link("reviews", order, request, sku=line.sku)) for line in order.lines]
    help_url = desk().link("help", order, request)
    return choose_line_page(
        lines, desk().language(request, order), desk().brand(), nonce, order_name=order.shown_name, help_url=help_url
    )


def _help_page(request: Request, nonce: str, order: Order, *, asked: bool) -> str:
    sku = request.query.get("sku", "")
    line = line_of(order, sku) if sku else None
    return help_page(
        line, desk().language(request, order), desk().brand(), nonce, order_name=order.shown_name, asked=asked
    )
