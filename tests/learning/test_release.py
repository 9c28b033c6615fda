"""A new model is put in force unless it keeps its word worse than the one before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.learning.release import InForce, Kept, decide_release

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
EXACT, OFF, FAR_OFF = Kept(90, 900, 1000), Kept(90, 860, 1000), Kept(90, 700, 1000)


def in_force(*calibration: Kept, days: int = 1) -> InForce:
    return InForce(NOW - timedelta(days=days), calibration)


def test_the_first_model_is_put_in_force() -> None:
    assert decide_release([FAR_OFF], None, NOW).release


def test_one_that_keeps_its_word_worse_is_not() -> None:
    verdict = decide_release([FAR_OFF], in_force(EXACT), NOW)
    assert not verdict.release
    assert verdict.reason == "It is 18.1 points off beyond chance, the one in force 0.0."


def test_what_chance_explains_is_not_held_against_it() -> None:
    assert decide_release([Kept(90, 44, 50)], in_force(EXACT), NOW).release


def test_promising_too_late_is_as_wrong_as_too_early() -> None:
    assert not decide_release([Kept(50, 900, 1000)], in_force(EXACT), NOW).release


def test_the_worst_confidence_counts() -> None:
    assert not decide_release([EXACT, OFF], in_force(EXACT), NOW).release


def test_a_model_that_is_too_old_is_no_measure() -> None:
    assert decide_release([OFF], in_force(EXACT, days=31), NOW).release
    assert not decide_release([FAR_OFF], in_force(EXACT, days=31), NOW).release


def test_a_model_whose_calibration_nobody_noted_counts_as_exact() -> None:
    assert decide_release([EXACT], in_force(), NOW).release
    assert not decide_release([OFF], in_force(), NOW).release


def test_a_model_that_was_held_against_nothing_is_believed() -> None:
    assert decide_release([Kept(90, 0, 0)], in_force(OFF), NOW).release


KEPT = st.builds(
    lambda asked, total, share: Kept(asked, int(total * share), total),
    st.integers(1, 99),
    st.integers(1, 10**6),
    st.floats(0, 1),
)


@given(st.lists(KEPT, max_size=8))
def test_the_same_calibration_again_is_never_refused(calibration: list[Kept]) -> None:
    assert decide_release(calibration, in_force(*calibration), NOW).release


@given(KEPT)
def test_a_miss_beyond_chance_is_never_more_than_the_miss(kept: Kept) -> None:
    assert 0 <= kept.miss_beyond_chance <= kept.miss <= 1
