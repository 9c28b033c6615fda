"""DHL Express signs nothing: `X-Api-Key: <token>`, a token that the merchant gives out.

Source (2026-11): https://developer.dhl.com/api-reference/dhl-express-mydhl-api documents requests to DHL (HTTP Basic),
and no push. The header is assumed: it is what a push that is set up with DHL, or whatever fetches the answers and hands
them on, has to carry. No time is signed, so a replay of an old push passes: harmless, because a known scan changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the tokens the merchant gave out."""
    require_token(headers.get("x-api-key", ""), secrets)
