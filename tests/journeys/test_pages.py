"""Pages on the local cloud, permissions enforced: an order is found, opened by the mailed code, and sent back."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

import pytest

from shared.access.console_door import new_code
from shared.aws.dynamodb_console import DynamoConsoleDoor
from shared.cli import inbox
from tests.functions.portal import SENT, Visitor
from tests.journeys.browsing import LocalSite, found, send_form_to
from tests.journeys.conftest import Local
from tests.journeys.returning import HOME, Returner, forget_who_asked

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]


CONSOLE = ("", "/parcels", "/returns", "/find?q=none")


@pytest.fixture
def site(local: Local) -> LocalSite:
    forget_who_asked(local)
    return LocalSite(local)


def test_an_order_is_found_opened_by_its_code_and_sent_back_by_a_label_without_a_script(
    local: Local, site: LocalSite
) -> None:
    aiko = Returner(local)
    aiko.buys()
    portal, cookie = found(site, aiko, "returns")
    assert urlsplit(portal).path.startswith("/returns/")
    tracking = aiko.token_of_tracking()
    again = site.request("GET", f"/verify/{tracking}?to=help", headers={"cookie": cookie})
    assert (again.status, "/help/" in again.headers["location"]) == (303, True)
    visitor = Visitor(site, portal)
    (line,) = [name for name in visitor.form().choices if name.startswith("take")]
    visitor.send(**{line: visitor.form().choices[line][0]})
    (reason,) = [name for name in visitor.form().choices if name.startswith("reason")]
    visitor.send(**{reason: "unwanted"})
    if "/new/photos" in visitor.address:
        visitor.send(len(visitor.forms) - 1)
    (outcome,) = [name for name in visitor.form().choices if name.startswith("outcome")]
    visitor.send(**{outcome: "refund"})
    assert re.fullmatch("/[0-9A-Z]{16}", visitor.path), visitor.text
    send_form_to(visitor, "/submit")
    visitor.open(f"{visitor.address.partition('?')[0]}/way/label")
    address = {
        "name": "山田 花子",
        "postal": HOME["postal"],
        "region": HOME["region"],
        "city": HOME["city"],
        "line1": HOME["lines"][0],
    }
    send_form_to(visitor, "/way/label", **address)
    file = next(link for link in re.findall(r'href="([^"]+)"', visitor.text) if "label.pdf" in link)
    assert site.request("GET", file).body[:4] == b"%PDF"


def test_who_does_not_know_the_order_gets_the_same_page_and_no_mail(local: Local, site: LocalSite) -> None:
    answer = site.request("POST", "/orders", headers=SENT, body=urlencode({"number": "Z-none", "proof": "a@b.example"}))
    assert (answer.status, urlsplit(answer.headers["location"]).path[:13]) == (303, "/orders/code/")
    assert [mail for mail in inbox.mails(local.cloud) if mail.recipients == ("a@b.example",)] == []


def test_the_shops_people_sign_in_once_and_read_the_story_of_an_order(local: Local, site: LocalSite) -> None:
    aiko = Returner(local)
    aiko.buys()
    code = new_code("hanako", secrets.token_bytes(32), datetime.now(UTC))
    DynamoConsoleDoor(local.deployment.client("dynamodb"), local.deployment.table_name).keep_code(code)
    entered = site.request("POST", "/console/sign-in", headers=SENT, body=urlencode({"code": code.plain}))
    cookie = {"cookie": entered.headers["set-cookie"].partition(";")[0]}
    assert aiko.numbers[0] in site.request("GET", f"/console/orders/{aiko.order_id}", headers=cookie).text
    read = {place: site.request("GET", f"/console{place}", headers=cookie).status for place in CONSOLE}
    assert read == dict.fromkeys(CONSOLE, 200)
    used = site.request("POST", "/console/sign-in", headers=SENT, body=urlencode({"code": code.plain}))
    assert "set-cookie" not in used.headers
