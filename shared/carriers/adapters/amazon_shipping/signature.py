"""Amazon Shipping signs nothing, but sends a credential: `X-API-KEY: <key>`.

Source (2026-11): https://developer-docs.amazon.com/amazon-shipping/docs/track-a-shipment-push-notifications. A shipper
agrees on one of four with Amazon: an API key in a header, a key in the address, a user with a password, or OAuth.
Taken is the first, with the header of the page's example. No time is signed, so a replay of an old push passes:
harmless, because a known scan changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the API keys given to Amazon."""
    require_token(headers.get("x-api-key", ""), secrets)
