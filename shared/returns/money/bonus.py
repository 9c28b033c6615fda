"""What the merchant gives on top for an outcome: a fixed part once per return, a rate of what comes back, a limit.

Each outcome has its own. Who takes store credit for one item and a gift card for another gets the bonus of both: that
is what the policy's text says of each, and one return is not worth less than the two it could have been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.returns.books import in_shopper_currency
from shared.returns.money.roots import by_rate, by_root, root_of
from shared.returns.money.worth import Worth
from shared.returns.policy.policy import Bonus
from shared.returns.vocabulary import Outcome
from shared.tracking.sale import Sale


def give_bonus(worths: Sequence[Worth], sales: Mapping[str, Sale]) -> tuple[Worth, ...]:
    """The items, each with its part of its outcome's bonus. Of several fixed parts the highest, of limits the lowest.

    The rate is of goods given back before fees and delivery, rounded down; the limit bounds the outcome's whole bonus.
    Where fees leave nothing of an item, there is no bonus for it.
    """
    bringing = {root_of(worth.item.item_id) for worth in worths if worth.net}
    with_bonus = {worth.item.item_id: worth for worth in worths}
    for outcome in sorted({worth.item.outcome for worth in worths}):
        some = [worth for worth in worths if worth.item.outcome is outcome and _bonus(worth, outcome)]
        some = [worth for worth in some if root_of(worth.item.item_id) in bringing]
        for worth, bonus in zip(some, _shares(some, outcome, sales), strict=True):
            with_bonus[worth.item.item_id] = replace(worth, bonus=bonus)
    return tuple(with_bonus[worth.item.item_id] for worth in worths)


def _shares(some: Sequence[Worth], outcome: Outcome, sales: Mapping[str, Sale]) -> tuple[int, ...]:
    if not some:
        return ()
    ids, weights = [worth.item.item_id for worth in some], [worth.accepted for worth in some]
    bonuses = [_bonus(worth, outcome) or Bonus(outcome) for worth in some]
    books = [sales[worth.item.order_id] for worth in some]
    fixed = max(in_shopper_currency(each.fixed, sale) for each, sale in zip(bonuses, books, strict=True))
    rated = by_rate(ids, weights, [each.basis_points for each in bonuses])
    shares = [one + other for one, other in zip(rated, by_root(fixed, ids, weights), strict=True)]
    limits = [
        in_shopper_currency(each.at_most, sale)
        for each, sale in zip(bonuses, books, strict=True)
        if each.at_most is not None
    ]
    if limits and sum(shares) > min(limits):
        return by_root(min(limits), ids, shares)
    return tuple(shares)


def _bonus(worth: Worth, outcome: Outcome) -> Bonus | None:
    return next((bonus for bonus in worth.actions.bonuses or () if bonus.outcome is outcome), None)
