"""Claims on the local cloud, permissions enforced: a shopper reports, shows and reads; the shop hears and answers."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from shared.locales import page_words
from tests.functions.portal import SENT, Visitor
from tests.journeys.browsing import LocalSite, found, send_form_to
from tests.journeys.conftest import Local
from tests.journeys.customer import BOWL, Customer, ago, until, written
from tests.journeys.returning import PHOTO, bearer, forget_who_asked, read, send_form

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

HOUR = timedelta(hours=1)
REPORTED = "飯碗の縁が欠けていました。"


def test_a_broken_bowl_is_reported_with_a_photo_and_its_shopper_hears_and_reads_the_answer(local: Local) -> None:
    forget_who_asked(local)
    site, aiko = LocalSite(local), Customer(local)
    aiko.orders({**BOWL, "quantity": 2}, days_ago=3)
    aiko.gets_shipped(days_ago=2)
    aiko.carrier_says((HOUR, "in_transit", "received_at_origin_facility"), (HOUR / 2, "delivered", "delivered"))
    aiko.gets("delivered")

    home, _ = found(site, aiko, "problem")
    claim_page = _report(site, home)
    claim_id = claim_page.path.strip("/")
    assert re.fullmatch("CL-[0-9A-Z]{8}", claim_id), claim_page.text
    filed = aiko.gets("claim_filed")
    assert re.search(r"/verify/[^\s?]+\?to=problem", filed.text), filed.text
    _show(site, claim_page)

    (claim,) = read(_asked(local, f"/v1/orders/{aiko.order_id}/claims"))["claims"]
    assert (claim["claim_id"], claim["problem"], claim["shipment_id"]) == (claim_id, "damaged", "S-1")
    assert [said["words"] for said in claim["words"]] == [REPORTED]
    (shown,) = claim["evidence"]
    led = _asked(local, shown["href"])
    assert (led.status, "evidence/" in led.headers["location"]) == (302, True)

    aiko.case(claim_id, "claim", "approved", happened_at=written(ago(seconds=0)))
    aiko.gets("claim_approved")
    assert page_words("ja")("claim_news.approved") in claim_page.open(claim_page.address).text
    (answered,) = read(_asked(local, f"/v1/orders/{aiko.order_id}/claims"))["claims"]
    assert [piece["news"] for piece in answered["case"]["news"]] == ["requested", "approved"]


def _report(site: LocalSite, home: str) -> Visitor:
    """The page of the claim that comes of the form, which is filled in as it stands."""
    link = home.partition("?")[0]
    visitor = Visitor(site, home)
    assert "/report?" in visitor.text, visitor.text
    visitor.open(f"{link}/report?{urlencode({'problem': 'damaged', 'shipment': 'S-1'})}")
    send_form_to(visitor, "/report", words=REPORTED, **_first_article(visitor))
    return visitor


def _first_article(visitor: Visitor) -> dict[str, str]:
    """What chooses the first article that the form offers."""
    form = next(form for form in visitor.forms if urlsplit(form.action).path.endswith("/report"))
    return {name: values[0] for name, values in form.choices.items() if name.startswith("take")}


def _show(site: LocalSite, claim_page: Visitor) -> None:
    """Upload a photo as the page's script does, and come back."""
    sign = f"{urlsplit(claim_page.address).path}/sign"
    signed: dict[str, Any] = json.loads(
        site.request("POST", sign, headers=SENT, body=urlencode({"type": "image/jpeg"})).body
    )
    send_form(signed["url"], signed["fields"], PHOTO)
    until(lambda: claim_page.open(signed["added"]).status == 200 or None, lambda: "the photo on the claim")


def _asked(local: Local, path: str) -> Any:
    return local.api.call("GET", path, headers=bearer(local.keys.merchant))
