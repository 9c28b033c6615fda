"""What `merchant.yaml` says of rules, of whom they do not bind, and of how often something may come back."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.merchant.return_actions import RuleActionsConfiguration, compile_actions
from shared.merchant.return_conditions import WhenConfiguration, compile_when
from shared.merchant.return_values import Code, RuleName, Word
from shared.merchant.section import Said, Section
from shared.merchant.values import Sku
from shared.returns.policy.policy import AbuseRules, Limits, Lists, Rule, Window

Count = Annotated[int, Field(ge=1, le=10_000)]
Points = Annotated[int, Field(ge=0, le=100)]


class RuleConfiguration(Section):
    """When this, then that."""

    name: RuleName = Field(description="A name no other rule has. Decisions, reports and this file know it by it.")
    priority: Annotated[int, Field(ge=-1000, le=1000)] = Field(
        default=0,
        description="Of two rules that decide the same, the greater is heard; of equals the earlier in the file.",
    )
    said: Said = Field(default={}, description="What shoppers read instead of its name, by language.")
    when: WhenConfiguration = Field(default=WhenConfiguration(), description="When it fires; always when left out.")
    then: RuleActionsConfiguration = Field(description="What it decides.")


class AllowedConfiguration(Section):
    """Customers and orders that limits and refusals do not bind."""

    customers: list[Word] = Field(default=[], description="Customers, by the shop's ids.")
    orders: list[Word] = Field(default=[], description="Orders, by the shop's ids.")


class BlockedConfiguration(AllowedConfiguration):
    """Customers, orders and products that nothing is taken back of."""

    skus: list[Sku] = Field(default=[], description="Products, by SKU.")


class ListsConfiguration(Section):
    """Customers, orders and products the rules do not decide on."""

    allowed: AllowedConfiguration = Field(
        default=AllowedConfiguration(), description="Whom limits and refusals do not bind."
    )
    blocked: BlockedConfiguration = Field(
        default=BlockedConfiguration(), description="From whom and of what nothing is taken back."
    )


class LimitsConfiguration(Section):
    """How often. What is above a limit waits for your people, and is not refused."""

    returns_per_order: Count | None = Field(default=None, description="Returns of one order.")
    returns_per_customer: Count | None = Field(default=None, description="Returns of one customer within `days`.")
    days: Annotated[int, Field(ge=1, le=730)] = Field(default=90, description="The days looked back.")
    items_per_return: Annotated[int, Field(ge=1, le=200)] = Field(default=100, description="Pieces in one return.")
    draft_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=24, description="After so many hours a draft that nobody submits is gone."
    )


class AbuseConfiguration(Section):
    """How signals of abuse add up to a score from 0 to 100, and which tier it makes."""

    weights: dict[Code, Points] = Field(default={}, description="Points by signal, where the built-in ones do not fit.")
    trusted_below: Points = Field(default=10, description="Below so many points a customer is trusted.")
    watched_from: Points = Field(default=40, description="From so many points on a customer is watched.")
    high_from: Points = Field(default=70, description="From so many points on the risk is high.")


def compile_rule(written: RuleConfiguration, basis: Window) -> Rule:
    """A rule as the engine reads it; `basis` is the window above the rules."""
    return Rule(written.name, compile_when(written.when), compile_actions(written.then, basis), written.priority)


def compile_lists(written: ListsConfiguration) -> Lists:
    """The exceptions by name."""
    return Lists(
        allowed_customers=frozenset(written.allowed.customers),
        blocked_customers=frozenset(written.blocked.customers),
        allowed_orders=frozenset(written.allowed.orders),
        blocked_orders=frozenset(written.blocked.orders),
        blocked_skus=frozenset(written.blocked.skus),
    )


def compile_limits(written: LimitsConfiguration) -> Limits:
    """How often."""
    return Limits(**written.model_dump())


def compile_abuse(written: AbuseConfiguration) -> AbuseRules:
    """How signals add up."""
    return AbuseRules(
        weights=tuple(written.weights.items()),
        watched_from=written.watched_from,
        high_from=written.high_from,
        trusted_below=written.trusted_below,
    )
