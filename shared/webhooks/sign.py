"""Signatures of webhooks, by Standard Webhooks 1.0.0.

Source (2026-11): https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. The
scheme itself is in `shared/carriers/signing/standard_webhooks.py`, which checks it where carriers use it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.carriers.signing.standard_webhooks import PREFIX, key_of, signature

OVERLAP = timedelta(hours=24)
"""For how long what is sent is signed with the secret before as well."""
SECRET_BYTES = 32


def new_secret(entropy: bytes) -> str:
    """A secret out of SECRET_BYTES random bytes, as the standard writes it."""
    return PREFIX + base64.b64encode(entropy).decode()


def webhook_id(event_id: str) -> str:
    """The `webhook-id` of an event: always the same for one event, and safe in a header whatever the event's id holds.

    There is no full stop in it, which separates the parts that are signed.
    """
    return f"msg_{hashlib.sha256(event_id.encode()).hexdigest()[:32]}"


def in_force(secrets: Sequence[str], rotated_at: datetime | None, now: datetime) -> list[str]:
    """Those to sign with: the newest, and the one before while receivers may not have the new one yet."""
    is_new = rotated_at is not None and now - rotated_at < OVERLAP
    return list(secrets[: 2 if is_new else 1])


def signed_headers(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The three headers of a webhook; a signature for each secret, the newest first."""
    seconds = str(int(now.timestamp()))
    signatures = [signature(key_of(secret), message_id, seconds, body).decode() for secret in secrets]
    return {"webhook-id": message_id, "webhook-timestamp": seconds, "webhook-signature": " ".join(signatures)}
