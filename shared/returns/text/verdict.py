"""What a policy says about a test case, read off the policy step by step.

It shares no code with the engine but the vocabulary: a slip in one of them shows as a disagreement. It decides cases in
which everything was chosen; what stays open, and what else could be chosen, is the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from shared.returns.policy.laws import EEA
from shared.returns.policy.policy import Accept, Actions, EvidenceNeeded, Fact, Fee, Law, Policy, Value, Window
from shared.returns.policy.terms import BASE
from shared.returns.text.case import ONE_DAY, Case
from shared.returns.text.interpreter import read
from shared.returns.text.last_days import WITHDRAWAL_DAYS, last_day, withdrawal_day
from shared.returns.vocabulary import (
    Keep,
    Method,
    Outcome,
    ReasonGroup,
    Review,
    ShippingRefund,
    WholeAt,
)

_CONFORMITY_DAYS: Final = {Law.EU: 730, Law.JP: 365}
_FAULTS: Final = (ReasonGroup.DEFECT, ReasonGroup.DELIVERY)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision."""

    whys: frozenset[str]
    """Codes of what speaks against it; empty: eligible."""
    until: date | None
    closes: date | None
    actions: Actions
    rules: Mapping[str, str]
    """Slot -> the rule that set it; what is not in it is the base's, law's, or follows from another slot."""

    @property
    def eligible(self) -> bool:
        return not self.whys


@dataclass(slots=True)
class _Judge:
    policy: Policy
    case: Case
    facts: Mapping[Fact, Value]
    group: ReasonGroup | None
    slots: dict[str, Any]
    rules: dict[str, str]
    whys: set[str] = field(default_factory=set)
    until: date | None = None
    closes: date | None = None

    @property
    def country(self) -> str:
        return str(self.facts.get(Fact.ORDER_COUNTRY, ""))

    def overrule(self, slot: str, value: Any) -> None:
        """Set a slot whatever the rules say; where that changes it, no rule decided it any more."""
        if self.slots[slot] != value:
            self.slots[slot] = value
            self.rules.pop(slot, None)

    def accept(self) -> None:
        """Take it whatever the rules say."""
        if not self.slots["accept"].yes:
            self.overrule("accept", Accept(True))

    def under(self, law: Law) -> bool:
        here = self.country in EEA if law is Law.EU else self.country == "JP"
        return law in self.policy.laws and here


def verdict(policy: Policy, case: Case) -> Verdict:
    """Decide it."""
    facts = case.known(policy)
    reading = read(policy, facts)
    reason = policy.reason(case.reason or "")
    slots = {name: getattr(reading.actions, name) for name in Actions.__dataclass_fields__}
    judge = _Judge(policy, case, facts, reason.group if reason else None, slots, dict(reading.rules))
    is_open = _measure(judge)
    withdraws = _grant_withdrawal(judge)
    _require_words(judge, withdraws)
    claims = _hear_claim(judge, is_open)
    _settle_review(judge, withdraws, claims, is_open)
    _cap_instant(judge)
    _keep(judge)
    if not withdraws and not claims:
        _weigh_terms(judge, is_open)
    _weigh_rest(judge, withdraws)
    return Verdict(frozenset(judge.whys), judge.until, judge.closes, Actions(**judge.slots), judge.rules)


def _measure(judge: _Judge) -> bool:
    """Set `until` and `closes`; answer whether it is still taken."""
    case, window = judge.case, judge.slots["window"]
    of_choice = judge.group is ReasonGroup.CHANGE_OF_MIND
    unwritten = judge.rules.get("window", BASE) == BASE and "window" in judge.policy.unsaid
    if of_choice and unwritten and judge.under(Law.JP):
        window = _statutory(judge)
    judge.until = last_day(window, case, judge.policy.calendar)
    judge.closes = None if judge.until is None else judge.until + window.grace_days * ONE_DAY
    longer = withdrawal_day(judge.policy, case) if of_choice else None
    if judge.group is ReasonGroup.WARRANTY and "window" not in judge.rules:
        longer = case.warranty_until
    if longer is not None and judge.until is not None and judge.closes is not None and longer > judge.until:
        judge.until, judge.closes = longer, max(judge.closes, longer)
    return judge.closes is None or case.today <= judge.closes


