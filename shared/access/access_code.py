"""The one-time code: six digits that follow from a look-up and the secret, and are stored nowhere."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence

DIGITS = 6


def code_of(lookup_id: str, secret: str) -> str:
    """The code of a look-up. Nobody works it out from another without the secret."""
    digest = hmac.new(secret.encode(), f"access-code\x1f{lookup_id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}}"


def is_code(code: str, lookup_id: str, secrets: Sequence[str]) -> bool:
    """Whether it is the look-up's code under any of the secrets; in constant time."""
    matches = [hmac.compare_digest(code_of(lookup_id, secret), code) for secret in secrets if secret]
    return any(matches)


def read_code(typed: str) -> str:
    """The code in what was typed or pasted, full-width or in groups; "" where it is not six digits."""
    digits = "".join(unicodedata.normalize("NFKC", typed).replace("-", " ").split())
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else ""
