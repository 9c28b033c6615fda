"""The OAuth 2.0 client credentials grant (RFC 6749, sections 4.4 and 5.1): an id and a secret for a bearer token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from shared.carriers.asking.polling import SignIn, Token
from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.exchange import Question

NAMES = ("client_id", "client_secret")
"""What the merchant enters."""
_MOST_SECONDS = 24 * 60 * 60
_UNSAID = timedelta(minutes=5)


def sign_in(url: str, scope: str = "") -> SignIn:
    """Sign in at `url`, with id and secret in the form, as the RFC allows beside HTTP Basic."""

    def ask(credentials: Mapping[str, str]) -> Question:
        form = {"grant_type": "client_credentials", **{name: credentials[name] for name in NAMES}}
        return Question(
            url=url,
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            body=urlencode({**form, **({"scope": scope} if scope else {})}).encode(),
        )

    return SignIn(ask=ask, read=_read)


def bearer(credentials: Mapping[str, str]) -> str:
    """The `Authorization` header of whoever is signed in."""
    return f"Bearer {credentials['token']}"


def _read(body: bytes) -> Token:
    answer = fields.document(body)
    value = answer.get("access_token")
    if not isinstance(value, str) or not value:  # no limit of length: tokens of some carriers are several KB long
        raise UnreadablePayload("access_token must be text, and not empty.", field="access_token")
    return Token(value, _lifetime(answer.get("expires_in")))


def _lifetime(seconds: object) -> timedelta:
    """As the answer says, in seconds, a number or its digits; a day at most. Where it does not say, five minutes."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit():
        seconds = int(seconds[:9])
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return _UNSAID
    return timedelta(seconds=min(max(seconds, 0), _MOST_SECONDS))
