"""The policy read by hand against the engine: on generated cases, and on any policy and case there may be."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Policy
from shared.returns.text.actions import TOLD
from shared.returns.text.case import Case
from shared.returns.text.case_rows import UnreadableCase, differences, read_row
from shared.returns.text.case_table import as_table
from shared.returns.text.cases import generated_cases
from shared.returns.text.verdict import Verdict, verdict
from tests.returns.text.policies import MERCHANTS, cases, policies, sample

COMPARED = (*TOLD, "destination", "disposition")


def disagreements(policy: Policy, case: Case, read_off: Verdict, engine: Engine) -> list[str]:
    terms = engine.terms(*case.purchase(policy))
    found = {
        "whys": (set(read_off.whys), {why.code for why in terms.whys}),
        "until": (read_off.until, terms.until),
        "closes": (read_off.closes, terms.closes),
        **{slot: (getattr(read_off.actions, slot), getattr(terms.actions, slot)) for slot in COMPARED},
    }
    return [f"{what}: {by_hand} by hand, {by_engine} by the engine" for what, (by_hand, by_engine) in found.items()
            if by_hand != by_engine]  # fmt: skip


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_the_engine_decides_every_generated_case_as_the_policy_reads(merchant: str) -> None:
    policy = sample(merchant)
    engine = Engine(policy)

    for decided in generated_cases(policy):
        assert not disagreements(policy, decided.case, decided.verdict, engine), decided.case


@given(policies, cases())
@settings(max_examples=30, deadline=None)
def test_the_engine_decides_any_case_as_the_policy_reads(policy: Policy, case: Case) -> None:
    assert not disagreements(policy, case, verdict(policy, case), Engine(policy))


@pytest.mark.parametrize("merchant", MERCHANTS)
def test_generated_cases_stand_on_both_sides_of_every_edge(merchant: str) -> None:
    policy = sample(merchant)
    decided = {each.case.name: each for each in generated_cases(policy)}

    last, grace = decided["base window: last day"], decided.get("base window: last day of grace")
    after = decided["base window: after grace" if grace else "base window: day after"]
    assert last.verdict.eligible
    assert last.verdict.until == last.case.today
    assert after.verdict.rules.get("window") or "window_closed" in after.verdict.whys
    for rule in policy.rules:
        assert f"{rule.name}: holds" in decided
    for reason in policy.reasons:
        assert f"reason {reason.code}" in decided


def test_a_table_of_cases_reads_back_as_the_same_cases() -> None:
    policy = sample("electronics-eu")
    generated = generated_cases(policy)
    engine = Engine(policy)

    table = yaml.safe_load(as_table(generated, policy))

    assert len(table["cases"]) == len(generated)
    for row, decided in zip(table["cases"], generated, strict=True):
        wanted = read_row(row, table["defaults"])
        assert wanted.case.purchase(policy) == decided.case.purchase(policy)
        assert list(differences(wanted, engine.terms(*wanted.case.purchase(policy)))) == []


def test_a_row_that_wants_something_else_says_what_it_got() -> None:
    policy = sample("cosmetics-jp")
    row = {
        "case": "wrong",
        "order": {"country": "JP"},
        "reason": "unwanted",
        "outcome": "refund",
        "method": "own_carrier",
        "want": {"fee": 500, "until": "2026-06-18", "rules": {"window": "gold"}},
    }
    wanted = read_row(row)

    found = list(differences(wanted, Engine(policy).terms(*wanted.case.purchase(policy))))

    assert found == ["fee: wanted 500, got by_shopper", "window decided by: wanted gold, got base"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"order": {"colour": "red"}}, "order.colour"),
        ({"return": {"reason": "unwanted"}}, "return.reason"),
        ({"outcome": "applause"}, "outcome"),
        ({"placed": "yesterday"}, "placed"),
        ({"want": {"colour": "red"}}, "want.colour"),
    ],
)
def test_a_row_that_no_case_can_be_is_refused_with_its_field(row: dict[str, object], field: str) -> None:
    with pytest.raises(UnreadableCase) as refused:
        read_row(row)

    assert refused.value.field == field
