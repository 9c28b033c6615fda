"""ShipEngine's webhook signature: RSA-SHA256 over "<timestamp>.<raw body>", and three headers.

- `x-shipengine-rsa-sha256-signature`: base64
- `x-shipengine-rsa-sha256-key-id`: which of ShipEngine's keys signed it
- `x-shipengine-timestamp`: ISO 8601 in UTC ("2026-11-22T09:00:00Z")

Source (2026-11): https://docs.shipstation.com/apis/docs/guides/webhooks-validation. The keys are public, and the same
for every merchant: what is stored as the secret is one of them as a JWK, or all of them as the JWK set that
https://api.shipengine.com/jwks answers. Whoever stores one key only is to store the next when ShipEngine changes it.
Documented: the headers, "RSA-SHA256", the raw body, five minutes. Recalled: the dot between time and body. Assumed: the
padding is PKCS #1 v1.5, as "RSA-SHA256" means everywhere else, and the timestamp names its zone.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.carrier import SignatureRefused
from shared.carriers.signing.rsa import is_signed, public_keys
from shared.carriers.signing.signatures import is_recent


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are ShipEngine's public keys, as JSON."""
    timestamp = headers.get("x-shipengine-timestamp", "")
    _require_recent(timestamp, now)
    signed = timestamp.encode("utf-8", "backslashreplace") + b"." + body
    signature = _bytes(headers.get("x-shipengine-rsa-sha256-signature", ""))
    key_id = headers.get("x-shipengine-rsa-sha256-key-id", "")
    keys = [key for secret in secrets for key in public_keys(secret) if key.id in (key_id, "")]
    if not any(is_signed(signed, signature, key) for key in keys):
        raise SignatureRefused


def _require_recent(timestamp: str, now: datetime) -> None:
    try:
        at = datetime.fromisoformat(timestamp)
    except ValueError:
        raise SignatureRefused from None
    if at.tzinfo is None or not is_recent(at, now):
        raise SignatureRefused


def _bytes(base64: str) -> bytes:
    try:
        return b64decode(base64, validate=True)
    except (ValueError, binascii.Error):
        return b""
