"""A login at the pool of users: who began it ends it, once, where they were going, and with a token that is theirs."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.access.console_door import LONGEST_NAME, ConsoleDoor, Person, place_below
from shared.access.console_login import COOKIE, LOGIN_LASTS, Login, Pool, begin, finish, login_of
from shared.access.console_role import Right, Role, RoleLacks, highest, require, role_named
from shared.access.id_token import LONGEST, LoginRefused, NoRole, read_id_token

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
POOL = Pool("https://login.example.com", "https://pool.example/p1", "client-1", "https://shop.example/console")
MINE = begin(b"\x01" * 32, "orders/A-1001", "ja")
ROLES = {
    Role.VIEWER: set[Right](),
    Role.AGENT: {Right.DECIDE, Right.REOPEN_PARCEL, Right.SHOW_CONTACT, Right.OPEN_FILES, Right.OPEN_SHOPPER_PAGE},
    Role.ADMIN: {Right.DECIDE, Right.REOPEN_PARCEL, Right.SHOW_CONTACT, Right.OPEN_FILES, Right.OPEN_SHOPPER_PAGE},
}


def claims(login: Login = MINE, **changes: Any) -> dict[str, Any]:
    """As Amazon Cognito writes an ID token; None leaves a claim out."""
    told = {
        "sub": "d7a4",
        "iss": POOL.issuer,
        "aud": POOL.client_id,
        "token_use": "id",
        "nonce": login.nonce,
        "iat": NOW.timestamp(),
        "exp": NOW.timestamp() + 300,
        "name": "Aiko",
        "email": "aiko@shop.example",
        "cognito:groups": ["agent"],
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def token(told: object) -> str:
    return ".".join(
        _part(part) for part in (b'{"alg":"RS256"}', json.dumps(told).encode(), b"no signature is looked at")
    )


def read(written: str, login: Login = MINE) -> Person:
    return read_id_token(written, issuer=POOL.issuer, client_id=POOL.client_id, nonce=login.nonce, now=NOW)


@dataclass
class Came:
    """A door that keeps logins that came back, and a token endpoint that answers a code with a token."""

    token: str = ""
    used: set[str] = field(default_factory=set)
    exchanged: list[tuple[str, str]] = field(default_factory=list)

    def use_login(self, digest: str, until: datetime) -> bool:
        assert until == NOW + LOGIN_LASTS
        is_new = digest not in self.used
        self.used.add(digest)
        return is_new

    def id_token(self, code: str, verifier: str) -> str:
        self.exchanged.append((code, verifier))
        return self.token

    def finish(self, login: Login | None, **answer: str) -> Person:
        door: ConsoleDoor = self  # type: ignore[assignment]
        return finish(POOL, self, door, login, answer, NOW)


def test_the_address_asks_for_a_code_by_pkce_and_tells_neither_the_secret_nor_the_verifier() -> None:
    address = MINE.address(POOL, "pt")
    parts = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "login.example.com", "/oauth2/authorize")
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "https://shop.example/console/signed-in"
    digest = hashlib.sha256(MINE.verifier.encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert (asked["state"], asked["nonce"], asked["lang"]) == (MINE.state, MINE.nonce, "pt-BR")
    assert len({MINE.secret, MINE.state, MINE.nonce, MINE.verifier, MINE.challenge}) == 5
    assert not {MINE.secret, MINE.verifier} & set(asked.values())
    assert MINE.cookie == (
        f"{COOKIE}={MINE.secret}.ja.orders/A-1001; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"
    )


def test_what_the_browser_kept_is_the_login_it_began_and_anything_else_is_none() -> None:
    kept = MINE.cookie.partition(";")[0].partition("=")[2]
    assert login_of({COOKIE: kept}) == MINE
    for written in ("", MINE.secret, f"{MINE.secret}.ja", f"{MINE.secret[1:]}.ja.x", f"{kept}\n", f"{kept}<b>"):
        assert login_of({COOKIE: written}) is None


def test_no_login_leads_away_from_the_console() -> None:
    for to in ("//evil.example", "https://evil.example", "../t", "orders/../../x", "a" * 600, "orders/A 1", "\r\nx"):
        assert begin(b"\x01" * 32, to).to == ""
        assert place_below(to) == ""
    assert login_of({COOKIE: f"{MINE.secret}.ja.//evil.example"}) == replace(MINE, to="")
    assert begin(b"\x01" * 32, language="de\r\nSet-Cookie: a=b").language == ""


def test_the_way_back_signs_in_who_began_with_the_verifier_of_their_login() -> None:
    came = Came(token(claims()))
    assert came.finish(MINE, state=MINE.state, code="c-1") == Person("Aiko", Role.AGENT)
    assert came.exchanged == [("c-1", MINE.verifier)]


def test_a_way_back_counts_once_whatever_became_of_it() -> None:
    came = Came(token(claims()))
    came.finish(MINE, state=MINE.state, code="c-1")
    with pytest.raises(LoginRefused) as refused:
        came.finish(MINE, state=MINE.state, code="c-2")
    assert refused.value.why == "came_back_before"
    other = Came(token(claims(nonce="x")))
    for why in ("token_nonce", "came_back_before"):
        with pytest.raises(LoginRefused) as refused:
            other.finish(MINE, state=MINE.state, code="c-1")
        assert refused.value.why == why


def test_a_way_back_that_this_browser_did_not_begin_never_reaches_the_pool() -> None:
    theirs = begin(b"\x02" * 32, "orders/A-1001", "ja")
    elsewhere, spoken = replace(MINE, to="returns/R-1"), replace(MINE, language="de")
    came = Came(token(claims()))
    for why, login, answer in (
        ("none_begun", None, {"state": MINE.state, "code": "c"}),
        ("other_state", theirs, {"state": MINE.state, "code": "c"}),
        ("other_state", elsewhere, {"state": MINE.state, "code": "c"}),
        ("other_state", spoken, {"state": MINE.state, "code": "c"}),
        ("other_state", MINE, {"state": MINE.secret, "code": "c"}),
        ("other_state", MINE, {"state": "", "code": "c"}),
        ("other_state", MINE, {"state": f"{MINE.state}é", "code": "c"}),
        ("other_state", MINE, {"code": "c"}),
        ("other_state", MINE, {"error": "access_denied"}),
        ("broken_off", MINE, {"state": MINE.state}),
        ("broken_off", MINE, {"state": MINE.state, "code": ""}),
        ("broken_off", MINE, {"state": MINE.state, "code": "c\r\nHost: evil.example"}),
        ("broken_off", MINE, {"state": MINE.state, "code": "c" * 3000}),
        ("broken_off", MINE, {"state": MINE.state, "code": "c", "error": "access_denied"}),
    ):
        with pytest.raises(LoginRefused) as refused:
            came.finish(login, **answer)
        assert refused.value.why == why, answer
    assert (came.exchanged, came.used) == ([], set())


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("token_issuer", {"iss": "https://pool.example/p2"}),
        ("token_issuer", {"iss": None}),
        ("token_audience", {"aud": "client-2"}),
        ("token_audience", {"aud": ["client-1", "client-2"]}),
        ("token_use", {"token_use": "access"}),
        ("token_expired", {"exp": NOW.timestamp()}),
        ("token_exp", {"exp": None}),
        ("token_exp", {"exp": "never"}),
        ("token_exp", {"exp": True}),
        ("token_iat", {"iat": None}),
        ("token_future", {"iat": (NOW + timedelta(minutes=3)).timestamp()}),
        ("token_nonce", {"nonce": None}),
        ("token_nonce", {"nonce": ""}),
        ("token_nonce", {"nonce": begin(b"\x02" * 32).nonce}),
        ("token_nonce", {"nonce": 7}),
        ("token_subject", {"sub": None}),
    ],
)
def test_a_token_that_is_not_for_us_or_not_of_this_login_lets_in_nobody(why: str, changes: dict[str, Any]) -> None:
    with pytest.raises(LoginRefused) as refused:
        read(token(claims(**changes)))
    assert refused.value.why == why


def test_what_is_no_token_is_refused_and_never_an_error() -> None:
    deep = base64.urlsafe_b64encode(b'{"a":' + b"[" * 4000).decode()
    for written in (
        "", "a.b", "a.b.c", "a.b.c.d", "é.é.é", f"a.{_part(b'[1]')}.c", f"a.{_part(b'null')}.c", f"a.{deep}.c",
        f"a.{_part(b'{}')}=.c", f"a.{_part(bytes([255]))}.c", token(claims(padding="p" * LONGEST)),
        f"a.{_part(b'{' + b'1' * 50)}.c", "." * LONGEST,
    ):  # fmt: skip
        with pytest.raises(LoginRefused):
            read(written)


def test_who_is_in_no_group_of_ours_has_no_role_and_of_several_the_highest_counts() -> None:
    for groups in (None, [], ["Admin"], ["admins", 7, None, ["admin"]], "admin", {"admin": 1}):
        with pytest.raises(NoRole):
            read(token(claims(**{"cognito:groups": groups})))
    assert read(token(claims(**{"cognito:groups": ["viewer", "admin", "agent"]}))).role is Role.ADMIN
    assert highest(["other", "viewer"]) is Role.VIEWER
    assert role_named("owner") is None


def test_people_are_called_by_their_name_or_by_their_address_without_its_host() -> None:
    assert read(token(claims(name=None))).name == "aiko"
    assert read(token(claims(name=None, email=7, **{"cognito:username": "u-1"}))).name == "u-1"
    assert read(token(claims(name="A\x1b[2J\u202eiko\n" + "o" * 200))).name == ("A[2Jiko" + "o" * 200)[:LONGEST_NAME]


def test_signing_out_leads_through_the_pool_and_back_to_the_console() -> None:
    parts = urlsplit(POOL.sign_out_address())
    assert (parts.netloc, parts.path) == ("login.example.com", "/logout")
    asked = {"client_id": ["client-1"], "logout_uri": ["https://shop.example/console/signed-out"]}
    assert parse_qs(parts.query) == asked


def test_each_role_has_just_its_rights_and_reading_needs_none() -> None:
    for role, rights in ROLES.items():
        assert {right for right in Right if role.may(right)} == rights
        require(role, None)
    require(Role.AGENT, Right.DECIDE)
    with pytest.raises(RoleLacks):
        require(Role.VIEWER, Right.DECIDE)


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
