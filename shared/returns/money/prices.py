"""What other items cost, by the prices the merchant published with the products."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shared.promise.money import Price


class PublishedPrices:
    """Implements shared.returns.means.Means.price_of by `products.goods` of the configuration."""

    def __init__(self, table: Callable[[], Mapping[str, Price]]) -> None:
        """`table`: SKU -> price of one piece, as last published; with tax or without, as the prices of sales are."""
        self._table = table

    def __call__(self, sku: str, currency: str) -> int | None:
        """Minor units; None where the merchant says none in this currency."""
        price = self._table().get(sku)
        return price.amount if price is not None and price.currency == currency else None
