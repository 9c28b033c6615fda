"""Suggestions and slots in the answer of what can come back: beside the policy's offers, and changing none of them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.returns_api import beside
from shared.aws import clients, keys
from shared.aws.dynamodb_shoppers import DynamoShoppers
from shared.aws.dynamodb_suggestions import DynamoSuggestions
from shared.returns.reports.returned_item import Goods, ReturnedItem
from shared.returns.suggestions.fit import fit
from shared.returns.vocabulary import Outcome
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, shopper_id
from shared.tracking.order import Contact
from tests.functions.conftest import NOW, Cloud
from tests.functions.http_api import HttpApi
from tests.functions.sold import LINES, Headers, sell, shopper_of
from tests.functions.test_orders_api import ORDER
from tests.functions.test_returns_rights import publish, recipient

GLAZED: list[dict[str, Any]] = [
    {**LINES[0], "sale": {**LINES[0]["sale"], "options": [{"name": "size", "value": "M"}]}},
    LINES[1],
]
SLOT = """  slots:
    - { name: cups, kind: promotion, title: { en: Cups }, text: { en: New. }, url: "https://a.example/cups" }
"""


def learn(cloud: Cloud) -> None:
    """50 bowls that were not wanted: 30 were exchanged for one size up and kept, 20 were paid back."""
    goods = Goods("A-9", NOW.date(), "KB-01", "KB-01", options=(("size", "M"),), tier="gold")
    up = ReturnedItem(
        goods, "R", "1", NOW.date(), "unwanted", Outcome.EXCHANGE,
        wanted_sku="KB-02", wanted_options=(("size", "L"),), kept=True,
    )  # fmt: skip
    back = ReturnedItem(goods, "R", "2", NOW.date(), "unwanted", Outcome.REFUND, kept=False)
    DynamoSuggestions(clients.dynamodb(), cloud.table).put(fit([up] * 30 + [back] * 20))


def forget() -> None:
    """As after a minute: the model is read anew."""
    beside.models.cache_clear()


def returnable(api: HttpApi, who: Headers) -> dict[str, Any]:
    told: dict[str, Any] = api.request("GET", "/v1/orders/A-1001/returnable?language=en", headers=who).json()
    return told


def suggestions(told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Taken out of the answer, by position and reason."""
    return {
        f"{item['line']}:{reason['code']}": found
        for item in told["items"]
        for choice in item["choices"]
        for reason in choice["reasons"]
        if (found := reason.pop("suggestions"))
    }


def test_what_kept_others_stands_beside_the_offers_and_changes_none_of_them(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    sell(api, merchant, lines=GLAZED)
    who = shopper_of(api, merchant)
    before = returnable(api, who)
    assert suggestions(before) == {}
    learn(cloud)
    forget()
    after = returnable(api, who)
    found = suggestions(after)
    assert after == before
    assert list(found) == ["L-1:unwanted"]
    ((only,),) = found.values()
    assert (only["outcome"], only["option"], only["sku"], only["sample"]) == ("exchange", {"size": "L"}, "KB-02", 50)
    assert only["explanation"].endswith("60 % were exchanged for one size up; 100 % of those were kept.")


def test_a_refund_stands_where_the_policy_put_it_whatever_is_suggested(
    api: HttpApi, merchant: Headers, cloud: Cloud
) -> None:
    learn(cloud)
    sell(api, merchant, lines=GLAZED)
    told = returnable(api, shopper_of(api, merchant))
    (choice,) = [each for each in told["items"][0]["choices"] if any(one["suggestions"] for one in each["reasons"])]
    assert [outcome["outcome"] for outcome in choice["outcomes"]] == ["exchange", "store_credit", "refund"]
    assert all(one["outcome"] != "refund" for reason in choice["reasons"] for one in reason["suggestions"])


def test_who_holds_a_gift_is_told_nothing_of_the_buyers_tier(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    learn(cloud)
    sell(api, merchant, lines=GLAZED, sale={"buyer": {"customer_id": "C-77", "tier": "gold"}})
    mine = suggestions(returnable(api, shopper_of(api, merchant)))
    theirs = suggestions(returnable(api, recipient(api)))
    assert "members of your tier" in mine["L-1:unwanted"][0]["explanation"]
    assert all("tier" not in each["explanation"] for found in theirs.values() for each in found)


def test_a_model_that_cannot_be_read_keeps_nobody_from_returning(api: HttpApi, merchant: Headers, cloud: Cloud) -> None:
    item = {**keys.suggestion_model(), "model": {"B": b"no model"}}
    clients.dynamodb().put_item(TableName=cloud.table, Item=item)
    sell(api, merchant, lines=GLAZED)
    told = returnable(api, shopper_of(api, merchant))
    assert told["items"][0]["eligible"]
    assert suggestions(told) == {}


@pytest.mark.parametrize("agreed", [True, False])
def test_slots_are_for_shoppers_who_said_yes_to_promotions(
    api: HttpApi, merchant: Headers, cloud: Cloud, agreed: bool
) -> None:
    publish(cloud, lambda text: text.replace("returns:\n", f"returns:\n{SLOT}", 1))
    sell(api, merchant)
    store = DynamoShoppers(clients.dynamodb(), cloud.table)
    known = store.get(shopper_id(Contact(ORDER["contact"]["email"], "ja")))
    store.save(known.choosing(Channel.EMAIL, Kind.PROMOTION, Choice(agreed, NOW, "checkout")))
    (*slots,) = returnable(api, shopper_of(api, merchant))["slots"]
    assert [slot["name"] for slot in slots] == (["cups"] if agreed else [])
    assert all("defective" not in slot["reasons"] for slot in slots)
    assert returnable(api, merchant)["slots"] == returnable(api, recipient(api))["slots"] == []
