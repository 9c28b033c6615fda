"""The door of the merchant's console: a sign-in code that opens it once, and the session that follows.

Who may write to the deployment's table makes a code with the command line: the door is guarded by the merchant's own
AWS. Others come with a login at the pool of users (`console_login.py`). Codes and sessions are 256 random bits each and
are kept as digests only, so that who reads the table cannot use them; and there is nothing to guess, so nothing to slow
down.
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

from shared.access.console_role import Role
from shared.errors import Forbidden, Refused

CODE_LASTS = timedelta(minutes=5)
SESSION_LASTS = timedelta(hours=12)
"""A working day. It is not drawn out: whoever works longer signs in again."""
COOKIE = "__Host-todoku-console"
"""The prefix keeps it to this very host, over TLS: a neighbouring domain can neither set nor read it (RFC 6265bis,
4.1.3.2)."""
LONGEST_NAME = 64
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
_LONGEST_PLACE = 512


class NotSignedIn(Refused):
    """Nobody is signed in here, or not any more."""

    code = "not_signed_in"


class CodeRefused(Refused):
    """The code was used, is too old, or never was: nobody is told which."""

    code = "sign_in_refused"


class WrongForm(Forbidden):
    """The form is none of this session's."""

    code = "wrong_form"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is let in."""

    name: str
    """As the console and the logs of returns name them; "" where nobody says."""
    role: Role


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A code that opens the console once. `plain` is shown once and never kept; `digest` is."""

    plain: str
    digest: str
    person: Person
    expires_at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """Somebody is signed in."""

    digest: str
    person: Person
    expires_at: datetime
    """Aware, UTC."""
    is_of_pool: bool = False
    """They came with a login at the pool of users, where they are signed in too."""

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def role(self) -> Role:
        return self.person.role

    @property
    def short(self) -> str:
        """What logs call it: enough to find it in the table, too little to be of use."""
        return self.digest[:12]


class ConsoleDoor(Protocol):
    """Where codes and sessions are kept. What has expired is gone, whether the table took it away yet or not."""

    def keep_code(self, code: SignInCode) -> None:
        """Keep a code."""

    def take_code(self, digest: str, now: datetime) -> Person | None:
        """Take a code away; whose it was, or None where there is none. Of two at once only one gets it."""

    def use_login(self, digest: str, until: datetime) -> bool:
        """Note that a login came back, kept `until`; False where it did before. Of two at once only one gets True."""

    def keep_session(self, session: ConsoleSession) -> None:
        """Keep a session."""

    def session(self, digest: str, now: datetime) -> ConsoleSession | None:
        """The session, strongly consistent: one that was ended lets in nobody."""

    def end_session(self, digest: str) -> None:
        """End a session; again changes nothing."""

    def end_all(self) -> int:
        """End every session and every code; answers how many sessions there were."""


def new_code(name: str, entropy: bytes, now: datetime, role: Role = Role.ADMIN) -> SignInCode:
    """A code out of 32 random bytes. Who can make one has the deployment's AWS, so they may everything."""
    plain = _letters(entropy)
    return SignInCode(plain, digest_of(plain), Person(name[:LONGEST_NAME], role), _seconds(now + CODE_LASTS))


def sign_in(door: ConsoleDoor, written: str, entropy: bytes, now: datetime) -> tuple[str, ConsoleSession]:
    """Exchange a code for a session: what the cookie is to hold, and the session. Raises CodeRefused."""
    code = written.strip()
    person = door.take_code(digest_of(code), now) if _SHAPE.fullmatch(code) else None
    if person is None:
        raise CodeRefused("This code opens nothing, or not any more.", field="code")
    return let_in(door, person, entropy, now)


def let_in(
    door: ConsoleDoor, person: Person, entropy: bytes, now: datetime, *, is_of_pool: bool = False
) -> tuple[str, ConsoleSession]:
    """A session for somebody who has shown who they are: what the cookie is to hold, and the session.

    It is always a new one, whatever cookie was shown: nobody can choose it for somebody else.
    """
    plain = _letters(entropy)
    session = ConsoleSession(digest_of(plain), person, _seconds(now + SESSION_LASTS), is_of_pool)
    door.keep_session(session)
    return plain, session


def session_of(door: ConsoleDoor, cookies: Mapping[str, str], now: datetime) -> tuple[str, ConsoleSession]:
    """What the cookie holds, and whose session that is; raises NotSignedIn. No other token opens the console."""
    plain = cookies.get(COOKIE, "")
    session = door.session(digest_of(plain), now) if _SHAPE.fullmatch(plain) else None
    if session is None:
        raise NotSignedIn("Sign in first.")
    return plain, session


def form_token(plain: str) -> str:
    """What the session's forms carry: it follows from the cookie, which no other site can read, and tells nothing."""
    return hashlib.sha256(f"todoku-console-form\x1f{plain}".encode()).hexdigest()


def require_own_form(shown: str, plain: str) -> None:
    """Pass when the form carries this session's token; else WrongForm."""
    if not hmac.compare_digest(shown.encode(), form_token(plain).encode()):
        raise WrongForm("This form is none of yours: go back, load the page anew, and try once more.")


def cookie_for(plain: str) -> str:
    """The `Set-Cookie` of a session. Lax: a link to an order, opened from the team's chat, leads to the order."""
    age = int(SESSION_LASTS.total_seconds())
    return f"{COOKIE}={plain}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite=Lax"


def no_cookie() -> str:
    """The `Set-Cookie` that takes it away."""
    return f"{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"


def place_below(written: str) -> str:
    """A place below the console to go on to, "orders/A-1001"; "" for anything else: no sign-in leads away from it."""
    return written if len(written) <= _LONGEST_PLACE and _PLACE.fullmatch(written) else ""


def digest_of(plain: str) -> str:
    """SHA-256 in hex: what is kept."""
    return hashlib.sha256(f"todoku-console\x1f{plain}".encode()).hexdigest()


def _seconds(at: datetime) -> datetime:
    """Whole ones: as the table has them."""
    return at.replace(microsecond=0)


def _letters(entropy: bytes) -> str:
    return base64.urlsafe_b64encode(entropy).rstrip(b"=").decode()
