"""Exact shares of whole numbers: what is shared out adds up to what there was, whatever the order of the parts.

Two rules, and no other rounding of shares. Among several (positions, payments): everybody gets the whole units of their
exact share, and the units that are left go to the largest remainders (Hamilton's method), of equals to the earlier.
Among the pieces of one position: the first k of n pieces have floor(total × k ÷ n), and pieces a to b have what those
up to b have more than those up to a; so partial returns over time add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

BASIS = 10_000
"""Basis points in a whole."""


def apportion(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`total` (0 or more) by `weights` (0 or more each), by largest remainder; equally where all weights are 0.

    Where `total` is no more than the sum of weights, nobody gets more than their weight. Nothing among nobody is ().
    """
    whole = sum(weights)
    if not whole:
        return apportion(total, [1] * len(weights)) if weights else ()
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return tuple(shares)


def of_pieces(total: int, first: int, quantity: int, pieces: int) -> int:
    """What of `total` belongs to `quantity` pieces from `first` (counted from 0) on, of `pieces` that share it."""
    return up_to(total, first + quantity, pieces) - up_to(total, first, pieces)


def up_to(total: int, count: int, pieces: int) -> int:
    """What of `total` belongs to the first `count` of `pieces`."""
    return total * min(max(count, 0), pieces) // pieces if pieces > 0 else 0
