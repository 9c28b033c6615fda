"""Take reviews and calls for help, by pages; and give merchants what was said. Trigger: API Gateway, /reviews/…"""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from pydantic import BaseModel

from functions.reviews_api.api import HelpAnswer, OrderReviewsAnswer, ReviewAnswer, ReviewsPage, ReviewsQuery
from shared.access import api_key
from shared.access.shopper_links import ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_keys import DynamoKeys
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_reviews import DynamoReviews
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.secrets import Secrets
from shared.brand import Brand
from shared.errors import Forbidden, Invalid, NotFound, Refused, TodokuError, Unavailable
from shared.merchant.published import read_published
from shared.notifications.record_click import record_click
from shared.pages.content_security_policy import content_security_policy
from shared.pages.render import notice_page
from shared.pages.review_page import ReviewForm, choose_line_page, help_page, review_page
from shared.reviews.ask_for_help import ask_for_help
from shared.reviews.list_reviews import list_reviews
from shared.reviews.record_review import ReviewClosed, line_of, record_review
from shared.reviews.review import Review, stars_of
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes, problem, serve
from shared.runtime.pages import html_page, read_form, require_same_site
from shared.runtime.path import read_id
from shared.runtime.query import read_query
from shared.runtime.refreshing import Refreshing
from shared.runtime.settings import Settings
from shared.tracking.order import ID, Order

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
def orders() -> DynamoOrders:
    return DynamoOrders(clients.dynamodb(), settings().table_name)


@cache
def reviews() -> DynamoReviews:
    return DynamoReviews(clients.dynamodb(), settings().table_name)


@cache
def cases() -> DynamoCases:
    return DynamoCases(clients.dynamodb(), settings().table_name)


@cache
def links() -> ShopperLinks:
    secret = Secrets(clients.secretsmanager(), settings().link_secret)
    return ShopperLinks(Refreshing(secret.read, 300), settings().public_url)


@cache
def brand() -> Refreshing[Brand]:
    published = DynamoConfiguration(clients.dynamodb(), settings().table_name)
    return Refreshing(lambda: read_published(published.current().document).shown_brand(), 60)


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
        order = _of_link(request, "reviews")
        sku = request.query.get("sku", "") or (order.lines[0].sku if len(order.lines) == 1 else "")
        shown = _review_page(request, nonce, order, sku) if sku else _lines_page(request, nonce, order)
        _note_click(request, order)
        return shown

    return _page(request, show)


def post_review_page(request: Request) -> Response:
    """POST /reviews/{token}"""

    def save(nonce: str) -> str:
        require_same_site(request, settings().public_url)
        order, form = _of_link(request, "reviews"), read_form(request)
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

    return _page(request, save)


def get_help_page(request: Request) -> Response:
    """GET /help/{token}"""

    def show(nonce: str) -> str:
        order = _of_link(request, "help")
        shown = _help_page(request, nonce, order, asked=False)
        _note_click(request, order)
        return shown

    return _page(request, show)


def post_help_page(request: Request) -> Response:
    """POST /help/{token}"""

    def ask(nonce: str) -> str:
        require_same_site(request, settings().public_url)
        order, sku = _of_link(request, "help"), request.query.get("sku", "")
        words = read_form(request).get("words", "")
        ask_for_help(reviews(), cases(), orders(), order, sku=sku, words=words, now=clock.now())
        logger.info("help asked for", extra={"order_id": order.order_id})
        return _help_page(request, nonce, order, asked=True)

    return _page(request, ask)


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


def _of_link(request: Request, page: str) -> Order:
    """The order whose link the path holds; Forbidden, whatever is wrong with it."""
    order = orders().by_link(links().open(request.path["token"], clock.now(), page))
    if order is None:
        raise Forbidden("This link is not valid.")
    return order


def _written(found: Iterable[Review]) -> list[ReviewAnswer]:
    return [answer for review in found if (answer := ReviewAnswer.of(review))]


def _answer(body: BaseModel) -> Response:
    return Response(200, body.model_dump(mode="json"), headers={"cache-control": "no-store"})


def _review_page(request: Request, nonce: str, order: Order, sku: str, *, saved: bool = False) -> str:
    known = reviews().get(order.order_id, sku) or Review(order.order_id, sku)
    stars = known.stars if saved else stars_of(request.query.get("stars", "")) or known.stars
    return review_page(
        ReviewForm(line_of(order, sku), stars, known.words),
        _language(request, order),
        brand()(),
        nonce,
        order_name=order.shown_name,
        help_url=_link("help", order, request, sku=sku),
        saved=saved,
    )


def _lines_page(request: Request, nonce: str, order: Order) -> str:
    lines = [(line, _link("reviews", order, request, sku=line.sku)) for line in order.lines]
    help_url = _link("help", order, request)
    return choose_line_page(
        lines, _language(request, order), brand()(), nonce, order_name=order.shown_name, help_url=help_url
    )


def _help_page(request: Request, nonce: str, order: Order, *, asked: bool) -> str:
    sku = request.query.get("sku", "")
    line = line_of(order, sku) if sku else None
    return help_page(line, _language(request, order), brand()(), nonce, order_name=order.shown_name, asked=asked)


def _link(page: str, order: Order, request: Request, **query: str) -> str:
    return links().page(page, order.link, clock.now(), lang=request.query.get("lang", ""), **query)


def _note_click(request: Request, order: Order) -> None:
    """Whose message led here. The page is there with or without it."""
    if request.method == "HEAD" or "m" not in request.query:
        return
    dynamodb, table = clients.dynamodb(), settings().table_name
    try:
        record_click(
            DynamoMessages(dynamodb, table),
            DynamoShoppers(dynamodb, table),
            order.order_id,
            request.query["m"],
            clock.now(),
        )
    except TodokuError as error:
        logger.warning("click not noted", extra={"code": error.code})


def _page(request: Request, make: Callable[[str], str]) -> Response:
    """The page that `make` makes, or one that says what is wrong, in the reader's language as far as it is known."""
    nonce = base64.b64encode(clock.random_bytes(16)).decode()
    try:
        return html_page(200, make(nonce), content_security_policy(nonce, brand()(), has_form=True))
    except TodokuError as error:
        return _notice(error, request, nonce)


def _notice(error: TodokuError, request: Request, nonce: str) -> Response:
    language = request.query.get("lang") or request.headers.get("accept-language", "en")
    plain, known = problem(error), _brand_if_known()
    logger.info("page refused", extra={"code": error.code})
    html = notice_page(_subject(error), language, known, nonce)
    return html_page(plain.status, html, content_security_policy(nonce, known), plain.headers)


def _subject(error: TodokuError) -> str:
    if isinstance(error, Refused | NotFound):
        return "not_found"
    if isinstance(error, ReviewClosed):
        return "review_closed"
    return "bad_form" if isinstance(error, Invalid) else "unavailable"


def _language(request: Request, order: Order) -> str:
    return request.query.get("lang") or order.contact.language


def _brand_if_known() -> Brand | None:
    """A page that says what is wrong needs no brand, and must not fail for want of it."""
    try:
        return brand()()
    except Unavailable:
        return None
