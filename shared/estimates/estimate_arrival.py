"""Estimate when a parcel comes, given what has happened and the time gone by.

Sources are asked in the order of `EstimateSource`, and the first that can answer does. Every answer is then conditioned
on the parcel not having come yet: days that have passed are cut off, and the rest is all there is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from shared.estimates import reason
from shared.estimates.case import Case
from shared.estimates.estimate import Arrival, EstimateSource
from shared.estimates.reason import Reason
from shared.estimates.spread import later_of, of_weights, on_delivery_days, sooner_of, with_late_ones
from shared.estimates.stage import WILL_NOT_COME, Stage
from shared.estimates.stage_table import (
    CARRIER_DATE_KEPT,
    DAYS_LEFT,
    OVERDUE,
    REPORTED_DELAY,
    STALLED,
    chance_today,
    round_of,
)
from shared.promise.distribution import SCALE, Distribution
from shared.promise.forecast import Forecasts
from shared.promise.slowdown import slow_by_all

_ON_ITS_WAY = frozenset({Stage.NOT_SHIPPED, Stage.PENDING, Stage.INFO_RECEIVED, Stage.IN_TRANSIT})
"""Stages at which the days of the whole way are still what counts."""


def estimate_arrival(case: Case) -> Arrival | None:
    """How likely it comes on which day from today on; None where it will not come, or has arrived.

    A pure function of the case: whatever the order in which its facts were heard, the answer is the same.
    """
    stage = case.progress.stage
    if stage in WILL_NOT_COME or case.progress.arrived_at is not None:
        return None
    days, source = next(answer for asked in _SOURCES if (answer := asked(case)) is not None)
    if source not in _FINAL:
        days = _slowed(case, days, source)
    return Arrival(days, source, _reasons(case, days))


def reasons_without_date(case: Case) -> tuple[Reason, ...]:
    """Why there is no date: it goes back, or is lost."""
    found = reason.of_stage(case.progress.stage)
    return (found,) if found else ()


Answer = tuple[Distribution, EstimateSource]


def _delivery_round(case: Case) -> Answer | None:
    """It is out for delivery today, or was tried today in vain."""
    stage, since = case.progress.stage, case.progress.since
    if since is None or case.local(since).date() != case.today:
        return None
    if stage is Stage.OUT_FOR_DELIVERY:
        return round_of(chance_today(case.hour, is_close=case.progress.is_close)), EstimateSource.DELIVERY_ROUND
    if stage is Stage.ATTEMPT_FAILED and case.progress.carrier_date is None:
        return _on_open_days(case, DAYS_LEFT[stage].distribution()), EstimateSource.DELIVERY_ROUND
    return None


def _carrier_date(case: Case) -> Answer | None:
    """Not one that has passed; nor one that is at hand, of a parcel that stopped moving."""
    told = case.progress.carrier_date
    if told is None:
        return None
    left = (told - case.today).days
    if left < case.soonest or (left <= 1 and case.is_stalled):
        return None
    days = of_weights(CARRIER_DATE_KEPT).later(left)
    return days.given_later_than(case.soonest - 1), EstimateSource.CARRIER


def _own_history(case: Case) -> Answer | None:
    forecasts, progress = case.forecasts, case.progress
    if forecasts is None:
        return None
    if not case.is_handed_over:
        return _own_history_before_hand_over(case, forecasts)
    remaining = forecasts.remaining(progress.stage, case.asked(case.today), case.days_ago(progress.since))
    if remaining is not None and not remaining.is_strange:
        return _still_to_come(case, remaining.days, case.today), EstimateSource.OWN_HISTORY
    if progress.stage is not Stage.IN_TRANSIT:
        return None
    forecast = forecasts.from_hand_over(case.asked(case.hand_over_day))
    if forecast is None or forecast.is_strange:
        return None
    return _still_to_come(case, forecast.days, case.hand_over_day), EstimateSource.OWN_HISTORY


def _own_history_before_hand_over(case: Case, forecasts: Forecasts) -> Answer | None:
    """As from the order; yet what has not left by today comes no sooner than what leaves today."""
    placed = case.local(case.placed_at).date()
    ordered = forecasts.from_order(case.asked(placed))
    if ordered is None or ordered.is_strange:
        return None
    days = _still_to_come(case, ordered.days, placed)
    handed = forecasts.from_hand_over(case.asked(case.hand_over_day))
    if handed is not None:
        days = later_of(days, _still_to_come(case, handed.days, case.hand_over_day))
    return days, EstimateSource.OWN_HISTORY


def _carrier_table(case: Case) -> Answer | None:
    """The lane's own range, from the hand-over on; of what has not shipped, from today, yet not before the promise.

    A promise was made knowing when the warehouse ships: as long as shipping today keeps it, nothing says otherwise.
    """
    stage, still = case.progress.stage, _of_the_lane(case)
    if still is None or stage not in _ON_ITS_WAY:
        return None
    told = _promise(case) if stage is Stage.NOT_SHIPPED else None
    return (later_of(told[0], still), EstimateSource.PROMISE) if told else (still, EstimateSource.CARRIER_TABLE)


def _of_the_lane(case: Case) -> Distribution | None:
    if case.way is None:
        return None
    days = with_late_ones(Distribution.between(case.way.least_days, case.way.most_days))
    return _on_open_days(case, _still_to_come(case, days, case.hand_over_day))


def _promise(case: Case) -> Answer | None:
    """The window that was told, while the carrier does not have it and nothing better is known."""
    promise = case.promise
    if promise is None or case.is_handed_over or promise.latest < case.today:
        return None
    told = with_late_ones(Distribution.between(0, max(0, (promise.latest - promise.earliest).days)))
    return _still_to_come(case, told, promise.earliest), EstimateSource.PROMISE


def _stage(case: Case) -> Answer:
    """The usual days of the stage; close to its destination a parcel comes no later than its lane says."""
    table = DAYS_LEFT[case.progress.stage]
    since = case.progress.since
    start = case.local(since).date() if since and case.is_handed_over else case.hand_over_day
    days = _on_open_days(case, _still_to_come(case, table.distribution(), start))
    lane = _of_the_lane(case) if case.progress.stage is Stage.AT_DELIVERY_DEPOT else None
    return (sooner_of(days, lane) if lane else days), EstimateSource.STAGE


_SOURCES: tuple[Callable[[Case], Answer | None], ...] = (
    _delivery_round,
    _carrier_date,
    _own_history,
    _carrier_table,
    _promise,
    _stage,
)

_FINAL = frozenset({EstimateSource.DELIVERY_ROUND, EstimateSource.CARRIER})
"""Sources that know of what slows: it is not added once more."""


def _still_to_come(case: Case, days: Distribution, start: date) -> Distribution:
    """Days from `start`, made days from today, given that it has not come until now."""
    gone_by = (case.today - start).days
    missed = gone_by + case.soonest - 1
    if days.last <= missed:
        return OVERDUE.distribution().later(case.soonest)
    return days.given_later_than(missed).later(-gone_by)


def _on_open_days(case: Case, days: Distribution) -> Distribution:
    return on_delivery_days(days, case.today, case.way.calendar) if case.way else days


def _slowed(case: Case, days: Distribution, source: EstimateSource) -> Distribution:
    """Later by what the carrier reports, by silence, and by the advisories in force."""
    if case.progress.is_delayed:
        days = days.then(REPORTED_DELAY.distribution())
    elif case.is_stalled and source is not EstimateSource.OWN_HISTORY:  # which knows for how long it was silent
        days = days.then(STALLED.distribution())
    return slow_by_all(days, case.slowdowns_in_force())


def _reasons(case: Case, days: Distribution) -> tuple[Reason, ...]:
    """Why it is not sooner, by weight."""
    progress = case.progress
    found: set[Reason | None] = {reason.of_stage(progress.stage)}
    found |= {reason.of_slowdown(slowdown) for slowdown in case.slowdowns_in_force()}
    if progress.is_delayed:
        found.add(reason.of_delay(progress.delay_cause))
    if case.is_stalled:
        found.add(Reason.STALLED)
    found.add(_reason_of_hand_over(case))
    if case.promise is not None and case.promise.latest < case.today and days.chance_by(0) < SCALE:
        found.add(Reason.OVERDUE)
    return tuple(each for each in Reason if each in found)


def _reason_of_hand_over(case: Case) -> Reason | None:
    """A parcel is handed over late when that was more than a day after the day the shop registered it for.

    The shop's day is in UTC, which may be the day before at the destination: one day is no delay.
    """
    if case.progress.stage is Stage.NOT_SHIPPED:
        latest = case.promise.latest if case.promise else None
        return Reason.NOT_SHIPPED if latest and latest <= case.today else None
    if case.ship_date is None or (case.hand_over_day - case.ship_date).days <= 1:
        return None
    return Reason.PICKED_UP_LATE if case.is_handed_over else Reason.NOT_PICKED_UP
