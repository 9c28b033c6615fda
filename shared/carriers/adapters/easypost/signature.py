"""EasyPost's webhook signatures, two beside each other: an HMAC-SHA256 of the body, and one of the time and the body.

1. `X-Hmac-Signature: hmac-sha256-hex=<hex digest of the raw body>`
2. `X-Hmac-Signature-V2: hmac-sha256-hex=<hex digest of X-Timestamp + method + X-Path + raw body>`, where
   `X-Timestamp` is a date of RFC 2822 ("Tue, 19 Aug 2025 20:37:09 -0000") and the method is POST

Sources (2026-11): https://docs.easypost.com/guides/webhooks-guide names the first header; how its value is spelled and
the secret normalised is in EasyPost's own client libraries (`validate_webhook`), which check no other.
https://support.easypost.com/hc/en-us/articles/39826034964237-Webhook-HMAC-Validation has the second's headers and its
time; in which order the signed parts follow one another is recalled.

Either is enough. The first signs no time, so a replay of an old push passes: harmless, because a known scan changes
nothing.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from shared.carriers.signing.signatures import is_recent, require_one_of


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the `webhook_secret`s given to EasyPost."""
    keys = [unicodedata.normalize("NFKD", secret).encode("utf-8", "backslashreplace") for secret in secrets]
    claimed = [headers.get("x-hmac-signature", ""), headers.get("x-hmac-signature-v2", "")]
    signed = [body, *_timed(headers, body, now)]
    require_one_of(claimed, [(key, _written(key, message)) for key in keys for message in signed])


def _timed(headers: Mapping[str, str], body: bytes, now: datetime) -> Iterator[bytes]:
    """What the second signature signs, if it was sent and is recent."""
    timestamp = headers.get("x-timestamp", "")
    if "x-hmac-signature-v2" in headers and is_recent(_moment(timestamp), now):
        yield f"{timestamp}POST{headers.get('x-path', '')}".encode("utf-8", "backslashreplace") + body


def _moment(timestamp: str) -> datetime:
    """The moment of a date of RFC 2822; long ago for anything else."""
    try:
        at = parsedate_to_datetime(timestamp)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)  # "-0000" is UTC, but naive
    except (ValueError, TypeError, IndexError, OverflowError):
        return _LONG_AGO


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _written(key: bytes, message: bytes) -> bytes:
    return b"hmac-sha256-hex=" + hmac.digest(key, message, "sha256").hex().encode()
