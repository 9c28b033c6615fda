"""How a drop is signed: by Standard Webhooks 1.0.0, for which there are libraries in most languages.

Yamato sends nothing itself. What signs is the merchant's own system, see docs/scan-files.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.standard_webhooks import require_standard_webhook


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`."""
    require_standard_webhook(headers, body, secrets, now)
