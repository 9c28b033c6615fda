"""La Poste pushes nothing: `Authorization: Bearer <token>`, which is the merchant's own.

Source (2026-11): https://developer.laposte.fr/products/suivi/latest documents no push, and so no signature. The token
is assumed: it is for whoever asks La Poste in the merchant's name and hands the answer on to us. No time is signed, so
a replay of an old answer passes: harmless, because a known scan changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the tokens the merchant gave out."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    require_token(token if scheme.lower() == "bearer" else "", secrets)
