"""An ID token as the pool of users makes it: whom it speaks of, and what they may.

It is read only as it comes from the pool's token endpoint, over TLS with the certificate checked. Then that check may
stand in for the token's signature (OpenID Connect Core 1.0, 3.1.3.7, rule 6), so no key is fetched, kept and rotated
here. A token that came any other way must not be given to this module. Every other rule of 3.1.3.7 that a code flow
with one client has is checked, and `token_use`, which is Amazon Cognito's own: its access tokens look alike
(docs.aws.amazon.com/cognito, "Understanding the identity (ID) token", 2026-11).
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.access.console_door import LONGEST_NAME, Person
from shared.access.console_role import highest
from shared.errors import Forbidden, Refused
from shared.strict_json import MalformedJson, loads

LONGEST = 16 * 1024
"""Characters. A user of a hundred groups has 4,000."""
_GROUPS = "cognito:groups"
_CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a token may come from the future."""


class LoginRefused(Refused):
    """The login was not begun here, came back before, was broken off, or its token is not for us or not of this login.

    Nobody is told which; `why` is for the log.
    """

    code = "login_refused"

    def __init__(self, why: str) -> None:
        super().__init__("This login cannot be finished: begin anew.")
        self.why = why


class NoRole(Forbidden):
    """Somebody showed who they are, and is in no group that is a role of the console."""

    code = "no_role"


def read_id_token(token: str, *, issuer: str, client_id: str, nonce: str, now: datetime) -> Person:
    """Whom a token from the token endpoint speaks of. Raises LoginRefused, or NoRole. `now`: aware."""
    claims = _claims(token)
    for why, holds in (
        ("issuer", claims.get("iss") == issuer),
        ("audience", claims.get("aud") == client_id),
        ("use", claims.get("token_use") == "id"),
        ("expired", _moment(claims, "exp") > now.timestamp()),
        ("future", _moment(claims, "iat") <= (now + _CLOCKS_DIFFER).timestamp()),
        ("nonce", hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode())),
        ("subject", _text(claims, "sub") != ""),
    ):
        if not holds:
            raise LoginRefused(f"token_{why}")
    groups = claims.get(_GROUPS)
    role = highest(groups) if isinstance(groups, list) else None
    if role is None:
        raise NoRole("This login has no role in the console.")
    return Person(_name(claims), role)


def _claims(token: str) -> Mapping[str, Any]:
    parts = token.split(".") if len(token) <= LONGEST else []
    if len(parts) != 3:
        raise LoginRefused("token_shape")
    try:
        payload = base64.b64decode(parts[1] + "=" * (-len(parts[1]) % 4), altchars=b"-_", validate=True)
        claims = loads(payload)
    except (binascii.Error, ValueError, MalformedJson):
        raise LoginRefused("token_shape") from None
    if not isinstance(claims, dict):
        raise LoginRefused("token_shape")
    return claims


def _name(claims: Mapping[str, Any]) -> str:
    """As their colleagues know them: their name, or what stands before the @ of their address."""
    written = _text(claims, "name") or _text(claims, "email").partition("@")[0] or _text(claims, "cognito:username")
    return "".join(letter for letter in written if letter.isprintable()).strip()[:LONGEST_NAME]


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """Seconds since 1970. What is no number is refused as one that never was."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LoginRefused(f"token_{name}")
    return value
