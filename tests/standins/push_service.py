"""A push service and the browsers behind it: it checks who sends (RFC 8292), and they read what comes (RFC 8291)."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.outbound.web_push_encryption import decoded, encoded, point
from shared.shoppers.shopper import PushSubscription
from tests.standins.service import Asked, Objection, Reply, Service, needs

_CURVE = ec.SECP256R1()


class PushService(Service):
    """Takes messages for the browsers that subscribed here."""

    def __init__(self, public_key: str, *, now: float | None = None) -> None:
        """`public_key`: the merchant's, which subscriptions are bound to. `now`: seconds since 1970."""
        super().__init__()
        self._public_key = public_key
        self.merchant_key = ""
        """The other half, where whoever set this up keeps it here."""
        self._now = now
        self._browsers: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes]] = {}
        self.gone: set[str] = set()
        self.shown: dict[str, list[dict[str, Any]]] = {}
        """Browser -> what reached it, repeats and all."""

    def subscribe(self, name: str) -> PushSubscription:
        """A new browser's subscription."""
        key, secret = ec.generate_private_key(_CURVE), bytes(range(16))
        self._browsers[name] = key, secret
        self.shown[name] = []
        return PushSubscription(f"{self.url}/push/{name}", encoded(point(key)), encoded(secret))

    def visible(self, name: str) -> list[dict[str, Any]]:
        """What a browser shows: of the same tag, the last."""
        return list({shown["tag"]: shown for shown in self.shown[name]}.values())

    def take(self, asked: Asked) -> Reply:
        name = asked.path.removeprefix("/push/")
        needs(name in self._browsers, 404, "no such subscription")
        needs(name not in self.gone, 410, "gone")
        self._needs_vapid(asked)
        needs(asked.headers.get("content-encoding") == "aes128gcm", 400, "encoding")
        needs(re.fullmatch(r"\d{1,7}", asked.headers.get("ttl", "")), 400, "TTL")
        needs(re.fullmatch("[A-Za-z0-9_-]{1,32}", asked.headers.get("topic", "")), 400, "topic")
        needs(asked.headers.get("urgency") in ("very-low", "low", "normal", "high"), 400, "urgency")
        needs(len(asked.body) <= 4096, 413, "too large")
        self.shown[name].append(json.loads(decrypted(asked.body, *self._browsers[name])))
        return Reply.of(201, Location=f"{self.url}/messages/{name}")

    def _needs_vapid(self, asked: Asked) -> None:
        found = re.fullmatch(
            r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)", asked.headers.get("authorization", "")
        )
        if found is None:
            raise Objection(401, "no vapid")
        head, claims, signature, key = found.groups()
        needs(key == self._public_key, 403, "another sender's key")
        said = json.loads(decoded(claims))
        needs(said["aud"] == self.url, 403, "audience")
        now = time.time() if self._now is None else self._now
        needs(now < said["exp"] <= now + 24 * 3600, 403, "expiry")
        needs(re.match("mailto:|https:", said["sub"]), 403, "contact")
        raw = decoded(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        try:
            public = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decoded(key))
            public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise Objection(403, "signature") from None


def decrypted(body: bytes, key: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """What a browser reads (RFC 8188, 2; RFC 8291, 3.4)."""
    salt, size = body[:16], body[20]
    sender = body[21 : 21 + size]
    shared_secret = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, sender))
    material = _derive(shared_secret, secret, b"WebPush: info\x00" + point(key) + sender, 32)
    content_key = _derive(material, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(material, salt, b"Content-Encoding: nonce\x00", 12)
    padded = AESGCM(content_key).decrypt(nonce, body[21 + size :], None)
    return padded.rstrip(b"\x00").removesuffix(b"\x02")


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)
