"""Which pieces of a position no return holds."""

from __future__ import annotations

from collections.abc import Iterable


def free_pieces(taken: Iterable[tuple[int, int]], quantity: int, ordered: int) -> tuple[tuple[int, int], ...]:
    """The first `quantity` pieces of a position that are in no other return, as runs of (first, how many).

    `taken`: first piece and quantity of each item that holds some. After a cancellation there may be gaps, and each run
    is an item of its own. Fewer where fewer are left.
    """
    held = {piece for first, many in taken for piece in range(first, first + many)}
    runs: list[tuple[int, int]] = []
    for piece in [piece for piece in range(ordered) if piece not in held][:quantity]:
        if runs and sum(runs[-1]) == piece:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((piece, 1))
    return tuple(runs)
