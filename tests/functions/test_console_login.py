"""Logins of one's own over HTTP, against a pool of users that stands in for Amazon Cognito; and what each role may."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from ssl import create_default_context
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from functions.console_api import login as console_login
from functions.console_api.handler import ROUTES
from shared.access.console_door import COOKIE, Person, new_code
from shared.access.console_login import COOKIE as LOGIN_COOKIE
from shared.access.console_role import Role
from shared.aws import clients, keys
from shared.outbound.https import Https
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.sold import Headers, sell
from tests.functions.test_console_api import Staff, door, tell_a_rich_story
from tests.outbound.stand_in import StandIn, certificate_in, replies, stand_in
from tests.standins.pool_of_users import CLIENT, ISSUER, PoolOfUsers

pytestmark = pytest.mark.enable_socket
TOKEN = "/oauth2/token"
FOR_EVERY_ROLE = {"/console/sign-in", "/console/sign-out"}
"""Forms that every role may send."""


@dataclass(frozen=True, slots=True)
class Users:
    """A pool of users, and the server by which its token endpoint is reached."""

    server: StandIn
    pool: PoolOfUsers

    def signs_in(self, address: str) -> str:
        """Where the browser is led back to, below the console's host."""
        assert address.startswith(f"{self.server.url}/oauth2/authorize?")
        back = urlsplit(self.pool.signed_in(urlsplit(address).query))
        return f"{back.path}?{back.query}"

    def exchange(self, request: BaseHTTPRequestHandler) -> None:
        answer = self.pool.exchange(self.server.requests[-1][3])
        replies(answer.status, answer.body)(request)


class Browser(Staff):
    """Keeps cookies as a browser does, several of them."""

    def __init__(self, api: HttpApi) -> None:
        super().__init__(api)
        self.kept: dict[str, str] = {}

    def go(self, address: str, **headers: str) -> Reply:
        reply = self.get(address, **headers)
        self.keep(reply)
        return reply

    def keep(self, reply: Reply) -> None:
        for cookie in reply.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.kept[name] = value
        self.cookie = "; ".join(f"{name}={value}" for name, value in self.kept.items() if value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate_in(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def users(certificate: tuple[Path, Path], cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Users]:
    """A deployment with a pool of users."""
    trusting = create_default_context(cafile=str(certificate[0]))
    with stand_in(certificate) as server:
        monkeypatch.setattr(console_login, "transport", lambda: Https(trusting, silence_seconds=2, answer_seconds=2))
        for name, value in (("LOGIN_URL", server.url), ("LOGIN_ISSUER", ISSUER), ("LOGIN_CLIENT", CLIENT)):
            monkeypatch.setenv(name, value)
        users = Users(server, PoolOfUsers("https://api.example.com/console", NOW))
        server.behaviours[TOKEN] = users.exchange
        yield users


def test_a_login_leads_to_the_pool_and_back_to_where_somebody_was_with_their_role_and_language(
    api: HttpApi, merchant: Headers, users: Users, logs: Callable[[], str]
) -> None:
    sell(api, merchant)
    browser = Browser(api)
    closed = browser.go("/console/orders/A-1001?lang=de")
    [begins] = re.findall(r'class="button" href="([^"]+)"', closed.text)
    assert begins == "https://api.example.com/console/sign-in/login?to=orders%2FA-1001&amp;lang=de"
    left = browser.go(begins.removeprefix("https://api.example.com").replace("&amp;", "&"))
    assert (left.status, left.headers["referrer-policy"]) == (303, "no-referrer")
    back = users.signs_in(left.headers["location"])
    entered = browser.go(back)
    assert (entered.status, entered.headers["location"]) == (303, "/console/orders/A-1001?lang=de")
    ended, session = entered.cookies
    assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax", session)
    assert ended.startswith(f"{LOGIN_COOKIE}=; Path=/; Max-Age=0; ")
    page = browser.get(entered.headers["location"])
    assert page.status == 200
    assert "Hanako · Bearbeitung" in page.text
    told = logs()
    [begun] = re.findall(rf"{LOGIN_COOKIE}=([\w-]+)", left.cookies[0])
    for secret in (browser.kept[COOKIE], begun, parse_qs(urlsplit(back).query)["code"][0], "Hanako"):
        assert secret not in told


def test_the_page_offers_a_login_and_a_code_still_works_there(api: HttpApi, cloud: Cloud, users: Users) -> None:
    page = api.request("GET", "/console/sign-in")
    assert page.text.index("https://api.example.com/console/sign-in/login") < page.text.index('name="code"')
    assert re.search(r"<details>\s*<summary>", page.text)
    somebody = Staff(api)
    wrong = somebody.sign_in("x" * 43)
    assert (wrong.status, "<details open>" in wrong.text) == (403, True)
    code = new_code("aiko", b"\x01" * 32, NOW)
    door(cloud).keep_code(code)
    assert somebody.sign_in(code.plain).status == 303
    left = somebody.post("/console/sign-out", {"token": somebody.token()})
    assert left.headers["location"] == "/console/signed-out"


def test_nobody_finishes_a_login_that_another_browser_began_and_nobody_finishes_one_twice(
    api: HttpApi, users: Users, logs: Callable[[], str]
) -> None:
    mine, theirs = Browser(api), Browser(api)
    back = users.signs_in(mine.go("/console/sign-in/login").headers["location"])
    theirs.go("/console/sign-in/login")
    for browser in (Browser(api), theirs):
        refused = browser.go(back)
        assert (refused.status, COOKIE in browser.kept) == (403, False)
        assert "Please begin anew" in browser.get("/console/signed-in?lang=en").text
    assert users.server.requests == []
    kept = dict(mine.kept)
    assert mine.go(back).status == 303
    again = Browser(api)
    again.kept = kept
    again.keep(Reply(200, {}, b""))
    assert again.go(back).status == 403
    assert len(users.server.requests) == 1
    assert {"none_begun", "other_state", "came_back_before"} <= set(re.findall(r"'why': '(\w+)'", logs()))


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"token_use": "access"},
        {"exp": NOW.timestamp()},
        {"padding": "p" * 20_000},
        {"cognito:groups": ["somebody"]},
    ],
)
def test_what_the_pool_says_of_somebody_else_lets_in_nobody(
    api: HttpApi, users: Users, cloud: Cloud, changes: dict[str, Any]
) -> None:
    browser = Browser(api)
    users.pool.claims |= changes
    reply = browser.go(users.signs_in(browser.go("/console/sign-in/login").headers["location"]))
    assert (reply.status, COOKIE in browser.kept, browser.kept[LOGIN_COOKIE]) == (403, False, "")
    assert [item for item in cloud.items() if item["SK"]["S"].startswith(keys.CONSOLE_SESSION)] == []


