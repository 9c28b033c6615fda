"""Returns over HTTP: who may ask for what, and what is decided whatever a client says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.returns_api import drafts
from shared.access.limits import Limit
from shared.returns.caller import BETWEEN
from tests.functions.conftest import NOW
from tests.functions.http_api import HttpApi
from tests.functions.sold import Headers, act, actions, bowl, draft, sell, shopper_of, submitted

PRICED = {"sku": "VASE", "quantity": 1, "unit_price": 5000}


def both(api: HttpApi, merchant: Headers) -> tuple[Headers, Headers]:
    """The shoppers of two orders, who are one and the same, each order by itself."""
    for order_id in ("A-1001", "A-1002"):
        sell(api, merchant, order_id)
    return shopper_of(api, merchant, "A-1001"), shopper_of(api, merchant, "A-1002")


def test_each_position_says_what_can_be_done_until_when_and_what_it_costs(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    told = api.request("GET", "/v1/orders/A-1001/returnable?language=ja", headers=merchant).json()
    assert [(item["line"], item["name"], item["quantity"], item["eligible"]) for item in told["items"]] == [
        ("L-1", "飯碗", 2, True),
        ("L-2", "土鍋", 1, True),
    ]
    mind, broken = told["items"][0]["choices"]
    assert {reason["code"] for reason in mind["reasons"]} == {"style", "colour", "unwanted", "glaze"}
    assert {reason["text"] for reason in mind["reasons"]} >= {"不要になった"}
    assert [outcome["outcome"] for outcome in mind["outcomes"]] == ["exchange", "store_credit", "refund"]
    credit = mind["outcomes"][1]
    assert credit["bonus"] == {"fixed": 0, "basis_points": 500, "at_most": 1000}
    assert credit["methods"][0]["shipping_fee"]["fixed"] == 700
    assert (broken["evidence"]["photos"], broken["evidence"]["words"]) == (2, True)
    assert told["policy_version"] == 1


def test_shoppers_are_told_the_reasons_but_not_the_rules_nor_the_token(api: HttpApi, merchant: Headers) -> None:
    lines = [{"sku": "X", "name": "X", "quantity": 1, "sale": {"line_id": "L-9", "price": 100, "final_sale": True}}]
    sell(api, merchant, lines=lines)
    mine = api.request("GET", "/v1/orders/A-1001/returnable", headers=shopper_of(api, merchant)).json()
    theirs = api.request("GET", "/v1/orders/A-1001/returnable", headers=merchant).json()
    assert (mine["shopper_token"], mine["policy_version"]) == (None, None)
    assert mine["items"][0]["choices"][0]["whys"] == [{"code": "final_sale", "day": None, "rule": None}]
    assert theirs["items"][0]["choices"][0]["whys"][0]["rule"] == "final-sale"


def test_the_same_key_is_the_same_draft_and_another_draft_needs_another(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    first, again, other = draft(api, who), draft(api, who), draft(api, who, key="k-2")
    assert (first.status, again.status, other.status) == (201, 200, 201)
    assert first.json() == again.json()
    assert other.json()["return_id"] != first.json()["return_id"]
    assert draft(api, who, bowl(quantity=2)).code == "idempotency_key_reused"
    assert draft(api, merchant).json()["return_id"] != first.json()["return_id"]


def test_a_draft_needs_a_key(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    without = api.request("POST", "/v1/returns", headers=merchant, body={"items": [bowl()]})
    assert (without.status, without.json()["field"]) == (400, "Idempotency-Key")


def test_a_draft_takes_nothing_and_shows_what_it_would_come_to(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    answer = draft(api, who, bowl(quantity=2)).json()
    assert actions(answer) == {"submit", "change", "cancel"}
    assert (answer["state"], answer["settlements"], answer["money"]["balance"]) == ("draft", [], 5300)
    assert [(entry["part"], entry["amount"]) for entry in answer["money"]["entries"]] == [
        ("goods", 6600), ("discount", -600), ("shipping_fee", -700),
    ]  # fmt: skip
    assert api.request("GET", "/v1/orders/A-1001/returns", headers=who).json() == {"returns": []}
    assert draft(api, who, bowl(quantity=2), key="k-2").status == 201


def test_a_draft_can_be_put_together_anew(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = draft(api, who).json()["return_id"]
    body = {"items": [bowl(line="L-2", outcome="store_credit")]}
    changed = api.request("PUT", f"/v1/returns/{return_id}", headers=who, body=body).json()
    assert [(item["line"], item["outcome"]) for item in changed["items"]] == [("L-2", "store_credit")]
    assert changed["money"]["flows"][0]["kind"] == "store_credit"


def test_what_is_asked_for_is_decided_at_once_and_shown_to_its_shopper(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    answer = submitted(api, who)
    assert (answer["state"], answer["send_back_until"]) == ("approved", "2026-12-08")
    assert [(one["amount"], one["state"]) for one in answer["settlements"]] == [(2300, "reserved")]
    assert actions(answer) == {"choose_method", "cancel"}
    again = act(api, who, answer["return_id"], "submit")
    assert (again.status, again.json()) == (200, answer)
    listed = api.request("GET", "/v1/orders/A-1001/returns", headers=who).json()["returns"]
    assert [(one["return_id"], one["state"]) for one in listed] == [(answer["return_id"], "approved")]


def test_what_is_incomplete_stays_a_draft_with_all_that_is_missing(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = draft(api, who, bowl(reason="damaged", words="In pieces.")).json()["return_id"]
    refused = act(api, who, return_id, "submit")
    assert (refused.status, refused.json()["code"]) == (422, "not_as_offered")
    assert refused.json()["whys"] == {"1": [{"code": "evidence_missing", "day": None, "rule": None}]}
    rule = act(api, merchant, return_id, "submit").json()["whys"]["1"][0]["rule"]
    assert rule == "arrived-broken"
    assert api.request("GET", f"/v1/returns/{return_id}", headers=who).json()["state"] == "draft"


def test_what_is_too_late_is_declined_with_the_day_it_turned_on(
    api: HttpApi, merchant: Headers, at: Callable[[Any], None]
) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    at(NOW + timedelta(days=90))
    sell(api, merchant, "A-1003", placed_at="2026-11-10T10:00:00+09:00")
    answer = submitted(api, who)
    assert (answer["state"], answer["items"][0]["declined_because"]) == ("declined", "window_closed")
    assert answer["items"][0]["terms"]["whys"] == [{"code": "window_closed", "day": "2026-11-30", "rule": None}]


def test_somebody_elses_return_is_not_there_whatever_is_asked(api: HttpApi, merchant: Headers) -> None:
    mine, other = both(api, merchant)
    return_id = draft(api, mine).json()["return_id"]
    asked = [
        api.request("GET", f"/v1/returns/{return_id}", headers=other),
        api.request("GET", "/v1/returns/0000000000000000", headers=other),
        api.request("PUT", f"/v1/returns/{return_id}", headers=other, body={"items": [bowl(order_id="A-1002")]}),
        api.request("GET", f"/v1/returns/{return_id}/files/1-label.pdf", headers=other),
        api.request("GET", f"/v1/returns/{return_id}/evidence/x.jpg", headers=other),
        *(act(api, other, return_id, place, {}) for place in ("submit", "appeal", "cancel", "label")),
        act(api, other, return_id, "method", {"method": "label"}),
        act(api, other, return_id, "answer", {"items": [{"item_id": "1", "words": "x"}]}),
        act(api, other, return_id, "shipment", {"carrier": "yamato", "tracking_number": "123456789012"}),
    ]
    assert {(reply.status, reply.code) for reply in asked} == {(404, "return_unknown")}
    assert len({reply.text for reply in asked}) == 1


def test_somebody_elses_order_is_not_there_either(api: HttpApi, merchant: Headers) -> None:
    _, other = both(api, merchant)
    asked = [
        api.request("GET", "/v1/orders/A-1001/returnable", headers=other),
        api.request("GET", "/v1/orders/A-1001/returns", headers=other),
        api.request("GET", "/v1/orders/A-1001/cancellation", headers=other),
        api.request("POST", "/v1/orders/A-1001/withdrawal", headers=other, body={}),
        api.request("GET", "/v1/orders/A-4040/returnable", headers=other),
        draft(api, other),
    ]
    assert {(reply.status, reply.code) for reply in asked} == {(404, "order_unknown")}


def test_a_return_of_two_orders_needs_the_tokens_of_both(api: HttpApi, merchant: Headers) -> None:
    one, other = both(api, merchant)
    tokens = BETWEEN.join(headers["authorization"].removeprefix("Bearer ") for headers in (one, other))
    together = {**one, "authorization": f"Bearer {tokens}"}
    items = (bowl(), bowl(order_id="A-1002"))
    assert draft(api, one, *items).code == "order_unknown"
    answer = submitted(api, together, *items)
    assert answer["state"] == "approved"
    place = f"/v1/returns/{answer['return_id']}"
    assert [api.request("GET", place, headers=who).status for who in (one, other, together)] == [404, 404, 200]


REFUSED: tuple[tuple[dict[str, Any], tuple[int, str]], ...] = (
    ({"channel": "staff"}, (403, "forbidden")),
    ({"page_url": "https://evil.example/"}, (403, "forbidden")),
    ({"gift_code": "QX7T-29MK-4HZP"}, (403, "forbidden")),
    ({"refund": 99999}, (422, "invalid_body")),
    ({"items": [bowl(outcome="other_item", wanted=PRICED)]}, (403, "forbidden")),
    ({"items": [bowl(outcome="other_item", wanted={**PRICED, "unit_price": 0})]}, (422, "price_unknown")),
    ({"items": [bowl(quantity=3)]}, (422, "wrong_items")),
    ({"items": [bowl(line="L-9")]}, (404, "position_unknown")),
    ({"items": []}, (422, "invalid_body")),
)


def test_what_a_shopper_does_not_decide_is_refused(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    headers = {**shopper_of(api, merchant), "idempotency-key": "k"}
    for changes, expected in REFUSED:
        refused = api.request("POST", "/v1/returns", headers=headers, body={"items": [bowl()], **changes})
        assert (refused.status, refused.code) == expected, changes


def test_the_shop_says_what_something_else_costs(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    answer = draft(api, merchant, bowl(outcome="other_item", wanted=PRICED)).json()
    assert answer["items"][0]["wanted"]["unit_price"] == 5000
    assert answer["money"]["balance"] == 3000 - 700 - 5000


OF_THE_SHOP = (
    *("approve", "decline", "need-more", "receive", "report-missing", "inspect", "send-back", "settle", "withhold"),
    *("resolve", "reopen", "override", "notes", "settlements/x"),
)


def test_what_the_shop_decides_no_shopper_decides(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    return_id = draft(api, who).json()["return_id"]
    assert {act(api, who, return_id, place, {}).status for place in OF_THE_SHOP} == {403}
    lists = ("/v1/returns", "/v1/returns/number/RMA-7K3F9-2M4XQ")
    assert {api.request("GET", place, headers=who).status for place in lists} == {403}


def test_nobody_gets_in_with_another_key_or_another_pages_token(
    api: HttpApi, merchant: Headers, storefront_key: str
) -> None:
    sell(api, merchant)
    url = api.request("GET", "/v1/orders/A-1001", headers=merchant).json()["tracking_url"]
    for bearer, status in ((None, 401), (storefront_key, 403), (url.rpartition("/")[2], 403), ("x", 403)):
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        for place in ("/v1/returns", "/v1/orders/A-1001/returnable", "/v1/returns/0000000000000000"):
            assert api.request("GET", place, headers=headers).status == status


def test_asking_again_and_again_is_stopped_and_the_shop_may_go_on(
    api: HttpApi, merchant: Headers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "new_returns", lambda counters: Limit("new_return", 1, counters))
    sell(api, merchant)
    who = shopper_of(api, merchant)
    first, second, of_the_shop = draft(api, who), draft(api, who), draft(api, merchant)
    assert (first.status, second.status, of_the_shop.status) == (201, 429, 201)
    assert second.headers["retry-after"] == "1800"


def test_no_log_holds_what_a_shopper_wrote_or_where_they_live(
    api: HttpApi, merchant: Headers, logs: Callable[[], str]
) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    answer = submitted(api, who, bowl(words="My neighbour Hanako broke it"))
    act(api, who, answer["return_id"], "method", {"method": "pickup", "address": _HOME, "slot": _SLOT})
    written = logs()
    assert "return submitted" in written
    for personal in ("Hanako", "神宮前", "+819012345678", who["authorization"].removeprefix("Bearer ")):
        assert personal not in written


_HOME = {"country": "JP", "postal": "150-0001", "lines": ["神宮前4-5-6"], "phone": "+819012345678"}
_SLOT = {"day": "2026-12-01", "slot": "am"}


def test_the_warehouse_is_told_how_to_look_at_it_and_where_it_goes(api: HttpApi, merchant: Headers) -> None:
    sell(api, merchant)
    who = shopper_of(api, merchant)
    mine = draft(api, who).json()
    theirs = api.request("GET", f"/v1/returns/{mine['return_id']}", headers=merchant).json()
    hidden, shown = (answer["items"][0]["terms"] for answer in (mine, theirs))
    slots = ("checking", "destination", "disposition")
    assert [hidden[slot] for slot in slots] == [None, None, None]
    assert [shown[slot] for slot in slots] == ["full", "tokyo", "restock"]
