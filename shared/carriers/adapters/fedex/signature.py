"""FedEx's webhook signature: `fdx-signature: <base64 of the HMAC-SHA256 of the raw body>`.

Source (2026-11): https://developer.fedex.com/api/en-us/catalog/shipment-visibility-webhook/docs/introduction/
business-rules-and-best-practices.html. Documented: the header, base64, HmacSHA256, the security token as key. The
page's wording of what is signed ("hex encoding the request payload") is read as the payload's bytes: assumed. The
scheme signs no time, so a replay of an old push passes: harmless, because a known scan changes nothing.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_hmac_sha256


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the security tokens of the webhook project."""
    keys = [secret.encode() for secret in secrets]
    require_hmac_sha256(headers.get("fdx-signature", ""), body, keys, b64encode)
