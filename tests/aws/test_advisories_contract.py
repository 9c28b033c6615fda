"""What a store of advisories must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.aws.dynamodb_advisories import DynamoAdvisories
from shared.disruptions.advisory import (
    Advisory,
    AdvisoryRecord,
    AffectedArea,
    Certainty,
    Code,
    Days,
    End,
    EndReason,
    Hazard,
    Severity,
    Urgency,
)
from shared.disruptions.ports import Advisories, StaleAdvisory, place_of
from shared.promise.slowdown import SlowdownKind
from tests.aws.conftest import TABLE
from tests.fakes import InMemoryAdvisories
from tests.samples import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def advisories(request: pytest.FixtureRequest) -> Advisories:
    if request.param == "memory":
        return InMemoryAdvisories()
    return DynamoAdvisories(request.getfixturevalue("dynamodb"), TABLE)


def record(advisory_id: str = "a", hours: float | None = 24) -> AdvisoryRecord:
    """A record that is over `hours` after NOW."""
    ends_at = None if hours is None else NOW + timedelta(hours=hours)
    hazard = Hazard(SlowdownKind.SNOW, NOW - timedelta(days=9), ends_at)
    return AdvisoryRecord(advisory_id, Advisory(advisory_id, "merchant", NOW - timedelta(days=9), (hazard,)))


def in_force(advisories: Advisories, now: datetime = NOW) -> list[str]:
    return [found.advisory_id for found in advisories.in_force(now)]


def test_what_is_saved_comes_back_with_every_field(advisories: Advisories) -> None:
    hazard = Hazard(
        kind=SlowdownKind.STRIKE,
        starts_at=NOW,
        ends_at=NOW + timedelta(days=1, microseconds=5),
        severity=Severity.SEVERE,
        certainty=Certainty.POSSIBLE,
        urgency=Urgency.FUTURE,
        areas=(AffectedArea({"ja": "新宿区"}, (Code("JMA", "1310400"),), (("JP", "160"),), ("1,2 3,4 1,2",)),),
        carriers=("yamato",),
        warehouses=("tokyo",),
        days=Days(1, 2),
        called={"en": "Walkout"},
        headlines={"en": "Strike"},
    )
    said = Advisory("a", "union.example", NOW, (hazard, replace(hazard, ends_at=None)), ("b", "c"))
    full = AdvisoryRecord("a", said, End(NOW - timedelta(days=1), EndReason.ENDED, "merchant"))
    assert advisories.save(None, full) == replace(full, version=1)
    assert advisories.get("a") == replace(full, version=1)
    assert list(advisories.in_force(NOW)) == [replace(full, version=1)]


def test_what_was_never_said_is_not_there(advisories: Advisories) -> None:
    assert advisories.get("a") is None
    assert in_force(advisories) == []


def test_an_end_may_be_kept_before_what_it_ends(advisories: Advisories) -> None:
    kept = advisories.save(None, AdvisoryRecord("a", end=End(NOW, EndReason.CANCELLED, "b")))
    assert advisories.get("a") == kept
    assert in_force(advisories) == []


def test_those_in_force_come_in_the_order_of_their_ends_and_endless_ones_last(advisories: Advisories) -> None:
    for advisory_id, hours in (("endless", None), ("long", 48), ("short", 1), ("over", 0), ("long over", -200)):
        advisories.save(None, record(advisory_id, hours))
    assert in_force(advisories) == ["short", "long", "endless"]
    assert in_force(advisories, NOW + timedelta(hours=1)) == ["long", "endless"]
    assert in_force(advisories, NOW + timedelta(days=900)) == ["endless"]


def test_they_come_in_pages(advisories: Advisories) -> None:
    for number in range(5):
        advisories.save(None, record(f"a{number}", 24))
    first = advisories.in_force(NOW, limit=3)
    rest = advisories.in_force(NOW, after=place_of(first[-1]), limit=3)
    assert [found.advisory_id for found in (*first, *rest)] == ["a0", "a1", "a2", "a3", "a4"]


def test_one_that_lasts_longer_now_moves_and_is_there_once(advisories: Advisories) -> None:
    kept = advisories.save(None, record("a", 1))
    moved = advisories.save(kept, replace(record("a", 72)))
    assert moved.version == 2
    assert list(advisories.in_force(NOW + timedelta(hours=2))) == [moved]
    assert list(advisories.in_force(NOW)) == [moved]


def test_one_that_is_ended_is_in_force_no_more_and_may_be_again(advisories: Advisories) -> None:
    kept = advisories.save(None, record())
    ended = advisories.save(kept, kept.ended(End(NOW, EndReason.ENDED, "merchant")))
    assert in_force(advisories) == []
    assert kept.advisory
    advisories.save(ended, ended.told(replace(kept.advisory, sent_at=NOW + timedelta(seconds=1))))
    assert in_force(advisories) == ["a"]


def test_of_two_who_save_at_once_only_one_does(advisories: Advisories) -> None:
    advisories.save(None, record())
    with pytest.raises(StaleAdvisory):
        advisories.save(None, record(hours=48))
    mine = advisories.get("a")
    assert mine
    advisories.save(mine, record(hours=2))
    with pytest.raises(StaleAdvisory):
        advisories.save(mine, record(hours=3))
    assert [found.over_at for found in advisories.in_force(NOW)] == [NOW + timedelta(hours=2)]
