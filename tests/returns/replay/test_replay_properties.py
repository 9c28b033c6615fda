"""Parts of a replay join to the whole, whatever the parts and their order; and its totals add up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.returns.policy.engine import Engine
from shared.returns.policy.policy import Bonus, Fee, Policy, Window
from shared.returns.replay.ask_again import asked_again
from shared.returns.replay.figures import Assumptions, recorded, replayed
from shared.returns.replay.flips import flips
from shared.returns.replay.past_return import PastReturn
from shared.returns.replay.replay import replay
from shared.returns.replay.stand import Verdict, as_recorded
from shared.returns.replay.summary import Summary, joined, read_summary, written
from shared.returns.vocabulary import Outcome
from tests.returns.policy.samples import fifty_rules, policy
from tests.returns.replay.past import made_history

ASSUMED = Assumptions(640)


@cache
def old() -> Policy:
    return policy(*fifty_rules())


@cache
def engine(days: int = 20, fee: int = 700) -> Engine:
    """A draft with other days, fees and outcomes."""
    base = replace(
        old().base,
        window=Window(days),
        shipping_fee=Fee(fee),
        outcomes=(Outcome.EXCHANGE, Outcome.STORE_CREDIT),
        bonuses=(Bonus(Outcome.STORE_CREDIT, 100, 300),),
    )
    return Engine(replace(old(), base=base, rules=old().rules[3:]))


@cache
def history() -> tuple[PastReturn, ...]:
    return tuple(made_history(80, old()))


@cache
def pieces() -> tuple[Summary, ...]:
    """Of each row by itself."""
    return tuple(replay([row], engine(), ASSUMED) for row in history())


summaries = st.lists(st.integers(0, 79), max_size=8).map(lambda numbers: joined(pieces()[n] for n in numbers))


@settings(max_examples=40)
@given(summaries, summaries, summaries)
def test_joining_is_associative_and_commutative(one: Summary, two: Summary, three: Summary) -> None:
    assert joined([joined([one, two]), three]) == joined([one, joined([two, three])])
    assert joined([one, two, three]) == joined([three, one, two])
    assert joined([one, Summary()]) == one


@settings(max_examples=20)
@given(st.permutations(range(80)), st.integers(0, 80))
def test_the_whole_is_the_sum_of_any_parts(order: Sequence[int], cut: int) -> None:
    mixed = [pieces()[number] for number in order]
    assert joined([joined(mixed[:cut]), joined(mixed[cut:])]) == joined(pieces()) == whole()


@cache
def whole() -> Summary:
    return replay(history(), engine(), ASSUMED)


def test_a_summary_reads_back_as_it_was_written() -> None:
    assert whole().causes
    assert read_summary(json.dumps(written(whole()))) == whole()


@settings(max_examples=6)
@given(st.integers(1, 90), st.integers(0, 3000))
def test_totals_add_up(days: int, fee: int) -> None:
    summary = replay(history(), engine(days, fee), ASSUMED)
    assert sum(each.rows for each in summary.verdicts) == summary.rows == sum(rows for _, rows in summary.versions)
    assert sum(because.rows for because in summary.causes) == summary.flipped <= summary.rows
    for sums in summary.sums:
        changes = [each for because in summary.causes for each in because.changes if each.currency == sums.currency]
        assert sum(each.cost for each in changes) == sums.after.cost - sums.before.cost
        assert sum(each.kept for each in changes) == sums.after.kept - sums.before.kept


def test_the_policy_of_the_day_flips_nothing() -> None:
    assert replay(history(), Engine(old()), ASSUMED).flipped == 0


def test_no_money_moves_without_a_flip_and_none_is_given_for_what_is_declined() -> None:
    for past in history():
        before, after = as_recorded(past), asked_again(engine(), past)
        was = recorded(past, before, ASSUMED)
        would = replayed(past, before, after, was, ASSUMED)
        assert min(would.refunded, would.credited, would.exchanged, would.bonus, would.labels) >= 0
        assert would.refunded + would.credited + would.exchanged <= past.money.value
        if not flips(past, before, after):
            assert would == was
        if after.verdict is Verdict.DECLINED and before.verdict is not Verdict.DECLINED:
            assert would.cost == would.kept == 0
