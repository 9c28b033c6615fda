"""Shoppers' addresses: which secret signs them, where they point, how long they work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from shared.access import shopper_link

VALID_FOR = timedelta(days=180)
"""Longer than any return window in use; a new link is made with every message."""
SECRET_NAME = "link_signing"  # noqa: S105 - the name of a secret, not one


class ShopperLinks:
    """Makes and opens the addresses shoppers get."""

    def __init__(self, secrets: Callable[[], Mapping[str, Sequence[str]]], public_url: str) -> None:
        self._secrets = secrets
        self._public_url = public_url.rstrip("/")

    def address(self, link: str, now: datetime) -> str:
        """The tracking page's address for an order's link reference."""
        token = shopper_link.seal(link, now + VALID_FOR, self._secrets()[SECRET_NAME][0])
        return f"{self._public_url}/t/{token}"

    def open(self, token: str, now: datetime) -> str:
        """The link reference inside a token; Forbidden when it is not ours, or too old."""
        return shopper_link.open_token(token, self._secrets()[SECRET_NAME], now)
