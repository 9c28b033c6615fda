"""Whether one position is in time, by the policy's window, by its warranty, and by law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.returns.policy.facts import Position, Purchase
from shared.returns.policy.laws import conformity_until, may_be_nonconforming, statutory_window
from shared.returns.policy.policy import Policy, Window
from shared.returns.policy.windows import Days, Span, span_of
from shared.returns.vocabulary import ReasonGroup


@dataclass(frozen=True, slots=True)
class InTime:
    """When it may come back, and by what right."""

    until: date | None
    closes: date | None
    clock: str
    is_open: bool
    is_withdrawal: bool = False
    """The consumer may withdraw today."""
    is_extended: bool = False
    """The right to withdraw lasts longer than the policy's window."""
    is_statutory: bool = False
    """Japan's eight days hold."""
    is_claim: bool = False
    """That the goods are not what was bought is heard, whatever the terms of return say."""


Spans = dict[tuple[int, date | None, date | None], Span]
"""Windows of a policy, by identity, as they lie for the days of one purchase's positions."""


class Timekeeper:
    """The clocks of one position."""

    def __init__(
        self, policy: Policy, purchase: Purchase, position: Position, withdrawal: date | None, spans: Spans
    ) -> None:
        self._policy, self._purchase, self._position = policy, purchase, position
        self._withdrawal, self._spans = withdrawal, spans
        self.days = Days(purchase.placed_on, position.shipped_on, position.delivered_on)
        self._found: dict[tuple[int, bool, ReasonGroup | None], InTime] = {}

    def in_time(self, window: Window, is_base: bool, group: ReasonGroup | None) -> InTime:
        """By `window`, and what else holds for reasons of `group`. `is_base`: no rule set the window."""
        key = (id(window), is_base, group)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._by_group(window, is_base, group)
        return found

    def _by_group(self, window: Window, is_base: bool, group: ReasonGroup | None) -> InTime:
        if group is ReasonGroup.CHANGE_OF_MIND:
            return self._of_choice(window, is_base)
        span = self._span(window)
        if group is ReasonGroup.WARRANTY and is_base and self._position.warranty_until is not None:
            span = _until_at_least(span, self._position.warranty_until, "warranty")
        is_open = span.is_open(self._purchase.today)
        is_claim = may_be_nonconforming(group) and (is_open or self._is_claim(window))
        return InTime(span.until, span.closes, span.clock, is_open, is_claim=is_claim)

    def _of_choice(self, window: Window, is_base: bool) -> InTime:
        today = self._purchase.today
        statutory = statutory_window(self._policy, self._purchase.facts, is_base)
        span = self._span(statutory or window)
        right = self._withdrawal
        is_extended = right is not None and span.until is not None and right > span.until
        if right is not None:
            span = _until_at_least(span, right, span.clock)
        is_right = right is not None and today <= right
        is_open = span.is_open(today)
        return InTime(span.until, span.closes, span.clock, is_open, is_right, is_extended, statutory is not None)

    def _span(self, window: Window) -> Span:
        key = (id(window), self.days.shipped, self.days.delivered)
        span = self._spans.get(key)
        if span is None:
            span = self._spans[key] = span_of(window, self.days, self._policy.calendar)
        return span

    def _is_claim(self, window: Window) -> bool:
        last = conformity_until(self._policy, window, self.days, self._purchase.facts)
        return last is not None and self._purchase.today <= last


def _until_at_least(span: Span, day: date, clock: str) -> Span:
    if span.until is None or span.closes is None or day <= span.until:
        return span
    return Span(span.starts, day, max(span.closes, day), clock)
