"""The section `returns` where it is wrong, and where it is most likely not meant."""

from __future__ import annotations

import inspect
import re

import pytest

from shared.merchant import configuration_file, return_findings
from shared.merchant.configuration_file import read
from shared.merchant.problem import ConfigurationErrors
from shared.merchant.return_reasons import built_in
from shared.merchant.warnings import warnings
from shared.returns.policy import findings
from shared.returns.vocabulary import ReasonGroup
from tests.merchant.returning import shop, written

BUILT_IN = ", ".join(reason.code for group in ReasonGroup for reason in built_in(group))


def refusals(section: str) -> list[str]:
    with pytest.raises(ConfigurationErrors) as refused:
        shop(section)
    return [f"{problem.path}: {problem.message}" for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("window: nver", 'returns.window: expected a section, or never or unlimited, found "nver"'),
        ("window: 30", "returns.window: expected a section with fields, found 30"),
        ("window: { dys: 30 }", "returns.window.dys: no such field; did you mean `days`?"),
        ("window: { days: thirty }", 'returns.window.days: expected a whole number, found "thirty"'),
        (
            "fees: { restocking: by_shopper }",
            'returns.fees.restocking: expected a section, or free, found "by_shopper"',
        ),
        (
            "credit_percent: 12.345",
            "returns.credit_percent: expected a percentage from 0 to 100 with at most two decimals, found 12.345",
        ),
        ("keep: perhaps", 'returns.keep: expected no, keep or donate, found "perhaps"'),
        (
            "methods: [none]",
            'returns.methods[0]: expected a way back: label, qr, pickup, drop_off, store, own_carrier, found "none"',
        ),
        ("outcomes: [refnd]", 'returns.outcomes[0]: expected an outcome: perhaps refund, found "refnd"'),
        (
            "rules: [{ name: A b, then: { keep: keep } }]",
            "returns.rules[0].name: expected a name like gold-members: small letters, digits, hyphens, 64 at most, "
            'found "A b"',
        ),
        (
            "rules: [{ name: a, when: { customer: { teir: [gold] } }, then: { keep: keep } }]",
            "returns.rules[0].when.customer.teir: no such field; did you mean `tier`?",
        ),
        (
            "rules: [{ name: a, when: { any: [{ not: { order: { gift: maybe } } }] }, then: { keep: keep } }]",
            'returns.rules[0].when.any[0].not.order.gift: expected true or false, found "maybe"',
        ),
        (
            "rules: [{ name: a, when: { order: { value: {} } }, then: { keep: keep } }]",
            "returns.rules[0].when.order.value: expected at_least, at_most or both, found a section",
        ),
        (
            "rules: [{ name: a, when: { not: { order: { value: { at_least: 3, at_most: 2 } } } }, then: { keep: no }}]",
            "returns.rules[0].when.not.order.value.at_most: expected at least at_least, which is 3, found 2",
        ),
        (
            "rules: [{name: a, when: {order: {placed: {from: 2026-02-01, until: 2026-01-01}}}, then: {keep: no}}]",
            "returns.rules[0].when.order.placed.until: expected a day not before from, which is 2026-02-01, found "
            "2026-01-01",
        ),
        (
            "rules: [{ name: a, then: {} }]",
            "returns.rules[0].then: expected at least one thing to decide, found a section",
        ),
        (
            "rules: [{ name: a, then: { because: hygiene } }]",
            'returns.rules[0].then.because: expected accept: false beside it, found "hygiene"',
        ),
        (
            "rules: [{ name: a, then: { accept: true, window: never } }]",
            'returns.rules[0].then.window: expected another window: accept is true, found "never"',
        ),
        (
            "rules: [{ name: limits, then: { keep: no } }]",
            'returns.rules[0].name: expected another name: limits stands for itself in answers, found "limits"',
        ),
        (
            "rules: [{ name: a, then: { keep: no } }, { name: a, then: { keep: keep } }]",
            'returns.rules[1].name: expected a name no other rule has, found "a"',
        ),
        (
            "destination: osaka",
            'returns.destination: expected the id of a warehouse: tokyo, found "osaka"',
        ),
        (
            "window: { extensions: [{ placed_from: 2026-12-02, placed_until: 2026-12-01, until: 2027-01-01 }] }",
            "returns.window.extensions[0].placed_until: expected a day not before placed_from, which is 2026-12-02, "
            "found 2026-12-01",
        ),
        (
            "window: { extensions: [{ placed_from: 2026-12-01, placed_until: 2026-12-02, until: 2026-12-01 }] }",
            "returns.window.extensions[0].until: expected a day not before placed_until, which is 2026-12-02, "
            "found 2026-12-01",
        ),
        (
            "reasons: { defect: [{ code: odd }] }",
            "returns.reasons.defect[0].texts: expected what shoppers read: odd is no built-in reason, found nothing",
        ),
        (
            "reasons: { defect: [{ code: damaged }] }",
            "returns.reasons.delivery[0].code: expected a code no other reason has, found nothing",
        ),
        (
            "reasons: { defect: [{ code: defective, parent: damaged }] }",
            "returns.reasons.defect[0].parent: expected the code of another reason of this group: defective, found "
            '"damaged"',
        ),
        (
            "lists: { allowed: { orders: [A] }, blocked: { orders: [A] } }",
            'returns.lists.blocked.orders[0]: expected one that is not allowed as well, found "A"',
        ),
        (
            "abuse: { watched_from: 80 }",
            "returns.abuse.high_from: expected at least watched_from, which is 80, found nothing",
        ),
        (
            "methods: [label]",
            "returns.ways_back.destinations: expected at least one, with its address: the way back label leads there, "
            "found nothing",
        ),
        (
            "methods: [store]",
            "returns.ways_back.points: expected a point with store: true, as the way back store is offered, "
            "found nothing",
        ),
        (
            'ways_back: { pickups: { slots: [{ slot: am, begins: "12:00", ends: "09:00" }] } }',
            'returns.ways_back.pickups.slots[0].ends: expected a time after begins, which is 12:00, found "09:00"',
        ),
        (
            "business_days: { closed_days: [2026-12-01], open_days: [2026-12-01] }",
            "returns.business_days.open_days[0]: expected a day that is not one of closed_days, found 2026-12-01",
        ),
        (
            "rules: [{ name: a, when: { return: { reason: [tired] } }, then: { keep: no } }]",
            f'returns.rules[0].when.return.reason[0]: expected one of the reasons: {BUILT_IN}, found "tired"',
        ),
        (
            "rules: [{ name: a, when: { order: { gift: true }, not: { order: { gift: true } } }, then: { keep: no } }]",
            "returns.rules[0]: its conditions contradict each other: it never fires",
        ),
        (
            "reasons: { change_of_mind: [], defect: [], delivery: [], warranty: [] }",
            "returns: expected at least one reason",
        ),
    ],
)
def test_what_is_wrong_is_said_with_what_was_expected(section: str, expected: str) -> None:
    assert refusals(section) == [expected]


