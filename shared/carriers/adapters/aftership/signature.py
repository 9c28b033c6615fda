"""AfterShip Tracking's webhook signature: `aftership-hmac-sha256: <base64 of the HMAC-SHA256 of the raw body>`.

Source (2026-11): https://www.aftership.com/docs/tracking/webhook/webhook-signature. AfterShip's other products
(returns, shipping, warranty) use other headers. The scheme signs no time of sending, so a replay of an old push passes:
harmless, because a known scan changes nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_hmac_sha256


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the account's webhook secrets, from AfterShip's settings."""
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    require_hmac_sha256(headers.get("aftership-hmac-sha256", ""), body, keys, b64encode)