def test_who_has_no_role_is_told_so_and_can_sign_in_as_somebody_else(api: HttpApi, users: Users) -> None:
    browser = Browser(api)
    users.pool.claims["cognito:groups"] = None
    refused = browser.go(users.signs_in(browser.go("/console/sign-in/login?lang=en").headers["location"]))
    assert (refused.status, "You have no role" in refused.text) == (403, True)
    assert f"{users.server.url}/logout?client_id={CLIENT}&amp;logout_uri=https%3A%2F%2Fapi" in refused.text


def test_a_pool_that_fails_is_said_to_fail_and_signs_in_nobody(api: HttpApi, users: Users) -> None:
    elsewhere = replies(302, Location="https://evil.example/")
    for status, behaviour in ((503, replies(500)), (503, elsewhere), (503, replies(200, b"{}")), (403, replies(400))):
        browser = Browser(api)
        users.server.behaviours[TOKEN] = behaviour
        back = users.signs_in(browser.go("/console/sign-in/login").headers["location"])
        assert (browser.go(back).status, COOKIE in browser.kept) == (status, False)


def test_what_the_pool_or_anybody_writes_into_the_way_back_breaks_nothing_and_is_not_shown(
    api: HttpApi, users: Users, logs: Callable[[], str]
) -> None:
    browser = Browser(api)
    state = parse_qs(urlsplit(browser.go("/console/sign-in/login").headers["location"]).query)["state"][0]
    evil = "<script>alert(1)</script>"
    for query in (
        {"error": evil, "error_description": evil, "state": state},
        {"error": "access_denied", "state": state},
        {"code": evil, "state": evil},
        {"code": "", "state": state},
        {"code": "c" * 3000, "state": state},
    ):
        reply = browser.get(f"/console/signed-in?{urlencode(query)}")
        assert (reply.status, evil in reply.text) == (403, False)
    assert users.server.requests == []
    assert "alert(1)" not in logs()
    for to in ("//evil.example", "https://evil.example", "../t", "%0d%0aSet-Cookie:%20a=b"):
        cookie = api.request("GET", f"/console/sign-in/login?to={to}").cookies[0]
        assert re.fullmatch(rf"{LOGIN_COOKIE}=[\w-]{{43}}\.\.; .+", cookie)


def test_no_page_that_refuses_a_login_repeats_what_the_way_back_said(api: HttpApi, users: Users) -> None:
    mine = Browser(api)
    back = users.signs_in(mine.go("/console/sign-in/login").headers["location"]) + "&error_description=A.Person"
    refused = [Browser(api).go(f"{back}&lang=de")]
    users.server.behaviours[TOKEN] = replies(500)
    refused.append(mine.go(back))
    for reply, status in zip(refused, (403, 503), strict=True):
        assert (reply.status, "lang=ja" in reply.text) == (status, True)
        for said in parse_qs(urlsplit(back).query).values():
            assert said[0] not in reply.text


