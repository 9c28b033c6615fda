"""When a rule holds, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from shared.promise.money import said_in
from shared.returns.policy.policy import Fact, Policy, Reason, Test, When
from shared.returns.text.speech import Speech

_MONEY = frozenset({Fact.ORDER_VALUE, Fact.PRODUCT_PRICE, Fact.RETURN_VALUE, Fact.CUSTOMER_CREDIT_BONUS})
_PERCENT = frozenset({Fact.ORDER_DISCOUNT, Fact.PRODUCT_DISCOUNT})
_DAYS = frozenset({Fact.ORDER_DAYS})
_WORDS: Mapping[Fact, str] = {
    Fact.ORDER_CHANNEL: "channel",
    Fact.RETURN_CHANNEL: "channel",
    Fact.CUSTOMER_RISK: "risk",
    Fact.PRODUCT_TRAITS: "trait",
    Fact.RETURN_REASON_GROUP: "group",
    Fact.RETURN_CONDITION: "condition",
    Fact.RETURN_OUTCOME: "outcome",
    Fact.RETURN_METHOD: "method",
}
"""Facts whose values have words of ours."""


def said_when(when: When, policy: Policy, speech: Speech) -> str:
    """A condition as one phrase; "" where there is none."""
    parts = [_test(test, policy, speech) for test in when.tests]
    if when.any_of:
        options = [said_when(option, policy, speech) for option in when.any_of]
        parts.append(speech.say("either", options=speech.any_of(options)) if len(options) > 1 else options[0])
    condition = speech.say("join.conditions").join(part for part in parts if part)
    exceptions = [said_when(exception, policy, speech) for exception in when.none_of]
    if not exceptions:
        return condition
    exception = speech.any_of(exceptions)
    if not condition:
        return speech.say("only_unless", exception=exception)
    return speech.say("unless", condition=condition, exception=exception)


def _test(test: Test, policy: Policy, speech: Speech) -> str:
    key = f"fact.{test.fact}"
    if test.is_true is not None:
        return speech.say(f"{key}.yes" if test.is_true else f"{key}.no")
    if test.one_of is not None:
        return speech.say(key, values=_values(test.fact, test.one_of, policy, speech))
    return speech.say(key, amount=_amount(test, speech))


def _values(fact: Fact, values: frozenset[str], policy: Policy, speech: Speech) -> str:
    return speech.any_of(_value(fact, value, policy, speech) for value in sorted(values))


def _value(fact: Fact, value: str, policy: Policy, speech: Speech) -> str:
    if fact is Fact.ORDER_COUNTRY:
        return speech.country(value)
    if fact is Fact.RETURN_REASON:
        reason = policy.reason(value)
        return speech.quoted(reason_said(reason, speech.language) if reason else value)
    if fact is Fact.ORDER_CURRENCY:
        return value
    return speech.word(_WORDS[fact], value) if fact in _WORDS else speech.quoted(value)


def _amount(test: Test, speech: Speech) -> str:
    prefix = "date." if isinstance(test.at_least, date) or isinstance(test.at_most, date) else ""
    least, most = (_bound(test.fact, bound, speech) for bound in (test.at_least, test.at_most))
    if least and most:
        return speech.say(f"{prefix}between", low=least, high=most)
    return speech.say(f"{prefix}least", value=least) if least else speech.say(f"{prefix}most", value=most)


def _bound(fact: Fact, bound: int | date | None, speech: Speech) -> str:
    if bound is None:
        return ""
    if isinstance(bound, date):
        return speech.date(bound)
    if fact in _MONEY:
        return speech.money(bound)
    if fact in _PERCENT:
        return speech.percent(bound * 100)
    return speech.counted("day", bound) if fact in _DAYS else f"{bound:,}"


def reason_said(reason: Reason, language: str) -> str:
    """What shoppers read for a reason; its code in words where nobody wrote anything."""
    return said_in(language, reason.texts) or reason.code.replace("_", " ")


def rule_said(rule: str, policy: Policy, language: str) -> str:
    """A rule's name for shoppers; "" where the merchant gave none."""
    return said_in(language, dict(policy.names).get(rule, ()))
