"""Sendcloud's webhook signature: `Sendcloud-Signature: <hex HMAC-SHA256 of the raw body>`.

Source (2026-11): https://sendcloud.dev/api/v3/webhooks, with a vector. The key is the integration's Secret Key, or its
Webhook Signature Key, by the kind of integration. Event subscriptions (beta, https://sendcloud.dev/api/v3/
event-subscriptions) are not signed: they carry the token that the subscriber chose, here the same secret, as
`Authorization: Bearer`. Neither signs a time, so a replay of an old push passes: harmless, because a known scan changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_hmac_sha256, require_token

_BEARER = "Bearer "


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the keys of the integration."""
    authorization = headers.get("authorization", "")
    if "sendcloud-signature" not in headers and authorization.startswith(_BEARER):
        require_token(authorization.removeprefix(_BEARER), secrets)
        return
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    require_hmac_sha256(headers.get("sendcloud-signature", ""), body, keys, _written)


def _written(digest: bytes) -> bytes:
    return digest.hex().encode()
