"""Logins of one's own on the local cloud, whose pool of users stands in for Amazon Cognito, with pages to fill in.

It asks for no second factor, whatever the pool says.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from shared.access import console_login
from shared.access.console_door import COOKIE
from shared.access.console_role import Role
from shared.cli.deployment import LOCAL, stack_outputs
from shared.cli.people import People
from tests.functions.portal import SENT, Forms
from tests.journeys.browsing import LocalSite
from tests.journeys.conftest import Local

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]
PASSWORD = "Ume-blossom-2026!"


@pytest.fixture
def site(local: Local) -> LocalSite:
    return LocalSite(local)


def employ(local: Local, role: Role = Role.AGENT) -> str:
    """Somebody new with a login, as an administrator would give them one; their address."""
    address = f"{secrets.token_hex(4)}@shop.example"
    assert people(local).add(address, "花子", role)
    people(local).set_password(address, PASSWORD)
    return address


def people(local: Local) -> People:
    pool_id = stack_outputs(LOCAL, "pages", local.cloud)["ConsolePeople"]
    return People(local.cloud.client("cognito-idp"), pool_id)


def signs_in(local: Local, site: LocalSite, address: str, password: str = PASSWORD, to: str = "") -> tuple[str, str]:
    """Where the pool leads back to, and the cookie of who began; "" where it does not lead back."""
    begun = site.request("GET", f"/console/sign-in/login?to={to}")
    cookie = begun.headers["set-cookie"].partition(";")[0]
    page, _ = at_pool(local, "GET", begun.headers["location"])
    [form] = Forms(page).forms
    _, back = at_pool(local, "POST", form.action, {**form.fields, "username": address, "password": password})
    return back, cookie


def at_pool(local: Local, method: str, address: str, fields: Mapping[str, str] | None = None) -> tuple[str, str]:
    """A page of the pool's, and where it leads; "" for nowhere."""
    place, port = urlsplit(address), urlsplit(local.cloud.url).port
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        body = urlencode(fields).encode() if fields else None
        connection.request(method, f"{place.path}?{place.query}", body, SENT)
        answer = connection.getresponse()
        return answer.read().decode(), answer.getheader("location", "")


def test_somebody_signs_in_at_the_pool_comes_back_to_where_they_were_and_signs_out_at_both(
    local: Local, site: LocalSite
) -> None:
    back, began = signs_in(local, site, employ(local), to="parcels")
    assert back.startswith(f"{local.deployment.api_url}/console/signed-in?")
    assert site.request("GET", back).status == 403
    entered = site.request("GET", back, headers={"cookie": began})
    assert (entered.status, entered.headers["location"]) == (303, "/console/parcels"), entered.text
    cookie = {"cookie": entered.headers["set-cookie"].partition(";")[0]}
    assert cookie["cookie"].startswith(f"{COOKIE}=")
    page = site.request("GET", "/console/parcels?lang=ja", headers=cookie)
    assert "サインイン中：花子 · 担当者" in page.text
    assert site.request("GET", back, headers={"cookie": began}).status == 403
    [out] = [form for form in Forms(page.text).forms if "sign-out" in form.action]
    left = site.request("POST", out.action, headers={**SENT, **cookie}, body=urlencode(out.fields))
    _, led = at_pool(local, "GET", left.headers["location"])
    assert led == f"{local.deployment.api_url}/console/signed-out"
    assert site.request("GET", "/console", headers=cookie).status == 403


def test_roles_change_at_the_next_sign_in_and_without_a_login_or_a_role_nobody_gets_in(
    local: Local, site: LocalSite
) -> None:
    address, colleagues = employ(local, Role.VIEWER), people(local)
    assert not colleagues.add(address, "", Role.ADMIN)
    [them] = [each for each in colleagues.all() if each.address == address]
    assert (them.name, them.role) == ("花子", Role.ADMIN)
    assert signs_in(local, site, address, "Sakura-blossom-2026!")[0] == ""
    pool_id = stack_outputs(LOCAL, "pages", local.cloud)["ConsolePeople"]
    in_no_group = {"UserPoolId": pool_id, "Username": address, "GroupName": "admin"}
    local.cloud.client("cognito-idp").admin_remove_user_from_group(**in_no_group)
    back, began = signs_in(local, site, address)
    refused = site.request("GET", f"{back}&lang=en", headers={"cookie": began})
    assert (refused.status, "You have no role" in refused.text) == (403, True)
    assert console_login.COOKIE in refused.headers["set-cookie"]
    assert COOKIE + "=" not in refused.headers["set-cookie"]
    assert colleagues.remove(address)
    assert not colleagues.remove(address)
    assert signs_in(local, site, address)[0] == ""
