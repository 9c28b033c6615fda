"""What carriers' signature schemes have in common: an HMAC-SHA256 over the raw body, written into a header."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable

from shared.carriers.carrier import SignatureRefused


def require_hmac_sha256(claimed: str, body: bytes, keys: Iterable[bytes], written: Callable[[bytes], bytes]) -> None:
    """Raise SignatureRefused unless one of the keys signed the body.

    `claimed` is the header's value, "" when it was not sent; `written` turns a digest into the header's spelling.
    """
    # As bytes, because compare_digest raises on text that is not ASCII; by an encoding that cannot fail.
    offered = claimed.encode("utf-8", "backslashreplace")
    accepted = False
    for key in keys:
        # No early exit: the time taken must not tell which of the secrets matched.
        expected = written(hmac.digest(key, body, "sha256"))
        # An empty key would make a signature that anybody can compute.
        accepted |= hmac.compare_digest(expected, offered) and bool(key)
    if not accepted:
        raise SignatureRefused
