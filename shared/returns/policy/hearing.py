"""One position before the policy: what holds for it, whichever reason, outcome and method are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.returns.policy.decided import BEFORE_THE_GOODS, Decided, Situation, decided
from shared.returns.policy.facts import Ask, CustomerHistory, Facts, Position, Purchase
from shared.returns.policy.in_time import InTime, Spans, Timekeeper
from shared.returns.policy.laws import withdrawal_until
from shared.returns.policy.outcome_offers import KnownOffers
from shared.returns.policy.policy import Fact, Instant, Limits, Lists, Policy, Reason, Window
from shared.returns.policy.rulebook import Heard, Rulebook
from shared.returns.policy.terms import BASE, LISTS, Terms, Why
from shared.returns.policy.windows import Days, presumed_delivery
from shared.returns.vocabulary import Method, Outcome, Review

_FAR = 10**15
"""More than any amount: two amounts become one number."""
_CACHED = 8192
"""Decisions kept: sets of rules that fired, by situation."""


class Bench:
    """A policy, compiled, with what it decided before: none of that is about a certain purchase."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.book = Rulebook(policy)
        self.known = KnownOffers()
        self.base_window: Window = self.book.heard(0).slots["window"]
        self.has_instant = policy.base.instant is not None
        self._decided: dict[tuple[int, Situation], Decided] = {}

    def decided(self, fired: int, given: Situation) -> Decided:
        """What these rules come to in this situation."""
        known = self._decided.get((fired, given))
        if known is None:
            if len(self._decided) >= _CACHED:
                self._decided.clear()
            known = decided(self.book.heard(fired), given, self.policy.unsaid)
            self._decided[fired, given] = known
        return known


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase before the policy: what holds for all of its positions."""

    purchase: Purchase
    alive: int
    """Rules that its facts leave standing."""
    is_allowed: bool
    is_blocked: bool
    is_over_limit: bool
    spans: Spans
    """Windows laid over the calendar for it."""

    @classmethod
    def of(cls, bench: Bench, purchase: Purchase) -> Bought:
        policy = bench.policy
        is_allowed, is_blocked = listed(policy.lists, purchase.order_id, purchase.customer_id)
        is_over_limit = _is_over(policy.limits, purchase.returns_so_far, purchase.history)
        return cls(purchase, bench.book.of_order(purchase.facts), is_allowed, is_blocked, is_over_limit, {})


class Hearing:
    """One position, with all that is known but the choices."""

    def __init__(self, bench: Bench, bought: Bought, position: Position, ask: Ask) -> None:
        self._bench, self._bought, self.position = bench, bought, position
        policy, purchase = bench.policy, bought.purchase
        own: Facts = {**position.facts, **purchase.facts}
        standing = bench.book.of_position(bought.alive, own)
        self._facts: Facts = {**_asked(ask), **own}
        self.alive = bench.book.of_request(standing, self._facts)
        """Rules that only the choices can still stop."""
        days = Days(purchase.placed_on, position.shipped_on, position.delivered_on)
        window = bench.base_window
        self._withdrawal = withdrawal_until(policy, window, days, purchase.facts, position.facts, ask.condition)
        self._time = Timekeeper(policy, purchase, position, self._withdrawal, bought.spans)
        self._is_there = not position.on_its_way and (
            position.delivered_on is not None or purchase.today >= presumed_delivery(window, days)
        )
        self._is_over_limit = not bought.is_allowed and (bought.is_over_limit or self._has_too_many_items())
        self._is_blocked = bought.is_blocked or position.sku in policy.lists.blocked_skus
        self._may_come = self._is_there and not self._is_blocked and position.open_quantity > 0
        self._given: dict[tuple[object, ...], Terms] = {}

    @property
    def signature(self) -> tuple[object, ...]:
        """Positions of one purchase that share it have the same terms for a reason, if the same rules are alive."""
        place = self.position
        there = (self._is_there, self._is_blocked, place.open_quantity > 0)
        return (*there, place.delivered_on, place.shipped_on, place.warranty_until, self._withdrawal, self.stake)

    @property
    def stake(self) -> int:
        """The amount that limits of paying ahead are compared with; 0 where there are none."""
        if not self._bench.has_instant and not self.alive & self._bench.book.sets_instant:
            return 0
        return self._worth + self._bought.purchase.history.open_instant * _FAR

    def at(self, reason: Reason | None, outcome: Outcome | None, method: Method | None) -> Terms:
        """The terms for these choices, as far as they are made; not yet whether the choices are among them."""
        book = self._bench.book
        fired = book.firing(book.with_reason(self.alive, reason), reason, outcome, method, self._facts)
        group, needs_words = (None, False) if reason is None else (reason.group, reason.needs_words)
        goods_stay, is_refund = outcome is Outcome.SPARE_PART, outcome is None or outcome is Outcome.REFUND
        key = (fired, group, needs_words, goods_stay, is_refund)
        given = self._given.get(key)
        if given is None:
            heard = book.heard(fired)
            found = self._time.in_time(heard.slots["window"], heard.rules["window"] == BASE, group)
            ruling = self._bench.decided(fired, self._situation(heard, found, needs_words, goods_stay, is_refund))
            whys = () if self._is_fine(ruling, found) else tuple(self._whys(ruling, found))
            given = Terms(ruling.actions, ruling.rules, found.until, found.closes, found.clock, whys)
            self._given[key] = given
        return given

    def suits(self, reason: Reason) -> bool:
        """Whether the reason is one for goods of this category."""
        return not reason.categories or self._facts.get(Fact.PRODUCT_CATEGORY) in reason.categories

    def _situation(
        self, heard: Heard, found: InTime, needs_words: bool, goods_stay: bool, is_refund: bool
    ) -> Situation:
        slots = heard.slots
        is_trusting = "instant" in slots and slots["whole_at"] in BEFORE_THE_GOODS
        return Situation(
            goods_stay=goods_stay,
            needs_words=needs_words,
            is_allowed=self._bought.is_allowed,
            is_over_limit=self._is_over_limit,
            is_too_dear=is_trusting and self._is_too_dear(slots["instant"]),
            is_withdrawal=found.is_withdrawal,
            is_refunded=is_refund and found.is_withdrawal,
            is_extended=found.is_extended,
            is_statutory=found.is_statutory,
            needs_a_person=self._needs_a_person(slots, found),
        )

    def _needs_a_person(self, slots: Any, found: InTime) -> bool:
        if found.is_withdrawal:
            return self._is_blocked or not self._is_there
        if not found.is_claim:
            return False
        is_taken = slots["accept"].yes or self._bought.is_allowed
        return not (is_taken and self._is_there and found.is_open and slots["review"] is not Review.REJECT)

    def _is_fine(self, ruling: Decided, found: InTime) -> bool:
        """Whether nothing can be against it: the common case, and the quick way out."""
        return ruling.is_offered and found.is_open and self._may_come

    def _whys(self, ruling: Decided, found: InTime) -> Iterator[Why]:
        if self._is_blocked and not found.is_withdrawal:
            yield Why("blocked", LISTS)
        if not (found.is_withdrawal or found.is_claim):
            yield from self._against_terms(ruling, found)
        if self.position.open_quantity <= 0:
            yield Why("nothing_left")
        if not ruling.actions.outcomes:
            yield Why("nothing_offered", ruling.rule_that_took("outcomes"))
        if not ruling.actions.methods:
            yield Why("no_method", ruling.rule_that_took("methods"))

    def _against_terms(self, ruling: Decided, found: InTime) -> Iterator[Why]:
        """What the merchant's own terms say against it; law may set all of this aside."""
        accept = ruling.actions.accept
        if accept is not None and not accept.yes:
            yield Why(accept.because or "not_accepted", ruling.by["accept"])
        if not self._is_there:
            yield Why("not_delivered", ruling.by["window"])
        if not found.is_open:
            yield Why("window_closed", ruling.by["window"], found.until)
        if ruling.actions.review is Review.REJECT:
            yield Why("rejected", ruling.by["review"])

    def _has_too_many_items(self) -> bool:
        items = self._facts.get(Fact.RETURN_ITEMS)
        return isinstance(items, int) and items > self._bench.policy.limits.items_per_return

    @property
    def _worth(self) -> int:
        """What was paid for the pieces that may still come back."""
        return self.position.value * self.position.open_quantity // max(1, self.position.quantity)

    def _is_too_dear(self, instant: Instant) -> bool:
        """By the value of the request; where that is not known, of this position's pieces."""
        asked = self._facts.get(Fact.RETURN_VALUE)
        value = asked if isinstance(asked, int) else self._worth
        if instant.per_return is not None and value > instant.per_return:
            return True
        still_out = self._bought.purchase.history.open_instant
        return instant.open_total is not None and still_out + value > instant.open_total


def _asked(ask: Ask) -> Facts:
    return ask.facts if ask.condition is None else {**ask.facts, Fact.RETURN_CONDITION: ask.condition}


def listed(lists: Lists, order_id: str, customer_id: str) -> tuple[bool, bool]:
    """Whether it is allowed, and whether it is blocked. What is said of the order goes before what is of the customer,
    and a block before an allowance."""
    if order_id in lists.blocked_orders:
        return False, True
    if order_id in lists.allowed_orders:
        return True, False
    if customer_id in lists.blocked_customers:
        return False, True
    return customer_id in lists.allowed_customers, False


def _is_over(limits: Limits, returns_of_order: int, history: CustomerHistory) -> bool:
    """Whether one return more is above what goes without review."""
    of_order, of_customer = limits.returns_per_order, limits.returns_per_customer
    if of_order is not None and returns_of_order >= of_order:
        return True
    return of_customer is not None and history.recent_returns >= of_customer
