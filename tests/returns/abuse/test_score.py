"""The score: named parts that are its sum, and tiers that only rise with it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.returns.abuse.assessment import RiskTier
from shared.returns.abuse.records import Records
from shared.returns.abuse.score import assess, rate
from shared.returns.abuse.signals import NAMES, SIGNALS
from shared.returns.abuse.words import told_staff, told_tier
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.policy import AbuseRules, Lists
from shared.tracking.order import Contact, Destination
from shared.tracking.sale import Buyer
from tests.returns.abuse.customers import BUYER, NOW, order, rated, request

RULES = AbuseRules()
TIERS = [tier.value for tier in RiskTier]
amounts = st.dictionaries(st.sampled_from(sorted(NAMES)), st.integers(0, 1000))
weights = st.dictionaries(st.sampled_from(sorted(NAMES)), st.integers(0, 100)).map(lambda each: tuple(each.items()))
levels = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted)


@given(amounts, st.sampled_from(sorted(NAMES)), st.integers(0, 1000), weights, levels, st.booleans())
def test_more_of_a_signal_never_lowers_points_or_tier(
    observed: dict[str, int], name: str, more: int, by: tuple[tuple[str, int], ...], at: list[int], has_record: bool
) -> None:
    rules = AbuseRules(by, watched_from=at[1], high_from=at[2], trusted_below=at[0])
    before = rate(observed, rules, has_record=has_record)
    after = rate({**observed, name: observed.get(name, 0) + more}, rules, has_record=has_record)
    assert after.points >= before.points
    assert TIERS.index(after.tier) >= TIERS.index(before.tier)


@given(amounts, weights)
def test_every_point_has_a_name_and_there_are_at_most_a_hundred(
    observed: dict[str, int], by: tuple[tuple[str, int], ...]
) -> None:
    found = rate(observed, AbuseRules(by), has_record=True)
    assert found.points == sum(points for _, points in found.signals) <= 100
    assert all(points > 0 for _, points in found.signals)
    assert dict(found.observed).keys() == dict(found.signals).keys() <= NAMES
    assert found == rate(dict(reversed(observed.items())), AbuseRules(by), has_record=True)


def test_steps_of_every_signal_only_rise_and_end_at_its_whole_weight() -> None:
    for signal in SIGNALS:
        assert sorted(signal.steps) == list(signal.steps)
        shares = [percent for _, percent in signal.steps]
        assert shares == sorted(shares)
        assert shares[-1] == 100
        assert signal.steps[0][0] > 0
    assert len(NAMES) == len(SIGNALS)


def test_a_merchant_s_weight_stands_in_the_place_of_the_built_in_one() -> None:
    observed = {"discrepancies": 2, "claims": 5}
    assert dict(rate(observed, RULES, has_record=True).signals) == {"discrepancies": 30, "claims": 20}
    mine = AbuseRules((("discrepancies", 80), ("claims", 0)))
    assert rate(observed, mine, has_record=True).signals == (("discrepancies", 80),)


@pytest.mark.parametrize(
    ("points", "tier"), [(0, "trusted"), (9, "trusted"), (10, "normal"), (39, "normal"), (40, "watched"), (70, "high")]
)
def test_tiers_begin_where_the_merchant_says(points: int, tier: str) -> None:
    found = rate({"discrepancies": 2}, AbuseRules((("discrepancies", points),)), has_record=True)
    assert (found.points, found.tier) == (points, tier)


def test_a_stranger_without_a_point_is_normal_and_not_trusted() -> None:
    stranger = Buyer("C-9", orders_placed=0, since=NOW - timedelta(days=50))
    records = rated(asked=request("A-1"), orders={"A-1": order(buyer=stranger)}).records
    assert assess(request("A-1"), CustomerHistory(), records).tier == "normal"


@pytest.mark.parametrize("known", [Buyer("C-9", orders_placed=3), Buyer("C-9", since=NOW - timedelta(days=100))])
def test_who_has_a_record_and_hardly_a_point_is_trusted(known: Buyer) -> None:
    records = rated(asked=request("A-1"), orders={"A-1": order(buyer=known)}).records
    assert assess(request("A-1"), CustomerHistory(), records).tier == "trusted"


def test_a_guest_and_who_received_a_gift_have_no_record() -> None:
    guest = rated(asked=request("A-1"), orders={"A-1": order(buyer=replace(BUYER, customer_id=""))}).records
    assert assess(request("A-1", customer_id=""), CustomerHistory(), guest).tier == "normal"
    gift = rated(asked=request("A-1")).records
    assert assess(request("A-1", is_gift=True), CustomerHistory(), gift).tier == "normal"


def test_whom_the_allow_list_names_is_trusted_and_the_points_are_told_all_the_same() -> None:
    records, bad = rated(asked=request("A-1")).records, CustomerHistory(discrepancies=5, recent_returns=20)
    lists = Lists(allowed_customers=frozenset({"C-1"}))
    found = assess(request("A-1"), bad, records, RULES, lists)
    assert (found.tier, dict(found.signals)["discrepancies"]) == ("trusted", 30)
    blocked = replace(lists, blocked_orders=frozenset({"A-1"}))
    assert assess(request("A-1"), bad, records, RULES, blocked).tier == "watched"


def test_a_customer_is_rated_without_a_request_too() -> None:
    records = rated(request("A-1")).records
    found = assess(None, CustomerHistory(discrepancies=1), records)
    assert found.signals == (("discrepancies", 15),)
    assert assess(None, CustomerHistory(), Records(NOW)).points == 0


def test_where_somebody_lives_their_language_and_their_name_change_nothing() -> None:
    """No protected attribute, nor what stands for one, is a signal."""
    history = CustomerHistory(discrepancies=1, recent_returns=5)
    one = rated(request("A-2"), asked=request("A-1"))
    far = {"destination": Destination("BR", "01310", "America/Sao_Paulo"), "contact": Contact("x@y.example", "pt")}
    other = rated(
        request("A-2", language="pt", time_zone="America/Sao_Paulo", customer_tier="gold"),
        asked=request("A-1", language="pt", time_zone="America/Sao_Paulo"),
        orders={name: order(name, **far) for name in ("A-1", "A-2")},
    )
    assert assess(one.request, history, one.records) == assess(other.request, history, other.records)


def test_every_signal_and_tier_is_explained_in_both_languages() -> None:
    for name in sorted(NAMES):
        japanese, english = told_staff(name, 3, "ja-JP"), told_staff(name, 3, "en")
        assert "3" in japanese
        assert "3" in english
        assert japanese != english
    assert len({told_tier(tier, "en") for tier in TIERS}) == len({told_tier(tier, "ja") for tier in TIERS}) == 4


def test_history_has_nothing_that_the_score_was_not_meant_to_see() -> None:
    known = {field.name for field in fields(CustomerHistory)}
    seen = {"returns_placed", "items_kept", "bonus_credit", "discrepancies", "failed_payments", "open_instant"}
    assert known == seen | {"recent_returns", "orders_placed", "risk"}
