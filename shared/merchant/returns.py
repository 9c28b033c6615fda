"""What `merchant.yaml` says of returns: section `returns`. Without it, nothing is taken back through Todoku."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from shared.merchant.return_actions import ActionsConfiguration
from shared.merchant.return_reasons import ReasonsConfiguration
from shared.merchant.return_rules import AbuseConfiguration, LimitsConfiguration, ListsConfiguration, RuleConfiguration
from shared.merchant.return_slots import ReturnSlotConfiguration
from shared.merchant.return_values import LawName, LongNotice, MinorUnits
from shared.merchant.return_ways import LabelProviderName, WaysBackConfiguration
from shared.merchant.section import Section
from shared.merchant.values import Currency, WeekdayName
from shared.merchant.warehouses import EVERY_DAY, CalendarConfiguration
from shared.returns.methods.rules import LabelProvider


class BusinessDaysConfiguration(CalendarConfiguration):
    """Open days, for windows that end on one."""

    working_days: list[WeekdayName] = Field(
        default=EVERY_DAY[:5], min_length=1, description="The days of the week that are open; Monday to Friday."
    )


class CancellationConfiguration(Section):
    """Shoppers cancel by themselves, before anything is handed over."""

    enabled: bool = Field(default=True, description="Whether they can.")
    within_minutes: Annotated[int, Field(ge=1, le=60 * 24 * 90)] | None = Field(
        default=None, description="Only so many minutes after the order; until it is shipped when left out."
    )
    partial: bool = Field(default=False, description="Whether single articles can be cancelled.")
    free_shipping_from: MinorUnits | None = Field(
        default=None, description="What is left must be worth so much, or delivery is charged after all."
    )
    shipping_fee: MinorUnits = Field(default=0, description="What delivery costs then.")


class ProvidersConfiguration(Section):
    """Others that do a part of the work."""

    labels: LabelProviderName = Field(
        default=LabelProvider.TODOKU, description="Who makes labels: todoku, easypost or shippo."
    )
    refunds: Literal["platform", "shopify", "stripe"] = Field(
        default="platform",
        description="Who pays back where a payment does not say it: shopify, stripe, or your own platform by webhook.",
    )


class ReturnsConfiguration(ActionsConfiguration):
    """What may come back, for what, and at whose cost: what holds for all, and rules where it differs."""

    currency: Currency | None = Field(
        default=None, description="The currency of all amounts here, in quotes. Else that of your delivery prices."
    )
    reasons: ReasonsConfiguration = Field(
        default=ReasonsConfiguration(), description="The reasons shoppers choose from; the built-in ones without."
    )
    rules: Annotated[list[RuleConfiguration], Field(max_length=500)] = Field(
        default=[], description="Where it differs: when this, then that."
    )
    lists: ListsConfiguration = Field(default=ListsConfiguration(), description="Exceptions by name.")
    limits: LimitsConfiguration = Field(default=LimitsConfiguration(), description="How often.")
    abuse: AbuseConfiguration = Field(default=AbuseConfiguration(), description="How signals of abuse add up.")
    laws: list[LawName] = Field(
        default=[], description="Laws that hold whatever the rules say: jp (返品特約), eu (14 days' withdrawal)."
    )
    business_days: BusinessDaysConfiguration | None = Field(
        default=None, description="Open days, for `to_business_day`; Monday to Friday when left out."
    )
    stock_kept: Annotated[int, Field(ge=0, le=10_000)] = Field(
        default=0, description="Exchanges leave so many pieces of an article on the shelf."
    )
    texts: LongNotice = Field(default={}, description="Your own words beneath the policy's text, by language.")
    cancellation: CancellationConfiguration | None = Field(
        default=None, description="Shoppers cancel by themselves before shipping; `{}` for that without limits."
    )
    providers: ProvidersConfiguration = Field(
        default=ProvidersConfiguration(), description="Who makes labels and pays."
    )
    ways_back: WaysBackConfiguration = Field(default=WaysBackConfiguration(), description="How parcels come back.")
    slots: list[ReturnSlotConfiguration] = Field(
        default=[], description="Recommendations and promotions beside a change of mind."
    )
