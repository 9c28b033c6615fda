"""What a decision rests on: the facts of the order, of one position, and of what is asked. All pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shared.returns.policy.policy import Fact, Value
from shared.returns.vocabulary import Condition, Method, Outcome

Facts = Mapping[Fact, Value]
"""A fact that is missing is not known: no rule that asks about it fires."""


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """What is known of a customer's returns before this one."""

    returns_placed: int = 0
    items_kept: int = 0
    bonus_credit: int = 0
    """Minor units."""
    discrepancies: int = 0
    failed_payments: int = 0
    open_instant: int = 0
    """What was paid ahead for goods that are still out, minor units."""
    recent_returns: int = 0
    """Within the days of `Limits.days`."""
    orders_placed: int | None = None
    """Known to us, where the shop does not say."""
    risk: str = "normal"
    """The abuse tier."""


@dataclass(frozen=True, slots=True)
class Position:
    """One position of an order, as a decision sees it."""

    order_id: str
    line: str
    """The shop's id of the position, or its SKU."""
    sku: str
    quantity: int
    """Still ordered: what was cancelled is gone."""
    open_quantity: int
    """Of those, neither returned nor in a return that is under way."""
    delivered_on: date | None
    """Local to the destination; of the last parcel that may hold it (EU: the last good)."""
    shipped_on: date | None
    facts: Facts = field(default_factory=dict)
    """The product's."""
    value: int = 0
    """What was paid for `quantity`, minor units."""
    warranty_until: date | None = None
    """The last day of its warranty, where the shop says."""
    on_its_way: bool = False
    """Known not to be there yet: it is on back order."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order, as a decision sees it."""

    order_id: str
    placed_on: date
    """Local to the destination."""
    today: date
    """Likewise."""
    facts: Facts
    """The order's and the customer's."""
    positions: tuple[Position, ...]
    customer_id: str = ""
    history: CustomerHistory = CustomerHistory()
    returns_so_far: int = 0
    now: datetime | None = None
    """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for a position; None: not chosen yet."""

    reason: str | None = None
    condition: Condition | None = None
    outcome: Outcome | None = None
    method: Method | None = None
    quantity: int | None = None
    facts: Facts = field(default_factory=dict)
    """Of the whole request: `return.items`, `return.value`, `return.whole_order`, `return.channel`."""
    photos: int = 0
    has_video: bool = False
    has_words: bool = False
    has_serial: bool = False
    is_final: bool = False
    """Whether this is all there is: then what is missing (a reason, an outcome, evidence) is a reason against it.

    A method is chosen later. Else only what was chosen is looked at.
    """
