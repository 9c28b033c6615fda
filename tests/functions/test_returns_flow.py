"""Returns over HTTP, from what is asked to what is paid: the ways of the warehouse, of staff, of parcels and clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.expire_returns import handler as expire_returns
from functions.follow_return_parcels import handler as follow_return_parcels
from functions.publish_events import handler as publish_events
from functions.return_ways_api import handler as ways
from shared.aws import clients
from shared.aws.dynamodb_returns import DynamoReturns
from shared.errors import Unavailable
from shared.eventing.envelope import Event, Metadata
from shared.returns.methods.ports import WantedWayBack
from shared.tracking.carrier_update import ParcelNumber
from shared.tracking.events import MilestoneReached
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.sold import Headers, act, actions, bowl, draft, draw_nothing, sell, shopper_of, stored, submitted
from tests.functions.triggers import failed, from_bus, from_stream

HOME = {"country": "JP", "postal": "150-0001", "region": "東京都", "city": "渋谷区", "lines": ["神宮前4-5-6"]}
SENT = {"carrier": "yamato", "tracking_number": "1234-5678-9012"}


def parcel_reached(return_id: str, milestone: Milestone, shipment_id: str = "") -> dict[str, Any]:
    data = MilestoneReached(
        order_id="A-1001", shipment_id=shipment_id or f"{return_id}-1", carrier="yamato",
        tracking_number="123456789012", milestone=milestone, reached_at=NOW, leg=Leg.RETURN,
    )  # fmt: skip
    metadata = Metadata(event_id="e", version=1, occurred_at=NOW, merchant_id="hanare", correlation_id="A-1001")
    return from_bus(Event.of(data, metadata))


def sent_by_oneself(api: HttpApi, who: Headers, *items: dict[str, Any], **more: Any) -> str:
    """A return that is on its way with a carrier of the shopper's own."""
    return_id: str = submitted(api, who, *items, method="own_carrier", **more)["return_id"]
    reply = act(api, who, return_id, "shipment", SENT)
    assert reply.status == 200, reply.text
    assert [way["tracking_number"] for way in reply.json()["shipments"]] == ["123456789012"]
    return return_id


