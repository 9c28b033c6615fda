"""A word about refunds: a payment service pushed that something became of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefundWord:
    """Which refunds to ask after.

    What the push says of them is not taken over: pushes come late, twice and in any order, and of two tries to pay the
    older may be the last to be heard of. The payment service is asked what is true now.
    """

    return_id: str = ""
    settlement_id: str = ""
    """The refund, where the push names it."""
    order_id: str = ""
    """Else the order, all of whose refunds that wait are asked after."""
    says_failed: bool = False
    """Whether it came to nothing: then one that counts as paid is asked after too."""
