"""The section `returns`: what it compiles to, what it must not say, and what it rarely means."""

from __future__ import annotations

from datetime import date

import pytest

from shared.locales import languages
from shared.merchant.configuration_file import read
from shared.merchant.public_holidays import fill_in
from shared.merchant.published import read_whole
from shared.merchant.return_policy import policy_of, returns_of
from shared.merchant.warnings import warnings
from shared.returns.methods.rules import LabelProvider, PickupProvider
from shared.returns.policy.defaults import DEFAULTS
from shared.returns.policy.policy import (
    SLOTS,
    Accept,
    Actions,
    EvidenceNeeded,
    Fact,
    Fee,
    Window,
)
from shared.returns.vocabulary import (
    ClockStart,
    Keep,
    Method,
    ReasonGroup,
)
from tests.merchant.returning import SHOP, WITHOUT, policy, shop


def rule(then: str, base: str = "") -> Actions:
    (found,) = policy(f"{base}\nrules: [{{ name: one, then: {then} }}]").rules
    return found.then


def test_nothing_is_taken_back_where_the_section_is_left_out() -> None:
    assert policy_of(read(WITHOUT)) is None
    assert returns_of(read(WITHOUT)) is None


def test_an_empty_section_is_the_defaults() -> None:
    compiled = policy("")
    assert compiled.base == DEFAULTS_HERE
    assert compiled.unsaid == frozenset(SLOTS)
    assert compiled.currency == "JPY"
    assert {reason.group for reason in compiled.reasons} == set(ReasonGroup)
    assert all(dict(reason.texts).keys() == set(languages()) for reason in compiled.reasons)


DEFAULTS_HERE = Actions(
    **{
        **{slot: getattr(DEFAULTS, slot) for slot in SLOTS},
        "destination": "tokyo",
        "methods": (Method.OWN_CARRIER,),
    }
)
"""The shop's first warehouse; and no label, as no address says where it would lead."""


def test_a_label_is_offered_where_it_has_an_address_to_lead_to() -> None:
    address = 'address: { country: "JP", postal: "150-0001", lines: [神宮前1-2-3] }'
    compiled = policy(f"ways_back: {{ destinations: [{{ warehouse: tokyo, {address} }}] }}")
    assert compiled.base.methods == DEFAULTS.methods


def test_every_fact_can_be_asked_in_the_file() -> None:
    values = {Fact.ORDER_PLACED: "{ from: 2026-01-01 }", Fact.ORDER_COUNTRY: '["JP"]', Fact.ORDER_CURRENCY: '["JPY"]'}
    words = {
        Fact.CUSTOMER_RISK: "[high]",
        Fact.RETURN_REASON: "[damaged]",
        Fact.RETURN_REASON_GROUP: "[defect]",
        Fact.RETURN_CONDITION: "[used]",
        Fact.RETURN_OUTCOME: "[refund]",
        Fact.RETURN_METHOD: "[own_carrier]",
        Fact.RETURN_CHANNEL: "[portal]",
    }
    yes_or_no = {
        Fact.ORDER_GIFT,
        Fact.PRODUCT_FINAL_SALE,
        Fact.PRODUCT_IN_WARRANTY,
        Fact.RETURN_WHOLE_ORDER,
    }
    texts = {"tier", "tags", "channel", "sku", "id", "type", "category", "vendor", "traits"}
    rules = []
    for fact in Fact:
        section, _, name = fact.partition(".")
        asked = "[x]" if name in texts else "{ at_least: 1 }"
        asked = {**values, **words, **dict.fromkeys(yes_or_no, "true")}.get(fact, asked)
        rules.append(
            f"  - {{ name: a{len(rules)}, when: {{ {section}: {{ {name}: {asked} }} }}, then: {{ review: manual }} }}"
        )
    compiled = policy("rules:\n" + "\n".join(rules))
    assert [test.fact for rule in compiled.rules for test in rule.when.tests] == list(Fact)


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("{ window: { days: 60 } }", Actions(window=Window(60, grace_days=3))),
        ("{ window: { grace_days: 0 } }", Actions(window=Window(14))),
        ("{ window: { from: ordered } }", Actions(window=Window(14, ClockStart.ORDERED, grace_days=3))),
        ("{ window: never }", Actions(accept=Accept(False, "not_accepted"))),
        ("{ accept: false, because: hygiene }", Actions(accept=Accept(False, "hygiene"))),
        ("{ fees: { shipping: free } }", Actions(shipping_fee=Fee())),
        ("{ fees: { shipping: by_shopper } }", Actions(shipping_fee=Fee(by_shopper=True))),
        ("{ bonuses: {} }", Actions(bonuses=())),
        ("{ keep: no }", Actions(keep=Keep.NO)),
        ("{ evidence: {} }", Actions(evidence=EvidenceNeeded())),
    ],
)
def test_a_rule_sets_what_it_says_and_no_more(then: str, expected: Actions) -> None:
    assert rule(then, "window: { days: 14, grace_days: 3 }") == expected


