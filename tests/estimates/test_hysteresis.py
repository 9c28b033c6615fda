"""A trivial wobble tells nobody; what matters is told at once, and dates do not go to and fro."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.estimates.at_risk import is_at_risk
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.hysteresis import days_that_matter, is_worth_telling, movement
from shared.estimates.live_estimate import Found, LiveEstimate, Outcome, Standing, follow
from shared.estimates.reason import Reason
from shared.estimates.revision import MOST_KEPT, Revision
from tests.estimates.cases import at

TODAY = date(2026, 11, 24)
PROMISED = date(2026, 11, 28)
NEW = LiveEstimate("A-1", "Asia/Tokyo", promised=PROMISED)


def estimate(likely: int, width: int = 0, on_time: int | None = 9_500, **changes: object) -> Estimate:
    """Expected in so many days, give or take `width`."""
    first, last = TODAY + timedelta(days=likely - width), TODAY + timedelta(days=likely + width)
    made = Estimate(
        first, TODAY + timedelta(days=likely), last, 9_000, EstimateSource.CARRIER_TABLE, at(0), on_time=on_time
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def found(expected: Estimate | None, today: date = TODAY, **changes: object) -> Found:
    reasons = expected.reasons if expected else ()
    return replace(Found(at((today - TODAY).days), today, expected, reasons), **changes)  # type: ignore[arg-type]


def told(*expected: Estimate | None, live: LiveEstimate = NEW) -> LiveEstimate:
    for each in expected:
        live = follow(live, found(each))
    return live


def likely_days(live: LiveEstimate) -> list[int]:
    return [(r.estimate.likely - TODAY).days for r in live.revisions if r.estimate]


def test_the_first_estimate_is_told() -> None:
    live = told(estimate(3))
    assert [(r.number, r.reason) for r in live.revisions] == [(1, Reason.FIRST)]


def test_a_day_matters_when_it_is_close_and_not_when_it_is_far() -> None:
    assert likely_days(told(estimate(1), estimate(2))) == [1, 2]
    assert likely_days(told(estimate(5), estimate(6))) == [5]
    assert likely_days(told(estimate(10), estimate(12))) == [10]
    assert likely_days(told(estimate(10), estimate(13))) == [10, 13]


def test_going_back_on_what_was_told_last_takes_one_day_more() -> None:
    assert likely_days(told(estimate(1), estimate(2), estimate(1))) == [1, 2]
    assert likely_days(told(estimate(2), estimate(4), estimate(2))) == [2, 4, 2]


def test_a_range_that_becomes_a_day_is_told_once() -> None:
    assert len(told(estimate(3, 1), estimate(3, 0), estimate(3, 0)).revisions) == 2


def test_that_no_date_can_be_given_is_told_once_with_its_reason() -> None:
    gone = found(None, will_not_come=True, reasons=(Reason.RETURNED,))
    live = follow(follow(told(estimate(2)), gone), gone)
    assert [r.reason for r in live.revisions] == [Reason.FIRST, Reason.RETURNED]
    assert live.latest is None


def test_a_revision_says_why() -> None:
    start = told(estimate(3))
    assert told(estimate(5), live=start).revisions[-1].reason is Reason.SLOW_LANE
    assert told(estimate(1), live=start).revisions[-1].reason is Reason.FASTER_THAN_USUAL
    snowed = estimate(5, reasons=(Reason.WEATHER, Reason.STALLED))
    assert told(snowed, live=start).revisions[-1].reason is Reason.WEATHER
    assert told(snowed, estimate(8, reasons=snowed.reasons), live=start).revisions[-1].reason is Reason.SLOW_LANE
    by_carrier = estimate(5, source=EstimateSource.CARRIER)
    assert told(by_carrier, live=start).revisions[-1].reason is Reason.CARRIER_REVISED


def test_the_first_and_the_newest_revisions_are_kept() -> None:
    live = told(*(estimate(2 + 3 * step) for step in range(40)))
    assert len(live.revisions) == MOST_KEPT
    assert (live.revisions[0].number, live.revisions[-1].number) == (1, 40)
    assert live.first == estimate(2)


def test_a_promise_at_risk_is_said_once_and_taken_back_once_it_is_safe() -> None:
    risky, unsure, safe = (estimate(3, on_time=chance) for chance in (5_900, 7_000, 8_000))
    live = told(safe, unsure)
    assert not live.at_risk
    live = told(risky, unsure, live=live)
    assert live.at_risk
    assert live.standing is Standing.AT_RISK
    warned_at = live.warned_at
    live = told(safe, live=live)
    assert (live.at_risk, live.standing) == (False, Standing.ON_TIME)
    assert [r.reason for r in live.revisions] == [Reason.FIRST, Reason.SLOW_LANE, Reason.FASTER_THAN_USUAL]
    assert told(risky, live=live).warned_at == warned_at


def test_where_nothing_was_promised_nothing_is_at_risk_or_late() -> None:
    live = told(estimate(3, on_time=None), live=replace(NEW, promised=None))
    assert (live.at_risk, live.standing, live.outcome) == (False, None, None)


class TestWhatBecomesOfAPromise:
    def test_it_is_open_on_its_day_and_missed_when_that_is_over(self) -> None:
        live = follow(told(estimate(3)), found(estimate(4), PROMISED))
        assert live.outcome is None
        live = follow(live, found(estimate(5), PROMISED + timedelta(days=1)))
        assert (live.outcome, live.standing, live.at_risk) == (Outcome.MISSED, Standing.LATE, False)

    def test_it_is_kept_by_coming_on_the_day_or_before(self) -> None:
        live = follow(told(estimate(3)), found(None, PROMISED, arrived_on=PROMISED))
        assert (live.outcome, live.standing) == (Outcome.KEPT, Standing.ON_TIME)
        assert follow(told(estimate(3)), found(None, PROMISED, arrived_on=TODAY)).outcome is Outcome.KEPT

    def test_coming_later_misses_it(self) -> None:
        late = PROMISED + timedelta(days=1)
        assert follow(told(estimate(3)), found(None, late, arrived_on=late)).outcome is Outcome.MISSED

    def test_a_scan_that_comes_late_puts_it_right(self) -> None:
        later = PROMISED + timedelta(days=2)
        missed = follow(told(estimate(3)), found(estimate(5), later))
        assert follow(missed, found(None, later, arrived_on=PROMISED)).outcome is Outcome.KEPT

    def test_a_parcel_that_goes_back_puts_it_at_risk_and_misses_it_when_its_day_is_over(self) -> None:
        going_back = found(None, will_not_come=True, reasons=(Reason.RETURNED,))
        live = follow(told(estimate(3)), going_back)
        assert (live.at_risk, live.outcome) == (True, None)
        assert follow(live, replace(going_back, today=PROMISED + timedelta(days=1))).outcome is Outcome.MISSED


estimates = st.builds(
    lambda likely, width, chance: estimate(likely, width, chance),
    st.integers(0, 15),
    st.integers(0, 3),
    st.integers(0, 10_000),
)
steps = st.lists(st.builds(found, st.none() | estimates), max_size=12)


@given(steps)
def test_what_is_put_to_it_again_changes_nothing(heard: list[Found]) -> None:
    live = NEW
    for step in heard:
        live = follow(live, step)
        assert follow(live, step) == live


@given(st.integers(1, 12), st.lists(st.integers(0, 2), max_size=20), st.integers(0, 2))
def test_what_stays_within_the_band_tells_nobody(start: int, wobbles: list[int], width: int) -> None:
    band = days_that_matter(start) - 1
    around = [estimate(start + min(wobble, band), width) for wobble in wobbles]
    assert len(told(estimate(start, width), *around).revisions) == 1


@given(st.lists(st.integers(0, 12), max_size=30), st.integers(1, 3))
def test_two_tellings_in_opposite_directions_are_further_apart_than_what_matters(days: list[int], width: int) -> None:
    live = told(*(estimate(day, width) for day in days))
    seen = [r.estimate for r in live.revisions if r.estimate]
    moves = [(movement(one, other), other) for one, other in pairwise(seen)]
    for (first, _), (second, now) in pairwise(moves):
        if first * second < 0:
            assert abs(second) > days_that_matter((now.likely - TODAY).days)


@given(st.lists(st.integers(6_000, 7_999), max_size=20), st.booleans())
def test_a_chance_between_the_two_thresholds_never_changes_the_risk(chances: list[int], was: bool) -> None:
    assert all(is_at_risk(chance, was_at_risk=was) is was for chance in chances)


def test_nothing_told_and_nothing_to_tell_is_a_telling_too() -> None:
    assert is_worth_telling((), None, TODAY)
    assert not is_worth_telling((Revision(1, at(0), Reason.LOST, None),), None, TODAY)
