"""From the section `returns` to the policy that returns are decided by."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shared.merchant.calendars import compile_calendar
from shared.merchant.return_actions import compile_actions
from shared.merchant.return_reasons import compile_reasons
from shared.merchant.return_rules import compile_abuse, compile_limits, compile_lists, compile_rule
from shared.merchant.return_slots import compile_slots
from shared.merchant.return_ways import compile_ways
from shared.merchant.return_windows import DEFAULT_WINDOW, STATUTORY_WINDOW_JP
from shared.merchant.returns import BusinessDaysConfiguration, CancellationConfiguration, ReturnsConfiguration
from shared.promise.calendar import Calendar
from shared.returns.cancellation import CancellationRules
from shared.returns.policy.defaults import DEFAULTS, set_slots
from shared.returns.policy.policy import SLOTS, Actions, Fee, Law, Policy
from shared.returns.policy.stored import to_json
from shared.returns.published import PublishedReturns
from shared.returns.vocabulary import Method

if TYPE_CHECKING:
    from shared.merchant.configuration import MerchantConfiguration


def compile_policy(written: ReturnsConfiguration, *, currency: str, destination: str, version: int = 0) -> Policy:
    """The policy, as of one version of the configuration (0: a draft).

    `currency` is that of its amounts, and `destination` the id of the warehouse goods come back to, both where the
    section itself says none.
    """
    base = _base(written, destination)
    window = base.window or DEFAULT_WINDOW
    money = written.currency or currency
    return Policy(
        version=version,
        currency=money,
        base=base,
        rules=tuple(compile_rule(rule, window) for rule in written.rules),
        reasons=compile_reasons(written.reasons),
        lists=compile_lists(written.lists),
        limits=compile_limits(written.limits),
        abuse=compile_abuse(written.abuse),
        calendar=_calendar(written.business_days or BusinessDaysConfiguration()),
        laws=tuple(written.laws),
        stock_kept=written.stock_kept,
        texts=tuple(written.texts.items()),
        names=tuple((rule.name, tuple(rule.said.items())) for rule in written.rules if rule.said),
        unsaid=_unsaid(written),
    )


def policy_of(configuration: MerchantConfiguration, version: int = 0) -> Policy | None:
    """The policy of a whole configuration; None where it takes nothing back."""
    if configuration.returns is None:
        return None
    return compile_policy(
        configuration.returns,
        currency=currency_of(configuration) or "",
        destination=configuration.warehouses[0].id,
        version=version,
    )


def returns_of(configuration: MerchantConfiguration) -> PublishedReturns | None:
    """All that is published of returns; None where they are off."""
    policy, written = policy_of(configuration), configuration.returns
    if policy is None or written is None:
        return None
    return PublishedReturns(
        policy=policy,
        cancellation=compile_cancellation(written.cancellation, policy.currency),
        ways_back=compile_ways(written.ways_back, written.providers.labels, configuration.merchant.name),
        refunds="" if written.providers.refunds == "platform" else written.providers.refunds,
        slots=compile_slots(written.slots),
    )


def compiled_returns(configuration: MerchantConfiguration) -> str:
    """The same as JSON, as it is stored; "" where returns are off."""
    returns = returns_of(configuration)
    return "" if returns is None else json.dumps(to_json(returns), ensure_ascii=False, separators=(",", ":"))


def currency_of(configuration: MerchantConfiguration) -> str | None:
    """The currency of the first price of delivery, for amounts that name none; None where there is no price."""
    for service in configuration.delivery.services:
        stated = [service.price, *(condition.price for condition in service.conditions)]
        for price in stated:
            if price is not None:
                return price.currency
    return None


def compile_cancellation(written: CancellationConfiguration | None, currency: str) -> CancellationRules:
    """When shoppers may cancel by themselves."""
    if written is None:
        return CancellationRules()
    return CancellationRules(
        enabled=written.enabled,
        within_minutes=written.within_minutes,
        partial=written.partial,
        free_shipping_from=written.free_shipping_from,
        shipping_fee=written.shipping_fee,
        currency=currency,
    )


def _base(written: ReturnsConfiguration, destination: str) -> Actions:
    """What the section says above its rules, and the defaults beneath it."""
    statutory = written.window is None and Law.JP in written.laws
    basis = STATUTORY_WINDOW_JP if statutory else DEFAULT_WINDOW
    said = compile_actions(written, basis)
    defaults = replace(DEFAULTS, window=basis, destination=destination)
    if statutory:  # 特定商取引法 15条の3: the buyer bears the way back
        defaults = replace(defaults, shipping_fee=Fee(by_shopper=True))
    if statutory or not written.ways_back.destinations:  # a label has to lead somewhere
        defaults = replace(defaults, methods=(Method.OWN_CARRIER,))
    slots: dict[str, Any] = dict(set_slots(said))
    return replace(defaults, **slots)


def _unsaid(written: ReturnsConfiguration) -> frozenset[str]:
    """The slots that the section leaves to us: there the law may step in."""
    said = compile_actions(written, DEFAULT_WINDOW)
    return frozenset(slot for slot in SLOTS if slot not in set_slots(said))


def _calendar(written: BusinessDaysConfiguration) -> Calendar:
    return compile_calendar(written.working_days, written)