def test_a_clock_that_starts_at_shipping_falls_back_to_the_order() -> None:
    window = policy("window: { days: 10, from: shipped }").base.window
    assert window == Window(10, ClockStart.SHIPPED, ClockStart.ORDERED)


def test_a_shop_that_takes_nothing_back_can_make_exceptions() -> None:
    compiled = policy("window: never\nrules: [{ name: defects, then: { accept: true } }]")
    assert compiled.base.accept == Accept(False, "not_accepted")
    assert compiled.base.window == Window(30)
    assert compiled.rules[0].then.accept == Accept(True)


def test_without_a_term_of_return_japanese_law_gives_eight_days_at_the_buyers_cost() -> None:
    base = policy("laws: [jp]").base
    assert base.window == Window(8, start_counts=True)
    assert base.shipping_fee == Fee(by_shopper=True)
    assert base.methods == (Method.OWN_CARRIER,)
    assert policy("laws: [jp]\nfees: { shipping: free }").base.shipping_fee == Fee()
    assert policy("laws: [jp]\nwindow: { days: 3 }").base.window == Window(3)


def test_public_holidays_are_filled_in_when_the_file_is_read() -> None:
    section = 'business_days: { holidays: { country: "JP" }, working_days: [mon, tue, wed, thu, fri] }'
    compiled = policy_of(fill_in(shop(section), date(2026, 11, 29)))
    assert compiled is not None
    assert not compiled.calendar.is_open(date(2027, 1, 1))
    assert compiled.calendar.is_open(date(2027, 1, 4))


def test_ways_back_providers_and_cancellation_come_from_the_file() -> None:
    found = returns_of(
        shop("""
providers: { labels: easypost, refunds: stripe }
methods: [label, pickup]
ways_back:
  destinations:
    - { warehouse: tokyo, address: { country: "JP", postal: "150-0001", lines: [神宮前1-2-3], name: はなれ } }
  valid_days: 14
  pickups:
    by: platform
    areas: [{ country: "JP", time_zone: Asia/Tokyo }]
    slots: [{ slot: am, begins: "08:00", ends: "12:00", weekdays: [mon], capacity: 3 }]
cancellation: { within_minutes: 60, partial: true, free_shipping_from: 5000, shipping_fee: 660 }
""")
    )
    assert found is not None
    ways = found.ways_back
    assert (ways.labels, ways.valid_days, ways.shop) == (LabelProvider.EASYPOST, 14, "はなれ")
    assert ways.pickups is PickupProvider.PLATFORM
    assert ways.pickup_table.slots[0].weekdays == {0}
    destination = ways.destination("tokyo")
    assert destination is not None
    assert destination.address.lines == ("神宮前1-2-3",)
    assert found.refunds == "stripe"
    rules = found.cancellation
    assert (rules.enabled, rules.within_minutes, rules.shipping_fee, rules.currency) == (True, 60, 660, "JPY")


def test_nobody_cancels_by_themselves_unless_the_file_says_so() -> None:
    found = returns_of(shop(""))
    assert found is not None
    assert not found.cancellation.enabled
    assert found.refunds == ""


@pytest.mark.parametrize("section", ["", "rules: [{ name: a, then: { window: never, keep: no } }]"])
def test_what_is_published_reads_back(section: str) -> None:
    configuration = shop(section)
    assert read_whole(configuration.model_dump_json(exclude_none=True)) == configuration
    assert read_whole(configuration.model_dump_json()) == configuration


def test_the_sample_gives_no_warning_and_compiles() -> None:
    configuration = read(SHOP)
    assert list(warnings(configuration)) == []
    compiled = policy_of(configuration)
    assert compiled is not None
    assert len(compiled.rules) == 7
