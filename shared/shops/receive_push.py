"""Receive a shop system's push: prove who sent it, and keep of it only what is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.shops.shop_push import ShopPush
from shared.shops.shop_system import ShopSystem

MAX_PUSH_BYTES = 2 * 1024 * 1024
"""Larger than other bodies: an order of 500 positions, with all that shop systems say about each."""


def receive_push(
    system: ShopSystem, headers: Mapping[str, str], body: bytes, *, secrets: Sequence[str], now: datetime
) -> ShopPush | None:
    """What is queued of a push that is provably the shop system's; None when it is about nothing that is kept.

    Raises SignatureRefused and MalformedJson. Whether the fields make sense is found out behind the queue, where
    nothing is lost: to a refusal the shop system would answer by giving up.
    """
    system.verify(headers, body, secrets, now)
    return system.take(headers, body)
