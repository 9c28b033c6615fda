"""Outcomes as they are offered: what of their terms a shopper chooses by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from shared.returns.policy.policy import Actions, Bonus, Fee
from shared.returns.policy.terms import MethodOffer, OutcomeOffer, Terms
from shared.returns.vocabulary import Keep, Method, Outcome, Review, WholeAt

_CACHED = 8192

Offers = tuple[OutcomeOffer, ...]


class KnownOffers:
    """Offers that were made before. Where the same rules may fire and the same terms hold, the same is offered."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int, date | None, int], tuple[Actions, Offers]] = {}
        """By the identity of the reason's actions, which are kept with them so that it stays theirs."""

    def of(self, alive: int, terms: Terms, stake: int, make: Callable[[], Offers]) -> Offers:
        """What was made for these rules, terms and amount at stake; else what `make` makes."""
        key = (alive, id(terms.actions), terms.until, stake)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _CACHED:
                self._made.clear()
            made = self._made[key] = (terms.actions, make())
        return made[1]


def outcome_offer(outcome: Outcome, terms: Terms, by_method: Mapping[Method, Terms]) -> OutcomeOffer:
    """The offer, with each method's own terms."""
    actions = terms.actions
    bonus = next((each for each in actions.bonuses or () if each.outcome is outcome), Bonus(outcome))
    return OutcomeOffer(
        outcome=outcome,
        methods=tuple(by_method),
        shipping_fee=actions.shipping_fee or Fee(),
        restocking_fee=actions.restocking_fee or Fee(),
        bonus_fixed=bonus.fixed,
        bonus_basis_points=bonus.basis_points,
        bonus_at_most=bonus.at_most,
        whole_at=actions.whole_at or WholeAt.INSPECTION,
        keep=actions.keep or Keep.NO,
        review=actions.review or Review.AUTOMATIC,
        until=terms.until,
        by_method=tuple(_method_offer(method, own.actions) for method, own in by_method.items()),
    )


def _method_offer(method: Method, actions: Actions) -> MethodOffer:
    return MethodOffer(
        method,
        actions.shipping_fee or Fee(),
        actions.whole_at or WholeAt.INSPECTION,
        actions.review or Review.AUTOMATIC,
    )
