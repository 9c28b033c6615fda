"""EasyPost's webhook signature, version 1: `X-Hmac-Signature: hmac-sha256-hex=<hex digest of the raw body>`.

Sources (2026-11): https://docs.easypost.com/guides/webhooks-guide names the header; the spelling of its value and the
normalisation of the secret are those of EasyPost's own client libraries (`validate_webhook`). The scheme signs no
time, so a replay of an old push passes: harmless, because a known scan changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signatures import require_hmac_sha256


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the `webhook_secret`s given to EasyPost."""
    keys = [unicodedata.normalize("NFKD", secret).encode() for secret in secrets]
    require_hmac_sha256(headers.get("x-hmac-signature", ""), body, keys, _written)


def _written(digest: bytes) -> bytes:
    return b"hmac-sha256-hex=" + digest.hex().encode()
