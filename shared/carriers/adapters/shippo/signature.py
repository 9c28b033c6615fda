"""Shippo's webhook signature: `Shippo-Auth-Signature: t=<Unix time>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`.

Source (2026-11): https://docs.goshippo.com/docs/tracking/webhooksecurity, "HMAC security"; Shippo hands out the secret
on request. The page's other ways to know Shippo, a `?token=` in the address and the addresses it sends from, are not
seen here: without the header nothing is accepted. What exactly is signed, and how the header spells it, is recalled.
Assumed: `t` is in seconds, and `v1` may come more than once while Shippo changes a secret.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_one_of, require_recent


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are those that Shippo handed out."""
    timestamp, claimed = _parts(headers.get("shippo-auth-signature", ""))
    require_recent(timestamp, now)
    signed = timestamp.encode() + b"." + body
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    require_one_of(claimed, [(key, hmac.digest(key, signed, "sha256").hex().encode()) for key in keys])


def _parts(header: str) -> tuple[str, list[str]]:
    """The last `t` and every `v1` of "t=1795338000,v1=5257...,v1=..."."""
    timestamp = ""
    claimed: list[str] = []
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name == "t":
            timestamp = value
        elif name == "v1":
            claimed.append(value)
    return timestamp, claimed
