"""The token endpoint of the console's pool of users: a code for an ID token.

What Amazon Cognito documents (docs.aws.amazon.com/cognito, "Token endpoint", 2026-11): a form with `grant_type`,
`client_id`, `code`, `redirect_uri` and `code_verifier`, without credentials for a client that has no secret; 200 with
JSON, or 400 with an `error` for whatever is wrong with the code. The answer's other tokens are let go here: nothing of
ours asks the pool for anything more.
"""

from __future__ import annotations

from urllib.parse import urlencode

from shared.access.console_login import Pool
from shared.access.id_token import LoginRefused
from shared.errors import Unavailable
from shared.exchange import Question, Transport
from shared.strict_json import MalformedJson, loads

_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class TokensUnavailable(Unavailable):
    """The pool does not answer, or not as it documents."""

    code = "login_unavailable"


class TokenEndpoint:
    """Implements shared.access.console_login.Tokens."""

    def __init__(self, transport: Transport, pool: Pool) -> None:
        self._transport = transport
        self._pool = pool

    def id_token(self, code: str, verifier: str) -> str:
        """See `Tokens`. Raises NoAnswer too, which is Unavailable."""
        form = {
            "grant_type": "authorization_code",
            "client_id": self._pool.client_id,
            "code": code,
            "redirect_uri": self._pool.callback,
            "code_verifier": verifier,
        }
        answer = self._transport(Question(self._pool.token_endpoint, "POST", _HEADERS, urlencode(form).encode()))
        if answer.status == 400:
            raise LoginRefused("code_refused")
        token = _token_in(answer.body) if answer.status == 200 else ""
        if not token:
            raise TokensUnavailable(f"The pool of users answered {answer.status}.")
        return token


def _token_in(body: bytes) -> str:
    """ "" where there is none."""
    try:
        told = loads(body)
    except MalformedJson:
        return ""
    token = told.get("id_token") if isinstance(told, dict) else None
    return token if isinstance(token, str) else ""
