"""What is published follows from what was saved, and says the same however often it is published."""

from __future__ import annotations

from shared.tracking import publications
from shared.tracking.checkpoint import Checkpoint
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, Parcel, join
from tests.samples import PARCEL, PARCEL_ID, checkpoint

MINE = Assignment("A-1", "S-1")


def parcel(*milestones: Milestone, assignment: Assignment | None = MINE) -> Parcel:
    return join(PARCEL_ID, assignment, [checkpoint(milestone, n) for n, milestone in enumerate(milestones)])


def reached(before: Parcel | None, after: Parcel) -> list[tuple[str, str | None]]:
    events = publications.of_projection(before, after, merchant_id="hanare")
    return [(event.data["milestone"], event.data.get("order_id")) for event in events]


def test_each_milestone_is_published_when_it_is_new() -> None:
    before = parcel(Milestone.IN_TRANSIT)
    after = parcel(Milestone.IN_TRANSIT, Milestone.OUT_FOR_DELIVERY)
    assert reached(None, before) == [("in_transit", "A-1")]
    assert reached(before, after) == [("out_for_delivery", "A-1")]
    assert reached(after, after) == []


def test_milestones_are_published_once_more_when_the_order_becomes_known() -> None:
    orphan = parcel(Milestone.IN_TRANSIT, assignment=None)
    assert reached(None, orphan) == [("in_transit", None)]
    assert reached(orphan, parcel(Milestone.IN_TRANSIT)) == [("in_transit", "A-1")]


def test_the_same_fact_has_the_same_id() -> None:
    one = publications.of_projection(None, parcel(Milestone.DELIVERED), merchant_id="hanare")
    two = publications.of_projection(
        parcel(Milestone.IN_TRANSIT), parcel(Milestone.IN_TRANSIT, Milestone.DELIVERED), merchant_id="hanare"
    )
    assert one[0].metadata.event_id == two[0].metadata.event_id


def test_a_checkpoint_with_an_unknown_code_is_published_without_a_milestone() -> None:
    event = publications.of_checkpoint(PARCEL, checkpoint(None, code="ZZ"), merchant_id="hanare")
    assert "milestone" not in event.data
    assert event.data["carrier_code"] == "ZZ"


def test_a_parcel_that_is_taken_from_its_order_is_no_news() -> None:
    assert reached(parcel(Milestone.IN_TRANSIT), parcel(Milestone.IN_TRANSIT, assignment=None)) == []


def test_a_parcel_that_moves_between_shipments_of_one_order_is_no_news() -> None:
    moved = parcel(Milestone.IN_TRANSIT, assignment=Assignment("A-1", "S-2"))
    assert reached(parcel(Milestone.IN_TRANSIT), moved) == []


def told(before: Parcel | None, *seen: Checkpoint) -> list[tuple[str, str]]:
    """Kind and moment of each incident event that follows."""
    after = join(PARCEL_ID, MINE, seen)
    events = publications.of_projection(before, after, merchant_id="hanare")
    of_incidents = [event for event in events if event.detail_type.startswith("Incident")]
    return [(e.detail_type, e.data.get("cleared_at", e.data["opened_at"])) for e in of_incidents]


def test_an_incident_is_published_when_it_opens_and_when_a_scan_clears_it() -> None:
    seen = [checkpoint(Detail.CUSTOMS_HELD, -5)]
    held = join(PARCEL_ID, MINE, seen)
    assert told(None, *seen) == [("IncidentOpened", "2026-11-24T04:00:00Z")]
    assert told(held, *seen) == []
    cleared = [*seen, checkpoint(Detail.CUSTOMS_CLEARED, -3), checkpoint(Detail.ARRIVED, -1)]
    assert told(held, *cleared) == [("IncidentCleared", "2026-11-24T06:00:00Z")]


def test_an_incident_that_began_earlier_than_known_is_told_again_and_not_as_cleared() -> None:
    held = join(PARCEL_ID, MINE, [checkpoint(Detail.CUSTOMS_HELD, -5)])
    seen = [checkpoint(Detail.CUSTOMS_HELD, -9, "EARLIER"), checkpoint(Detail.CUSTOMS_HELD, -5)]
    assert told(held, *seen) == [("IncidentOpened", "2026-11-24T00:00:00Z")]
