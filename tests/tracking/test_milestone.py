"""Milestones have an order; what went wrong or silent has no place in it, and is nothing to have reached."""

from __future__ import annotations

import pytest

from shared.tracking import publications
from shared.tracking.detail import Detail
from shared.tracking.incident import Incident
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Assignment, join
from tests.samples import NOW, PARCEL_ID, checkpoint

INCIDENTS = [Milestone.EXCEPTION, Milestone.EXPIRED]


def test_seven_milestones_are_stages_in_order() -> None:
    assert [milestone.rank for milestone in Milestone if milestone not in INCIDENTS] == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("incident", INCIDENTS)
def test_an_incident_is_no_stage_is_never_reached_and_opens_an_incident(incident: Milestone) -> None:
    parcel = join(PARCEL_ID, Assignment("A-1", "S-1"), [checkpoint(incident)])
    assert incident.rank == -1
    assert (parcel.reached, parcel.milestone) == ({}, Milestone.PENDING)
    assert parcel.incident == Incident(NOW, Detail(incident))
    events = publications.of_projection(None, parcel, merchant_id="hanare")
    assert [event.detail_type for event in events] == ["IncidentOpened"]
