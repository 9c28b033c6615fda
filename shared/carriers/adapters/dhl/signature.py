"""DHL's push signs nothing, but carries a token in a header of our choice: `X-Api-Key: <token>`.

Source (2026-11): https://developer.dhl.com/api-reference/shipment-tracking-unified-push. A subscription names its hook
as `{"uri", "authentication": {"type": "ApiKeyAuthentication", "header", "token"}}`: connect it with "X-Api-Key" and
the webhook secret. The `secret` that DHL pushes to a new subscription is another one: it is sent back to DHL to
activate the subscription. No time is signed, so a replay of an old push passes: harmless, because a known scan changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the tokens of the subscriptions."""
    require_token(headers.get("x-api-key", ""), secrets)
