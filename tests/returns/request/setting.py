"""A shop to return things to: orders with prices, a policy, and everything in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.returns.approve_return import approve_return
from shared.returns.draft_return import Draft, draft_return
from shared.returns.expire_returns import expire_returns
from shared.returns.means import Means, Tracking
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.policy import Actions, Fact, Policy, Reason, Rule, Test, When
from shared.returns.policy.purchase_of import Deliveries, ParcelDelivery
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import submit_return
from shared.returns.vocabulary import (
    Actor,
    Condition,
    Disposition,
    Method,
    Outcome,
    ReasonGroup,
    Review,
    WholeAt,
)
from shared.returns.wanted_items import WantedItem
from shared.tracking.order import Order, OrderLine
from shared.tracking.sale import Buyer, LineSale, Payment, Sale
from tests import samples
from tests.fakes import InMemoryOrders, InMemoryParcels
from tests.fakes.returns import InMemoryReturns, KnownPolicies

NOW = samples.NOW
PLACED = NOW - timedelta(days=10)
RETURN_ID = "R7K3F92M4XQ80000"

BASE = replace(
    DEFAULTS,
    outcomes=(Outcome.REFUND, Outcome.EXCHANGE, Outcome.STORE_CREDIT, Outcome.REPLACEMENT),
    methods=(Method.LABEL, Method.OWN_CARRIER, Method.PICKUP),
    whole_at=WholeAt.INSPECTION,
    review=Review.AUTOMATIC,
    disposition=Disposition.RESTOCK,
    send_back_days=10,
)


def policy(*rules: Rule, **base: object) -> Policy:
    """A policy in yen; `base` replaces slots."""
    return Policy(
        version=1,
        currency="JPY",
        base=replace(BASE, **base),  # type: ignore[arg-type]
        rules=rules,
        reasons=(
            Reason("too_small", ReasonGroup.CHANGE_OF_MIND),
            Reason("broken", ReasonGroup.DEFECT),
        ),
    )


def rule(name: str, fact: Fact, value: str, then: Actions, priority: int = 10) -> Rule:
    """When the fact is this, then that."""
    return Rule(name, When((Test(fact, one_of=frozenset({value})),)), then, priority)


def order(order_id: str = "A-1", **changes: object) -> Order:
    """Three shirts for 3,000 yen and a cup for 1,000, paid by card, delivered."""
    values: dict[str, object] = {
        "placed_at": PLACED,
        "lines": (
            OrderLine("SHIRT-M", "Shirt", 3, sale=LineSale("L-1", 3000, options=(("size", "M"),))),
            OrderLine("CUP", "Cup", 1, sale=LineSale("L-2", 1000)),
        ),
        "sale": Sale("JPY", payments=(Payment("P-1", "card", 4000),), buyer=Buyer(customer_id="C-1", tier="gold")),
        "link": f"link-of-{order_id}-0000000",
    }
    return samples.order(order_id=order_id, **{**values, **changes})


def delivered(order: Order) -> Deliveries:
    """Its parcel came a week ago."""
    return Deliveries((ParcelDelivery((NOW - timedelta(days=8)).date(), (NOW - timedelta(days=7)).date()),))


class Shop:
    """Everything in memory, and a clock that is turned by hand."""

    def __init__(self, policy_: Policy | None = None, *orders: Order, returns: InMemoryReturns | None = None) -> None:
        self.parcels = InMemoryParcels()
        self.orders = InMemoryOrders(self.parcels)
        for one in orders or (order(),):
            self.orders.save(one, [])
        self.returns = returns or InMemoryReturns()
        self.now = NOW
        self.means = Means(self.returns, self.orders, KnownPolicies(policy_ or policy()), delivered)
        self.tracking = Tracking(self.orders, self.parcels, "hanare")

    def by(self, actor: Actor, code: str = "", note: str = "", reference: str = "") -> Telling:
        """Who tells it, now."""
        return Telling(actor, self.now, code=code, note=note, reference=reference)

    @property
    def staff(self) -> Telling:
        return self.by(Actor.STAFF, "goodwill")

    @property
    def shopper(self) -> Telling:
        return self.by(Actor.SHOPPER)

    def turn(self, **later: float) -> None:
        """Time passes."""
        self.now += timedelta(**later)

    def terms_pass(self) -> int:
        """The clock looks at what is due; answers how many returns that were."""

        def failed(_: str, error: Exception) -> None:
            raise error

        return expire_returns(self.means, lambda: self.now, failed).looked_at

    def drafted(self, *items: WantedItem, return_id: str = RETURN_ID, **draft: object) -> ReturnRequest:
        """A draft of these items, or of two shirts."""
        wanted = items or (shirts(2),)
        made = Draft(return_id, return_id.encode(), wanted, **draft)  # type: ignore[arg-type]
        return draft_return(self.means, made, self.now).request

    def submitted(self, *items: WantedItem, return_id: str = RETURN_ID, **draft: object) -> ReturnRequest:
        """The same, submitted by the shopper."""
        self.drafted(*items, return_id=return_id, **draft)
        return submit_return(self.means, return_id, self.shopper)

    def approved(self, *items: WantedItem, return_id: str = RETURN_ID) -> ReturnRequest:
        """The same, approved, by staff where the policy leaves it to them."""
        request = self.submitted(*items, return_id=return_id)
        if any(item.approval == "requested" for item in request.items):
            return approve_return(self.means, return_id, self.staff)
        return request

    def read(self, return_id: str = RETURN_ID) -> ReturnRequest:
        """As stored."""
        request = self.returns.get(return_id)
        assert request is not None
        return request


def shirts(quantity: int, order_id: str = "A-1", **more: object) -> WantedItem:
    """So many shirts that are too small."""
    return WantedItem(order_id, "L-1", quantity, "too_small", Condition.UNOPENED, **more)  # type: ignore[arg-type]


def cup(order_id: str = "A-1", **more: object) -> WantedItem:
    """The cup, broken."""
    return WantedItem(order_id, "L-2", 1, "broken", Condition.DAMAGED, **more)  # type: ignore[arg-type]


def at(hour: int) -> datetime:
    """An hour of the day after NOW."""
    return datetime(2026, 11, 25, hour, tzinfo=UTC)
