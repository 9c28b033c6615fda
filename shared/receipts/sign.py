"""The merchant's signature under what was told: an HMAC-SHA256 over the receipt's canonical bytes.

Symmetric on purpose: it is the merchant who must be able to say years later "this, and nothing else, is what we told",
and the key is theirs, in their account. The bytes and a test vector are in docs/promise-receipts.md.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

ALGORITHM = "HMAC-SHA256"
SIGNED = "receipt, as RFC 8785 canonical JSON in UTF-8"


class Check(StrEnum):
    """What became of checking a signature. The values are public."""

    VALID = "valid"
    INVALID = "invalid"
    """The key is there, and the document is not what was signed with it."""
    KEY_UNKNOWN = "key_unknown"
    """The key that it names is no longer, or not, among ours: nothing can be said."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature, and which key made it."""

    key_id: str
    value: str
    """64 lower-case hexadecimal digits."""

    def to_json(self) -> dict[str, str]:
        """As published: it says how it was made, and over what."""
        return {"algorithm": ALGORITHM, "key_id": self.key_id, "signed": SIGNED, "value": self.value}


def key_id(secret: str) -> str:
    """The name of a key: the first 16 hexadecimal digits of a hash of it. A random key is not given away by that."""
    return hashlib.sha256(f"todoku-promise-key\x1f{secret}".encode()).hexdigest()[:16]


def sign(document: str, secret: str) -> Signature:
    """Sign a document's UTF-8 bytes."""
    return Signature(key_id(secret), _value(document, secret))


def check(document: str, signature: Signature, secrets: Sequence[str]) -> Check:
    """Whether one of `secrets` made the signature under `document`. Compares in constant time."""
    secret = next((known for known in secrets if key_id(known) == signature.key_id), None)
    if secret is None:
        return Check.KEY_UNKNOWN
    genuine = hmac.compare_digest(_value(document, secret).encode(), signature.value.encode())
    return Check.VALID if genuine else Check.INVALID


def _value(document: str, secret: str) -> str:
    return hmac.new(secret.encode(), document.encode(), hashlib.sha256).hexdigest()
