"""What carriers' signature schemes have in common: an HMAC, a token or a timestamp, written into a header."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from shared.carriers.carrier import SignatureRefused

TOLERANCE = timedelta(minutes=5)
"""How far a signed time may lie from ours, in either direction (Standard Webhooks 1.0.0, "Verifying webhook
authenticity"; Stripe's and Svix's libraries use the same)."""

_SECONDS = re.compile(r"[0-9]{1,12}")


def require_hmac_sha256(claimed: str, body: bytes, keys: Iterable[bytes], written: Callable[[bytes], bytes]) -> None:
    """Raise SignatureRefused unless one of the keys signed the body.

    `claimed` is the header's value, "" when it was not sent; `written` turns a digest into the header's spelling.
    """
    require_one_of([claimed], [(key, written(hmac.digest(key, body, "sha256"))) for key in keys])


def require_token(claimed: str, secrets: Iterable[str]) -> None:
    """Raise SignatureRefused unless `claimed` is one of the secrets: for carriers that send a token only."""
    require_one_of([claimed], [(_bytes(secret), _bytes(secret)) for secret in secrets])


def require_one_of(claimed: Iterable[str], expected: Iterable[tuple[bytes, bytes]]) -> None:
    """Raise SignatureRefused unless one of the `claimed` spellings is one of the `expected`, each (key, spelling).

    No early exit: the time taken must not tell which secret or which signature matched.
    """
    offered = [_bytes(claim) for claim in claimed]
    accepted = False
    for key, spelling in expected:
        for offer in offered:
            # An empty key would make a signature that anybody can compute.
            accepted |= hmac.compare_digest(spelling, offer) and bool(key)
    if not accepted:
        raise SignatureRefused


def require_recent(seconds: str, now: datetime) -> None:
    """Raise SignatureRefused unless `seconds` (Unix time in plain digits) is within TOLERANCE of `now`, either way."""
    if not _SECONDS.fullmatch(seconds) or abs(now.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        raise SignatureRefused


def is_recent(at: datetime, now: datetime) -> bool:
    """Whether a signed time (aware) is within TOLERANCE of `now`, either way: for schemes that write it as a date."""
    return abs(now - at) <= TOLERANCE


def _bytes(text: str) -> bytes:
    """As bytes, because compare_digest raises on text that is not ASCII; by an encoding that cannot fail."""
    return text.encode("utf-8", "backslashreplace")
