"""Two RSA keys for tests, made by `openssl genrsa 2048`. They sign nothing but samples."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass

EXPONENT = 65537
_SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True)
class KeyPair:
    """A key with which a test signs, and its public half."""

    id: str
    modulus: int
    private_exponent: int

    @property
    def jwk(self) -> dict[str, str]:
        """The public half, as `https://api.shipengine.com/jwks` writes it."""
        numbers = {"n": self.modulus, "e": EXPONENT}
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id} | {
            name: urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
            for name, number in numbers.items()
        }

    @property
    def stored(self) -> str:
        """The public half, as a merchant stores it."""
        return json.dumps(self.jwk)

    def sign(self, message: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256."""
        return self.sign_padded(padded(_SHA_256 + hashlib.sha256(message).digest()))

    def sign_padded(self, block: bytes) -> bytes:
        """The signature of 256 bytes, whatever they are."""
        return pow(int.from_bytes(block, "big"), self.private_exponent, self.modulus).to_bytes(256, "big")


def padded(digest: bytes) -> bytes:
    """256 bytes: 00 01 FF ... FF 00 and the digest."""
    return b"\x00\x01" + b"\xff" * (253 - len(digest)) + b"\x00" + digest


ONE = KeyPair(
    "key-1",
    int(
        "abfd1f67782255e9cff55d10fa6affe6be1ec79da4473c16717f4be696c60d703f866350c7282c357ef7eb550ae7c5c8cb64"
        "15ad011c7635090e556dfc4eb401e9024072602b68b0cd85e476b43e4ddc812ab90893ac45f0a337c0ab272967d32e115753"
        "3532c020fcbdc2d46f8ef1f448ff6c4d2a2868622d6a2a135139056a34a82cb0a3902e25f4cfbf3bb650f5fac6eedf843474"
        "cbf610fe411cd804faeeb9f30220740d946bd7ee526c53e3d4fff717090b1e82a981e7fe3be92e9e3d127e1d62481680fda7"
        "c1c4eb4b0655fb86fa04e3728c724f7fee48197eaf9ed490dd668424102e46295e83200b4ac0da73a0683de15fd068b79dd3"
        "16526ffa7c5d",
        16,
    ),
    int(
        "054d13feb871367cb27039a22055d3f564bec62051c3f05230c55fad87d02af1dec361a447bf313da4e0375cb3ad59274b3d"
        "967d729f51f568860c940b46d1bd8d55086f7e0f5876ba9ef9dfbec67cd7e3135208b5a485b359148ad7bba9470df749898b"
        "8304416fc2da867acdc57627b5684a0a46d6600146ad1306ed65f888b47034e5c3da605b8ec15b2af364a7794e580d9319b5"
        "6b681228ecf661ede9790214f0fc5b750f08aa04e5a05cd0f2001456b11971ee67fa610c14e57079f4c9ee70d4b7d8f12054"
        "8c0db3cdf6522dbc29d68d3c23cf11a3452f495f01b7a2a48094a7037dc3ff896306fc034b68b8a3f3f0e04de4e8d7a463dd"
        "28b7865b8f01",
        16,
    ),
)

OTHER = KeyPair(
    "key-2",
    int(
        "c18f1c8379e55629c8283ce0deadeccf602c07171ef2792fbb58b9eb8db876476a92b811498c652f3a9c91cebb04511e5baf"
        "42bf8a71b35581181fb78416cfbea481d27fdd921034e6151e80806da26e0e91092ae3997f1d9f1887cf09344f8c1b1c587b"
        "284dc93a9ce3692c5aa47bd1f307a0fee344128f57f0e8fa2aa03d8fcda492a6d0f556bda2d9c2b72f2d24c216c80eba64a6"
        "0055b6019b8fa7b46e2434887a43c2d4427f4c017483eabd7fa9d3668fa461765128a2b56fb1ece919e27c0ffaa8f7355afe"
        "6fbf54d0806993be9946a6a8ad3cea22c480152fc9af8791459835e86524f71a0c8053e30d5639b4c43d824659ca4a26ab30"
        "842e497ca98d",
        16,
    ),
    int(
        "0067c59243ead6499b9cf3f5af99b3258308cc92009356ec21eb0f669e231d024cc7966198e315a229f0028129949a7be30a"
        "c4abc48534f030a74587bb9bd59f0b56a74373ca16c51997413b5929819dd3e37b5eaedfd72b8f75fc70d34edbfcc9e0bf11"
        "b0f5aabe77ee24fdfe099aa5c7a9c42d4c7a0bc4e794fe53e9cb709d8fcc73684fb709f363805c8a5bd9e4ca6f3e9d83f233"
        "6ff6016ee77b623a687260a4e522d19df5901120d904061a544a9436f3bae8f4c1978977325462b6b08b59e3826d156cb0b0"
        "e6b20236fd0d995feb269b6df4385425088e105ccc9348bb3d0e750c89f1ddafa2be37590765dc03e66e6a9e0ecc872eca09"
        "d526b8951ce1",
        16,
    ),
)
