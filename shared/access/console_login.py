"""Signing in to the console with a login of one's own, at the deployment's pool of users (Amazon Cognito).

OpenID Connect's code flow with PKCE, by a client without a secret (openid.net/specs/openid-connect-core-1_0, 3.1;
RFC 7636; RFC 9700, 2.1.1). All that a login under way needs follows from 256 random bits that only the browser holds
which began it, in a cookie for minutes: `state` binds the answer to that browser and to where it goes on, `nonce` binds
the token to it, and without the verifier a code is worth nothing. So whoever reads an address, a log or the table can
finish nobody's login, and nobody can be made to finish somebody else's.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

from shared.access.console_door import ConsoleDoor, Person, digest_of, place_below
from shared.access.id_token import LoginRefused, read_id_token

LOGIN_LASTS = timedelta(minutes=10)
"""From the button to the way back: time to find the telephone with the second factor."""
COOKIE = "__Host-todoku-console-login"
_SCOPES = "openid email profile"
_COOKIE = re.compile(r"([A-Za-z0-9_-]{43})\.([A-Za-z-]{0,35})\.([A-Za-z0-9._/-]{0,512})")
_CODE = re.compile(r"[\x21-\x7e]{1,2048}")
SPOKEN_THERE: Mapping[str, str] = {"en": "en", "ja": "ja", "de": "de", "pt": "pt-BR"}
"""Languages of the pool's pages, as it calls them (docs.aws.amazon.com/cognito, "Managed login localization", 2026-11;
verify)."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Where people of the console sign in, and what it knows of us."""

    url: str
    """https, without a slash at its end: the host of its pages and of its token endpoint."""
    issuer: str
    """Who its tokens say they are from."""
    client_id: str
    console: str
    """The console's own address. Below it lie `/signed-in` and `/signed-out`, which the pool knows to the letter."""

    @property
    def callback(self) -> str:
        return f"{self.console}/signed-in"

    @property
    def token_endpoint(self) -> str:
        return f"{self.url}/oauth2/token"

    def sign_out_address(self) -> str:
        """Where the pool's own session ends; it leads back to us. Without it, its next login would ask for nothing."""
        asked = {"client_id": self.client_id, "logout_uri": f"{self.console}/signed-out"}
        return f"{self.url}/logout?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Login:
    """A login under way."""

    secret: str
    """43 letters: 256 random bits, which the browser keeps."""
    language: str
    """As asked with `lang`; "" : the browser's."""
    to: str
    """Below the console; "" : its first page."""

    @property
    def state(self) -> str:
        """Follows from the place to go on to as well: nobody changes that on the way."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """RFC 7636, 4.1."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """S256 of the verifier (RFC 7636, 4.2)."""
        return _letters(hashlib.sha256(self.verifier.encode()).digest())

    @property
    def cookie(self) -> str:
        """The `Set-Cookie` of it. Lax: the way back is a link of another site, which Strict would not go with."""
        age = int(LOGIN_LASTS.total_seconds())
        value = f"{self.secret}.{self.language}.{self.to}"
        return f"{COOKIE}={value}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax"

    def address(self, pool: Pool, language: str) -> str:
        """Where the browser goes. `language`: of the page it comes from, which the pool's page may have too."""
        asked = {
            "response_type": "code",
            "client_id": pool.client_id,
            "redirect_uri": pool.callback,
            "scope": _SCOPES,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
            "lang": SPOKEN_THERE.get(language, "en"),
        }
        return f"{pool.url}/oauth2/authorize?{urlencode(asked)}"

    def _derived(self, purpose: str) -> str:
        told = "\x1f".join(("todoku-console-login", purpose, self.secret, self.language, self.to))
        return _letters(hashlib.sha256(told.encode()).digest())


class Tokens(Protocol):
    """The pool's token endpoint."""

    def id_token(self, code: str, verifier: str) -> str:
        """The ID token that a code is exchanged for; LoginRefused where it is worth nothing, or Unavailable."""


def begin(entropy: bytes, to: str = "", language: str = "") -> Login:
    """A login out of 32 random bytes. Nothing is written anywhere: who only asks costs nothing."""
    kept = language if re.fullmatch(r"[A-Za-z-]{0,35}", language) else ""
    return Login(_letters(entropy), kept, place_below(to))


def finish(
    pool: Pool, tokens: Tokens, door: ConsoleDoor, login: Login | None, answer: Mapping[str, str], now: datetime
) -> Person:
    """Who signed in, by what the pool's redirect says. Raises LoginRefused, NoRole or Unavailable.

    `login`: what this browser began. It comes back once, whatever becomes of it.
    """
    if login is None:
        raise LoginRefused("none_begun")
    if not hmac.compare_digest(answer.get("state", "").encode(), login.state.encode()):
        raise LoginRefused("other_state")
    if "error" in answer or not _CODE.fullmatch(answer.get("code", "")):
        raise LoginRefused("broken_off")
    if not door.use_login(digest_of(login.secret), now + LOGIN_LASTS):
        raise LoginRefused("came_back_before")
    token = tokens.id_token(answer["code"], login.verifier)
    return read_id_token(token, issuer=pool.issuer, client_id=pool.client_id, nonce=login.nonce, now=now)


def login_of(cookies: Mapping[str, str]) -> Login | None:
    """What this browser began; None for none."""
    found = _COOKIE.fullmatch(cookies.get(COOKIE, ""))
    return Login(found[1], found[2], place_below(found[3])) if found else None


def no_login_cookie() -> str:
    """The `Set-Cookie` that takes it away."""
    return f"{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