def test_a_label_is_made_shown_followed_and_the_address_is_kept_nowhere(
    api: HttpApi, merchant: Headers, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_nothing(monkeypatch)
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = submitted(api, who)["return_id"]
    made = act(api, who, return_id, "method", {"method": "label", "address": HOME})
    assert made.status == 200, made.text
    (way,) = made.json()["shipments"]
    assert (way["carrier"], way["provider"], made.json()["method"]) == ("yamato", None, "label")
    assert act(api, who, return_id, "method", {"method": "label", "address": HOME}).json() == made.json()
    got = {each["file_id"]: api.request("GET", each["href"], headers=who) for each in way["files"]}
    assert {name: reply.body[:4] for name, reply in got.items()} == {
        "1-label.pdf": b"%PDF", "1-label.png": b"\x89PNG", "1-slip.pdf": b"%PDF",
    }  # fmt: skip
    assert got["1-label.pdf"].headers["content-type"] == "application/pdf"
    assert got["1-label.pdf"].headers["content-disposition"].startswith("attachment")
    assert api.request("GET", f"/v1/returns/{return_id}/files/1-customs.pdf", headers=who).code == "no_such_file"
    followed = stored(cloud, "A-1001").shipments[way["shipment_id"]]
    assert (followed.leg, followed.parcels) == (Leg.RETURN, (ParcelNumber("yamato", way["tracking_number"]),))
    scanned = api.request("GET", f"/v1/returns/number/{way['tracking_number'].lower()}", headers=merchant)
    assert scanned.json()["return_id"] == return_id
    assert "神宮前4-5-6" not in repr(cloud.items())

    other = act(api, who, return_id, "label", {"address": HOME}).json()["shipments"]
    assert [(each["shipment_id"][-2:], each["voided_at"] is None) for each in other] == [("-1", False), ("-2", True)]
    cancelled = act(api, who, return_id, "cancel", {})
    assert (cancelled.json()["state"], cancelled.json()["settlements"][0]["state"]) == ("cancelled", "released")
    assert all(each["voided_at"] for each in cancelled.json()["shipments"])


def test_a_refund_goes_from_asking_over_the_parcel_to_the_payers_word(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = sent_by_oneself(api, who)
    for milestone, logistics in ((Milestone.IN_TRANSIT, "in_transit"), (Milestone.DELIVERED, "arrived")):
        for _ in range(2):
            assert failed(follow_return_parcels.handler(parcel_reached(return_id, milestone), None)) == []
        (item,) = api.request("GET", f"/v1/returns/{return_id}", headers=who).json()["items"]
        assert item["logistics"] == logistics
    assert act(api, merchant, return_id, "receive").status == 200
    findings = {"findings": [{"item_id": "1", "result": "reduced", "reduced_to": 5000, "found": "used"}]}
    (due,) = act(api, merchant, return_id, "inspect", findings).json()["settlements"]
    assert (due["state"], due["amount"]) == ("due", 3000 // 2 - 700)

    place = f"settlements/{due['settlement_id']}"
    assert act(api, merchant, return_id, place, {"state": "failed", "failure": "card_gone"}).json()["settlements"][0][
        "failure"
    ] == "card_gone"  # fmt: skip
    paid = act(api, merchant, return_id, place, {"state": "paid", "reference": "r-1"}).json()
    assert (paid["state"], paid["settlements"][0]["state"]) == ("resolved", "done")
    mine = api.request("GET", f"/v1/returns/{return_id}", headers=who).json()
    assert (mine["settlements"][0]["failure"], mine["settlements"][0]["reference"], mine["risk"]) == (None, None, None)
    assert all(entry["rules"] is None and entry["note"] is None for entry in mine["log"])

    assert failed(publish_events.handler(from_stream(cloud.changes("RETURN")), None)) == []
    told = [event["detail-type"] for event in cloud.published()]
    assert {"ReturnRequested", "ReturnApproved", "ReturnReceived", "RefundDue", "SettlementSettled"} <= set(told)


def test_a_parcel_of_no_return_of_ours_is_let_pass(cloud: Cloud) -> None:
    event = parcel_reached("", Milestone.DELIVERED, shipment_id="S-1")
    assert failed(follow_return_parcels.handler(event, None)) == []
    assert cloud.parked() == []


def test_some_pieces_arrive_others_do_not_and_some_nobody_asked_for(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    return_id = sent_by_oneself(api, shopper_of(api, merchant), bowl(quantity=2))
    body = {"items": [{"item_id": "1", "quantity": 1}], "extras": [{"sku": "TG-02", "quantity": 1}]}
    here = act(api, merchant, return_id, "receive", body)
    assert here.status == 200, here.text
    items = here.json()["items"]
    assert [(item["item_id"], item["sku"], item["quantity"], item["logistics"]) for item in items] == [
        ("1", "KB-01", 1, "received"), ("1.1", "KB-01", 1, "awaited"), (items[2]["item_id"], "TG-02", 1, "received"),
    ]  # fmt: skip
    gone = act(api, merchant, return_id, "report-missing", {"items": [{"item_id": "1.1", "quantity": 1}]}).json()
    assert gone["items"][1]["logistics"] == "missing"
    declined = act(api, merchant, return_id, "decline", {"code": "not_asked", "items": [items[2]["item_id"]]})
    assert declined.status == 200, declined.text
    back = act(api, merchant, return_id, "send-back", {"items": [items[2]["item_id"]]}).json()
    assert back["items"][2]["logistics"] == "sent_back"


def test_a_parcel_that_nobody_announced_waits_until_somebody_says_what_it_was(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    once = {**merchant, "idempotency-key": "shelf-7"}
    body = {"carrier": "yamato", "tracking_number": "1111-2222-3333"}
    first, again = (api.request("POST", "/v1/returns/unknown-parcels", headers=once, body=body) for _ in range(2))
    assert (first.status, first.json()) == (200, again.json())
    assert first.json()["state"] == "unknown_parcel"
    waiting = api.request("GET", "/v1/returns?state=waiting", headers=merchant).json()
    assert [one["return_id"] for one in waiting["returns"]] == [first.json()["return_id"]]
    place = f"/v1/returns/{first.json()['return_id']}"
    named = api.request("PUT", place, headers=merchant, body={"items": [bowl()]}).json()
    assert (named["state"], named["items"][0]["logistics"]) == ("requested", "received")
    by_number = api.request("GET", f"/v1/returns/number/{named['number'].lower()}", headers=merchant)
    assert by_number.json()["return_id"] == named["return_id"]


def test_people_decide_ask_for_more_and_set_aside(api: HttpApi, merchant: Headers) -> None:
    worth = [{**LINE, "sale": {"line_id": f"L-{n}", "price": 30000}} for n in (1, 2)]
    paid = {"payments": [{"payment_id": "P-1", "method": "card", "amount": 60000}]}
    sell(api, merchant, "A-1002", lines=worth, sale=paid)
    both = shopper_of(api, merchant, "A-1002")
    asked = submitted(api, both, bowl(order_id="A-1002"), bowl(order_id="A-1002", line="L-2"))
    return_id = asked["return_id"]
    assert (asked["state"], actions(asked)) == ("requested", {"cancel"})
    assert act(api, merchant, return_id, "decline", {"items": ["2"]}).code == "invalid_body"
    more = act(api, merchant, return_id, "need-more", {"code": "photo_unclear", "items": ["1"]}).json()
    assert more["items"][0]["approval"] == "needs_more"
    given = act(api, both, return_id, "answer", {"items": [{"item_id": "1", "words": "See the rim."}]}).json()
    assert given["items"][0]["approval"] == "requested"
    body = {"code": "too_often", "items": ["2"], "may_appeal": True, "note": "Third time."}
    declined = act(api, merchant, return_id, "decline", body).json()
    assert "appeal" in actions(api.request("GET", f"/v1/returns/{return_id}", headers=both).json())
    assert (declined["items"][1]["declined_because"], declined["log"][-1]["note"]) == ("too_often", "Third time.")
    assert act(api, both, return_id, "appeal", {"items": ["2"]}).json()["items"][1]["approval"] == "requested"
    assert act(api, merchant, return_id, "approve").json()["state"] == "approved"
    aside = {"shipping_fee": {"fixed": 0}, "note": "Our fault.", "items": ["1", "2"]}
    assert act(api, merchant, return_id, "override", {"shipping_fee": {"fixed": 0}}).code == "reason_missing"
    assert act(api, merchant, return_id, "override", aside).json()["money"]["balance"] == 60000
    assert act(api, merchant, return_id, "withhold", {"items": ["2"], "code": "fraud"}).json()["items"][1][
        "money"
    ] == "withheld"  # fmt: skip
    settled = act(api, merchant, return_id, "settle", {"items": ["1"], "note": "At once."}).json()
    assert settled["items"][0]["money"] == "due"
    once = {**merchant, "idempotency-key": "n-1"}
    noted = [act(api, once, return_id, "notes", {"note": "Called."}).json()["log"] for _ in range(2)]
    assert (len(noted[0]), noted[0][-1]["note"]) == (len(noted[1]), "Called.")
    assert not [entry for entry in both_see(api, both, return_id)["log"] if entry["action"] in ("note", "override")]


def both_see(api: HttpApi, who: Headers, return_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = api.request("GET", f"/v1/returns/{return_id}", headers=who).json()
    return answer


LINE: dict[str, Any] = {"sku": "KB-01", "name": "飯碗", "quantity": 1}


def test_what_is_done_can_be_taken_up_again_and_ended(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    return_id = draft(api, merchant).json()["return_id"]
    act(api, merchant, return_id, "submit")
    act(api, merchant, return_id, "withhold", {"code": "fraud"})
    done = act(api, merchant, return_id, "resolve", {"note": "Gone."}).json()
    assert (done["state"], actions(done)) == ("resolved", {"reopen", "note"})
    assert act(api, merchant, return_id, "reopen", {"note": "Back."}).json()["state"] == "approved"


def test_every_link_leads_to_a_route(api: HttpApi, merchant: Headers) -> None:
    from functions.return_ways_api.handler import ROUTES as WAYS
    from functions.returns_api.handler import ROUTES
    from shared.returns.axes import Action
    from shared.returns.view import links

    served = {(method, path) for routes in (ROUTES, WAYS) for path, methods in routes.items() for method in methods}
    for method, place in links._PLACES.values():
        assert (method, f"/v1/returns/{{return_id}}{place}") in served
    unlinked = set(Action) - links._PLACES.keys() - links._PAYING.keys()
    assert unlinked == {Action.NOTE_SCAN, Action.NOTE_ARRIVAL, Action.EXPIRE}


def test_returns_are_listed_by_day_and_state_page_by_page(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    made = [draft(api, merchant, key=f"k-{n}").json()["return_id"] for n in range(3)]
    act(api, merchant, made[0], "submit")
    first = api.request("GET", "/v1/returns?limit=2", headers=merchant).json()
    second = api.request("GET", f"/v1/returns?limit=2&cursor={first['cursor']}", headers=merchant).json()
    found = [one["return_id"] for page in (first, second) for one in page["returns"]]
    assert (sorted(found), second["cursor"]) == (sorted(made), None)
    approved = api.request("GET", "/v1/returns?state=approved&placed_from=2026-11-24", headers=merchant).json()
    assert [one["return_id"] for one in approved["returns"]] == made[:1]
    refused = api.request("GET", f"/v1/returns?state=draft&cursor={first['cursor']}", headers=merchant)
    assert refused.code == "invalid_cursor"


def test_a_draft_that_nobody_submits_is_gone_and_a_failure_is_told(
    api: HttpApi, merchant: Headers, cloud: Cloud, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(api, merchant)
    return_id = draft(api, merchant).json()["return_id"]
    expire_returns.handler({}, None)
    store = DynamoReturns(clients.dynamodb(), cloud.table)
    at(NOW + timedelta(days=2))
    monkeypatch.setattr(DynamoReturns, "save", lambda *_: 1 / 0)
    with pytest.raises(expire_returns.NotAllExpired, match="1 of 1"):
        expire_returns.handler({}, None)
    monkeypatch.undo()
    monkeypatch.setattr("shared.runtime.clock.now", lambda: NOW + timedelta(days=2))
    expire_returns.handler({}, None)
    found = store.get(return_id)
    assert found is not None
    assert found.items[0].approval == "expired"


def test_points_and_pickup_slots_are_told(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = submitted(api, who)["return_id"]
    assert api.request("GET", "/v1/drop-off-points?country=JP&postal=150-0001", headers=who).json() == {"points": []}
    assert api.request("GET", "/v1/drop-off-points?postal=150-0001", headers=who).code == "invalid_query"
    assert act(api, who, return_id, "pickup-slots", {"address": HOME}).json() == {"slots": []}
    refused = act(api, who, return_id, "pickup", {"address": HOME, "slot": {"day": "2026-12-01", "slot": "am"}})
    assert (refused.status, refused.json()["code"]) == (422, "not_as_offered")


def test_a_label_anew_needs_that_one_was_chosen(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = submitted(api, who)["return_id"]
    assert act(api, who, return_id, "label", {}).code == "no_way_chosen"


def test_contents_are_what_was_paid_in_words_of_the_shopper(
    api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[WantedWayBack] = []
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = submitted(api, who, bowl(quantity=2))["return_id"]

    def look(*given: Any) -> None:
        wanted.append(given[4])
        raise Unavailable("Only looked at.")

    monkeypatch.setattr(ways, "choose_method", look)
    act(api, who, return_id, "method", {"method": "label", "address": HOME})
    (contents,) = wanted[0].contents
    assert (contents.name, contents.quantity, contents.value, contents.reason) == ("飯碗", 2, 6000, "不要になった")
    assert wanted[0].item_ids == ("1",)
