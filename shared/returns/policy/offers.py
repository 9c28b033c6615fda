"""All that may be chosen for one position, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from shared.returns.policy.choosing import for_outcome, for_reason, later, methods_of
from shared.returns.policy.hearing import Bench, Hearing
from shared.returns.policy.outcome_offers import Offers, outcome_offer
from shared.returns.policy.policy import Reason
from shared.returns.policy.rulebook import Reasons
from shared.returns.policy.terms import Eligibility, ReasonOffer, Terms, Why

Answered = tuple[Terms, Offers]
Given = dict[object, Answered]
"""What was answered before: a class of reasons has one answer."""


def eligibility(bench: Bench, hearing: Hearing, given: Given) -> Eligibility:
    """The answer for one position: every reason that suits it, with what follows from it.

    `given`: what was answered for other positions of the same purchase; it grows.
    """
    like = hearing.signature
    found: list[ReasonOffer | None] = [None] * len(bench.policy.reasons)
    for alike in bench.book.reasons:
        if hearing.suits(alike.first):
            for number, offer in _offers_of(bench, hearing, alike, like, given):
                found[number] = offer
    reasons = tuple(offer for offer in found if offer is not None)
    open_ones = [offer.terms for offer in reasons if offer.outcomes]
    place = hearing.position
    until = open_ones[0].until if open_ones else None
    for terms in open_ones[1:]:
        until = later(until, terms.until)
    return Eligibility(
        place.order_id,
        place.line,
        place.sku,
        place.open_quantity,
        bool(open_ones),
        () if open_ones else tuple(dict.fromkeys(_all_against(reasons))),
        until,
        reasons,
    )


def _offers_of(
    bench: Bench, hearing: Hearing, alike: Reasons, like: object, given: Given
) -> Iterator[tuple[int, ReasonOffer]]:
    """Reasons that are alike are answered once, unless rules ask about them together with something else."""
    alive = hearing.alive & alike.mask
    if alive & bench.book.asks_several:
        for number, reason in alike.members:
            yield number, _said(reason, *_answer(bench, hearing, reason, alive))
        return
    key = (alive, alike.first.code, like)
    known = given.get(key)
    if known is None:
        known = given[key] = _answer(bench, hearing, alike.first, alive)
    for number, reason in alike.members:
        yield number, _said(reason, *known)


def _said(reason: Reason, terms: Terms, outcomes: Offers) -> ReasonOffer:
    return ReasonOffer(reason.code, terms, outcomes, terms.actions.message or ())


def _answer(bench: Bench, hearing: Hearing, reason: Reason, alive: int) -> Answered:
    terms = for_reason(bench.book, hearing, reason)
    if not terms.eligible:
        return terms, ()
    if alive & (bench.book.asks_several | bench.book.outcome_gates | bench.book.method_gates):
        return terms, _offers(bench, hearing, reason, terms)
    return terms, bench.known.of(alive, terms, hearing.stake, lambda: _offers(bench, hearing, reason, terms))


def _offers(bench: Bench, hearing: Hearing, reason: Reason, terms: Terms) -> Offers:
    tried = [(each, for_outcome(bench.book, hearing, reason, each)) for each in terms.actions.outcomes or ()]
    return tuple(
        outcome_offer(outcome, found, methods_of(hearing, reason, outcome, found))
        for outcome, found in tried
        if found.eligible
    )


def _all_against(reasons: tuple[ReasonOffer, ...]) -> Iterator[Why]:
    if not reasons:
        yield Why("no_reason")
    for offer in reasons:
        yield from offer.terms.whys
