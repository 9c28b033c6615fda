"""Behind every page a shopper's link opens: whose link it is, in which words and colours, and what is said instead."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from aws_lambda_powertools import Logger

from shared.access.limits import order_forms, order_key
from shared.access.shopper_links import SECRET_NAME, ShopperLinks
from shared.aws import clients
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_limits import DynamoCounters
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.secrets import Secrets
from shared.brand import Brand
from shared.errors import Forbidden, Invalid, NotFound, Refused, TodokuError, TooMany, Unavailable
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.published import read_published
from shared.notifications.record_click import MESSAGE_ID, record_click
from shared.pages.content_security_policy import Allowed, content_security_policy
from shared.pages.render import notice_page
from shared.runtime import clock
from shared.runtime.http import Request, Response, problem
from shared.runtime.pages import html_page, require_same_site
from shared.runtime.refreshing import Refreshing
from shared.tracking.order import Order

SECRET_SECONDS = 300.0
CONFIGURATION_SECONDS = 60.0

Subjects = Sequence[tuple[type[TodokuError], str]]
"""What a page says of an error, by its words under `page.<subject>`; the first that fits."""
SUBJECTS: Subjects = (
    (Refused, "not_found"),
    (NotFound, "not_found"),
    (Invalid, "bad_form"),
    (TooMany, "too_often"),
)
"""What is none of these is `unavailable`."""


@dataclass(frozen=True)
class ShopperDesk:
    """One per function and process; nothing is read before it is needed."""

    table_name: str
    link_secret: str
    public_url: str
    logger: Logger
    subjects: Subjects = field(default=())
    """Of errors that only this function's pages meet; they go before SUBJECTS."""

    @cached_property
    def orders(self) -> DynamoOrders:
        return DynamoOrders(clients.dynamodb(), self.table_name)

    @cached_property
    def secrets(self) -> Callable[[], Mapping[str, Sequence[str]]]:
        return Refreshing(Secrets(clients.secretsmanager(), self.link_secret).read, SECRET_SECONDS)

    @cached_property
    def links(self) -> ShopperLinks:
        return ShopperLinks(self.secrets, self.public_url)

    @cached_property
    def configuration(self) -> Callable[[], MerchantConfiguration]:
        """What the merchant published, but for returns; may be a minute old."""
        published = DynamoConfiguration(clients.dynamodb(), self.table_name)
        return Refreshing(lambda: read_published(published.current().document), CONFIGURATION_SECONDS)

    def brand(self) -> Brand:
        return self.configuration().shown_brand()

    def brand_if_known(self) -> Brand | None:
        """A page that says what is wrong needs no brand, and must not fail for want of it."""
        try:
            return self.brand()
        except Unavailable:
            return None

    @cached_property
    def counters(self) -> DynamoCounters:
        return DynamoCounters(clients.dynamodb(), self.table_name)

    def count_form(self, order: Order) -> None:
        """Count a form about the order, whoever sends it; AskedTooOften beyond what a person needs."""
        key = order_key(order.order_id, self.secrets()[SECRET_NAME][0])
        order_forms(self.counters).check(key, clock.now())

    def order_of(self, request: Request, page: str) -> Order:
        """The order whose link for `page` the path holds; Forbidden, whatever is wrong with it."""
        order = self.orders.by_link(self.links.open(request.path["token"], clock.now(), page))
        if order is None:
            raise Forbidden("This link is not valid.")
        return order

    def language(self, request: Request, order: Order) -> str:
        """Of the page: as asked with `lang`, or the order's."""
        return request.query.get("lang") or order.contact.language

    def link(self, page: str, order: Order, request: Request, **query: str) -> str:
        """The address of another page about the order, in the language that was asked for."""
        return self.links.page(page, order.link, clock.now(), lang=request.query.get("lang", ""), **query)

    def page(
        self,
        request: Request,
        make: Callable[[str], str],
        *,
        has_form: bool = True,
        allowed: Allowed | None = None,
    ) -> Response:
        """The page that `make` makes for a nonce, or one that says what is wrong, in the reader's language if known."""
        nonce = new_nonce()
        try:
            return self.answer(200, make(nonce), nonce, self.brand(), has_form=has_form, allowed=allowed)
        except TodokuError as error:
            return self.notice(error, request, nonce)

    def answered(self, request: Request, answer: Callable[[str], Response]) -> Response:
        """What `answer` makes for a nonce, or a page that says what is wrong. A form has to come from our own page."""
        nonce = new_nonce()
        try:
            if request.method == "POST":
                require_same_site(request, self.public_url)
            return answer(nonce)
        except TodokuError as error:
            return self.notice(error, request, nonce)

    def notice(self, error: TodokuError, request: Request, nonce: str) -> Response:
        """The page that says what is wrong. What is not valid is said alike, whatever is wrong with it."""
        language = request.query.get("lang") or request.headers.get("accept-language", "en")
        plain, brand = problem(error), self.brand_if_known()
        self.logger.info("page refused", extra={"code": error.code})
        html = notice_page(self._subject(error), language, brand, nonce)
        return self.answer(plain.status, html, nonce, brand, extra=plain.headers)

    def answer(
        self,
        status: int,
        html: str,
        nonce: str,
        brand: Brand | None,
        *,
        has_form: bool = False,
        extra: Mapping[str, str] | None = None,
        allowed: Allowed | None = None,
    ) -> Response:
        policy = content_security_policy(nonce, brand, has_form=has_form, allowed=allowed)
        return html_page(status, html, policy, extra)

    def message_of(self, request: Request) -> str:
        """The id of the message whose link it was; "" for anything else that stands there."""
        written = request.query.get("m", "")
        return written if MESSAGE_ID.fullmatch(written) else ""

    def note_click(self, request: Request, order_id: str) -> None:
        """Whose message led here. The page is there with or without it."""
        message_id = self.message_of(request)
        if request.method == "HEAD" or not message_id:
            return
        dynamodb = clients.dynamodb()
        messages, shoppers = DynamoMessages(dynamodb, self.table_name), DynamoShoppers(dynamodb, self.table_name)
        try:
            record_click(messages, shoppers, order_id, message_id, clock.now())
        except TodokuError as error:
            self.logger.warning("click not noted", extra={"code": error.code})

    def _subject(self, error: TodokuError) -> str:
        return next((word for kind, word in (*self.subjects, *SUBJECTS) if isinstance(error, kind)), "unavailable")


def new_nonce() -> str:
    """For one answer: the page's styles and its security header carry it."""
    return base64.b64encode(clock.random_bytes(16)).decode()