def _statutory(judge: _Judge) -> Window:
    """Japan's eight days, the day of delivery being the first; the buyer sends it at their own cost."""
    window = Window(8, start_counts=True)
    judge.overrule("window", window)
    for slot, value in (("shipping_fee", Fee(by_shopper=True)), ("methods", (Method.OWN_CARRIER,))):
        if slot in judge.policy.unsaid and slot not in judge.rules:
            judge.overrule(slot, value)
    return window


def _grant_withdrawal(judge: _Judge) -> bool:
    """What a consumer's withdrawal gives beyond the rules; whether it is one."""
    last = withdrawal_day(judge.policy, judge.case) if judge.group is ReasonGroup.CHANGE_OF_MIND else None
    if last is None:
        return False
    window: Window = judge.slots["window"]
    own = last_day(window, judge.case, judge.policy.calendar)
    if judge.case.today > last:
        if own is not None and last > own:
            _extend(judge, window)
        return False
    if own is not None and last > own:
        _extend(judge, window)
    _grant_terms(judge)
    return True


def _grant_terms(judge: _Judge) -> None:
    slots = judge.slots
    judge.accept()
    if Outcome.REFUND not in slots["outcomes"]:
        judge.overrule("outcomes", (*slots["outcomes"], Outcome.REFUND))
    if Method.OWN_CARRIER not in slots["methods"]:
        judge.overrule("methods", (*slots["methods"], Method.OWN_CARRIER))
    judge.overrule("evidence", EvidenceNeeded())
    judge.overrule("restocking_fee", Fee())
    judge.overrule("send_back_days", max(slots["send_back_days"], WITHDRAWAL_DAYS))
    if judge.case.outcome in (None, Outcome.REFUND):
        judge.overrule("credit_basis_points", 10_000)
        if slots["shipping_refund"] is ShippingRefund.NEVER:
            judge.overrule("shipping_refund", ShippingRefund.WHOLE_ORDER)


def _extend(judge: _Judge, window: Window) -> None:
    fallback, plus = window.fallback, window.fallback_plus
    judge.overrule("window", Window(WITHDRAWAL_DAYS, fallback=fallback, fallback_plus=plus, to_business_day=True))


def _require_words(judge: _Judge, withdraws: bool) -> None:
    reason = judge.policy.reason(judge.case.reason or "")
    if reason is not None and reason.needs_words and not withdraws:
        judge.slots["evidence"] = replace(judge.slots["evidence"], words=True)


def _hear_claim(judge: _Judge, is_open: bool) -> bool:
    """Whether goods are said not to be what was bought, within the window or the time that law gives."""
    if judge.group not in _FAULTS:
        return False
    law = next((law for law in Law if judge.under(law)), None)
    if is_open or law is None:
        return is_open
    return judge.case.today <= judge.case.started(judge.slots["window"]) + _CONFORMITY_DAYS[law] * ONE_DAY


def _settle_review(judge: _Judge, withdraws: bool, claims: bool, is_open: bool) -> None:
    slots = judge.slots
    allowed, blocked = _listed(judge)
    if allowed:
        judge.accept()
    there = _is_there(judge)
    would_refuse = not (slots["accept"].yes and there and is_open and slots["review"] is not Review.REJECT)
    law_insists = claims and would_refuse
    if withdraws:
        law_insists = blocked or not there or slots["review"] is Review.REJECT
    if law_insists:
        judge.accept()
        judge.overrule("review", Review.MANUAL)
    elif slots["review"] is Review.AUTOMATIC and not allowed and _is_over_limit(judge):
        judge.overrule("review", Review.MANUAL)


