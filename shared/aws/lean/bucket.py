"""Objects of one S3 bucket, read with nothing but the standard library."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.aws.lean.connection import Connection, HttpAnswer, Secured
from shared.aws.lean.signature import Credentials, encoded_path, signed_headers
from shared.errors import Unavailable

TIMEOUT_SECONDS = 2.0
AMAZON_ROOTS = os.path.join(os.path.dirname(__file__), "amazon_roots.pem")
"""The authorities that sign AWS's certificates; reading the system's hundred and more takes longer than INIT may."""


class StoreUnavailable(Unavailable):
    """S3 did not answer as it should."""

    code = "store_unavailable"


class NotThere(StoreUnavailable):
    """There is no such object, or we may not read it: who may not list a bucket is not told which."""

    code = "not_there"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object's content, and the tag that says whether it changed."""

    content: bytes
    tag: str


class LeanBucket:
    """One bucket. For one thread at a time."""

    def __init__(
        self,
        name: str,
        *,
        region: str,
        credentials: Credentials,
        now: Callable[[], datetime],
        endpoint: str = "",
        authorities: str = "",
    ) -> None:
        """`endpoint`: of a stand-in ("http://127.0.0.1:4566"), asked by path instead of by the bucket's own host name.
        `authorities`: a file of certificates to trust instead of AWS's."""
        self._region = region
        self._credentials = credentials
        self._now = now
        self._authorities = authorities
        scheme, _, address = endpoint.rstrip("/").rpartition("://")
        self._is_plain = scheme == "http"
        self._host = address or f"{name}.s3.{region}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}"
        self._prefix = f"/{name}/" if address else "/"
        self._connection: Connection | None = None

    def get(self, key: str, known_tag: str = "") -> StoredObject | None:
        """The object under `key`; None when its tag is still `known_tag`. Tries twice; raises StoreUnavailable."""
        headers = {"if-none-match": known_tag} if known_tag else {}
        answer = self._answer(key, headers)
        if answer.status == 304:
            return None
        if answer.status in (403, 404):
            raise NotThere(f"S3 answered {answer.status} for {key}.")
        if answer.status != 200:
            raise StoreUnavailable(f"S3 answered {answer.status} for {key}.")
        return StoredObject(answer.body, answer.headers.get("etag", ""))

    def _answer(self, key: str, headers: dict[str, str]) -> HttpAnswer:
        """The second answer where the first was a failure: of a connection that died unnoticed, or of a busy S3."""
        try:
            answer = self._ask(key, headers)
            if answer.status < 500:
                return answer
            self._hang_up()
        except OSError as error:
            self._trust_the_systems_authorities(error)
        try:
            return self._ask(key, headers)
        except OSError as error:
            raise StoreUnavailable(f"S3 did not answer for {key} ({type(error).__name__}).") from None

    def _ask(self, key: str, headers: dict[str, str]) -> HttpAnswer:
        path = encoded_path(f"{self._prefix}{key}")
        signed = signed_headers(self._host, path, headers, self._credentials, self._region, self._now())
        if self._connection is None:
            self._connection = self._open(AMAZON_ROOTS)
        return self._connection.get(path, signed)

    def _open(self, roots: str | None) -> Connection:
        host, _, port = self._host.partition(":")
        secured = None if self._is_plain else _secured(self._authorities or roots)
        return Connection(host, int(port or (80 if self._is_plain else 443)), timeout=TIMEOUT_SECONDS, secured=secured)

    def _hang_up(self) -> None:
        """Whoever is in trouble may have another server answer next time."""
        if self._connection is not None:
            self._connection.close()

    def _trust_the_systems_authorities(self, error: OSError) -> None:
        """Should AWS ever be signed by somebody new, the system's own list knows."""
        if type(error).__name__ == "SSLCertVerificationError" and not self._authorities:
            self._connection = self._open(None)


def _secured(authorities: str | None) -> Secured:
    import ssl  # 10 ms, which a plain stand-in need not take

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authorities is None:
        context.load_default_certs()
    else:
        context.load_verify_locations(authorities)
    return context
