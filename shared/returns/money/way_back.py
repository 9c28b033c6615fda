"""What the way back costs the shopper: once for the whole return, however many orders and items it has.

Of several fixed fees the highest is taken, because one parcel travels; a fee in percent is taken of each item by its
own terms. The fixed fee is borne by the items whose terms have one, by what each of them is worth, and never exceeds
that. What the shopper keeps has no way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.returns.books import in_shopper_currency
from shared.returns.money.roots import by_rate, by_root, within
from shared.returns.money.worth import Worth
from shared.returns.policy.policy import Fee
from shared.returns.vocabulary import Keep
from shared.tracking.sale import Sale


def charge_way_back(worths: Sequence[Worth], sales: Mapping[str, Sale]) -> tuple[Worth, ...]:
    """The items, each with its part of the fee. `sales`: by order id."""
    ids = [worth.item.item_id for worth in worths]
    rated = by_rate(ids, [worth.value for worth in worths], [_fee(worth).basis_points for worth in worths])
    bounded = within(rated, ids, [worth.before_way_back for worth in worths])
    with_rates = [replace(worth, way_back=share) for worth, share in zip(worths, bounded, strict=True)]
    fixed = [_fixed(worth, sales) for worth in with_rates]
    weights = [_room(worth) if fee else 0 for worth, fee in zip(with_rates, fixed, strict=True)]
    if not sum(weights):
        return tuple(with_rates)
    shares = by_root(min(max(fixed), sum(weights)), ids, weights)
    return tuple(
        replace(worth, way_back=worth.way_back + share) for worth, share in zip(with_rates, shares, strict=True)
    )


def dearest(worths: Sequence[Worth]) -> Worth | None:
    """The item whose terms set the fee, the first of equals; None where nobody pays one."""
    paying = [worth for worth in worths if worth.way_back]
    return max(paying, key=lambda worth: (_fee(worth).fixed, _fee(worth).basis_points), default=None)


def _fixed(worth: Worth, sales: Mapping[str, Sale]) -> int:
    return in_shopper_currency(_fee(worth).fixed, sales[worth.item.order_id]) if worth.is_priced else 0


def _room(worth: Worth) -> int:
    return worth.before_way_back - worth.way_back


def _fee(worth: Worth) -> Fee:
    is_kept = worth.actions.keep not in (None, Keep.NO)
    return Fee() if is_kept else worth.actions.shipping_fee or Fee()
