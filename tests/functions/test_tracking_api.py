"""Tracking for whoever holds the link, as JSON and as a page; and for nobody else, without a hint."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.tracking_api import handler as tracking_api
from shared.access import shopper_link
from shared.access.shopper_links import VALID_FOR
from shared.aws import clients, keys
from shared.aws.dynamodb_cases import DynamoCases
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.aws.dynamodb_promotion_clicks import DynamoPromotionClicks
from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.errors import Unavailable
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.returns.request.number import make_number
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.detail import Detail
from tests.functions.conftest import LINK_SECRET, NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.test_orders_api import SHIPMENT, changed

PARCEL = ParcelNumber("usps", "9400136208231234500027")
SCANNED = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def token(api: HttpApi, merchant: dict[str, str], cloud: Cloud) -> str:
    """A link to an order with a parcel under way, and two canaries that nothing public may show."""
    body = changed("contact.email", "canary-mail@shopper.example")
    body["destination"]["postal"] = "150-CANARY"
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)
    answer = api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    place = Place("渋谷", "東京都", "150-CANARY", "JP")
    scan = Checkpoint(SCANNED, Detail.IN_TRANSIT, "OA", "Arrived", place)
    DynamoParcels(clients.dynamodb(), cloud.table).add(PARCEL, scan, "usps")
    url: str = answer.json()["tracking_url"]
    return url.rpartition("/")[2]


def test_the_link_shows_where_the_parcel_is(api: HttpApi, token: str) -> None:
    answer = api.request("GET", f"/v1/track/{token}")
    body = answer.json()
    (parcel,) = body["parcels"]
    assert (answer.status, body["order_id"], body["shop"], body["time_zone"]) == (200, "A-1001", "はなれ", "Asia/Tokyo")
    assert (parcel["milestone"], parcel["tracking_number"]) == ("in_transit", "9400136208231234500027")
    assert parcel["timeline"][0]["local_time"] == "2026-11-23T12:00:00+09:00"
    assert answer.headers["cache-control"] == "private, max-age=30"


def test_the_page_speaks_the_orders_language_or_the_asked_one(api: HttpApi, token: str) -> None:
    page, english = api.request("GET", f"/t/{token}"), api.request("GET", f"/t/{token}?lang=en")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="ja"' in page.text
    assert '<html lang="en"' in english.text


@pytest.mark.parametrize("query", ["utm_source=mail&utm_medium=email&fbclid=x", "lang=", "LANG=en", "token=x", "&&"])
def test_what_others_add_to_the_link_changes_nothing(api: HttpApi, token: str, query: str) -> None:
    page = api.request("GET", f"/t/{token}?{query}")
    assert page.status == 200
    assert '<html lang="ja"' in page.text


def test_the_page_is_for_its_reader_only(api: HttpApi, token: str) -> None:
    headers = api.request("GET", f"/t/{token}").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"] == "max-age=31536000"
    policy = headers["content-security-policy"]
    nonce = re.search("nonce-([^']+)'", policy)
    assert nonce is not None
    assert f"script-src 'nonce-{nonce[1]}'; " in policy
    assert "unsafe" not in policy


def test_each_page_has_its_own_nonce(api: HttpApi, token: str) -> None:
    policies = {api.request("GET", f"/t/{token}").headers["content-security-policy"] for _ in range(2)}
    assert len(policies) == 2


def test_neither_contact_nor_postal_code_is_shown_or_logged(api: HttpApi, token: str, logs: Any) -> None:
    shown = [api.request("GET", path).text for path in (f"/v1/track/{token}", f"/t/{token}", f"/t/{token}?lang=en")]
    assert "canary" not in "".join(shown).lower()
    assert "canary" not in logs().lower()
    assert token not in logs()


def refused() -> dict[str, str]:
    """Every kind of link that is not valid, by what is wrong with it."""
    real = shopper_link.reference(b"\x07" * 16)
    return {
        "of no order": shopper_link.seal(real, NOW + VALID_FOR, LINK_SECRET),
        "signed by another": shopper_link.seal(real, NOW + VALID_FOR, "another secret"),
        "expired": shopper_link.seal(real, NOW - timedelta(seconds=1), LINK_SECRET),
        "no token": "x",
        "not ASCII": "%E5%B1%8A%E3%81%8F",
        "not UTF-8": "%FF%FE",
        "NUL": "%00",
        "long": "a" * 5000,
    }


def test_no_refusal_says_what_was_wrong(api: HttpApi, token: str) -> None:
    stale = shopper_link.seal(token.split(".")[0], NOW - timedelta(seconds=1), LINK_SECRET)
    tampered = token[:-1] + ("A" if token[-1] != "A" else "B")
    answers = {
        wrong: api.request("GET", f"/v1/track/{bad}")
        for wrong, bad in {**refused(), "stale": stale, "tampered": tampered}.items()
    }
    assert {(answer.status, answer.code) for answer in answers.values()} == {(403, "forbidden")}
    assert len({answer.body for answer in answers.values()}) == 1


def test_a_link_that_is_not_valid_gets_a_page_too(api: HttpApi, token: str) -> None:
    japanese = {"accept-language": "ja,en;q=0.5"}
    pages = [api.request("GET", f"/t/{bad}", headers=japanese) for bad in refused().values()]
    assert {(page.status, page.headers["content-type"]) for page in pages} == {(403, "text/html; charset=utf-8")}
    assert all('<html lang="ja"' in page.text for page in pages)


@pytest.mark.parametrize("lost", ["order", "brand", "secret"])
def test_an_outage_gets_a_page_too(api: HttpApi, token: str, cloud: Cloud, logs: Any, lost: str) -> None:
    tracking_api.desk.cache_clear()
    if lost == "brand":
        clients.dynamodb().delete_item(TableName=cloud.table, Key=keys.current_configuration())
    if lost == "secret":
        clients.secretsmanager().delete_secret(SecretId="links", ForceDeleteWithoutRecovery=True)
    if lost == "order":
        clients.dynamodb().delete_table(TableName=cloud.table)
    page = api.request("GET", f"/t/{token}?lang=ja")
    assert (page.status, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert (page.headers["retry-after"], page.headers["cache-control"]) == ("5", "no-store")
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert "ただいまご注文を表示できません" in page.text
    assert "page refused" in logs()
    assert api.request("GET", f"/v1/track/{token}").status == 503


def test_a_bad_link_gets_its_page_without_a_brand_too(api: HttpApi, cloud: Cloud) -> None:
    clients.dynamodb().delete_item(TableName=cloud.table, Key=keys.current_configuration())
    assert api.request("GET", "/t/x").status == 403


def test_a_link_works_no_longer_than_it_may(api: HttpApi, token: str, at: Any) -> None:
    at(NOW + VALID_FOR - timedelta(seconds=1))
    assert api.request("GET", f"/v1/track/{token}").status == 200
    at(NOW + VALID_FOR)
    assert api.request("GET", f"/v1/track/{token}").status == 403


def test_anothers_parcel_is_not_shown(api: HttpApi, merchant: dict[str, str], token: str) -> None:
    other = api.request("PUT", "/v1/orders/A-1002", headers=merchant, body=changed("contact.language", "en")).json()
    answer = api.request("GET", "/v1/track/" + other["tracking_url"].rpartition("/")[2])
    assert (answer.json()["order_id"], answer.json()["parcels"]) == ("A-1002", [])
    assert PARCEL.tracking_number not in answer.text


def test_the_page_and_its_json_lead_on_to_help_and_past_a_code_to_what_can_be_set_going(
    api: HttpApi, token: str, cloud: Cloud
) -> None:
    delivered = Checkpoint(NOW, Detail.DELIVERED, "DL", "", Place("渋谷"))
    DynamoParcels(clients.dynamodb(), cloud.table).add(PARCEL, delivered, "usps")
    body, page = api.request("GET", f"/v1/track/{token}?lang=en").json(), api.request("GET", f"/t/{token}?lang=en")
    way = f"https://api.example.com/verify/{token}?to=returns&lang=en"
    wrong = {"kind": "problem", "url": way.replace("to=returns", "to=problem")}
    assert body["actions"] == [{"kind": "returns", "url": way}, wrong]
    assert way.replace("&", "&amp;") in page.text
    assert body["stage"] == "delivered"
    assert body["preferences_url"] == f"https://api.example.com/verify/{token}?to=preferences&lang=en"
    assert body["preferences_url"].replace("&", "&amp;") in page.text
    assert api.request("GET", body["help_url"].removeprefix("https://api.example.com")).status == 200


def test_a_warm_page_reads_link_order_scans_and_estimates_and_nothing_else(api: HttpApi, token: str) -> None:
    assert reads_of(api, token) == ["BatchGetItem", "GetItem", "GetItem", "Query"]


def reads_of(api: HttpApi, token: str) -> list[str]:
    """What a warm page reads of the table."""
    api.request("GET", f"/t/{token}")  # the configuration, and the secret
    reads: list[str] = []
    events = clients.dynamodb().meta.events
    events.register("before-call.dynamodb", lambda model, **_: reads.append(model.name), unique_id="reads")
    try:
        api.request("GET", f"/t/{token}")
    finally:
        events.unregister("before-call.dynamodb", unique_id="reads")
    return sorted(reads)


def test_a_return_is_shown_with_its_page_behind_a_code_for_one_read_more(
    api: HttpApi, token: str, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, logs: Any
) -> None:
    ours, theirs = make_number(b"7" * 16), "RT-1"
    cases = DynamoCases(clients.dynamodb(), cloud.table)
    for number in (ours, theirs):
        told = Told(NOW - timedelta(hours=len(number)), url="https://carrier.example/label")
        cases.save(Case("A-1001", number, CaseKind.RETURN, news={CaseNews.LABEL_READY: told}))
    assert api.request("GET", f"/v1/track/{token}").json()["returns"] == []
    delivered = Checkpoint(NOW, Detail.DELIVERED, "DL", "", Place("渋谷"))
    DynamoParcels(clients.dynamodb(), cloud.table).add(PARCEL, delivered, "usps")
    assert reads_of(api, token) == ["BatchGetItem", "GetItem", "GetItem", "Query", "Query"]
    body, page = (api.request("GET", f"{path}/{token}?lang=en") for path in ("/v1/track", "/t"))
    found = {each["number"]: each for each in body.json()["returns"]}
    place = f"https://api.example.com/verify/{token}?to=returns&number={ours}&lang=en"
    assert [found[each]["url"] for each in (theirs, ours)] == [None, place]
    assert (found[ours]["kind"], found[ours]["news"]) == ("return", "label_ready")
    assert all(each in page.text for each in (theirs, place.replace("&", "&amp;"), "Ready to be sent back"))
    assert "carrier.example" not in page.text

    def lost(*_: object) -> None:
        raise Unavailable("away")

    monkeypatch.setattr(DynamoCases, "of_order", lost)
    without = api.request("GET", f"/t/{token}?lang=en")
    assert (without.status, ours in without.text, "returns not read" in logs()) == (200, False, True)


def clicks(api: HttpApi, merchant: dict[str, str], query: str = "") -> Any:
    return api.request("GET", f"/v1/promotions/winter-cups-page/clicks{query}", headers=merchant)


def test_a_click_on_a_promotion_is_counted_and_leads_where_the_merchant_says_and_nowhere_else(
    api: HttpApi, token: str, merchant: dict[str, str], at: Any
) -> None:
    path = f"/t/{token}/p/winter-cups-page"
    assert path not in api.request("GET", f"/t/{token}").text
    at(datetime(2026, 12, 2, tzinfo=UTC))
    assert path in api.request("GET", f"/t/{token}").text
    for query in ("", "?url=https://evil.example/&to=//evil.example"):
        answer = api.request("GET", path + query)
        assert (answer.status, answer.headers["location"]) == (302, "https://hanare.example/winter")
    assert api.request("HEAD", path).status == 302
    assert clicks(api, merchant).json() == {
        "promotion_id": "winter-cups-page",
        "total": 2,
        "days": [{"day": "2026-12-02", "clicks": 2}],
    }
    assert clicks(api, merchant, "?clicked_to=2026-12-01").json()["total"] == 0


def test_nobody_is_led_on_without_a_link_or_to_what_was_not_published(api: HttpApi, token: str) -> None:
    tampered = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert api.request("GET", f"/t/{tampered}/p/winter-cups-page").status == 403
    for unknown in ("nothing", "%00", "..%2F..", "a" * 2000):
        answer = api.request("GET", f"/t/{token}/p/{unknown}")
        assert (answer.status, "location" in answer.headers) == (404, False)


def test_clicks_are_the_merchants_to_read(api: HttpApi, merchant: dict[str, str], storefront_key: str) -> None:
    assert clicks(api, {}).status == 401
    assert clicks(api, {"authorization": f"Bearer {storefront_key}"}).status == 403
    assert api.request("GET", "/v1/promotions/%00/clicks", headers=merchant).status == 400


def test_the_way_on_is_there_although_its_click_cannot_be_counted(
    api: HttpApi, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Unavailable("count click: AWS does not answer.")

    monkeypatch.setattr(DynamoPromotionClicks, "note", fails)
    assert api.request("GET", f"/t/{token}/p/winter-cups-page").status == 302


def test_an_advisory_that_slows_the_parcel_is_named(
    api: HttpApi, token: str, merchant: dict[str, str], cloud: Cloud
) -> None:
    strike = {
        "id": "strike-1",
        "kind": "strike",
        "from": "2026-11-23T00:00:00Z",
        "carriers": ["usps"],
        "days": {"least": 1, "most": 2},
        "headline": {"en": "Strike at the post"},
    }
    assert api.request("POST", "/v1/advisories", headers=merchant, body=strike).status == 201
    assert "Strike at the post" not in api.request("GET", f"/t/{token}?lang=en").text
    parcel = ParcelId(PARCEL, datetime.fromisoformat(SHIPMENT["shipped_at"]).astimezone(UTC).date())
    day = NOW.date() + timedelta(days=5)
    estimate = Estimate(day, day, day, 9_000, EstimateSource.STAGE, NOW, (Reason.DISRUPTION,))
    told = (Revision(1, NOW, Reason.FIRST, estimate),)
    live = LiveEstimate("A-1001", "Asia/Tokyo", parcel, promised=NOW.date(), at_risk=True, revisions=told)
    DynamoEstimates(clients.dynamodb(), cloud.table).save(live)
    assert "Strike at the post" in api.request("GET", f"/t/{token}?lang=en").text
