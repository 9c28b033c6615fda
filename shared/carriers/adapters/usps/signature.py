"""USPS's notification signature: `X-HMAC: base64(HMAC-SHA256(secret, timestamp + payload))`.

`timestamp` and `payload` are the two texts of the notification's envelope, put together without anything between; the
secret has 32 characters and was given with the subscription. The header was once called `hmac-header`.

Source (2026-11): https://developers.usps.com/subscriptions-trackingv3r2, as others describe it who read it there; the
page itself is a script that could not be read. Assumed: that a body without such an envelope is signed as it stands.

The time is signed, but its age is not checked: USPS documents neither its zone nor whether a second try keeps the first
one's, and a subscription whose listener refuses is suspended. Replays are harmless: a known scan changes nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared import strict_json
from shared.carriers.signing.signatures import require_hmac_sha256


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are those of the subscriptions."""
    claimed = headers.get("x-hmac") or headers.get("hmac-header", "")
    keys = [secret.encode("utf-8", "backslashreplace") for secret in secrets]
    require_hmac_sha256(claimed, _signed_part(body), keys, b64encode)


def _signed_part(body: bytes) -> bytes:
    try:
        envelope = strict_json.loads(body)
    except strict_json.MalformedJson:
        return body
    if not isinstance(envelope, dict):
        return body
    timestamp, payload = envelope.get("timestamp"), envelope.get("payload")
    if not isinstance(timestamp, str) or not isinstance(payload, str):
        return body
    return (timestamp + payload).encode()
