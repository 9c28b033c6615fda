"""The score: the sum of what the signals contribute, each by its name, and the tier that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from shared.returns.abuse.assessment import Assessment, RiskTier
from shared.returns.abuse.records import Rated, Records
from shared.returns.abuse.signals import SIGNALS
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.hearing import listed
from shared.returns.policy.policy import AbuseRules, Lists
from shared.returns.return_request import ReturnRequest

MOST = 100
KNOWN_AFTER_DAYS = 90
KNOWN_AFTER_ORDERS = 3
_USUAL = AbuseRules()
_NOBODY = Lists()


def assess(
    request: ReturnRequest | None,
    history: CustomerHistory,
    records: Records,
    rules: AbuseRules = _USUAL,
    lists: Lists = _NOBODY,
) -> Assessment:
    """How a request is rated; None: the customer as such. The same for the same, and more of a signal is never less.

    Whom an allow list names is trusted whatever the points are, which are told all the same. Trusted is else only who
    has a record: an account of 90 days, or three orders before this one. A stranger without a point is normal.
    """
    rated = Rated(records, request)
    observed = {signal.name: max(0, signal.observe(rated, history)) for signal in SIGNALS}
    is_allowed = _is_allowed(rated, lists)
    return rate(observed, rules, has_record=_has_record(rated), is_allowed=is_allowed)


def rate(observed: Mapping[str, int], rules: AbuseRules, *, has_record: bool, is_allowed: bool = False) -> Assessment:
    """Points and tier of what was counted, by signal."""
    weights = dict(rules.weights)
    found = [
        (signal.name, signal.points(observed.get(signal.name, 0), weights.get(signal.name, signal.weight)))
        for signal in SIGNALS
    ]
    signals = _at_most(sorted(((name, points) for name, points in found if points), key=lambda one: -one[1]))
    points = sum(each for _, each in signals)
    return Assessment(
        points=points,
        signals=signals,
        tier=(RiskTier.TRUSTED if is_allowed else _tier(points, rules, has_record=has_record)).value,
        observed=tuple((name, observed[name]) for name, _ in signals),
    )


def _at_most(found: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """What is above 100 together is taken off the least, so that the parts are always the sum."""
    kept, left = [], MOST
    for name, points in found:
        counts = min(points, left)
        left -= counts
        if counts:
            kept.append((name, counts))
    return tuple(kept)


def _tier(points: int, rules: AbuseRules, *, has_record: bool) -> RiskTier:
    if points >= rules.high_from:
        return RiskTier.HIGH
    if points >= rules.watched_from:
        return RiskTier.WATCHED
    return RiskTier.TRUSTED if has_record and points < rules.trusted_below else RiskTier.NORMAL


def _has_record(rated: Rated) -> bool:
    buyer = rated.buyer
    if buyer is None or not buyer.customer_id:
        return False
    is_old = buyer.since is not None and rated.records.now - buyer.since >= timedelta(days=KNOWN_AFTER_DAYS)
    return is_old or (buyer.orders_placed or 0) >= KNOWN_AFTER_ORDERS


def _is_allowed(rated: Rated, lists: Lists) -> bool:
    customer_id = rated.buyer.customer_id if rated.buyer else ""
    if rated.request is None:
        return listed(lists, "", customer_id)[0]
    order_ids = rated.request.order_ids
    return bool(order_ids) and all(listed(lists, order_id, customer_id)[0] for order_id in order_ids)
