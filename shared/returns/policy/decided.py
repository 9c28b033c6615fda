"""What the rules came to, once lists, limits and laws are laid over it. Depends on no date and no amount of money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from shared.returns.policy.laws import (
    CONFORMITY,
    REIMBURSEMENT,
    SEND_BACK_DAYS,
    SENDING_BACK,
    STATUTORY,
    STATUTORY_WINDOW,
    WITHDRAWAL,
    WITHDRAWAL_DAYS,
)
from shared.returns.policy.policy import Accept, Actions, EvidenceNeeded, Fee, Window
from shared.returns.policy.rulebook import Heard
from shared.returns.policy.terms import BASE, LIMITS, LISTS
from shared.returns.vocabulary import Keep, Method, Outcome, Review, ShippingRefund, WholeAt

BEFORE_THE_GOODS = frozenset({WholeAt.APPROVAL, WholeAt.FIRST_SCAN})
"""Moments at which the shopper is made whole on trust."""


class Situation(NamedTuple):
    """What else counts, beside the rules that fired."""

    goods_stay: bool
    """The outcome asks for nothing back."""
    needs_words: bool
    """The reason does."""
    is_allowed: bool
    """An allow list names the customer or the order."""
    is_over_limit: bool
    is_too_dear: bool
    """More than may be paid before the goods are back."""
    is_withdrawal: bool
    """It is the consumer's right to withdraw."""
    is_refunded: bool
    """And it is paid back, or may be: no other outcome was chosen."""
    is_extended: bool
    """That right lasts longer than the policy's window."""
    is_statutory: bool
    """Japan's eight days hold."""
    needs_a_person: bool
    """Law does not let it be turned away, and the policy would."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Every slot, and who decided it."""

    actions: Actions
    rules: tuple[tuple[str, str], ...]
    by: Mapping[str, str]
    """Slot -> rule."""
    is_offered: bool
    """It is accepted, not rejected, and there is an outcome and a method."""

    def rule_that_took(self, slot: str) -> str:
        """The rule because of which something is not offered: the first that took off, else who set the slot."""
        return next((rule for name, rule in self.rules if name == f"without_{slot}"), self.by[slot])


def decided(heard: Heard, given: Situation, unsaid: frozenset[str]) -> Decided:
    """All slots as they stand. `unsaid`: slots of the base that the merchant left to us."""
    draft = _Draft(dict(heard.slots), dict(heard.rules))
    draft.leave_out(heard)
    if given.is_allowed and not draft.slots["accept"].yes:
        draft.set("accept", Accept(yes=True), LISTS)
    if given.is_statutory:
        draft.grant_eight_days(unsaid)
    if given.is_withdrawal:
        draft.grant_withdrawal()
    if given.is_refunded:
        draft.pay_back_everything()
    if given.is_extended:
        draft.extend_to_withdrawal()
    if given.needs_words and not given.is_withdrawal:
        draft.slots["evidence"] = replace(draft.slots["evidence"], words=True)
    draft.let_somebody_look(given)
    if given.is_too_dear:
        draft.pay_at_the_usual_moment(heard)
    if draft.slots["keep"] is not Keep.NO or given.goods_stay:
        draft.ask_for_nothing_back()
    return draft.finished(heard)


class _Draft:
    """Slots while they are being decided."""

    def __init__(self, slots: dict[str, Any], rules: dict[str, str]) -> None:
        self.slots, self.rules = slots, rules

    def set(self, slot: str, value: Any, rule: str) -> None:
        self.slots[slot], self.rules[slot] = value, rule

    def leave_out(self, heard: Heard) -> None:
        for slot, without in (("outcomes", heard.without_outcomes), ("methods", heard.without_methods)):
            if without:
                self.slots[slot] = tuple(each for each in self.slots[slot] if each not in without)

    def grant_eight_days(self, unsaid: frozenset[str]) -> None:
        """And the buyer pays the way back, where the merchant did not say otherwise."""
        self.set("window", STATUTORY_WINDOW, STATUTORY)
        if "shipping_fee" in unsaid and self.rules["shipping_fee"] == BASE:
            self.set("shipping_fee", Fee(by_shopper=True), STATUTORY)
        if "methods" in unsaid and self.rules["methods"] == BASE:
            self.set("methods", (Method.OWN_CARRIER,), STATUTORY)

    def grant_withdrawal(self) -> None:
        slots = self.slots
        if not slots["accept"].yes:
            self.set("accept", Accept(yes=True), WITHDRAWAL)
        if Outcome.REFUND not in slots["outcomes"]:
            self.set("outcomes", (*slots["outcomes"], Outcome.REFUND), WITHDRAWAL)
        if Method.OWN_CARRIER not in slots["methods"]:
            self.set("methods", (*slots["methods"], Method.OWN_CARRIER), SENDING_BACK)
        if slots["evidence"] != EvidenceNeeded():
            self.set("evidence", EvidenceNeeded(), WITHDRAWAL)
        if slots["restocking_fee"] != Fee():
            self.set("restocking_fee", Fee(), REIMBURSEMENT)
        if slots["send_back_days"] < SEND_BACK_DAYS:
            self.set("send_back_days", SEND_BACK_DAYS, SENDING_BACK)

    def pay_back_everything(self) -> None:
        if self.slots["credit_basis_points"] < 10_000:
            self.set("credit_basis_points", 10_000, REIMBURSEMENT)
        if self.slots["shipping_refund"] is ShippingRefund.NEVER:
            self.set("shipping_refund", ShippingRefund.WHOLE_ORDER, REIMBURSEMENT)

    def extend_to_withdrawal(self) -> None:
        merchants: Window = self.slots["window"]
        window = Window(WITHDRAWAL_DAYS, fallback=merchants.fallback, fallback_plus=merchants.fallback_plus)
        self.set("window", replace(window, to_business_day=True), WITHDRAWAL)

    def let_somebody_look(self, given: Situation) -> None:
        """Law comes before the policy's no, and a person before an automatic yes."""
        review = self.slots["review"]
        if given.needs_a_person or (given.is_withdrawal and review is Review.REJECT):
            law = WITHDRAWAL if given.is_withdrawal else CONFORMITY
            if not self.slots["accept"].yes:
                self.set("accept", Accept(yes=True), law)
            if review is not Review.MANUAL:
                self.set("review", Review.MANUAL, law)
        elif given.is_over_limit and review is Review.AUTOMATIC:
            self.set("review", Review.MANUAL, LIMITS)

    def pay_at_the_usual_moment(self, heard: Heard) -> None:
        """That of the base; where that is on trust too, once the goods were looked at."""
        usual = heard.base_whole_at
        self.set("whole_at", WholeAt.INSPECTION if usual in BEFORE_THE_GOODS else usual, self.rules["instant"])

    def ask_for_nothing_back(self) -> None:
        kept = self.slots["keep"] is not Keep.NO
        rule = self.rules["keep" if kept else "outcomes"]
        self.set("methods", (Method.NONE,), rule)
        self.set("whole_at", WholeAt.APPROVAL, rule)

    def finished(self, heard: Heard) -> Decided:
        without: dict[str, Any] = {"without_outcomes": heard.without_outcomes, "without_methods": heard.without_methods}
        slots = self.slots
        is_taken = slots["accept"].yes and slots["review"] is not Review.REJECT
        is_offered = bool(is_taken and slots["outcomes"] and slots["methods"])
        return Decided(Actions(**slots, **without), (*self.rules.items(), *heard.took), self.rules, is_offered)
