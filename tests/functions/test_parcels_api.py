"""Parcels for the merchant over HTTP: listed page by page, read in full, reopened; and nothing of it for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.aws import clients
from shared.aws.dynamodb_estimates import DynamoEstimates
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.estimates.live_estimate import LiveEstimate
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.project_shipment import project_shipment
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_orders_api import ORDER

Headers = dict[str, str]
Scan = tuple[Detail, float]
"""A detail, and how many hours before NOW it was scanned."""
REGISTERED: dict[str, tuple[str, str, int, list[Scan]]] = {
    "USPS0001": ("A-1", "usps", 1, [(Detail.IN_TRANSIT, 3)]),
    "USPS0002": ("A-1", "usps", 1, [(Detail.IN_TRANSIT, 3), (Detail.DAMAGED, 2)]),
    "YAMA0003": ("A-2", "yamato", 2, [(Detail.IN_TRANSIT, 9), (Detail.DELIVERED, 1)]),
    "YAMA0004": ("A-2", "yamato", 2, [(Detail.OUT_FOR_DELIVERY, 9), (Detail.RETURNING, 1)]),
    "USPS0005": ("A-3", "usps", 9, [(Detail.INFO_RECEIVED, 24 * 9)]),
    "USPS0006": ("A-4", "usps", 40, []),
}
"""Number -> order, carrier, days ago that it shipped, scans."""


@pytest.fixture
def ask(api: HttpApi, merchant: Headers) -> Callable[..., Reply]:
    """`ask("/v1/parcels", risk="late")` as the merchant."""
    return lambda path, **query: api.request("GET", f"{path}?{urlencode(query)}", headers=merchant)


@pytest.fixture
def shop(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    """REGISTERED, each parcel projected. Of A-1 both are in one shipment; all else is alone."""
    for n in range(1, 5):
        placed = (NOW - timedelta(days=n)).isoformat()
        promise = {"earliest": "2026-11-20", "latest": "2026-11-23" if n == 1 else "2026-11-30"}
        body = {**ORDER, "placed_at": placed, "promise": promise}
        assert api.request("PUT", f"/v1/orders/A-{n}", headers=merchant, body=body).status == 201
    shipments: dict[tuple[str, str], dict[str, Any]] = {}
    for number, (order, carrier, days, _) in REGISTERED.items():
        shipment = "S-1" if order == "A-1" else f"S-{number[-1]}"
        shipped = {"shipped_at": (NOW - timedelta(days=days)).isoformat(), "parcels": []}
        parcel = {"carrier": carrier, "tracking_number": number}
        shipments.setdefault((order, shipment), shipped)["parcels"].append(parcel)
    for (order, shipment), body in shipments.items():
        answer = api.request("PUT", f"/v1/orders/{order}/shipments/{shipment}", headers=merchant, body=body)
        assert answer.status == 201
    for number, (_, carrier, _, seen) in REGISTERED.items():
        scan(cloud, ParcelNumber(carrier, number), *seen)


def scan(cloud: Cloud, number: ParcelNumber, *seen: Scan) -> None:
    """Keep scans of a parcel, and project it."""
    parcels = DynamoParcels(clients.dynamodb(), cloud.table)
    for detail, hours in seen:
        place = Place("渋谷", "東京都", "150-8799", "JP")
        at = NOW - timedelta(hours=hours)
        parcels.add(number, Checkpoint(at, detail, detail.upper(), f"It was {detail}.", place), number.carrier)
    project_shipment(parcels, number)


def listed(reply: Reply, kind: str = "parcels", name: str = "tracking_number") -> list[str]:
    assert reply.status == 200, reply.text
    return [entry[name] for entry in reply.json()[kind]]


def every(ask: Callable[..., Reply], path: str, kind: str, name: str, **query: str) -> tuple[list[str], int]:
    """Every entry of a list, and how many pages it took."""
    found: list[str] = []
    pages, cursor = 0, None
    while pages < 50:
        reply = ask(path, **query, **({"cursor": cursor} if cursor else {}))
        found, pages, cursor = found + listed(reply, kind, name), pages + 1, reply.json()["cursor"]
        if cursor is None:
            return found, pages
    raise AssertionError("The list does not end.")


@pytest.mark.usefixtures("shop")
def test_the_last_thirty_days_are_listed_newest_ship_date_first(ask: Callable[..., Reply]) -> None:
    reply = ask("/v1/parcels")
    assert listed(reply) == ["USPS0002", "USPS0001", "YAMA0004", "YAMA0003", "USPS0005"]
    assert (reply.json()["cursor"], reply.headers["cache-control"]) == (None, "no-store")


@pytest.mark.usefixtures("shop")
def test_a_listed_parcel_says_where_it_stands(ask: Callable[..., Reply]) -> None:
    assert ask("/v1/parcels", risk="incident").json()["parcels"][1] == {
        "carrier": "usps",
        "tracking_number": "USPS0002",
        "ship_date": "2026-11-23",
        "order_id": "A-1",
        "shipment_id": "S-1",
        "leg": "outbound",
        "milestone": "in_transit",
        "return_milestone": None,
        "is_over": False,
        "incident": {
            "opened_at": "2026-11-23T23:30:00Z",
            "detail": "damaged",
            "cause": "carrier",
            "cleared_at": None,
        },
        "risks": ["incident", "late"],
        "carrier_estimate": None,
        "newest_at": "2026-11-23T23:30:00Z",
        "age_seconds": 7200,
        "at_risk": False,
        "expected": None,
    }


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"carrier": "yamato"}, ["YAMA0004", "YAMA0003"]),
        ({"carrier": "sagawa"}, []),
        ({"milestone": "delivered"}, ["YAMA0003"]),
        ({"milestone": "pending", "shipped_from": "2026-10-01"}, ["USPS0006"]),
        ({"leg": "return"}, ["YAMA0004"]),
        ({"leg": "outbound", "carrier": "yamato"}, ["YAMA0003"]),
        ({"risk": "incident"}, ["YAMA0004", "USPS0002"]),
        ({"risk": "incident", "shipped_to": "2026-11-22"}, ["YAMA0004"]),
        ({"risk": "not_collected"}, ["USPS0005"]),
        ({"risk": "silent"}, ["USPS0005"]),
        ({"risk": "silent", "shipped_from": "2026-10-01"}, ["USPS0005", "USPS0006"]),
        ({"risk": "late"}, ["USPS0002", "USPS0001"]),
        ({"shipped_from": "2026-11-23"}, ["USPS0002", "USPS0001"]),
        ({"shipped_to": "2026-11-22"}, ["YAMA0004", "YAMA0003", "USPS0005"]),
        ({"shipped_from": "2026-11-22", "shipped_to": "2026-11-22"}, ["YAMA0004", "YAMA0003"]),
        ({"shipped_to": "2026-10-20"}, ["USPS0006"]),
    ],
)
def test_each_filter_narrows_the_list(ask: Callable[..., Reply], query: dict[str, str], expected: list[str]) -> None:
    assert listed(ask("/v1/parcels", **query)) == expected


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("limit", ["1", "2", "3"])
def test_pages_over_several_days_show_each_once(ask: Callable[..., Reply], limit: str) -> None:
    query = {"shipped_from": "2026-10-01", "shipped_to": "2026-11-24"}
    found, pages = every(ask, "/v1/parcels", "parcels", "tracking_number", limit=limit, **query)
    assert found == ["USPS0002", "USPS0001", "YAMA0004", "YAMA0003", "USPS0005", "USPS0006"]
    assert pages >= 6 / int(limit)
    incidents, _ = every(ask, "/v1/parcels", "parcels", "tracking_number", limit=limit, risk="incident")
    assert incidents == ["YAMA0004", "USPS0002"]
    orders, _ = every(ask, "/v1/orders", "orders", "order_id", limit=limit)
    assert orders == ["A-1", "A-2", "A-3", "A-4"]
    shipments, _ = every(ask, "/v1/shipments", "shipments", "shipment_id", limit=limit)
    assert shipments == ["S-1", "S-4", "S-3", "S-5"]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("query", "orders", "shipments"),
    [
        ({}, ["A-1", "A-2", "A-3", "A-4"], ["S-1", "S-4", "S-3", "S-5"]),
        ({"carrier": "yamato"}, ["A-2"], ["S-4", "S-3"]),
        ({"milestone": "delivered"}, ["A-2"], ["S-3"]),
        ({"risk": "incident"}, ["A-1", "A-2"], ["S-1", "S-4"]),
        ({"risk": "late"}, ["A-1"], ["S-1"]),
        ({"risk": "late", "carrier": "yamato"}, [], []),
    ],
)
def test_orders_and_shipments_are_listed_by_their_parcels(
    ask: Callable[..., Reply], query: dict[str, str], orders: list[str], shipments: list[str]
) -> None:
    assert listed(ask("/v1/orders", **query), "orders", "order_id") == orders
    assert listed(ask("/v1/shipments", **query), "shipments", "shipment_id") == shipments


@pytest.mark.usefixtures("shop")
def test_orders_are_listed_by_the_days_they_were_placed(ask: Callable[..., Reply]) -> None:
    query = {"placed_from": "2026-11-21", "placed_to": "2026-11-22"}
    assert listed(ask("/v1/orders", **query), "orders", "order_id") == ["A-2", "A-3"]
    (order,) = ask("/v1/orders", placed_from="2026-11-23").json()["orders"]
    assert (order["country"], order["promise"]["latest"]) == ("JP", "2026-11-23")
    assert [p["tracking_number"] for s in order["shipments"] for p in s["parcels"]] == ["USPS0001", "USPS0002"]
    assert "aiko" not in ask("/v1/orders").text


@pytest.mark.usefixtures("shop")
def test_parcels_whose_promise_is_at_risk_are_a_list_of_their_own(ask: Callable[..., Reply], cloud: Cloud) -> None:
    estimates = DynamoEstimates(clients.dynamodb(), cloud.table)
    for number, at_risk in (("USPS0001", True), ("USPS0002", False), ("YAMA0003", True)):
        order, carrier, days, _ = REGISTERED[number]
        parcel = ParcelId(ParcelNumber(carrier, number), (NOW - timedelta(days=days)).date())
        estimates.save(LiveEstimate(order, "Asia/Tokyo", parcel, at_risk=at_risk))
    reply = ask("/v1/parcels", risk="at_risk")
    assert listed(reply) == ["USPS0001"]  # what has arrived is at risk no more, whatever was told last
    assert reply.json()["parcels"][0]["at_risk"] is True
    assert ask("/v1/parcels", risk="at_risk", carrier="yamato").json()["parcels"] == []
    assert ask("/v1/orders", risk="at_risk").status == 422


@pytest.mark.usefixtures("shop")
def test_a_parcel_is_listed_before_it_is_projected(api: HttpApi, merchant: Headers, ask: Callable[..., Reply]) -> None:
    body = {"shipped_at": NOW.isoformat(), "parcels": [{"carrier": "usps", "tracking_number": "USPS0009"}]}
    api.request("PUT", "/v1/orders/A-4/shipments/S-9", headers=merchant, body=body)
    (new,) = ask("/v1/parcels", shipped_from="2026-11-24").json()["parcels"]
    assert (new["order_id"], new["milestone"], new["risks"]) == ("A-4", "pending", [])


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"limit": "0"}, "invalid_query", "limit"),
        ({"limit": "101"}, "invalid_query", "limit"),
        ({"limit": "1.0"}, "invalid_query", "limit"),
        ({"limit": " 1"}, "invalid_query", "limit"),
        ({"milestone": "canary"}, "invalid_query", "milestone"),
        ({"milestone": "exception"}, "invalid_query", "milestone"),
        ({"risk": "lost"}, "invalid_query", "risk"),
        ({"carrier": "USPS"}, "invalid_query", "carrier"),
        ({"canary": "1"}, "invalid_query", "query"),
        ({"cursor": "canary"}, "invalid_cursor", "cursor"),
        ({"cursor": ""}, "invalid_cursor", "cursor"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/parcels", "/v1/orders", "/v1/shipments"])
def test_a_filter_that_cannot_be_is_refused_and_not_repeated(
    ask: Callable[..., Reply], path: str, query: dict[str, str], code: str, field: str
) -> None:
    reply = ask(path, **query)
    assert (reply.status, reply.code, reply.json()["field"]) == (422, code, field)
    assert "canary" not in reply.text


@pytest.mark.parametrize(("path", "word"), [("parcels", "shipped"), ("orders", "placed"), ("shipments", "shipped")])
def test_days_that_cannot_be_are_refused(ask: Callable[..., Reply], path: str, word: str) -> None:
    for day in ("yesterday", "2026-11-31", "1999-12-31", "2026-11-20T00:00:00Z", "1795332600", ""):
        reply = ask(f"/v1/{path}", **{f"{word}_from": day})
        assert (reply.status, reply.code, reply.json()["field"]) == (422, "invalid_query", f"{word}_from")
    for first, last in (("2026-11-20", "2026-11-19"), ("2026-08-01", "2026-11-20")):
        reply = ask(f"/v1/{path}", **{f"{word}_from": first, f"{word}_to": last})
        assert (reply.status, reply.code) == (422, "impossible_days")


def test_a_filter_may_not_come_twice(api: HttpApi, merchant: Headers) -> None:
    reply = api.request("GET", "/v1/parcels?milestone=delivered&milestone=pending", headers=merchant)
    assert (reply.status, reply.code) == (400, "bad_request")


@pytest.mark.usefixtures("shop")
def test_a_cursor_is_of_its_filters_and_its_list(ask: Callable[..., Reply]) -> None:
    cursor = ask("/v1/parcels", limit="1").json()["cursor"]
    assert listed(ask("/v1/parcels", limit="2", cursor=cursor)) == ["USPS0001", "YAMA0004"]
    for path, query in (("/v1/parcels", {"carrier": "usps"}), ("/v1/shipments", {}), ("/v1/orders", {})):
        reply = ask(path, cursor=cursor, **query)
        assert (reply.status, reply.code) == (422, "invalid_cursor")


YAMATO = ParcelNumber("yamato", "YAMA0003")


@pytest.mark.usefixtures("shop")
def test_a_parcel_is_told_with_everything_that_is_known_of_it(ask: Callable[..., Reply], cloud: Cloud) -> None:
    parcels = DynamoParcels(clients.dynamodb(), cloud.table)
    proof = ProofOfDelivery("K. SATO", "https://carrier.example/1.jpg", "FRONT DOOR", 35.6, 139.7)
    at = NOW - timedelta(minutes=30)
    handed = Checkpoint(
        at,
        Detail.DELIVERED_IN_PERSON,
        "POD",
        "Signed.",
        proof=proof,
        carrier_estimate=date(2026, 11, 24),
        weight_grams=900,
    )
    parcels.add(YAMATO, handed, "yamato")
    parcels.link(YAMATO, ParcelNumber("usps", "LAST0001"))
    scan(cloud, ParcelNumber("usps", "LAST0001"), (Detail.CUSTOMS_HELD, 5))
    told = ask("/v1/parcels/yamato/YAMA-0003").json()
    assert (told["order_id"], told["shipment_id"], told["is_over"], told["age_seconds"]) == ("A-2", "S-3", True, 1800)
    assert told["reached"] == {"in_transit": "2026-11-23T16:30:00Z", "delivered": "2026-11-24T00:30:00Z"}
    assert (told["returned"], told["reopened"], told["risks"], told["incident"]) == ({}, 0, [], None)
    (incident,) = told["incidents"]
    assert (incident["detail"], incident["cause"], incident["cleared_at"]) == (
        "customs_held",
        "customs",
        "2026-11-24T00:30:00Z",
    )
    assert told["also"] == [{"carrier": "usps", "tracking_number": "LAST0001"}]
    assert (told["ship_dates"], told["checkpoint_count"]) == (["2026-11-22"], 4)
    assert [c["detail"] for c in told["checkpoints"]] == [
        "delivered_in_person",
        "delivered",
        "customs_held",
        "in_transit",
    ]
    assert told["checkpoints"][0] == {
        "occurred_at": "2026-11-24T01:00:00Z",
        "time_inferred": False,
        "detail": "delivered_in_person",
        "milestone": "delivered",
        "cause": None,
        "carrier_code": "POD",
        "message": "Signed.",
        "place": {"city": "", "region": "", "postal": "", "country": ""},
        "moved_by": None,
        "carrier_estimate": "2026-11-24",
        "weight_grams": 900,
        "proof": {
            "signed_by": "K. SATO",
            "photo_url": "https://carrier.example/1.jpg",
            "place": "FRONT DOOR",
            "latitude": 35.6,
            "longitude": 139.7,
        },
    }
    assert told["checkpoints"][2]["moved_by"] == "usps"
    assert told["checkpoints"][3]["place"]["postal"] == "150-8799"


@pytest.mark.usefixtures("shop")
def test_a_number_used_again_answers_the_newest_parcel_and_lists_all(
    api: HttpApi, merchant: Headers, ask: Callable[..., Reply]
) -> None:
    again = datetime(2027, 6, 1, tzinfo=UTC)
    body = {"shipped_at": again.isoformat(), "parcels": [{"carrier": "yamato", "tracking_number": "YAMA0003"}]}
    assert api.request("PUT", "/v1/orders/A-4/shipments/S-9", headers=merchant, body=body).status == 201
    newest, older = ask("/v1/parcels/yamato/YAMA0003"), ask("/v1/parcels/yamato/YAMA0003", ship_date="2026-11-22")
    assert (newest.json()["order_id"], newest.json()["checkpoints"]) == ("A-4", [])
    assert newest.json()["ship_dates"] == older.json()["ship_dates"] == ["2026-11-22", "2027-06-01"]
    assert (older.json()["order_id"], older.json()["milestone"]) == ("A-2", "delivered")
    missing = ask("/v1/parcels/yamato/YAMA0003", ship_date="2026-11-21")
    assert (missing.status, missing.code) == (404, "parcel_unknown")


def test_a_parcel_nobody_registered_is_told_too(ask: Callable[..., Reply], cloud: Cloud) -> None:
    scan(cloud, ParcelNumber("usps", "STRAY001"), (Detail.IN_TRANSIT, 24 * 6))
    told = ask("/v1/parcels/usps/STRAY001").json()
    assert (told["order_id"], told["ship_date"], told["risks"]) == (None, "2026-11-18", ["silent"])
    assert ask("/v1/parcels").json()["parcels"] == []
    assert ask("/v1/parcels/usps/NOBODYS1").code == "parcel_unknown"


@pytest.mark.parametrize("path", ["USPS/USPS0001", "usps/x", "usps/a%23b12", "usps/%E5%B1%8A123", "usps/1234%00"])
def test_what_cannot_be_a_parcel_is_refused(api: HttpApi, merchant: Headers, path: str) -> None:
    for method, way in (("GET", ""), ("POST", "/reopen")):
        reply = api.request(method, f"/v1/parcels/{path}{way}", headers=merchant, body={"reason": "x"})
        assert (reply.status, reply.code) == (400, "bad_request")


def reopen(api: HttpApi, headers: Headers, parcel: str = "yamato/YAMA0003", **body: str) -> Reply:
    sent = {"reason": "Nothing came.", **body}
    return api.request("POST", f"/v1/parcels/{parcel}/reopen", headers=headers, body=sent)


@pytest.mark.usefixtures("shop")
def test_a_delivered_parcel_is_reopened_on_the_merchants_word(
    api: HttpApi, merchant: Headers, ask: Callable[..., Reply], cloud: Cloud
) -> None:
    reply = reopen(api, merchant)
    told = reply.json()
    assert (reply.status, told["is_over"], told["milestone"], told["reopened"]) == (200, False, "in_transit", 1)
    newest = told["checkpoints"][0]
    assert (newest["detail"], newest["carrier_code"], newest["message"]) == (
        "reopened",
        "merchant:reopened",
        "Nothing came.",
    )
    assert ask("/v1/parcels/yamato/YAMA0003").json() == told
    project_shipment(DynamoParcels(clients.dynamodb(), cloud.table), YAMATO)
    assert "YAMA0003" in listed(ask("/v1/parcels", milestone="in_transit"))
    again = reopen(api, merchant)
    assert (again.status, again.code) == (409, "parcel_not_over")


@pytest.mark.usefixtures("shop")
def test_a_repeated_request_with_the_same_key_changes_nothing(
    api: HttpApi, merchant: Headers, cloud: Cloud, at: Callable[[datetime], None]
) -> None:
    keyed = {**merchant, "Idempotency-Key": "canary-1"}
    first, before = reopen(api, keyed), cloud.items()
    at(NOW + timedelta(hours=1))
    second = reopen(api, keyed)
    assert (first.status, second.status) == (200, 200)
    assert second.json()["checkpoints"] == first.json()["checkpoints"]
    assert cloud.items() == before
    assert "canary" not in str(before)
    other = reopen(api, keyed, reason="Another reason.")
    assert (other.status, other.code, other.json()["field"]) == (422, "idempotency_key_reused", "Idempotency-Key")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"reason": ""}, 422, "invalid_body"),
        ({"reason": "x" * 501}, 422, "invalid_body"),
        ({"reason": 7}, 422, "invalid_body"),
        ({}, 422, "invalid_body"),
        ({"reason": "x", "ship_date": "tomorrow"}, 422, "invalid_body"),
        ({"reason": "x", "ship_date": "2026-11-20"}, 404, "parcel_unknown"),
        ({"reason": "x", "note": "y"}, 422, "invalid_body"),
    ],
)
def test_a_word_that_cannot_be_kept_is_refused(
    api: HttpApi, merchant: Headers, cloud: Cloud, body: dict[str, Any], status: int, code: str
) -> None:
    before = cloud.items()
    reply = api.request("POST", "/v1/parcels/yamato/YAMA0003/reopen", headers=merchant, body=body)
    assert (reply.status, reply.code) == (status, code)
    assert cloud.items() == before


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("key", ["", "with space", "x" * 256, "鍵"])
def test_a_key_that_is_none_is_refused(api: HttpApi, merchant: Headers, key: str) -> None:
    reply = reopen(api, {**merchant, "Idempotency-Key": key})
    assert (reply.status, reply.code, reply.json()["field"]) == (400, "bad_request", "Idempotency-Key")


def test_a_parcel_nobody_knows_is_not_reopened(api: HttpApi, merchant: Headers) -> None:
    assert reopen(api, merchant, "usps/NOBODYS1").code == "parcel_unknown"


@pytest.mark.usefixtures("shop")
def test_neither_reason_nor_number_nor_key_is_logged(
    api: HttpApi, merchant: Headers, ask: Callable[..., Reply], logs: Callable[[], str]
) -> None:
    reopen(api, {**merchant, "Idempotency-Key": "canary-key"}, reason="canary-reason")
    ask("/v1/parcels/yamato/YAMA0003")
    assert "parcel reopened" in logs()
    assert "canary" not in logs()
    assert "YAMA0003" not in logs()
