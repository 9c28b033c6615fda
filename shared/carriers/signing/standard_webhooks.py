"""Standard Webhooks 1.0.0: signatures by the scheme that several senders share.

Source (2026-11): https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. Signed are
the bytes `{webhook-id}.{webhook-timestamp}.{body}` with HMAC-SHA256; `webhook-signature` lists signatures, each
`v1,<base64>`, with a space between them: several while the sender rotates its key. Other versions (`v1a`, asymmetric)
are passed over. The signed time must lie within five minutes of ours, either way, so a replay is refused after that;
before, it is harmless, because a known scan changes nothing.

A secret is `whsec_` and the key in base64, as the specification writes it; any other text is the key itself.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.carrier import SignatureRefused
from shared.carriers.signing.signatures import require_one_of, require_recent

PREFIX = "whsec_"
"""Of a secret whose rest is the key in base64."""


def require_standard_webhook(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`."""
    message_id, seconds = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id:
        raise SignatureRefused
    require_recent(seconds, now)
    keys = [key_of(secret) for secret in secrets]
    expected = [(key, signature(key, message_id, seconds, body)) for key in keys]
    require_one_of(headers.get("webhook-signature", "").split(" "), expected)


def signature(key: bytes, message_id: str, seconds: str, body: bytes) -> bytes:
    """One signature of a webhook, as it stands in the header: by whom it is sent, and by whom it is checked."""
    signed = f"{message_id}.{seconds}.".encode("utf-8", "backslashreplace") + body
    return b"v1," + b64encode(hmac.digest(key, signed, "sha256"))


def key_of(secret: str) -> bytes:
    """The key's bytes; none, which no signature fits, for what begins like a key in base64 and is not."""
    if not secret.startswith(PREFIX):
        return secret.encode("utf-8", "backslashreplace")
    try:
        return b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""
