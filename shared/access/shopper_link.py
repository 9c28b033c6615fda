"""The shopper's link: an opaque, signed, expiring reference to one order. It names no order and no person."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from shared.errors import Forbidden

_SHAPE = re.compile(r"([A-Za-z0-9_-]{22})\.([0-9a-f]{8})\.([A-Za-z0-9_-]{22})")


def reference(entropy: bytes) -> str:
    """A link's opaque reference out of 16 random bytes: 22 URL-safe characters."""
    return _text(entropy)


TRACKING = "t"
"""The purpose of a tracking page's token."""


def seal(link: str, expires_at: datetime, secret: str, purpose: str = TRACKING) -> str:
    """The token a link carries: reference, expiry (UTC seconds, hex), and the first 128 bits of an HMAC-SHA256.

    `purpose`: what it opens, in the signature: who was handed a tracking page cannot make a preference page of it.
    """
    expiry = f"{int(expires_at.timestamp()):08x}"
    return f"{link}.{expiry}.{_signature(link, expiry, secret, purpose)}"


def open_token(token: str, secrets: Sequence[str], now: datetime, purpose: str = TRACKING) -> str:
    """The reference inside a token for `purpose`, signed with any of `secrets` and not expired.

    Forbidden otherwise, with no hint.
    """
    shape = _SHAPE.fullmatch(token)
    if shape is None:
        raise Forbidden("This link is not valid.")
    link, expiry, signature = shape.groups()
    genuine = [
        hmac.compare_digest(_signature(link, expiry, secret, purpose), signature) for secret in secrets if secret
    ]
    if not any(genuine) or int(expiry, 16) <= now.timestamp():
        raise Forbidden("This link is not valid.")
    return link


def _signature(link: str, expiry: str, secret: str, purpose: str) -> str:
    signed = "shopper-link" if purpose == TRACKING else f"shopper-link:{purpose}"
    code = hmac.new(secret.encode(), f"{signed}\x1f{link}\x1f{expiry}".encode(), hashlib.sha256).digest()
    return _text(code[:16])


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
