"""Shopify's webhook signature: `X-Shopify-Hmac-SHA256: <base64 of the HMAC-SHA256 of the raw body>`.

The key is the client secret of the app that subscribed; for webhooks made in the admin (Settings, Notifications), the
secret shown there. Source (2026-11): https://shopify.dev/docs/apps/build/webhooks/verify-deliveries, which also says
that after a rotation it can take an hour until the new secret is used: two are valid meanwhile.

Headers are not signed, and no time is: who recorded a push can send it again, under another topic or time. It changes
nothing, because the order of words about an order goes by `updated_at`, which is in the body.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_hmac_sha256


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`."""
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    require_hmac_sha256(headers.get("x-shopify-hmac-sha256", ""), body, keys, b64encode)
