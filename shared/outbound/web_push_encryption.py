"""Web push: content that only the browser can read, and who sends it.

Sources: RFC 8291 (keys: 3.3 and 3.4; its appendix A is tested), RFC 8188 (2.1, `aes128gcm`, one record), RFC 8292
(VAPID: 2, an ES256 token over the push service's origin, good for at most 24 hours; 3, the `vapid` scheme).
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.errors import Invalid

TOKEN_LASTS = timedelta(hours=12)
_RECORD = 4096
_CURVE = ec.SECP256R1()


class UnusableKey(Invalid):
    """A browser's key, or the merchant's, is no point or number of the curve P-256 in base64url."""

    code = "unusable_key"


def encrypt(content: bytes, p256dh: str, auth: str, *, salt: bytes, own_key: ec.EllipticCurvePrivateKey) -> bytes:
    """One `aes128gcm` record for the browser. `salt`: 16 random bytes, `own_key`: a new key; neither is used twice."""
    try:
        browser_point = decoded(p256dh)
        browser_key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser_point)
        secret_of_browser = decoded(auth)
    except ValueError:
        raise UnusableKey("A browser's keys cannot be read.") from None
    own_point = point(own_key)
    shared_secret = own_key.exchange(ec.ECDH(), browser_key)
    material = _derive(shared_secret, secret_of_browser, b"WebPush: info\x00" + browser_point + own_point, 32)
    key = _derive(material, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(material, salt, b"Content-Encoding: nonce\x00", 12)
    header = salt + _RECORD.to_bytes(4, "big") + bytes([len(own_point)]) + own_point
    return header + AESGCM(key).encrypt(nonce, content + b"\x02", None)


def vapid(endpoint: str, private_key: str, contact: str, now: datetime) -> str:
    """What stands in `Authorization`. `private_key`: 32 bytes in base64url. `contact`: mailto: or https."""
    key = read_private_key(private_key)
    address = urlsplit(endpoint)
    expires = int((now + TOKEN_LASTS).timestamp())
    claims = {"aud": f"{address.scheme}://{address.netloc}", "exp": expires, "sub": contact}
    head = encoded(_json({"typ": "JWT", "alg": "ES256"}))
    signed = f"{head}.{encoded(_json(claims))}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={encoded(point(key))}"


def read_private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key whose number is written in base64url, as browsers' tools for VAPID write it."""
    try:
        return ec.derive_private_key(int.from_bytes(decoded(text), "big"), _CURVE)
    except ValueError:
        raise UnusableKey("The VAPID key cannot be read.", field="vapid_private_key") from None


def new_key() -> ec.EllipticCurvePrivateKey:
    """A key for one message."""
    return ec.generate_private_key(_CURVE)


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half, uncompressed: 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of base64url, with or without padding; raises ValueError."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
