"""The code on a gift receipt: who holds it may send the gift back, without knowing the buyer.

Only a keyed hash of it is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Sequence

_NOT_OF_A_CODE = re.compile(r"[^A-Z0-9]+")
SHORTEST = 8
"""Characters of a code that count: fewer could be guessed over the API."""


def canonical(code: str) -> str:
    """What counts of a code as people type it: letters and digits, whatever their case, width and grouping."""
    return _NOT_OF_A_CODE.sub("", unicodedata.normalize("NFKC", code).upper())


def keyed_hash(code: str, secret: str) -> str:
    """What is kept of a code: 64 hex digits, which nobody can work out or try codes against without the secret."""
    return hmac.new(secret.encode(), f"gift-code\x1f{canonical(code)}".encode(), hashlib.sha256).hexdigest()


def is_code(code: str, kept: str, secrets: Sequence[str]) -> bool:
    """Whether `code` is the one of which `kept` is the hash, under any of the secrets; in constant time."""
    if not kept or len(canonical(code)) < SHORTEST:
        return False
    matches = [hmac.compare_digest(keyed_hash(code, secret), kept) for secret in secrets if secret]
    return any(matches)