def test_a_currency_is_needed_where_no_price_says_one() -> None:
    without_prices = written("")
    lines = [line for line in without_prices.splitlines() if "currency:" not in line and "conditions:" not in line]
    with pytest.raises(ConfigurationErrors, match=r"returns.currency: expected a currency"):
        read("\n".join(lines))


def test_what_is_doubtful_is_a_warning_at_its_field() -> None:
    section = """
rules:
  - { name: one, when: { customer: { tier: [gold] } }, then: { keep: keep, fees: { shipping: free } } }
  - { name: two, when: { order: { gift: true } }, then: { fees: { shipping: { fixed: 5 } } } }
reasons: { defect: [], delivery: [], warranty: [] }
"""
    found = [warning.split(":")[0] for warning in warnings(shop(section)) if warning.startswith("returns")]
    assert found == ["returns.rules[1].then.fees.shipping"]


def test_two_rules_that_refuse_for_different_reasons_are_no_conflict() -> None:
    rules = """
reasons: { defect: [], delivery: [], warranty: [] }
rules:
  - { name: one, when: { product: { traits: [hygiene] } }, then: { accept: false, because: hygiene } }
  - { name: two, when: { product: { final_sale: true } }, then: { accept: false, because: final_sale } }
"""
    assert [warning for warning in warnings(shop(rules)) if warning.startswith("returns")] == []
    contrary = rules.replace("accept: false, because: final_sale", "accept: true")
    assert any("accept: decides what rule one" in warning for warning in warnings(shop(contrary)))


def test_a_policy_too_large_to_be_stored_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration_file, "MAX_STORED", 3000)
    skus = ", ".join(f"S{number:060d}" for number in range(50))
    with pytest.raises(ConfigurationErrors, match="shorten lists"):
        shop(f"lists: {{ blocked: {{ skus: [{skus}] }} }}")


def test_every_finding_of_the_engine_is_said_in_words() -> None:
    codes = set(re.findall(r'Finding\(\s*"(\w+)"', inspect.getsource(findings)))
    assert "keep_by_method" in codes
    assert codes <= set(return_findings._SAYS)


def test_whether_goods_stay_cannot_hang_on_the_method() -> None:
    section = "rules: [{ name: one, when: { return: { method: [store] } }, then: { keep: keep } }]"
    (found,) = refusals(section)
    assert found == (
        "returns.rules[0].then.keep: expected no condition on the method: whether the goods stay decides the method"
    )
