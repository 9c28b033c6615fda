"""RSA signatures checked with the standard library: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2), and JWK keys.

Nothing here is secret, neither key nor signature, so nothing leaks by the time it takes. The padding is not parsed but
built anew and compared as a whole: what forged signatures of laxer readers (Bleichenbacher, CRYPTO 2006) cannot pass.

A check costs one modular power, about 0.1 ms for 2048 bits.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shared import strict_json
from shared.strict_json import MalformedJson

# A shorter modulus can be factored (RFC 7518, 3.3, asks for 2048 bits); a longer one only costs time.
_BITS = range(2048, 8193)
_EXPONENTS = range(3, 1 << 32, 2)

# DER of the DigestInfo that says "SHA-256, 32 bytes follow" (RFC 8017, 9.2, note 1).
_SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One RSA key."""

    id: str
    """JWK's `kid`; "" when it has none."""
    modulus: int
    exponent: int


@lru_cache(maxsize=64)
def public_keys(text: str) -> tuple[PublicKey, ...]:
    """The RSA keys in a JWK, or in a JWK set (RFC 7517), given as JSON text; none for anything else."""
    try:
        found = strict_json.loads(text.encode("utf-8", "surrogatepass"))
    except MalformedJson:
        return ()
    keys = found.get("keys", [found]) if isinstance(found, dict) else []
    return tuple(_usable(keys))


def is_signed(message: bytes, signature: bytes, key: PublicKey) -> bool:
    """Whether `signature` is the key's over `message`."""
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= key.modulus:
        return False
    return hmac.compare_digest(pow(number, key.exponent, key.modulus).to_bytes(size, "big"), _padded(message, size))


def _padded(message: bytes, size: int) -> bytes:
    """EMSA-PKCS1-v1_5: 00 01 FF ... FF 00, then the digest with its name."""
    digest = _SHA_256 + hashlib.sha256(message).digest()
    return b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest


def _usable(keys: object) -> Iterator[PublicKey]:
    for jwk in keys if isinstance(keys, list) else []:
        if isinstance(jwk, dict) and jwk.get("kty") == "RSA":
            modulus, exponent = _number(jwk.get("n")), _number(jwk.get("e"))
            if modulus.bit_length() in _BITS and exponent in _EXPONENTS:
                yield PublicKey(str(jwk.get("kid") or ""), modulus, exponent)


def _number(written: object) -> int:
    """A Base64urlUInt of JWK (RFC 7518, 2); 0 for anything else."""
    if not isinstance(written, str):
        return 0
    try:
        return int.from_bytes(urlsafe_b64decode(written.encode() + b"=="), "big")
    except (ValueError, binascii.Error):
        return 0
