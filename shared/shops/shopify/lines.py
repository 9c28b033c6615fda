"""The positions of a Shopify order, and how many of each will not come.

Source (2026-11): https://shopify.dev/docs/api/admin-rest/latest/resources/order. `current_quantity` is what was ordered
without what was removed, and removed is both what was taken out before it was sent and what was refunded after it had
come. Only the first is a cancellation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from shared.carriers.reading import fields
from shared.carriers.reading.fields import Node
from shared.shops.shop import text_of
from shared.shops.shopify.money import Tender
from shared.shops.shopify.sales import line_sale
from shared.shops.shopify.values import count_of, id_of
from shared.tracking.order import OrderLine

MAX_LINES = 200
"""Positions of an order that are kept: its item in the table is written whole at every change."""
MOST_OF_A_LINE = 999_999
NOT_ON_ITS_WAY = frozenset({"cancelled", "error", "failure"})
"""Statuses of a fulfilment of which nothing was sent."""


def lines_of(order: Node, tender: Tender | None) -> tuple[OrderLine, ...]:
    """The order's positions, also those that were taken out again; with what they were sold for, where it is known."""
    sent = _sent(order)
    found = [_line(line, path, sent, tender) for path, line in fields.nodes_or_empty(order, "line_items", "")]
    return tuple(line for line in found if line.quantity > 0)[:MAX_LINES]


def _line(line: Node, path: str, sent: Mapping[str, int], tender: Tender | None) -> OrderLine:
    """Of what was removed, as much counts as cancelled as cannot have been sent: the rest may be a return."""
    line_id = id_of(line, "id", path)
    sku = fields.text_or_empty(line, "sku", path) or line_id
    name = fields.text_or_empty(line, "name", path) or fields.text_or_empty(line, "title", path) or sku
    quantity = count_of(line, "quantity", path)
    left = quantity if line.get("current_quantity") is None else count_of(line, "current_quantity", path)
    quantity, left = min(quantity, MOST_OF_A_LINE), min(left, MOST_OF_A_LINE)
    cancelled = min(quantity, max(0, quantity - left - sent.get(line_id, 0)))
    sale = line_sale(line, path, quantity, tender) if tender else None
    return OrderLine(text_of(sku), text_of(name), quantity, cancelled=cancelled, sale=sale)


def _sent(order: Node) -> Mapping[str, int]:
    """How many of each position were handed to a carrier, by the position's id."""
    sent: Counter[str] = Counter()
    for path, fulfilment in fields.nodes_or_empty(order, "fulfillments", ""):
        if fields.text_or_empty(fulfilment, "status", path) in NOT_ON_ITS_WAY:
            continue
        for line_path, line in fields.nodes_or_empty(fulfilment, "line_items", path):
            sent[id_of(line, "id", line_path)] += count_of(line, "quantity", line_path)
    return sent
