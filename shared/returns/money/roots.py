"""Items that were one when the return was filed: what is shared out keeps to it, however they are split later.

"1.1" was split off "1". Shares go to whole items first and to their parts then, so that a partial receipt of one item
moves no unit of another one's money.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.returns.money.apportion import BASIS, apportion


def root_of(item_id: str) -> str:
    """The item as it was filed."""
    return item_id.partition(".")[0]


def by_root(total: int, item_ids: Sequence[str], weights: Sequence[int]) -> tuple[int, ...]:
    """`total` by `weights`, by largest remainder: first to items as filed, then to their parts."""
    roots = list(dict.fromkeys(root_of(item_id) for item_id in item_ids))
    of_root = {root: [place for place, item_id in enumerate(item_ids) if root_of(item_id) == root] for root in roots}
    root_weights = [sum(weights[place] for place in of_root[root]) for root in roots]
    shares = [0] * len(item_ids)
    for root, of_this in zip(roots, apportion(total, root_weights), strict=True):
        places = of_root[root]
        for place, share in zip(places, apportion(of_this, [weights[p] for p in places]), strict=True):
            shares[place] = share
    return tuple(shares)


def by_rate(item_ids: Sequence[str], weights: Sequence[int], rates: Sequence[int]) -> tuple[int, ...]:
    """Of each weight its own rate in basis points: of all weights of one rate together rounded down, then shared."""
    shares = [0] * len(item_ids)
    for rate in sorted({rate for rate in rates if rate}):
        places = [place for place, each in enumerate(rates) if each == rate]
        total = sum(weights[place] for place in places) * rate // BASIS
        some = by_root(total, [item_ids[p] for p in places], [weights[p] for p in places]) if total else ()
        for place, share in zip(places, some, strict=False):
            shares[place] = share
    return tuple(shares)


def within(shares: Sequence[int], item_ids: Sequence[str], limits: Sequence[int]) -> tuple[int, ...]:
    """The shares, none above its limit (0 or more): what is too much for one part the item's other parts bear."""
    kept = list(shares)
    for root in {root_of(item_id) for item_id in item_ids}:
        places = [place for place, item_id in enumerate(item_ids) if root_of(item_id) == root]
        if all(shares[place] <= limits[place] for place in places):
            continue
        of_root = [limits[place] for place in places]
        total = min(sum(shares[place] for place in places), sum(of_root))
        for place, share in zip(places, apportion(total, of_root), strict=True):
            kept[place] = share
    return tuple(kept)


def in_order(item_id: str) -> tuple[tuple[int, str], ...]:
    """A key to sort items by, so that no result hangs on the order they come in: 2 before 10, 1 before 1.1."""
    return tuple((len(part), part) for part in item_id.split("."))
