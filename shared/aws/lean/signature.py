"""The signature of a request that reads from S3: AWS Signature Version 4, for GET without a body.

Source (2026-11): docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. A test holds it to the example
given there and to what botocore signs.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

NO_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of nothing."""

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a function signs with. Never printed: there is no repr that shows them."""

    access_key_id: str
    secret_access_key: str
    session_token: str = ""
    """Of a role's short-lived credentials; empty for a user's."""


def encoded_path(path: str) -> str:
    """A path as it is sent and signed: UTF-8, everything but unreserved characters and slashes as %XX."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in path.encode())


def signed_headers(
    host: str, path: str, headers: Mapping[str, str], credentials: Credentials, region: str, now: datetime
) -> dict[str, str]:
    """`headers` (lower-case names), with all that S3 wants to see beside them. `path` is encoded; `now` is UTC."""
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    signed = {**headers, "host": host, "x-amz-content-sha256": NO_BODY, "x-amz-date": moment}
    if credentials.session_token:
        signed["x-amz-security-token"] = credentials.session_token
    names = ";".join(sorted(signed))
    written = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = f"GET\n{path}\n\n{written}\n{names}\n{NO_BODY}"
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{credentials.secret_access_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    signed["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{scope},SignedHeaders={names},Signature={signature}"
    )
    return signed
