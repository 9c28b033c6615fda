"""What the shop shows beside an order: for a time, for a segment, and never where something is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.pages.said import said_in
from shared.pages.tracking_view import TrackingView
from shared.tracking.order import Order
from shared.tracking.shown_stage import ShownStage

MOST = 2
"""Shown at a time."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Whom something is shown to. What is left empty, or None, asks nothing."""

    languages: Collection[str] = ()
    """Of the page, "ja"."""
    countries: Collection[str] = ()
    """Of the destination, ISO 3166-1 alpha-2."""
    stages: Collection[ShownStage] = ()
    categories: Collection[str] = ()
    """Only orders with a line of one of these."""
    tiers: Collection[str] = ()
    """Only buyers in one of these tiers of the loyalty programme."""
    gift: bool | None = None
    first_order: bool | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion, or a recommendation."""

    id: str
    kind: str
    """`promotion` or `recommendation`."""
    title: Mapping[str, str]
    """By language."""
    text: Mapping[str, str]
    label: Mapping[str, str]
    """Of the link."""
    url: str
    """https: where a click leads, and nowhere else."""
    image_url: str = ""
    begins: date | None = None
    ends: date | None = None
    """Local to the destination, both included."""
    segment: Segment = Segment()
    priority: int = 0
    """The greatest comes first."""
    also_in_trouble: bool = False
    """Shown although something is wrong with the order."""


@dataclass(frozen=True, slots=True)
class ShownPromotion:
    """One as it stands on the page."""

    id: str
    kind: str
    title: str
    text: str
    label: str
    language: str
    """Of its words."""
    image_url: str


def shown_promotions(
    promotions: Iterable[Promotion], order: Order, view: TrackingView, language: str
) -> tuple[ShownPromotion, ...]:
    """At most MOST, by priority and then in the merchant's order."""
    today = view.as_of.astimezone(order.destination.zone).date()
    fitting = [each for each in promotions if _fits(each, order, view, language, today)]
    chosen = sorted(fitting, key=lambda each: -each.priority)[:MOST]
    return tuple(_shown(each, language) for each in chosen)


def _fits(promotion: Promotion, order: Order, view: TrackingView, language: str, today: date) -> bool:
    return (
        (promotion.begins is None or promotion.begins <= today)
        and (promotion.ends is None or today <= promotion.ends)
        and (promotion.also_in_trouble or view.is_calm)
        and _is_in(promotion.segment, order, view.stage, language)
    )


def _is_in(segment: Segment, order: Order, stage: ShownStage, language: str) -> bool:
    sale = order.sale
    before = sale.buyer.orders_placed if sale else None
    return (
        (not segment.languages or language in segment.languages)
        and (not segment.countries or order.destination.country in segment.countries)
        and (not segment.stages or stage in segment.stages)
        and (not segment.categories or any(line.category in segment.categories for line in order.lines))
        and (not segment.tiers or (sale is not None and sale.buyer.tier in segment.tiers))
        and (segment.gift is None or (sale is not None and sale.is_gift) is segment.gift)
        and (segment.first_order is None or (before is not None and (before == 0) is segment.first_order))
    )


def _shown(promotion: Promotion, language: str) -> ShownPromotion:
    title, written_in = said_in(language, promotion.title)
    return ShownPromotion(
        id=promotion.id,
        kind=promotion.kind,
        title=title,
        text=said_in(language, promotion.text)[0],
        label=said_in(language, promotion.label)[0],
        language=written_in,
        image_url=promotion.image_url,
    )
