"""DHL eCommerce signs nothing: `X-Api-Key: <token>`, a token that the merchant gives out.

Source (2026-11): https://developer.dhl.com/api-reference/tracking-webhooks-dhl-ecommerce-americas documents a TLS
endpoint that answers 200 within five seconds (tried again after one hour and after six), and no signature. The header
is assumed. No time is signed, so a replay of an old push passes: harmless, because a known scan changes nothing, and
every push brings the parcel's whole history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the tokens the merchant gave out."""
    require_token(headers.get("x-api-key", ""), secrets)
