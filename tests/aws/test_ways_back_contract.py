"""What stores of ways back must do: files, claims and places in slots, of the fakes and of AWS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest

from shared.aws.dynamodb_ways_back import DynamoPickupCapacity, DynamoWayBackClaims
from shared.aws.errors import AwsRefused
from shared.aws.s3_label_files import S3LabelFiles
from shared.errors import Unavailable
from shared.returns.methods.ports import Claim, LabelFiles, PickupCapacity, WayBackClaims, WayBackFile
from shared.returns.return_request import ReturnShipment
from shared.returns.vocabulary import Method
from tests.aws.conftest import TABLE
from tests.fakes.ways_back import InMemoryLabelFiles, InMemoryPickupCapacity, InMemoryWayBackClaims
from tests.pretended_aws import PretendedAws
from tests.samples import NOW

ID = "R-abc-1-12345678"
LEASE = 60
SLOT = "2026-11-30#14-16"
SHIPMENT = ReturnShipment(
    shipment_id="R-abc-1",
    method=Method.PICKUP,
    item_ids=("1", "2.1"),
    carrier="yamato",
    tracking_number="TDKR7P48K8Z2VNS",
    label_key="returns/abc/R-abc-1/label.pdf",
    code="TDKR7P48K8Z2VNS",
    made_at=NOW,
    expires_at=NOW + timedelta(days=28),
    pickup_day=date(2026, 11, 30),
    pickup_slot="14-16",
    provider="todoku",
    reference="TDKR7P48K8Z2VNS|2026-11-30#14-16#R-abc-1",
    cost=758,
    cost_currency="USD",
)
FILES = (WayBackFile("label.pdf", SHIPMENT.label_key, "application/pdf"),)


@pytest.fixture(params=["memory", "dynamodb"])
def claims(request: pytest.FixtureRequest) -> WayBackClaims:
    if request.param == "memory":
        return InMemoryWayBackClaims()
    return DynamoWayBackClaims(request.getfixturevalue("dynamodb"), TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def capacity(request: pytest.FixtureRequest) -> PickupCapacity:
    if request.param == "memory":
        return InMemoryPickupCapacity()
    return DynamoPickupCapacity(request.getfixturevalue("dynamodb"), TABLE)


@pytest.fixture(params=["memory", "s3"])
def files(request: pytest.FixtureRequest) -> Iterator[LabelFiles]:
    if request.param == "memory":
        yield InMemoryLabelFiles()
        return
    with PretendedAws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="labels")
        yield S3LabelFiles(client, "labels")


def test_of_two_who_claim_only_the_first_may_until_the_lease_is_over(claims: WayBackClaims) -> None:
    assert claims.claim(ID, NOW, LEASE) is None
    assert claims.claim(ID, NOW + timedelta(seconds=59), LEASE) == Claim(ID, NOW)
    taken_over = NOW + timedelta(seconds=60)
    assert claims.claim(ID, taken_over, LEASE) is None
    assert claims.claim(ID, taken_over + timedelta(seconds=1), LEASE) == Claim(ID, taken_over)


def test_what_was_made_is_found_with_every_field_and_never_made_again(claims: WayBackClaims) -> None:
    claims.claim(ID, NOW, LEASE)
    claims.made(ID, SHIPMENT, FILES, NOW)
    found = claims.claim(ID, NOW + timedelta(days=9), LEASE)
    assert found == Claim(ID, NOW, SHIPMENT, FILES)


def test_a_claim_that_is_released_is_free_but_what_was_made_stays(claims: WayBackClaims) -> None:
    claims.claim(ID, NOW, LEASE)
    claims.release(ID)
    assert claims.claim(ID, NOW, LEASE) is None
    claims.made(ID, SHIPMENT, FILES, NOW)
    claims.release(ID), claims.release("other")
    found = claims.claim(ID, NOW, LEASE)
    assert found is not None
    assert found.made == SHIPMENT


def test_a_slot_holds_as_many_as_it_may_and_each_shipment_once(capacity: PickupCapacity) -> None:
    assert capacity.taken([SLOT]) == {}
    assert capacity.take(SLOT, "R-1", 2)
    assert capacity.take(SLOT, "R-1", 2)
    assert capacity.take(SLOT, "R-2", 2)
    assert not capacity.take(SLOT, "R-3", 2)
    assert capacity.take(SLOT, "R-2", 1), "who has a place keeps it, even if there are fewer now"
    assert capacity.taken([SLOT, "2026-11-30#am", SLOT]) == {SLOT: 2}


def test_a_place_that_is_given_back_is_free(capacity: PickupCapacity) -> None:
    capacity.take(SLOT, "R-1", 1)
    assert not capacity.give_back(SLOT, "R-2")
    assert capacity.give_back(SLOT, "R-1")
    assert not capacity.give_back(SLOT, "R-1")
    assert capacity.taken([SLOT]) == {}
    assert capacity.take(SLOT, "R-2", 1)


def test_a_slot_without_places_takes_nobody(capacity: PickupCapacity) -> None:
    assert not capacity.take(SLOT, "R-1", 0)


def test_a_file_is_read_as_it_was_put_last(files: LabelFiles) -> None:
    files.put("returns/a/b/label.pdf", "text/plain", b"one")
    files.put("returns/a/b/label.pdf", "application/pdf", b"%PDF")
    assert files.get("returns/a/b/label.pdf") == ("application/pdf", b"%PDF")


def test_a_file_that_is_not_there_is_none(files: LabelFiles) -> None:
    assert files.get("returns/a/b/label.png") is None


def test_a_bucket_that_is_not_there_is_no_missing_file() -> None:
    with PretendedAws(), pytest.raises((AwsRefused, Unavailable)):
        S3LabelFiles(boto3.client("s3"), "nowhere").get("returns/a/b/label.pdf")


def test_claims_and_slots_go_away_by_themselves(dynamodb: object) -> None:
    DynamoWayBackClaims(dynamodb, TABLE).claim(ID, NOW, LEASE)  # type: ignore[arg-type]
    DynamoPickupCapacity(dynamodb, TABLE).take(SLOT, "R-1", 1)  # type: ignore[arg-type]
    kept = dynamodb.scan(TableName=TABLE)["Items"]  # type: ignore[attr-defined]
    gone = sorted(int(item["expires_at"]["N"]) for item in kept)
    assert gone == [
        int(datetime(2026, 12, 30, tzinfo=UTC).timestamp()),
        int((NOW + timedelta(days=90)).timestamp()),
    ]
