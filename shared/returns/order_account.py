"""What was asked back and paid back of one order, over all its returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.returns.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces of a position that belong to one return."""

    first: int
    """How many pieces of the position lie before them."""
    count: int
    return_id: str


@dataclass(frozen=True, slots=True)
class OrderAccount:
    """What was asked back and paid back of one order, over all its returns. The fence of its money."""

    order_id: str
    taken: dict[str, int] = field(default_factory=dict)
    """Position -> pieces that are in a return, or came back."""
    settlements: tuple[Settlement, ...] = ()
    """Of all its returns: reserved, due, done."""
    return_ids: tuple[str, ...] = ()
    version: int = 0
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    """Position -> whose its taken pieces are, by `first`; `taken` is their sum."""
    ended_ids: tuple[str, ...] = ()
    """Those of `return_ids` that came to nothing: declined, cancelled, expired."""