def test_signing_out_ends_the_session_here_and_then_at_the_pool(api: HttpApi, users: Users) -> None:
    browser = Browser(api)
    browser.go(users.signs_in(browser.go("/console/sign-in/login").headers["location"]))
    home = browser.get("/console")
    assert f"form-action 'self' {users.server.url};" in home.headers["content-security-policy"]
    kept = Staff(api, browser.cookie)
    left = browser.post("/console/sign-out", {"token": browser.token()})
    assert left.headers["location"].startswith(f"{users.server.url}/logout?client_id={CLIENT}&logout_uri=")
    back = parse_qs(urlsplit(left.headers["location"]).query)["logout_uri"]
    assert back == ["https://api.example.com/console/signed-out"]
    assert "Max-Age=0" in left.cookies[0]
    assert kept.get("/console").status == 403
    assert "You are signed out" in api.request("GET", "/console/signed-out?lang=en").text


def test_without_a_pool_there_is_no_login_and_the_page_offers_none(api: HttpApi) -> None:
    for address in ("/console/sign-in/login", "/console/signed-in?code=c&state=s"):
        assert api.request("GET", address).status == 404
    assert "sign-in/login" not in api.request("GET", "/console/sign-in").text


def as_role(api: HttpApi, cloud: Cloud, role: Role, number: int) -> Staff:
    somebody = Staff(api)
    code = new_code(role, bytes([number]) * 32, NOW, role)
    door(cloud).keep_code(code)
    assert somebody.sign_in(code.plain).status == 303
    return somebody


def test_a_viewer_reads_everything_but_contacts_files_and_shoppers_keys_and_is_offered_nothing_else(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    viewer, agent = (as_role(api, cloud, role, number) for number, role in enumerate((Role.VIEWER, Role.AGENT), 1))
    for address in ("", "/parcels", "/returns", f"/returns/{return_id}", "/orders/A-1001", "/find?q=x"):
        assert viewer.get(f"/console{address}").status == 200, address
    offered = 'method="post" action="/console/(?!sign-out)'
    for address in (f"/console/returns/{return_id}", "/console/returns", "/console/orders/A-1001"):
        assert re.search(offered, agent.get(address).text), address
        assert not re.search(offered, viewer.get(address).text), address
    link = r'href="https://api\.example\.com/t/[\w.-]+"'
    assert re.search(link, agent.get("/console/orders/A-1001").text)
    assert not re.search(link, viewer.get("/console/orders/A-1001").text)


def test_what_needs_a_right_is_refused_to_viewers_by_the_server_too(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    viewer = as_role(api, cloud, Role.VIEWER, 1)
    fields = {"token": viewer.token(), "do": "approve", "items": "1", "reason": "x", "key": "k", "news": "approved"}
    filled = {"order_id": "A-1001", "return_id": return_id, "carrier": "usps", "tracking_number": "1"}
    before = json.dumps(cloud.items(), sort_keys=True, default=str)
    for template, methods in ROUTES.items():
        address = re.sub(r"\{(\w+)\}", lambda match: filled.get(match[1], "x"), template)
        if "POST" in methods and template not in FOR_EVERY_ROLE:
            reply = viewer.post(f"{address}?lang=en", fields)
            assert (template, reply.status, "Your role does not include this" in reply.text) == (template, 403, True)
        if "evidence" in template:
            assert (template, viewer.get(address).status) == (template, 403)
    assert json.dumps(cloud.items(), sort_keys=True, default=str) == before


def test_an_agent_decides_and_sees_contacts(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    return_id = tell_a_rich_story(api, merchant, cloud)
    somebody = as_role(api, cloud, Role.AGENT, 1)
    token = somebody.token()
    assert re.search(r"<dd>\S+@[\w.]+</dd>", somebody.post("/console/orders/A-1001", {"token": token}).text)
    fields = {"token": token, "do": "approve", "items": "1"}
    assert somebody.post(f"/console/returns/{return_id}", fields).status == 303


def test_who_signed_in_before_there_were_roles_signs_in_again(
    api: HttpApi, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    somebody = as_role(api, cloud, Role.ADMIN, 1)
    [session] = [item for item in cloud.items() if item["SK"]["S"].startswith(keys.CONSOLE_SESSION)]
    for role in ({}, {"role": {"S": "owner"}}):
        kept = {name: value for name, value in session.items() if name != "role"} | role
        clients.dynamodb().put_item(TableName=cloud.table, Item=kept)
        assert somebody.get("/console").status == 403
    clients.dynamodb().put_item(TableName=cloud.table, Item=session)
    assert somebody.get("/console").status == 200
    assert door(cloud).session(session["SK"]["S"].partition("#")[2], NOW) is not None
    at(NOW + timedelta(hours=12))
    assert somebody.get("/console").status == 403


def test_the_door_knows_whom_it_let_in_and_how_they_came(cloud: Cloud) -> None:
    code = new_code("aiko", b"\x07" * 32, NOW, Role.VIEWER)
    door(cloud).keep_code(code)
    assert door(cloud).take_code(code.digest, NOW) == Person("aiko", Role.VIEWER)
    assert door(cloud).use_login("d", NOW + timedelta(minutes=10))
    assert not door(cloud).use_login("d", NOW + timedelta(minutes=10))
