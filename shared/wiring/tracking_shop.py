"""The published configuration as the tracking page needs it: models of the merchant's file, made values of pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.disruptions.rules import Rules
from shared.locales import languages, page_words
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.offered_returns import OfferedReturns, read_offered_returns
from shared.merchant.published import read_published
from shared.merchant.tracking_page import PromotionConfiguration, TrackingPageConfiguration
from shared.pages.order_actions import ReturnsOffer
from shared.pages.promotions import Promotion, Segment
from shared.pages.questions import Faq, OwnQuestion


@dataclass(frozen=True, slots=True)
class TrackingShop:
    """What the merchant decided, as far as it shows on the tracking page."""

    configuration: MerchantConfiguration
    faq: Faq
    promotions: tuple[Promotion, ...]
    returns: ReturnsOffer
    rules: Rules
    """How advisories are read."""


def read_tracking_shop(document: str) -> TrackingShop:
    """From what `config publish` stored; raises UnreadableConfiguration."""
    configuration = read_published(document)
    return TrackingShop(
        configuration=configuration,
        faq=_faq(configuration.tracking_page),
        promotions=tuple(_promotion(written) for written in configuration.tracking_page.promotions),
        returns=_offer(read_offered_returns(document)),
        rules=configuration.disruptions.rules(),
    )


def _faq(written: TrackingPageConfiguration) -> Faq:
    own = tuple(
        OwnQuestion(each.name, frozenset(each.stages), dict(each.question), dict(each.answer), each.url or "")
        for each in written.faq
    )
    return Faq(own, frozenset(written.hide_questions))


def _promotion(written: PromotionConfiguration) -> Promotion:
    label = written.label or {language: page_words(language)("actions.offer") for language in languages()}
    return Promotion(
        id=written.id,
        kind=written.kind,
        title=dict(written.title),
        text=dict(written.text),
        label=dict(label),
        url=written.url,
        image_url=written.image_url or "",
        begins=written.from_,
        ends=written.until,
        segment=Segment(
            languages=frozenset(written.languages),
            countries=frozenset(written.countries),
            stages=frozenset(written.stages),
            categories=frozenset(written.categories),
            tiers=frozenset(written.tiers),
            gift=written.gift,
            first_order=written.first_order,
        ),
        priority=written.priority,
        also_in_trouble=written.also_in_trouble,
    )


def _offer(offered: OfferedReturns) -> ReturnsOffer:
    minutes = offered.cancel_within_minutes
    return ReturnsOffer(
        is_on=offered.is_on,
        cancels=offered.cancels,
        cancel_within=None if minutes is None else timedelta(minutes=minutes),
        withdrawal_countries=_withdrawal_countries() if "eu" in offered.laws else frozenset(),
        presumed_after=timedelta(days=offered.presumed_after_days),
    )


def _withdrawal_countries() -> frozenset[str]:
    from shared.returns.policy.laws import EEA  # 40 ms of a cold start, which most shops need not wait for

    return EEA
