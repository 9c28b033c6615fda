"""Stripe's webhook signature: `Stripe-Signature: t=<Unix time>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">,v0=…`.

The key is the endpoint's signing secret, "whsec_…", as it stands there. Source (2026-11):
https://docs.stripe.com/webhooks/signature, "Verify manually": schemes other than `v1` are to be ignored, `v1` comes
twice while a secret is rolled, and each delivery that is tried again is signed anew with its own time. From memory:
verify.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_one_of, require_recent


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`."""
    parts = [part.strip().partition("=") for part in headers.get("stripe-signature", "").split(",")]
    timestamp = next((value for name, _, value in parts if name == "t"), "")
    require_recent(timestamp, now)
    signed = timestamp.encode() + b"." + body
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    claimed = [value for name, _, value in parts if name == "v1"]
    require_one_of(claimed, [(key, hmac.digest(key, signed, "sha256").hex().encode()) for key in keys])
