"""How much of an item can be sent, by the stock the merchant published with the products."""

from __future__ import annotations

from collections.abc import Callable, Mapping


class PublishedStock:
    """Implements shared.returns.money.ports.Stock by `products.stock` of the configuration."""

    def __init__(self, table: Callable[[], Mapping[str, Mapping[str, int]]]) -> None:
        """`table`: SKU -> warehouse -> pieces, as last published."""
        self._table = table

    def available(self, sku: str) -> int | None:
        """Pieces in all warehouses together; None where the merchant says nothing of the item."""
        pieces = self._table().get(sku)
        return None if pieces is None else sum(pieces.values())
