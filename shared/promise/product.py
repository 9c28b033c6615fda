"""What the thing that is ordered changes: how long it takes to prepare, from where it leaves, how it may travel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.promise.money import Price


@dataclass(frozen=True, slots=True)
class Preparation:
    """What an order adds to a warehouse's own handling."""

    handling_days: int = 0
    """Further working days."""
    available_from: date | None = None
    """Pre-order: work on it begins on this day (the warehouse's), not before."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What things of one kind are, as far as it bears on how long they travel."""

    category: str = ""
    weight_g: int | None = None
    """Of one piece, packed, in grams."""
    volume_cm3: int | None = None
    """Likewise, in cubic centimetres."""
    price: Price | None = None
    """Of one piece."""

    def or_else(self, others: Goods) -> Goods:
        """These, and where they say nothing, what `others` say."""
        if others is NO_GOODS:
            return self
        return Goods(
            self.category or others.category,
            others.weight_g if self.weight_g is None else self.weight_g,
            others.volume_cm3 if self.volume_cm3 is None else self.volume_cm3,
            self.price or others.price,
        )


NO_GOODS = Goods()
"""Nothing is known of them."""


@dataclass(frozen=True, slots=True)
class LeadClass:
    """Products that are alike in this: made to order, on pre-order, too big for a locker."""

    name: str
    preparation: Preparation = Preparation()
    methods: frozenset[str] = frozenset()
    """Only by these methods; empty for all."""
    warehouses: frozenset[str] = frozenset()
    """Only from these; empty for all."""
    date_choice: bool = True
    """Whether the shopper may choose a delivery day. False for お取り寄せ: nobody knows the day before it is there."""
    goods: Goods = NO_GOODS
    """What its products are, where nothing else is said of one."""


ORDINARY = LeadClass("")
"""A product the merchant says nothing about."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing of the question: what it is, and where it lies."""

    sku: str = ""
    lead: LeadClass = ORDINARY
    stocked_at: frozenset[str] | None = None
    """Warehouses that have it; None where stock is not told, so that all may."""
    goods: Goods = NO_GOODS

    def goes_by(self, method: str) -> bool:
        """Whether it may travel this way."""
        return not self.lead.methods or method in self.lead.methods

    def leaves_from(self, warehouse: str) -> bool:
        """Whether it may leave from this warehouse."""
        return (not self.lead.warehouses or warehouse in self.lead.warehouses) and (
            self.stocked_at is None or warehouse in self.stocked_at
        )


ANYTHING = Need()
"""A question that names no product."""


def packed(needs: Sequence[Need]) -> Goods:
    """All of it as one parcel. What is not known of each is not known of the whole; the first names the category."""
    alike = [need.goods for need in needs]
    if len(alike) == 1:
        return alike[0]
    weights = [goods.weight_g for goods in alike if goods.weight_g is not None]
    volumes = [goods.volume_cm3 for goods in alike if goods.volume_cm3 is not None]
    prices = [goods.price for goods in alike if goods.price is not None]
    priced = len(prices) == len(alike) and len({price.currency for price in prices}) == 1
    return Goods(
        category=next((goods.category for goods in alike if goods.category), ""),
        weight_g=sum(weights) if len(weights) == len(alike) else None,
        volume_cm3=sum(volumes) if len(volumes) == len(alike) else None,
        price=Price(sum(price.amount for price in prices), prices[0].currency) if priced else None,
    )


def together(needs: Iterable[Need]) -> Preparation | None:
    """The preparation of one parcel with all of it; None where some of it comes in later, and should not hold the rest.

    The slowest decides.
    """
    preparations = [need.lead.preparation for need in needs]
    if len(preparations) == 1:
        return preparations[0]
    if len({each.available_from for each in preparations}) > 1:
        return None
    slowest = max(each.handling_days for each in preparations)
    return Preparation(slowest, preparations[0].available_from)
