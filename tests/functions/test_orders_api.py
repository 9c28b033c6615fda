"""Orders and shipments over HTTP: taken once, given back, and refused with a reason that names the field."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.orders_api import handler as orders_api
from shared.access import shopper_link
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_parcels import DynamoParcels
from shared.tracking import merchant_view
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.checkpoint import Checkpoint, Place, ProofOfDelivery
from shared.tracking.detail import Detail
from shared.tracking.ports import StaleOrder
from tests.functions.conftest import LINK_SECRET, NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.triggers import sample

ORDER: dict[str, Any] = json.loads(sample("http")["body"])
SHIPMENT: dict[str, Any] = {
    "shipped_at": "2026-11-20T15:00:00+09:00",
    "parcels": [{"carrier": "usps", "tracking_number": "9400136208231234500027"}],
}
Headers = dict[str, str]


def changed(path: str, value: object) -> dict[str, Any]:
    """ORDER with one value replaced."""
    body = copy.deepcopy(ORDER)
    *way, last = path.split(".")
    place: Any = body
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return body


def test_the_envelope_aws_sends_is_answered(merchant_key: str) -> None:
    event = sample("http")
    event["headers"]["authorization"] = f"Bearer {merchant_key}"
    answer = orders_api.handler(event, None)
    assert (answer["statusCode"], answer["headers"]["content-type"]) == (201, "application/json")


def test_a_new_order_is_stored_with_its_event(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    stored = answer.json()
    assert (answer.status, stored["order_id"], stored["version"]) == (201, "A-1001", 1)
    assert stored["placed_at"] == "2026-11-20T01:00:00Z"
    assert stored["destination"] == ORDER["destination"]
    assert stored["contact"] == {**ORDER["contact"], "phone": None, "line_user_id": None}
    assert [{key: line[key] for key in ("sku", "name", "quantity")} for line in stored["lines"]] == ORDER["lines"]
    assert stored["promise"] == stored["first_promise"] == {"id": None, **ORDER["promise"]}
    assert answer.headers["cache-control"] == "no-store"
    sorts = sorted(item["SK"]["S"] for item in cloud.items() if item["PK"]["S"] == "ORDER#A-1001")
    assert sorts == ["EVENT#00000001#00", "ORDER"]


def test_the_same_order_again_changes_nothing(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    first = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    before = cloud.items()
    again = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    assert (first.status, again.status) == (201, 200)
    assert again.json()["version"] == 1
    assert cloud.items() == before


def test_a_changed_order_is_a_new_version_with_the_same_link(api: HttpApi, merchant: Headers) -> None:
    first = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER).json()
    body = changed("contact.language", "en")
    second = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)
    assert (second.status, second.json()["version"], second.json()["contact"]["language"]) == (200, 2, "en")
    assert second.json()["tracking_url"] == first["tracking_url"]


def test_the_tracking_url_opens_the_order_and_names_nobody(api: HttpApi, merchant: Headers) -> None:
    url = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER).json()["tracking_url"]
    token = urlsplit(url).path.removeprefix("/t/")
    assert url.startswith("https://api.example.com/t/")
    assert "1001" not in url
    order = DynamoOrders(clients.dynamodb(), "todoku").by_link(shopper_link.open_token(token, [LINK_SECRET], NOW))
    assert order is not None
    assert order.order_id == "A-1001"


def test_an_order_is_read_back(api: HttpApi, merchant: Headers) -> None:
    put = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    got = api.request("GET", "/v1/orders/A-1001", headers=merchant)
    assert (got.status, got.json()) == (200, put.json())
    head = api.request("HEAD", "/v1/orders/A-1001", headers=merchant)
    assert (head.status, head.body) == (200, b"")


def test_an_unknown_order_is_not_found(api: HttpApi, merchant: Headers) -> None:
    answer = api.request("GET", "/v1/orders/A-404", headers=merchant)
    assert (answer.status, answer.code) == (404, "order_unknown")


def test_a_shipment_is_registered_once(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    first = api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    again = api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    assert (first.status, again.status, again.json()["version"]) == (201, 200, 2)
    assert first.json()["shipments"] == [
        {
            "shipment_id": "S-1",
            "shipped_at": "2026-11-20T06:00:00Z",
            "parcels": SHIPMENT["parcels"],
            "leg": "outbound",
            "warehouse": None,
            "service": None,
        }
    ]
    assert {"PARCEL#usps#9400136208231234500027"} == {
        item["PK"]["S"] for item in cloud.items() if item["SK"]["S"] == "ASSIGNMENT#2026-11-20"
    }


def test_a_resent_order_keeps_its_shipments(api: HttpApi, merchant: Headers) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    assert [shipment["shipment_id"] for shipment in answer.json()["shipments"]] == ["S-1"]


def test_a_shipment_needs_its_order(api: HttpApi, merchant: Headers) -> None:
    answer = api.request("PUT", "/v1/orders/A-404/shipments/S-1", headers=merchant, body=SHIPMENT)
    assert (answer.status, answer.code) == (404, "order_unknown")


def test_a_parcel_belongs_to_one_order_only(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    for order_id in ("A-1001", "A-1002"):
        api.request("PUT", f"/v1/orders/{order_id}", headers=merchant, body=ORDER)
    api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT)
    before = cloud.items()
    answer = api.request("PUT", "/v1/orders/A-1002/shipments/S-1", headers=merchant, body=SHIPMENT)
    assert (answer.status, answer.code, answer.json()["field"]) == (409, "parcel_taken", "parcels")
    assert "A-1001" not in answer.text
    assert cloud.items() == before


def test_a_lost_race_is_a_conflict(api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> None:
        raise StaleOrder("The order changed in between: try again.")

    monkeypatch.setattr(DynamoOrders, "save", lose)
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    assert (answer.status, answer.code) == (409, "stale_order")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("contact.email", "not an address"),
        ("contact.email", "a@b"),
        ("contact.email", 7),
        ("contact.language", "japanese"),
        ("destination.country", "ZZ"),
        ("destination.country", "jp"),
        ("destination.postal", "150%"),
        ("lines", []),
        ("lines.0.quantity", 0),
        ("lines.0.quantity", "1"),
        ("lines.0.quantity", 1.0),
        ("lines.0.quantity", True),
        ("lines.0.name", ""),
        ("lines.0.name", "x" * 201),
        ("placed_at", "2026-11-20T10:00:00"),
        ("placed_at", "yesterday"),
        ("placed_at", "9999-12-31T23:59:59-12:00"),
        ("placed_at", "0001-01-01T00:00:00+12:00"),
        ("placed_at", 1795332600),
        ("promise.latest", "2026-11-20"),
        ("promise.earliest", "2026-11-31"),
        ("address", "1-2-3 Jingumae"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_never_repeated(
    api: HttpApi, merchant: Headers, cloud: Cloud, path: str, value: object
) -> None:
    before = cloud.items()
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=changed(path, value))
    assert (answer.status, answer.json()["field"]) == (422, path)
    answer.code  # noqa: B018 - is a problem
    assert isinstance(value, int | float | list) or not value or str(value) not in answer.text
    assert cloud.items() == before


@pytest.mark.parametrize("field", ["placed_at", "contact", "destination", "lines"])
def test_a_missing_field_is_named(api: HttpApi, merchant: Headers, field: str) -> None:
    body = {key: value for key, value in ORDER.items() if key != field}
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)
    assert (answer.status, answer.code, answer.json()["field"]) == (422, "invalid_body", field)


def test_a_parcel_listed_twice_is_refused(api: HttpApi, merchant: Headers) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    body = {**SHIPMENT, "parcels": SHIPMENT["parcels"] * 2}
    answer = api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=body)
    assert (answer.status, answer.json()["field"]) == (422, "parcels")


@pytest.mark.parametrize(
    "order_id", ["-A", "a%20b", "%E6%B3%A8%E6%96%87", "A%00", "A%0A", "A%23ORDER", "..%2Fx", "x" * 65]
)
def test_an_id_that_could_be_misread_is_refused(api: HttpApi, merchant: Headers, order_id: str) -> None:
    for method, body in (("GET", b""), ("PUT", ORDER)):
        answer = api.request(method, f"/v1/orders/{order_id}", headers=merchant, body=body)
        assert (answer.status, answer.code, answer.json()["field"]) == (400, "bad_request", "order_id")


def test_the_contact_is_in_no_log_and_no_event(api: HttpApi, merchant: Headers, cloud: Cloud, logs: Any) -> None:
    body = changed("contact.email", "canary-mail@shopper.example")
    body["lines"][0]["name"] = "canary-name"
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body)
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body={**body, "contact": {"email": "canary-bad"}})
    events = [item["body"]["S"] for item in cloud.items() if item["SK"]["S"].startswith("EVENT#")]
    assert "order recorded" in logs()
    assert "canary" not in logs()
    assert "canary" not in "".join(events)


def test_nothing_of_a_foreign_exception_is_told(
    api: HttpApi, merchant: Headers, logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("canary-mail@shopper.example")

    monkeypatch.setattr(DynamoOrders, "get", break_down)
    answer = api.request("GET", "/v1/orders/A-1001", headers=merchant)
    assert (answer.status, answer.code) == (500, "internal")
    assert "canary" not in answer.text + logs()
    assert "ZeroDivisionError" in logs()


def test_what_the_order_leaves_unsaid_is_what_the_merchant_published(
    api: HttpApi, merchant: dict[str, str], cloud: Cloud
) -> None:
    order = {
        **ORDER,
        "contact": {"email": "someone@shopper.example"},
        "destination": {"country": "US", "postal": "78701-1234"},
    }
    answer = api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=order)
    assert answer.json()["contact"]["language"] == "ja"
    [stored] = [json.loads(item["body"]["S"]) for item in cloud.items() if item["SK"]["S"] == "ORDER"]
    assert stored["destination"]["time_zone"] == "America/Chicago"


@pytest.fixture
def scanned(api: HttpApi, merchant: Headers, cloud: Cloud) -> ParcelNumber:
    """A-1001 with a delivered parcel, whose proof names somebody, and a shipment that nobody scanned."""
    number = ParcelNumber("usps", "9400136208231234500027")
    proof = ProofOfDelivery("K. SATO")
    scan = Checkpoint(NOW, Detail.DELIVERED, "DL", "Handed over.", Place(postal="150-8799"), proof=proof)
    DynamoParcels(clients.dynamodb(), cloud.table).add(number, scan, "usps")
    other = {**SHIPMENT, "parcels": [{"carrier": "usps", "tracking_number": "9400136208231234500034"}]}
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    for shipment, body in (("S-1", SHIPMENT), ("S-2", other)):
        api.request("PUT", f"/v1/orders/A-1001/shipments/{shipment}", headers=merchant, body=body)
    return number


def test_an_orders_tracking_holds_all_that_is_known_of_its_parcels(
    api: HttpApi, merchant: Headers, scanned: ParcelNumber
) -> None:
    answer = api.request("GET", "/v1/orders/A-1001/tracking", headers=merchant)
    told = answer.json()
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert (told["order_id"], told["country"], told["time_zone"]) == ("A-1001", "JP", "Asia/Tokyo")
    delivered, waiting = (shipment["parcels"][0] for shipment in told["shipments"])
    assert (delivered["tracking_number"], delivered["milestone"]) == (scanned.tracking_number, "delivered")
    assert delivered["checkpoints"][0]["proof"]["signed_by"] == "K. SATO"
    assert delivered["checkpoints"][0]["place"]["postal"] == "150-8799"
    assert (waiting["shipment_id"], waiting["checkpoints"], waiting["risks"]) == ("S-2", [], ["late"])
    assert "aiko" not in answer.text


@pytest.mark.usefixtures("scanned")
def test_a_shipment_is_read_with_its_parcels(api: HttpApi, merchant: Headers) -> None:
    answer = api.request("GET", "/v1/orders/A-1001/shipments/S-1", headers=merchant)
    told = answer.json()
    assert (answer.status, told["order_id"], told["shipment_id"]) == (200, "A-1001", "S-1")
    assert (told["shipped_at"], told["leg"]) == ("2026-11-20T06:00:00Z", "outbound")
    assert [parcel["is_over"] for parcel in told["parcels"]] == [True]


@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("A-1001/shipments/S-9", "shipment_unknown"),
        ("A-404/shipments/S-1", "order_unknown"),
        ("A-404/tracking", "order_unknown"),
    ],
)
def test_what_is_not_there_is_not_found(api: HttpApi, merchant: Headers, path: str, code: str) -> None:
    answer = api.request("GET", f"/v1/orders/{path}", headers=merchant)
    assert (answer.status, answer.code) == (404, code)


@pytest.mark.usefixtures("scanned")
def test_an_order_of_many_parcels_shows_the_newest_scans_of_each(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merchant_view, "MOST_CHECKPOINTS", 4)
    parcels = DynamoParcels(clients.dynamodb(), cloud.table)
    for n in range(4):
        scan = Checkpoint(NOW + timedelta(hours=n), Detail.IN_TRANSIT, f"C{n}")
        parcels.add(ParcelNumber("usps", "9400136208231234500034"), scan, "usps")
    told = api.request("GET", "/v1/orders/A-1001/tracking", headers=merchant).json()
    many = told["shipments"][1]["parcels"][0]
    assert [scan["carrier_code"] for scan in many["checkpoints"]] == ["C3", "C2"]
    assert many["checkpoint_count"] == 4


def test_an_order_may_have_a_name_and_no_mail_address(api: HttpApi, merchant: Headers) -> None:
    body = {**ORDER, "name": "#1001", "contact": {"language": "ja"}}
    assert api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=body).status == 201
    stored = api.request("GET", "/v1/orders/A-1001", headers=merchant).json()
    assert (stored["name"], stored["contact"]["email"], stored["contact"]["language"]) == ("#1001", None, "ja")


def test_a_shipment_may_say_its_warehouse_and_service(api: HttpApi, merchant: Headers) -> None:
    api.request("PUT", "/v1/orders/A-1001", headers=merchant, body=ORDER)
    body = SHIPMENT | {"warehouse": "tokyo", "service": "USPS Priority Mail"}
    answer = api.request("PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=body)
    [shipment] = answer.json()["shipments"]
    assert (answer.status, shipment["warehouse"], shipment["service"]) == (201, "tokyo", "USPS Priority Mail")
    refused = api.request(
        "PUT", "/v1/orders/A-1001/shipments/S-1", headers=merchant, body=SHIPMENT | {"warehouse": "Tokyo 1"}
    )
    assert (refused.status, refused.json()["field"]) == (422, "warehouse")
