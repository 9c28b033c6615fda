"""The policy as schema.org's MerchantReturnPolicy, per country where the answers differ."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.policy import Accept, Extension, Fee, Law, Policy, Window
from shared.returns.text.schema_org import return_policies
from shared.returns.text.situations import PLACED
from shared.returns.vocabulary import ClockStart
from tests.returns.text.policies import MERCHANTS, REASONS, sample

SCHEMA = "https://schema.org/"
KNOWN = frozenset(
    {
        "@context",
        "@type",
        "applicableCountry",
        "returnPolicyCountry",
        "merchantReturnLink",
        "returnPolicyCategory",
        "merchantReturnDays",
        "returnMethod",
        "itemCondition",
        "refundType",
        "returnFees",
        "returnShippingFeesAmount",
        "customerRemorseReturnFees",
        "customerRemorseReturnShippingFeesAmount",
        "returnLabelSource",
        "customerRemorseReturnLabelSource",
        "itemDefectReturnFees",
        "itemDefectReturnShippingFeesAmount",
        "itemDefectReturnLabelSource",
        "restockingFee",
        "returnPolicySeasonalOverride",
    }
)
"""Properties of the type, as schema.org lists them."""
PLAIN = Policy(1, "USD", DEFAULTS, reasons=REASONS)


def only(policy: Policy, country: str = "US") -> dict[str, Any]:
    (node,) = return_policies(policy, [country])
    return node


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_only_properties_that_schema_org_knows_are_stated(merchant: str) -> None:
    nodes = return_policies(sample(merchant), ["JP", "US", "CA", "DE", "FR", "CH"], url="https://shop.example/returns")

    for node in nodes:
        assert set(node) <= KNOWN
        assert node["returnPolicyCategory"].startswith(SCHEMA)
    assert json.loads(json.dumps(nodes)) == nodes


def test_countries_with_the_same_answers_share_one_policy() -> None:
    nodes = return_policies(sample("electronics-eu"), ["DE", "AT", "FR", "NL", "CH"], returned_to="DE")

    assert [node["applicableCountry"] for node in nodes] == [["DE", "AT"], ["FR", "NL"], "CH"]
    german, french, swiss = nodes
    assert german["returnFees"] == f"{SCHEMA}FreeReturn"
    assert french["returnShippingFeesAmount"] == {"@type": "MonetaryAmount", "currency": "EUR", "value": "4.99"}
    assert swiss["merchantReturnDays"] == 14
    assert swiss["restockingFee"] == 15
    assert swiss["returnFees"] == f"{SCHEMA}ReturnFeesCustomerResponsibility"
    assert all(node["returnPolicyCountry"] == "DE" for node in nodes)


def test_a_consumer_who_withdraws_pays_no_restocking_fee() -> None:
    node = only(sample("electronics-eu"), "FR")

    assert "restockingFee" not in node
    assert node["merchantReturnDays"] == 30


def test_defects_are_told_apart_from_remorse() -> None:
    node = only(sample("apparel-us"))

    assert node["customerRemorseReturnFees"] == f"{SCHEMA}ReturnShippingFees"
    assert node["customerRemorseReturnShippingFeesAmount"]["value"] == "7.95"
    assert node["itemDefectReturnFees"] == f"{SCHEMA}FreeReturn"
    assert node["refundType"] == [f"{SCHEMA}ExchangeRefund", f"{SCHEMA}StoreCreditRefund", f"{SCHEMA}FullRefund"]
    assert node["returnMethod"] == [f"{SCHEMA}ReturnByMail", f"{SCHEMA}ReturnAtKiosk", f"{SCHEMA}ReturnInStore"]


def test_a_season_has_its_days_and_its_last_day() -> None:
    season = only(sample("apparel-us"))["returnPolicySeasonalOverride"]

    assert season["startDate"] == "2026-11-01"
    assert season["endDate"] == "2026-12-25"
    assert season["merchantReturnDays"] == "2027-01-31"


@pytest.mark.parametrize(
    ("window", "category", "days"),
    [
        (Window(30), "MerchantReturnFiniteReturnWindow", 30),
        (Window(8, start_counts=True), "MerchantReturnFiniteReturnWindow", 7),
        (Window(None), "MerchantReturnUnlimitedWindow", None),
        (Window(30, start=ClockStart.SHIPPED), "MerchantReturnUnspecified", None),
    ],
)
def test_days_are_stated_where_they_count_from_delivery(window: Window, category: str, days: int | None) -> None:
    node = only(replace(PLAIN, base=replace(DEFAULTS, window=window)))

    assert node["returnPolicyCategory"] == f"{SCHEMA}{category}"
    assert node.get("merchantReturnDays") == days


def test_a_shop_that_takes_nothing_back_says_so_but_not_to_consumers_who_may_withdraw() -> None:
    never = replace(PLAIN, base=replace(DEFAULTS, accept=Accept(False), window=Window(7)), laws=(Law.EU,))

    assert only(never, "US")["returnPolicyCategory"] == f"{SCHEMA}MerchantReturnNotPermitted"
    assert only(never, "FR")["merchantReturnDays"] == 14


@pytest.mark.parametrize(
    ("shipping", "restocking", "fees", "fee"),
    [
        (Fee(), Fee(), "FreeReturn", None),
        (Fee(), Fee(basis_points=1250), "RestockingFees", 12.5),
        (Fee(fixed=500), Fee(basis_points=1000), "ReturnShippingFees", 10),
        (Fee(), Fee(fixed=300), "RestockingFees", {"@type": "MonetaryAmount", "currency": "USD", "value": "3.00"}),
        (Fee(by_shopper=True), Fee(), "ReturnFeesCustomerResponsibility", None),
    ],
)
def test_fees_are_stated_by_kind(shipping: Fee, restocking: Fee, fees: str, fee: object) -> None:
    node = only(replace(PLAIN, base=replace(DEFAULTS, shipping_fee=shipping, restocking_fee=restocking)))

    assert node["returnFees"] == f"{SCHEMA}{fees}"
    assert node.get("restockingFee") == fee


def test_one_policy_names_at_most_fifty_countries() -> None:
    codes = [f"{first}{second}" for first in "ABC" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]

    assert [len(node["applicableCountry"]) for node in return_policies(PLAIN, codes)] == [50, 28]


def test_two_seasons_are_a_list() -> None:
    seasons = tuple(Extension(PLACED, PLACED, PLACED) for _ in range(2))
    node = only(replace(PLAIN, base=replace(DEFAULTS, window=Window(30, extensions=seasons))))

    assert len(node["returnPolicySeasonalOverride"]) == 2
