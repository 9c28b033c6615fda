"""Payloads that other projects published, put into the push each carrier documents.

They measure the parsers and are not part of the product: they are read beside the repository, where there is a copy.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.registry import carrier
from shared.strict_json import MalformedJson
from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.milestone import Milestone

CORPUS = Path(__file__).parents[2] / "../shared/corpus"

pytestmark = pytest.mark.skipif(
    not (CORPUS / "index.csv").exists(), reason="no published payloads beside the repository (../shared/corpus)"
)


def published(folder: str, name: str) -> Any:
    return json.loads((CORPUS / folder / name).read_bytes())


def easypost(name: str) -> tuple[CarrierUpdate, ...]:
    event = {"object": "Event", "description": "tracker.updated", "result": published("easypost", name)}
    return carrier("easypost").parse(json.dumps(event).encode())


def fedex(name: str) -> tuple[CarrierUpdate, ...]:
    return carrier("fedex").parse(json.dumps(published("fedex", name)).encode())


def milestones(update: CarrierUpdate) -> list[Milestone | None]:
    return [checkpoint.milestone for checkpoint in update.checkpoints]


def test_easyposts_delivered_tracker_ends_delivered() -> None:
    (update,) = easypost("easypost_python__9400100208271116404754_USPS_delivered_8.json")
    assert update.parcel.carrier == "usps"
    assert len(update.checkpoints) == 8
    assert None not in milestones(update)
    assert milestones(update)[-1] == Milestone.DELIVERED
    assert [checkpoint.time_inferred for checkpoint in update.checkpoints] == [True] + [False] * 7


def test_easyposts_unknown_tracker_has_no_scans() -> None:
    (update,) = easypost("easypost_python__9400100208303109500645_USPS_unknown_0.json")
    assert update.checkpoints == ()
    assert update.carrier_estimate is None


def test_easyposts_new_tracker_has_a_label() -> None:
    (update,) = easypost("karrio__easypost__TrackingResponseJSON.json")
    assert milestones(update) == [Milestone.INFO_RECEIVED] * 2


def test_easyposts_event_about_a_batch_is_about_no_parcel() -> None:
    body = (CORPUS / "easypost" / "easypost_python__event_batch_created_10.json").read_bytes()
    assert carrier("easypost").parse(body) == ()


def test_easyposts_listed_event_lacks_the_result_a_push_has() -> None:
    body = (CORPUS / "easypost" / "easypost_python__event_tracker_created_8.json").read_bytes()
    with pytest.raises(UnreadablePayload) as refused:
        carrier("easypost").parse(body)
    assert refused.value.field == "result"


def test_fedexs_number_used_twice_is_two_updates_about_it() -> None:
    first, second = fedex("karrio__fedex__DuplicateTrackingResponse.json")
    assert first.parcel == second.parcel
    assert [len(first.checkpoints), len(second.checkpoints)] == [10, 8]
    assert None not in milestones(first) + milestones(second)
    assert milestones(first)[1] == Milestone.AVAILABLE_FOR_PICKUP
    assert milestones(second)[0] == Milestone.DELIVERED
    assert milestones(second).count(Milestone.ATTEMPT_FAILED) == 1


def test_fedexs_inconsistent_dates_are_read_and_the_one_without_a_zone_says_so() -> None:
    (update,) = fedex("karrio__fedex__InconsistentDateTimeResponse.json")
    assert len(update.checkpoints) == 17
    assert None not in milestones(update)
    assert [checkpoint.carrier_code for checkpoint in update.checkpoints if checkpoint.time_inferred] == ["PU"]


def test_fedexs_documented_example_is_read_and_its_unknown_number_left_out() -> None:
    (update,) = fedex("karrio__fedex__TrackingResponse.json")
    assert milestones(update) == [Milestone.IN_TRANSIT]


@pytest.mark.parametrize("file", sorted(CORPUS.glob("easypost/*Error*")) + sorted(CORPUS.glob("fedex/*Error*")))
def test_an_error_answer_is_no_push(file: Path) -> None:
    with pytest.raises(UnreadablePayload):
        carrier(file.parent.name).parse(file.read_bytes())


@pytest.mark.parametrize("file", sorted(CORPUS.glob("fedex/*.xml")), ids=lambda file: file.stem)
def test_the_retired_xml_is_refused(file: Path) -> None:
    with pytest.raises(MalformedJson):
        carrier("fedex").parse(file.read_bytes())
