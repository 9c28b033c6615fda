"""What a shopper may see, and what nobody may."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest

from shared.pages.parcel_view import MOST_SCANS
from shared.pages.shown_text import LONGEST_TEXT
from shared.pages.tracking_view import TrackingView
from shared.tracking.checkpoint import Checkpoint, Place
from shared.tracking.milestone import Milestone

View = Callable[..., TrackingView]
Scan = Callable[..., Checkpoint]


@pytest.mark.parametrize(
    ("milestone", "marks"),
    [
        (None, ["todo", "todo", "todo", "todo"]),
        (Milestone.INFO_RECEIVED, ["current", "todo", "todo", "todo"]),
        (Milestone.IN_TRANSIT, ["done", "current", "todo", "todo"]),
        (Milestone.OUT_FOR_DELIVERY, ["done", "done", "current", "todo"]),
        (Milestone.ATTEMPT_FAILED, ["done", "done", "current", "todo"]),
        (Milestone.AVAILABLE_FOR_PICKUP, ["done", "done", "current", "todo"]),
        (Milestone.DELIVERED, ["done", "done", "done", "done"]),
    ],
)
def test_the_steps_show_how_far_a_parcel_has_come(
    view: View, checkpoint: Scan, milestone: Milestone | None, marks: list[str]
) -> None:
    (parcel,) = view([checkpoint(2, milestone)]).parcels
    assert [step.mark for step in parcel.steps] == marks


def test_the_third_step_says_what_became_of_the_delivery(view: View, checkpoint: Scan) -> None:
    (parcel,) = view([checkpoint(5, Milestone.OUT_FOR_DELIVERY), checkpoint(1, Milestone.AVAILABLE_FOR_PICKUP)]).parcels
    assert parcel.steps[2].milestone is Milestone.AVAILABLE_FOR_PICKUP


def test_a_parcel_nobody_reported_yet_waits_for_the_carrier(view: View, checkpoint: Scan) -> None:
    reported, silent = view([checkpoint(3, Milestone.IN_TRANSIT)], None).parcels
    assert not reported.waiting
    assert silent.waiting
    assert (silent.milestone, silent.newest_at, silent.age) == (Milestone.PENDING, None, None)


def test_the_newest_scan_comes_first_and_repeats_are_shown_once(view: View, checkpoint: Scan) -> None:
    old, new = checkpoint(30, Milestone.INFO_RECEIVED), checkpoint(2, Milestone.IN_TRANSIT)
    (parcel,) = view([old, new, old]).parcels
    assert [scan.milestone for scan in parcel.scans] == [Milestone.IN_TRANSIT, Milestone.INFO_RECEIVED]


def test_a_parcel_shows_its_newest_scans_only_and_its_state_from_all(view: View, checkpoint: Scan) -> None:
    scans = [checkpoint(hours, None) for hours in range(1, MOST_SCANS + 1)]
    (full,) = view(scans).parcels
    (overfull,) = view([checkpoint(MOST_SCANS + 50, Milestone.IN_TRANSIT), *scans]).parcels
    assert len(full.scans) == len(overfull.scans) == MOST_SCANS
    assert full.scans == overfull.scans
    assert overfull.scans[0].occurred_at == overfull.newest_at
    assert overfull.milestone is Milestone.IN_TRANSIT


@pytest.mark.parametrize("inferred", [True, False])
def test_a_time_without_zone_says_so(view: View, checkpoint: Scan, inferred: bool) -> None:
    (parcel,) = view([checkpoint(2, Milestone.IN_TRANSIT, time_inferred=inferred)]).parcels
    assert parcel.scans[0].to_json()["time_inferred"] is inferred


def test_times_are_those_of_the_destination(view: View, checkpoint: Scan) -> None:
    (parcel,) = view([checkpoint(2, Milestone.IN_TRANSIT)], zone="America/New_York").parcels
    answer = parcel.scans[0].to_json()
    assert answer["occurred_at"] == "2026-11-11T23:30:00Z"
    assert answer["local_time"] == "2026-11-11T18:30:00-05:00"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Asia"])
def test_an_unknown_zone_hides_nothing(view: View, checkpoint: Scan, zone: str) -> None:
    seen = view([checkpoint(2, Milestone.IN_TRANSIT)], zone=zone)
    assert seen.time_zone == "UTC"
    assert len(seen.parcels[0].scans) == 1


def test_the_age_of_the_newest_fact_is_never_negative(view: View, checkpoint: Scan) -> None:
    (early,), (late,) = (view([checkpoint(hours, Milestone.IN_TRANSIT)]).parcels for hours in (-1, 3))
    assert early.age == timedelta()
    assert late.age == timedelta(hours=3)


def test_an_open_incident_is_flagged(view: View, checkpoint: Scan) -> None:
    (parcel,) = view([checkpoint(9, Milestone.IN_TRANSIT), checkpoint(1, Milestone.EXCEPTION)]).parcels
    assert parcel.incident
    assert parcel.milestone is Milestone.IN_TRANSIT


def test_nothing_personal_is_in_the_view(view: View, checkpoint: Scan) -> None:
    seen = view([checkpoint(2, Milestone.OUT_FOR_DELIVERY, "配達中")])
    for shown in (json.dumps(seen.to_json()), repr(asdict(seen))):
        assert "canary" not in shown.lower()
        assert "150-8799" not in shown


def test_of_a_delivery_no_text_of_the_carriers_is_shown(view: View, checkpoint: Scan) -> None:
    (parcel,) = view([checkpoint(2, Milestone.DELIVERED, "AIKO TANAKA, front desk")]).parcels
    assert parcel.scans[0].message == ""


def test_who_took_the_parcel_is_not_shown_of_any_other_scan_either(view: View, checkpoint: Scan) -> None:
    seen = view([checkpoint(2, None, "Delivered. Signed\u200b for by: AIKO TANAKA")])
    assert seen.parcels[0].scans[0].message == "Delivered."
    assert "TANAKA" not in json.dumps(seen.to_json())


@pytest.mark.parametrize(
    ("parcels", "is_cancelled"), [((), True), (("info_received",), True), (("info_received", "in_transit"), False)]
)
def test_of_a_cancelled_order_nothing_is_promised_unless_it_left_in_spite_of_that(
    view: View, checkpoint: Scan, parcels: tuple[str, ...], is_cancelled: bool
) -> None:
    shown = view(*([checkpoint(1, Milestone(each))] for each in parcels), cancelled=True)
    assert (shown.is_cancelled, shown.promise is None) == (is_cancelled, is_cancelled)


def test_the_json_view_says_what_the_page_says(view: View, checkpoint: Scan) -> None:
    answer = json.loads(json.dumps(view([checkpoint(2, None, "Processed", Place("NARITA", "", "", "JP"))]).to_json()))
    (parcel,) = answer["parcels"]
    assert (answer["promise"]["earliest"], answer["promise"]["latest"]) == ("2026-11-12", "2026-11-13")
    assert (answer["promise"]["first"], answer["promise"]["reasons"], answer["stage"]) == (None, [], "info_received")
    assert answer["items"] == [{"name": "有田焼 飯碗", "quantity": 2}]
    assert (parcel["carrier"], parcel["carrier_name"]) == ("yamato", "Yamato Transport")
    assert (parcel["milestone"], parcel["incident"], parcel["age_seconds"]) == ("pending", False, 7200)
    assert parcel["timeline"] == [
        {
            "occurred_at": "2026-11-11T23:30:00Z",
            "local_time": "2026-11-12T08:30:00+09:00",
            "time_inferred": False,
            "milestone": None,
            "detail": "unknown",
            "message": "Processed",
            "place": {"city": "NARITA", "region": "", "country": "JP"},
        }
    ]


def test_a_carriers_text_cannot_reorder_break_or_flood_what_stands_around_it(view: View, checkpoint: Scan) -> None:
    hostile = "safe\u202eevas\u2066\x00\ud800\r\nnext" + "x" * 5000
    (parcel,) = view([checkpoint(2, Milestone.IN_TRANSIT, hostile)]).parcels
    message = parcel.scans[0].message
    assert message.startswith("safeevas nextxxx")
    assert len(message) == LONGEST_TEXT
    message.encode()


@pytest.mark.parametrize(
    "unseen",
    ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\u2060", "\ufeff", "\u00ad", "\u202e", "\U000e0041"],
)
def test_what_has_no_shape_is_not_shown(view: View, checkpoint: Scan, unseen: str) -> None:
    scan = checkpoint(2, Milestone.IN_TRANSIT, f"a{unseen}b {unseen} c", Place(f"{unseen}渋谷", "", "", "JP"))
    seen = view([scan], item=f"{unseen}飯碗")
    (parcel,) = seen.parcels
    assert (parcel.scans[0].message, parcel.scans[0].city, seen.items[0].name) == ("ab c", "渋谷", "飯碗")
