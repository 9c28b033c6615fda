"""Proof that a relay is ours: `Authorization: Bearer <secret>`.

Royal Mail documents no push on its open developer portal (2026-11); its shipping platforms push, but show the format
to their customers only. Assumed: a relay of the merchant's posts the answers of the Tracking API, with the token we
gave it. Nothing is signed, no time either, so a replay passes: harmless, because a known scan changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are tokens that we gave to the relay."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    require_token(token if scheme == "Bearer" else "", secrets)
