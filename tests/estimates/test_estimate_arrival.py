"""What an estimate rests on, and how each thing that happens moves it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.estimates.estimate import CONFIDENCE, EstimateSource
from shared.estimates.estimate_arrival import estimate_arrival
from shared.estimates.reason import Reason
from shared.estimates.spread import peaked
from shared.estimates.stage import Progress, Stage, progress_of
from shared.promise.distribution import SCALE, Distribution
from shared.promise.slowdown import SlowdownKind
from shared.tracking.detail import Detail
from shared.tracking.parcel import timeline
from tests.estimates.cases import HANDED_OVER, NO_SUNDAY, PROMISE, Learned, at, case, days, november, scan, snow
from tests.tracking.test_parcel import checkpoints


def source(known: object) -> EstimateSource:
    arrival = estimate_arrival(known)  # type: ignore[arg-type]
    assert arrival is not None
    return arrival.source


def reasons(known: object) -> tuple[Reason, ...]:
    arrival = estimate_arrival(known)  # type: ignore[arg-type]
    assert arrival is not None
    return arrival.reasons


class TestSources:
    def test_the_lanes_own_range_counts_from_the_hand_over(self) -> None:
        assert days(case()) == november(26, 27, 27)
        assert source(case()) is EstimateSource.CARRIER_TABLE

    def test_own_history_goes_before_the_lane(self) -> None:
        known = case(forecasts=Learned(hand_over=5))
        assert days(known) == november(29, 29, 29)
        assert source(known) is EstimateSource.OWN_HISTORY

    def test_where_nothing_like_it_was_delivered_the_lane_goes_before_history(self) -> None:
        known = case(forecasts=Learned(hand_over=5, remaining=5, grain="none"))
        assert days(known) == november(26, 27, 27)
        assert source(known) is EstimateSource.CARRIER_TABLE

    def test_what_history_says_of_the_stage_goes_before_what_it_says_of_the_way(self) -> None:
        learned = Learned(hand_over=5, remaining=1)
        assert days(case(forecasts=learned)) == november(25, 25, 25)
        kind, asked, days_since = learned.asked[0]
        assert (kind, asked.start, asked.service, days_since) == ("in_transit", november(24)[0], "宅急便", 0)

    def test_the_carriers_own_date_goes_before_history(self) -> None:
        dated = scan(Detail.ARRIVED, 0, 19, estimate=november(28)[0])
        known = case([HANDED_OVER, dated], forecasts=Learned(remaining=1))
        assert days(known) == november(28, 28, 28)
        assert source(known) is EstimateSource.CARRIER

    def test_a_carriers_date_that_has_passed_says_nothing(self) -> None:
        dated = scan(Detail.ARRIVED, 0, 19, estimate=november(25)[0])
        assert source(case([HANDED_OVER, dated], day=2)) is EstimateSource.CARRIER_TABLE

    def test_a_carriers_date_is_not_believed_of_a_parcel_that_stopped_moving_the_day_before(self) -> None:
        dated = scan(Detail.ARRIVED, 0, 19, estimate=november(28)[0])
        assert source(case([HANDED_OVER, dated], day=3)) is EstimateSource.CARRIER_TABLE

    def test_without_lane_and_history_the_promise_stands_until_the_carrier_has_it(self) -> None:
        announced = case([scan(Detail.LABEL_CREATED)], way=None)
        assert days(announced) == november(26, 27, 27)
        assert source(announced) is EstimateSource.PROMISE
        assert source(case(way=None)) is EstimateSource.STAGE

    def test_without_anything_the_usual_days_of_the_stage_are_left(self) -> None:
        assert days(case(way=None, promise=None)) == november(25, 27, 29)

    def test_before_the_hand_over_history_counts_from_the_order_but_not_faster_than_from_today(self) -> None:
        learned = Learned(order=2, hand_over=2)
        waiting = case([scan(Detail.LABEL_CREATED)], day=1, forecasts=learned)
        assert days(waiting) == november(27, 27, 27)

    def test_what_has_not_shipped_comes_as_promised_for_as_long_as_shipping_today_keeps_that(self) -> None:
        unshipped = case((), progress=Progress(Stage.NOT_SHIPPED), ship_date=None)
        assert days(unshipped) == november(26, 27, 27)
        assert source(unshipped) is EstimateSource.PROMISE
        assert days(replace(unshipped, now=at(2))) == november(28, 29, 29)


class TestWhatHappens:
    def test_out_for_delivery_means_today(self) -> None:
        going = case([HANDED_OVER, scan(Detail.OUT_FOR_DELIVERY, 1, 8)], day=1, hour=9)
        assert days(going) == november(25, 25, 25)
        assert reasons(going) == (Reason.OUT_FOR_DELIVERY,)

    def test_the_later_the_hour_the_less_likely_today(self) -> None:
        scans = [HANDED_OVER, scan(Detail.OUT_FOR_DELIVERY, 1, 8)]
        today = [estimate_arrival(case(scans, day=1, hour=hour)).days.chance_by(0) for hour in (9, 13, 18, 20, 22)]  # type: ignore[union-attr]
        assert today == sorted(today, reverse=True)
        assert today[0] > 9 * SCALE // 10
        assert today[-1] == 0

    def test_a_round_that_brought_nothing_is_repeated_the_next_delivery_day(self) -> None:
        scans = [HANDED_OVER, scan(Detail.OUT_FOR_DELIVERY, 4, 8)]
        known = case(scans, day=4, hour=22, way=replace(case().way, calendar=NO_SUNDAY))  # type: ignore[type-var]
        assert days(known)[0] == november(29)[0]
        assert days(replace(known, now=at(5, 7))) == (*november(30, 30), *november(30))

    def test_after_a_failed_attempt_it_comes_on_the_next_day_at_the_soonest(self) -> None:
        failed = case([HANDED_OVER, scan(Detail.NOBODY_HOME, 1, 14)], day=1, hour=15)
        assert days(failed)[0] == november(26)[0]
        assert reasons(failed) == (Reason.ATTEMPT_FAILED,)

    def test_arriving_at_the_last_depot_never_makes_it_later(self) -> None:
        arrived = [HANDED_OVER, scan(Detail.AT_DELIVERY_DEPOT, 2, 5)]
        assert days(case(arrived, day=2, hour=6)) <= days(
            case([HANDED_OVER, scan(Detail.ARRIVED, 2, 5)], day=2, hour=6)
        )

    def test_customs_has_days_of_its_own(self) -> None:
        held = case([HANDED_OVER, scan(Detail.CUSTOMS_STARTED, 1)], day=1)
        assert days(held)[2] > days(case(day=1))[2]
        assert reasons(held) == (Reason.CUSTOMS,)

    def test_silence_widens(self) -> None:
        silent = case([HANDED_OVER], day=3, hour=8)
        assert silent.is_stalled
        assert Reason.STALLED in reasons(silent)
        assert days(silent)[2] > days(case([HANDED_OVER, scan(Detail.ARRIVED, 2)], day=3, hour=8))[2]

    def test_a_silent_weekend_is_not_held_against_a_carrier_that_does_not_work_then(self) -> None:
        friday = scan(Detail.PICKED_UP, 3, 18)
        assert not case([friday], day=6, hour=23, way=None).is_stalled
        assert case([friday], day=8, way=None).is_stalled

    def test_a_reported_delay_moves_it(self) -> None:
        delayed = case([HANDED_OVER, scan(Detail.DELAYED_BY_WEATHER, 1)], day=1)
        assert days(delayed)[1] > days(case(day=1))[1]
        assert reasons(delayed) == (Reason.WEATHER,)

    def test_an_advisory_in_force_moves_it_and_says_so(self) -> None:
        snowed = case(slowdowns=[snow()])
        assert days(snowed) == november(28, 29, 29)
        assert reasons(snowed) == (Reason.WEATHER,)
        assert days(case(slowdowns=[snow(ends_at=at(0, 12))])) == days(case())
        assert days(case(slowdowns=[snow(areas=(("JP", "9"),))])) == days(case())

    def test_an_advisory_does_not_move_the_carriers_own_date(self) -> None:
        dated = scan(Detail.ARRIVED, 0, 19, estimate=november(28)[0])
        assert days(case([HANDED_OVER, dated], slowdowns=[snow()])) == november(28, 28, 28)

    @pytest.mark.parametrize(
        ("kind", "reason"),
        [
            (SlowdownKind.STRIKE, Reason.DISRUPTION),
            (SlowdownKind.EARTHQUAKE, Reason.DISRUPTION),
            (SlowdownKind.CUSTOMS, Reason.CUSTOMS),
            (SlowdownKind.STORM, Reason.WEATHER),
        ],
    )
    def test_an_advisorys_kind_is_the_reason(self, kind: SlowdownKind, reason: Reason) -> None:
        assert reasons(case(slowdowns=[snow(kind=kind)])) == (reason,)

    def test_what_was_handed_over_days_after_it_should_was_picked_up_late(self) -> None:
        assert reasons(case([scan(Detail.PICKED_UP, 2)], day=2)) == (Reason.PICKED_UP_LATE,)
        assert reasons(case([], day=2)) == (Reason.NOT_PICKED_UP,)
        assert reasons(case([], day=1)) == ()

    @pytest.mark.parametrize("last", [Detail.RETURNING, Detail.LOST, Detail.DELIVERED, Detail.AVAILABLE_FOR_PICKUP])
    def test_what_will_not_come_or_is_there_has_no_estimate(self, last: Detail) -> None:
        assert estimate_arrival(case([HANDED_OVER, scan(last, 1)], day=1)) is None


class TestTimeGoneBy:
    def test_days_that_have_passed_are_cut_off_and_the_rest_is_all_there_is(self) -> None:
        moving = [HANDED_OVER, scan(Detail.ARRIVED, 1), scan(Detail.DEPARTED, 2)]
        assert days(case(moving, day=2, hour=12)) == november(26, 27, 27)
        assert days(case(moving, day=3, hour=12))[0] == november(27)[0]

    def test_in_the_evening_nothing_comes_today_any_more(self) -> None:
        moving = [HANDED_OVER, scan(Detail.DEPARTED, 2)]
        assert days(case(moving, day=2, hour=22))[0] == november(27)[0]

    def test_what_is_later_than_all_that_was_possible_is_expected_soon_and_widely(self) -> None:
        moving = [HANDED_OVER, *(scan(Detail.ARRIVED, day) for day in range(1, 10))]
        earliest, likely, latest = days(case(moving, day=10, hour=8))
        assert case().today + timedelta(days=10) <= earliest < likely < latest
        assert Reason.OVERDUE in reasons(case(moving, day=10, hour=8))


@given(
    scans=st.lists(checkpoints, max_size=8),
    chance=st.randoms(use_true_random=False),
    hours=st.integers(-48, 24 * 30),
    forecasts=st.sampled_from([None, Learned(3, 2, 1)]),
    slowdowns=st.sampled_from([(), (snow(), snow(1, id="snow-2"))]),
)
def test_the_same_facts_in_any_order_give_the_same_estimate_and_none_of_the_past(
    scans: list,
    chance: random.Random,
    hours: int,
    forecasts: Learned | None,
    slowdowns: tuple,  # type: ignore[type-arg]
) -> None:
    shuffled = scans + scans
    chance.shuffle(shuffled)
    known = [
        case((), day=0, forecasts=forecasts, slowdowns=told, progress=progress_of(timeline(heard)))
        for heard, told in ((scans, slowdowns), (shuffled, tuple(reversed(slowdowns))))
    ]
    once, again = (estimate_arrival(replace(each, now=each.now + timedelta(hours=hours))) for each in known)
    assert once == again
    if once is None:
        return
    assert once.days.first >= 0
    estimate = once.estimate(known[0].today, PROMISE.latest, known[0].now)
    assert estimate.earliest <= estimate.likely <= estimate.latest
    assert CONFIDENCE * 100 <= estimate.chance_by_latest <= SCALE


@given(st.integers(0, 6), st.integers(0, 4), st.integers(0, 12), st.integers(0, 23))
def test_knowing_that_it_has_not_come_never_makes_it_sooner(least: int, more: int, day: int, hour: int) -> None:
    way = replace(case().way, least_days=least, most_days=least + more)  # type: ignore[type-var]
    moving = [HANDED_OVER, *(scan(Detail.ARRIVED, past) for past in range(1, day + 1))]
    today, tomorrow = (days(case(moving, day=when, hour=hour, way=way)) for when in (day, day + 1))
    assert all(later >= sooner for sooner, later in zip(today, tomorrow, strict=True)) or least + more + 3 <= day + 1


def test_a_peak_is_a_distribution_with_its_likeliest_day_where_it_should_be() -> None:
    found = dict(peaked(1, 2, 6).days())
    assert max(found, key=lambda day: found[day]) == 2
    assert isinstance(peaked(0, 0, 0), Distribution)
