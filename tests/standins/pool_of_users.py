"""Amazon Cognito's pool of users, as its pages and token endpoint are documented; whoever comes signs in at once."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.standins.service import Asked, Objection, Reply, Service

CLIENT = "a-client"
ISSUER = "https://cognito-idp.ap-northeast-1.amazonaws.com/a-pool"


class PoolOfUsers(Service):
    """Codes are worth something once, with the verifier of their challenge. It leads back to known addresses only."""

    def __init__(self, console: str, now: datetime) -> None:
        super().__init__()
        self.claims: dict[str, Any] = {"cognito:groups": ["agent"], "name": "Hanako"}
        self._console = console
        self._now = now
        self._begun: dict[str, dict[str, str]] = {}

    def take(self, asked: Asked) -> Reply:
        place = urlsplit(asked.path)
        if place.path == "/oauth2/authorize":
            return Reply(302, b"", {"Location": self.signed_in(place.query)})
        if place.path == "/oauth2/token":
            return self.exchange(asked.body)
        return Reply(302, b"", {"Location": self._signed_out(place.query)})

    def signed_in(self, query: str) -> str:
        """Where somebody is led who signed in."""
        asked = _fields(query)
        if (asked["client_id"], asked["redirect_uri"]) != (CLIENT, f"{self._console}/signed-in"):
            raise Objection(400, "this client is not led back there")
        if (asked["response_type"], asked["code_challenge_method"]) != ("code", "S256"):
            raise Objection(400, "only codes with a challenge are given")
        code = f"code-{len(self._begun)}"
        self._begun[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, body: bytes) -> Reply:
        """A code for an ID token."""
        sent = _fields(body.decode())
        begun = self._begun.get(sent["code"], {})
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if not begun or sent["client_id"] != CLIENT or begun.pop("code_challenge", "") != _letters(digest):
            return Reply.of(400, {"error": "invalid_grant"})
        return Reply.of(200, {"id_token": self._token(begun["nonce"]), "token_type": "Bearer", "expires_in": 300})

    def _signed_out(self, query: str) -> str:
        asked = _fields(query)
        if asked != {"client_id": CLIENT, "logout_uri": f"{self._console}/signed-out"}:
            raise Objection(400, "this client is not led back there")
        return asked["logout_uri"]

    def _token(self, nonce: str) -> str:
        at = self._now.timestamp()
        told = {"sub": "d7a4", "iss": ISSUER, "aud": CLIENT, "token_use": "id", "nonce": nonce, "iat": at}
        parts = (b"{}", json.dumps({**told, "exp": at + 300, **self.claims}).encode(), b"a signature")
        return ".".join(_letters(part) for part in parts)


def _fields(written: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(written, strict_parsing=True).items()}


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
