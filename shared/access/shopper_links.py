"""Shoppers' addresses: which secret signs them, where they point, how long they work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from shared.access import shopper_link

VALID_FOR = timedelta(days=180)
"""Longer than any return window in use; a new link is made with every message."""
SECRET_NAME = "link_signing"  # noqa: S105 - the name of a secret, not one


RETURNS = "returns"
"""The purpose of tokens by which a shopper sends back what they bought: on the portal's pages, and shown to the API."""
GIFTS = "gifts"
"""Likewise, by which who received it sends back a gift."""
PROBLEMS = "problem"
"""The purpose of tokens by which a shopper reports what went wrong, and reads what became of it."""
PAGES = frozenset({shopper_link.TRACKING, "preferences", "unsubscribe", "reviews", "help", RETURNS, GIFTS, PROBLEMS})
"""The first part of the path of each page, and the purpose of its tokens."""


class ShopperLinks:
    """Makes and opens the addresses shoppers get."""

    def __init__(self, secrets: Callable[[], Mapping[str, Sequence[str]]], public_url: str) -> None:
        self._secrets = secrets
        self._public_url = public_url.rstrip("/")

    def address(self, link: str, now: datetime) -> str:
        """The tracking page's address for an order's link reference."""
        return self.page(shopper_link.TRACKING, link, now)

    def page(self, name: str, link: str, now: datetime, **query: str) -> str:
        """The address of one of `PAGES` for an order's link reference; parameters without a value are left out."""
        if name not in PAGES:
            raise ValueError(f"There is no page {name}.")
        token = self.token(name, link, now)
        said = urlencode({parameter: value for parameter, value in query.items() if value})
        return f"{self._public_url}/{name}/{token}" + (f"?{said}" if said else "")

    def behind_a_code(self, to: str, link: str, now: datetime, **query: str) -> str:
        """The address at which who holds the order's link is sent a code, and led on to a target (`Target`) by it."""
        token = self.token(shopper_link.TRACKING, link, now)
        return f"{self._public_url}/verify/{token}?{urlencode({'to': to, **query})}"

    def token(self, name: str, link: str, now: datetime) -> str:
        """What opens one of `PAGES` for `VALID_FOR`, without an address around it."""
        return shopper_link.seal(link, now + VALID_FOR, self._secrets()[SECRET_NAME][0], name)

    def open(self, token: str, now: datetime, page: str = shopper_link.TRACKING) -> str:
        """The link reference inside a token of this page; Forbidden when it is not ours, another page's, or too old."""
        return shopper_link.open_token(token, self._secrets()[SECRET_NAME], now, page)
