"""DPD signs nothing: `Authorization: Bearer <token>`, which is the merchant's own.

Source (2026-11): "Tracking Push Service – Ihr Schnelleinstieg" (DPD Germany, 04/2023) names the address that pushes
come from (213.95.42.108), and neither a signature nor a credential. The token is assumed: it is added by whatever hands
the pushes, or the life cycle's answers, on to us. A token among the push's parameters is not accepted, for those are
kept and published. No time is signed, so a replay of an old push passes: harmless, because a known scan changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.carriers.signing.signatures import require_token


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """See `carrier.Verify`. The secrets are the tokens the merchant gave out."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    require_token(token if scheme.lower() == "bearer" else "", secrets)
