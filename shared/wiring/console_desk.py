"""Behind the merchant's console: who is signed in, and where everything that it shows is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from shared.access.console_door import ConsoleSession, session_of
from shared.aws import clients
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_claims import DynamoClaims
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_messages import DynamoMessages
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_receipts import DynamoReceipts
from shared.aws.dynamodb_registry import DynamoRegistry
from shared.aws.dynamodb_returns import DynamoReturns
from shared.aws.dynamodb_reviews import DynamoReviews
from shared.aws.dynamodb_webhooks import DynamoEndpoints
from shared.estimates.read_estimates import read_estimates
from shared.notifications.why import explain
from shared.pages.console.story_facts import StoryFacts
from shared.receipts.promised_orders import PromisedOrders, told_about
from shared.runtime import clock
from shared.runtime.http import Request
from shared.tracking.track_order import track_order
from shared.wiring.shopper_desk import ShopperDesk

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    cookie: str
    """What their browser holds: their forms' token follows from it."""
    session: ConsoleSession


@dataclass(frozen=True)
class ConsoleDesk(ShopperDesk):
    """The desk behind shoppers' pages, with all that the shop's own people may see."""

    @cached_property
    def door(self) -> DynamoConsoleDoor:
        return DynamoConsoleDoor(clients.dynamodb(), self.table_name)

    @cached_property
    def parcels(self) -> DynamoParcels:
        return DynamoParcels(clients.dynamodb(), self.table_name)

    @cached_property
    def registry(self) -> DynamoRegistry:
        return DynamoRegistry(clients.dynamodb(), self.table_name)

    @cached_property
    def estimates(self) -> DynamoEstimates:
        return DynamoEstimates(clients.dynamodb(), self.table_name)

    @cached_property
    def endpoints(self) -> DynamoEndpoints:
        return DynamoEndpoints(clients.dynamodb(), self.table_name)

    @cached_property
    def cases(self) -> DynamoCases:
        return DynamoCases(clients.dynamodb(), self.table_name)

    @cached_property
    def claims(self) -> DynamoClaims:
        return DynamoClaims(clients.dynamodb(), self.table_name)

    def visitor(self, request: Request) -> Visitor:
        """Who is signed in; raises NotSignedIn."""
        return Visitor(*session_of(self.door, request.cookies, clock.now()))

    def zone(self) -> ZoneInfo:
        """The merchant's: that of the first warehouse, or UTC while nothing is published."""
        published = self.brand_if_known() and self.configuration()
        return ZoneInfo(published.warehouses[0].time_zone) if published else UTC

    def story(self, order_id: str) -> StoryFacts:
        """All that an order's story is told from; raises OrderUnknown."""
        dynamodb, table = clients.dynamodb(), self.table_name
        receipts = DynamoReceipts(dynamodb, table)
        tracked = track_order(PromisedOrders(self.orders, receipts), self.parcels, order_id)
        stored = self.orders.get(order_id)
        return StoryFacts(
            tracked=tracked,
            told=told_about(stored, receipts) if stored else None,
            lives=read_estimates(self.estimates, tracked.order),
            why=explain(DynamoMessages(dynamodb, table).of_order(order_id), self.configuration().notification_rules()),
            returns=DynamoReturns(dynamodb, table).of_order(order_id),
            cases=self.cases.of_order(order_id),
            reviews=DynamoReviews(dynamodb, table).of_order(order_id),
            claims=self.claims.of_order(order_id),
        )
