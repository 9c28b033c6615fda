"""Behind the tracking page: what is read of an order, and what the shop shows around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from shared.access.shopper_link import TRACKING
from shared.access.short_link import ShortLinks
from shared.aws import clients
from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.dynamodb_short_links import DynamoShortLinks
from shared.cases.case import Case
from shared.disruptions.slowdowns import slowdowns
from shared.errors import Unavailable
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.read_estimates import read_estimates
from shared.locales import page_words
from shared.merchant.configuration import MerchantConfiguration
from shared.pages.came_back import with_returns
from shared.pages.expected import is_slowed
from shared.pages.order_actions import Action, ActionKind, may_have_returns, open_actions
from shared.pages.order_returns import OrderReturn
from shared.pages.promotions import Promotion, shown_promotions
from shared.pages.tracking_page import Around
from shared.pages.tracking_view import TrackingView, tracking_view
from shared.promise.slowdown import Slowdown
from shared.receipts.promised_orders import told_about, with_told
from shared.returns.request.number import read_number
from shared.runtime import clock
from shared.runtime.http import Request
from shared.runtime.refreshing import Refreshing
from shared.tracking.order import Order
from shared.tracking.read_tracking import tracking_of
from shared.wiring.shopper_desk import CONFIGURATION_SECONDS, ShopperDesk
from shared.wiring.tracking_shop import TrackingShop, read_tracking_shop

ADVISORIES_SECONDS = 60.0


@dataclass(frozen=True)
class TrackingDesk(ShopperDesk):
    """The shopper desk, with all that the tracking page shows."""

    @cached_property
    def shop(self) -> Callable[[], TrackingShop]:
        """What the merchant published, as far as it shows here; may be a minute old."""
        published = DynamoConfiguration(clients.dynamodb(), self.table_name)
        return Refreshing(lambda: read_tracking_shop(published.current().document), CONFIGURATION_SECONDS)

    @cached_property
    def configuration(self) -> Callable[[], MerchantConfiguration]:
        """Of the same reading."""
        return lambda: self.shop().configuration

    @cached_property
    def short_links(self) -> ShortLinks:
        kept = DynamoShortLinks(clients.dynamodb(), self.table_name)
        return ShortLinks(self.secrets, kept, self.links, self.public_url)

    @cached_property
    def advisories(self) -> Callable[[], Sequence[Slowdown]]:
        """What slows parcels, of anybody; may be a minute old."""
        kept = DynamoAdvisories(clients.dynamodb(), self.table_name)
        return Refreshing(lambda: slowdowns(kept, clock.now(), self.shop().rules), ADVISORIES_SECONDS)

    def read(self, request: Request) -> tuple[Order, TrackingView]:
        """The order whose link the path holds, and what may be seen of it; Forbidden, whatever is wrong with that."""
        order, view = self.seen(self.order_of(request, TRACKING))
        return order, with_returns(view, order, self._cases_of(order, view))

    def seen(self, stored: Order) -> tuple[Order, TrackingView]:
        """An order with what it was told, and what its shopper may see of it.

        A page never waits for the projection: the join is made from the checkpoints that are there now.
        """
        dynamodb = clients.dynamodb()
        told = told_about(stored, DynamoReceipts(dynamodb, self.table_name))
        order = with_told(stored, told)
        parcels = tracking_of(order, DynamoParcels(dynamodb, self.table_name)).parcels
        lives = read_estimates(DynamoEstimates(dynamodb, self.table_name), order)
        slowed_by = self._advisories_for(lives.values())
        return order, tracking_view(order, parcels, clock.now(), self.brand(), lives, told, slowed_by)

    def around(self, request: Request, order: Order, view: TrackingView) -> Around:
        """Where the shopper can go from here, and what the shop shows beside it."""
        shop, language = self.shop(), page_words(self.language(request, order)).language
        return Around(
            actions=self.actions(request, order, view),
            help_url=self.link("help", order, request),
            problem_url=self._past_a_code(request, ActionKind.PROBLEM),
            preferences_url=self._past_a_code(request, "preferences"),
            faq=shop.faq,
            promotions=shown_promotions(shop.promotions, order, view, language),
            promotion_url=f"{self._here(TRACKING, request)}/p/",
            returns=tuple(replace(each, url=self._page_of(each, request)) for each in view.returns),
        )

    def actions(self, request: Request, order: Order, view: TrackingView) -> tuple[Action, ...]:
        """What can be set going, each with its way."""
        kinds = open_actions(order, view, self.shop().returns)
        return tuple(Action(kind, self._past_a_code(request, kind)) for kind in kinds)

    def promotion(self, promotion_id: str) -> Promotion | None:
        """The published promotion with this id, also one that is not shown any more; None where there is none."""
        return next((each for each in self.shop().promotions if each.id == promotion_id), None)

    def _cases_of(self, order: Order, view: TrackingView) -> Sequence[Case]:
        """Read only where something may have been sent back, or asked for; the page is there with or without them."""
        if not may_have_returns(order, view, self.shop().returns):
            return ()
        try:
            return DynamoCases(clients.dynamodb(), self.table_name).of_order(order.order_id)
        except Unavailable as error:
            self.logger.warning("returns not read", extra={"code": error.code})
            return ()

    def _page_of(self, known: OrderReturn, request: Request) -> str:
        """Behind a code, as all that shows an address. A case of the shop's own system has no page here; where its
        shopper goes on is told by mail alone, for whoever has that address may be shown a label."""
        is_ours = read_number(known.number) == known.number
        return self._past_a_code(request, ActionKind.RETURN, number=known.number) if is_ours else ""

    def _past_a_code(self, request: Request, to: str, **more: str) -> str:
        """Where what changes something, or shows an address, is found: shoppers share the tracking page's own link, so
        a code is sent to who ordered first."""
        said = {"to": to, **more, "lang": request.query.get("lang", "")}
        return f"{self._here('verify', request)}?{urlencode({name: value for name, value in said.items() if value})}"

    def _here(self, page: str, request: Request) -> str:
        return f"{self.public_url.rstrip('/')}/{page}/{request.path['token']}"

    def _advisories_for(self, lives: Iterable[LiveEstimate]) -> Sequence[Slowdown]:
        """Read only where one may be why something is late; the page is there with or without them."""
        if not any(is_slowed(live) for live in lives):
            return ()
        try:
            return self.advisories()
        except Unavailable as error:
            self.logger.warning("advisories not read", extra={"code": error.code})
            return ()
