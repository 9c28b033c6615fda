"""What is at risk with a parcel: from when on, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order, PromiseTold
from shared.tracking.parcel import Assignment, Leg, join
from shared.tracking.risk import COLLECTED_WITHIN, SCANNED_WITHIN, Risk, assess
from tests.samples import NOW, PARCEL_ID, SHIPPED, checkpoint, order

SHIP_DATE_OVER = datetime(SHIPPED.year, SHIPPED.month, SHIPPED.day, tzinfo=UTC) + timedelta(days=1)
MOMENT = timedelta(seconds=1)
UNPROMISED = order(promise=None)


def risks(
    *seen: Checkpoint, at: datetime = NOW, of: Order | None = UNPROMISED, leg: Leg = Leg.OUTBOUND
) -> tuple[Risk, ...]:
    return assess(join(PARCEL_ID, Assignment("A-1", "S-1", leg), seen), of, at).risks


def test_a_parcel_that_moves_is_at_no_risk() -> None:
    assert risks(checkpoint(Milestone.IN_TRANSIT)) == ()


def test_an_open_incident_is_a_risk_until_it_clears() -> None:
    broken = checkpoint(Detail.DAMAGED, -1)
    assert risks(broken) == (Risk.INCIDENT,)
    assert risks(broken, checkpoint(Milestone.IN_TRANSIT)) == ()


def test_a_parcel_that_was_only_announced_is_not_collected_three_days_after_its_ship_date() -> None:
    announced = checkpoint(Milestone.INFO_RECEIVED, -30)
    due = SHIP_DATE_OVER + COLLECTED_WITHIN
    assert risks(announced, at=due) == ()
    assert risks(announced, at=due + MOMENT) == (Risk.NOT_COLLECTED,)
    assert risks(announced, checkpoint(Milestone.IN_TRANSIT, 80), at=due + MOMENT) == ()


def test_a_parcel_nobody_ever_scanned_is_silent_but_not_known_to_be_uncollected() -> None:
    due = SHIP_DATE_OVER + SCANNED_WITHIN
    assert risks(at=due) == ()
    assert risks(at=due + MOMENT) == (Risk.SILENT,)


def test_a_parcel_is_silent_five_days_after_its_newest_scan_unless_it_is_over() -> None:
    due = NOW + SCANNED_WITHIN
    assert risks(checkpoint(Milestone.IN_TRANSIT), at=due) == ()
    assert risks(checkpoint(Milestone.IN_TRANSIT), at=due + MOMENT) == (Risk.SILENT,)
    assert risks(checkpoint(Milestone.DELIVERED), at=due + MOMENT) == ()


def test_a_label_made_long_before_the_ship_date_is_no_silence() -> None:
    assert risks(checkpoint(Milestone.INFO_RECEIVED, -20 * 24)) == ()


@pytest.mark.parametrize(
    ("zone", "over"),
    [
        ("Asia/Tokyo", datetime(2026, 11, 25, 15, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 11, 26, 8, tzinfo=UTC)),
        ("Mars/Olympus", datetime(2026, 11, 26, tzinfo=UTC)),
    ],
)
def test_a_parcel_is_late_once_the_last_promised_day_is_over_where_it_goes(zone: str, over: datetime) -> None:
    promised = order(promise=PromiseTold(date(2026, 11, 24), date(2026, 11, 25)))
    promised = replace(promised, destination=replace(promised.destination, time_zone=zone))
    moving = checkpoint(Milestone.IN_TRANSIT)
    assert risks(moving, of=promised, at=over - MOMENT) == ()
    assert risks(moving, of=promised, at=over) == (Risk.LATE,)
    assert risks(checkpoint(Milestone.DELIVERED), of=promised, at=over) == ()


def test_what_was_promised_to_nobody_or_goes_to_the_shop_is_never_late() -> None:
    moving, later = checkpoint(Milestone.IN_TRANSIT, 24 * 9), NOW + timedelta(days=10)
    assert risks(moving, at=later) == risks(moving, at=later, of=None) == ()
    assert risks(moving, at=later, of=order()) == (Risk.LATE,)
    assert risks(moving, at=later, of=order(), leg=Leg.RETURN) == ()


def test_a_parcel_may_have_several_risks_and_tells_them_in_one_order() -> None:
    later = NOW + timedelta(days=30)
    seen = (checkpoint(Milestone.INFO_RECEIVED, -9), checkpoint(Detail.NOT_COLLECTED))
    assert risks(*seen, at=later, of=order()) == tuple(Risk)
