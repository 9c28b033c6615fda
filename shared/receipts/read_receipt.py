"""Read what was told: one promise by its id, or the first and the latest of an order."""

from __future__ import annotations

from shared.errors import NotFound
from shared.receipts.ports import Receipts, Told
from shared.receipts.receipt import SignedReceipt


class PromiseUnknown(NotFound):
    """No such promise was made."""

    code = "promise_unknown"


def read_receipt(receipts: Receipts, promise_id: str) -> SignedReceipt:
    """The receipt as it was signed; raises PromiseUnknown."""
    kept = receipts.get(promise_id)
    if kept is None:
        raise PromiseUnknown("There is no promise with this id.", field="promise_id")
    return kept.signed


def read_told(receipts: Receipts, order_id: str) -> Told:
    """What was told about an order, first and last; raises PromiseUnknown where nothing was."""
    told = receipts.of_order(order_id)
    if told is None:
        raise PromiseUnknown("No promise was made for this order.", field="order_id")
    return told