def _cap_instant(judge: _Judge) -> None:
    """Above the limits of being paid ahead, the usual moment holds, and that is never ahead of the goods."""
    ahead = (WholeAt.APPROVAL, WholeAt.FIRST_SCAN)
    instant, slots = judge.slots["instant"], judge.slots
    if instant is None or slots["whole_at"] not in ahead:
        return
    asked = judge.facts.get(Fact.RETURN_VALUE)
    value = asked if isinstance(asked, int) else judge.case.value
    out = judge.case.history.open_instant
    over_one = instant.per_return is not None and value > instant.per_return
    over_all = instant.open_total is not None and value + out > instant.open_total
    if over_one or over_all:
        usual = judge.policy.base.whole_at or WholeAt.INSPECTION
        slots["whole_at"] = WholeAt.INSPECTION if usual in ahead else usual
        judge.rules.pop("whole_at", None)


def _keep(judge: _Judge) -> None:
    if judge.slots["keep"] is not Keep.NO or judge.case.outcome is Outcome.SPARE_PART:
        judge.slots |= {"methods": (Method.NONE,), "whole_at": WholeAt.APPROVAL}
        for slot in ("methods", "whole_at"):
            judge.rules.pop(slot, None)


def _weigh_terms(judge: _Judge, is_open: bool) -> None:
    accept = judge.slots["accept"]
    if not accept.yes:
        judge.whys.add(accept.because or "not_accepted")
    if not _is_there(judge):
        judge.whys.add("not_delivered")
    if not is_open:
        judge.whys.add("window_closed")
    if judge.slots["review"] is Review.REJECT:
        judge.whys.add("rejected")


def _weigh_rest(judge: _Judge, withdraws: bool) -> None:
    case, slots = judge.case, judge.slots
    reason = judge.policy.reason(case.reason or "")
    category = judge.facts.get(Fact.PRODUCT_CATEGORY)
    left = max(0, case.ordered - case.taken)
    against = {
        "blocked": _listed(judge)[1] and not withdraws,
        "nothing_left": not left,
        "reason_unknown": reason is None,
        "reason_not_for_this": reason is not None and bool(reason.categories) and category not in reason.categories,
        "nothing_offered": not slots["outcomes"],
        "no_method": not slots["methods"],
        "outcome_not_offered": bool(slots["outcomes"]) and case.outcome not in (None, *slots["outcomes"]),
        "method_not_offered": bool(slots["methods"]) and case.method not in (None, *slots["methods"]),
        "too_many": case.quantity > left,
        "too_few": case.quantity < 1,
    }
    judge.whys |= {code for code, is_so in against.items() if is_so}


def _listed(judge: _Judge) -> tuple[bool, bool]:
    """Whether it is allowed by name, whether it is blocked. The order is asked first, and a block before a leave."""
    lists, case = judge.policy.lists, judge.case
    blocked_thing = judge.facts.get(Fact.PRODUCT_SKU) in lists.blocked_skus
    if case.order_id in lists.blocked_orders:
        return False, True
    if case.order_id in lists.allowed_orders:
        return True, blocked_thing
    if case.customer_id in lists.blocked_customers:
        return False, True
    return case.customer_id in lists.allowed_customers, blocked_thing


def _is_there(judge: _Judge) -> bool:
    case, base = judge.case, judge.policy.base.window or Window(30)
    presumed = (case.shipped_on or case.placed_on) + base.fallback_plus * ONE_DAY
    return case.delivered_on is not None or case.today >= presumed


def _is_over_limit(judge: _Judge) -> bool:
    limits, case = judge.policy.limits, judge.case
    items = judge.facts.get(Fact.RETURN_ITEMS, 0)
    return (
        (limits.returns_per_order is not None and case.returns_so_far >= limits.returns_per_order)
        or (limits.returns_per_customer is not None and case.history.recent_returns >= limits.returns_per_customer)
        or (isinstance(items, int) and items > limits.items_per_return)
    )
