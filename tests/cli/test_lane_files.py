"""A hundred thousand lanes from a file: checked, published, read back, and answered from."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from shared.aws.dynamodb_configuration import DynamoConfiguration
from shared.aws.dynamodb_promise_parts import DynamoPromiseParts
from shared.aws.lean.promise_data import PromiseFiles
from shared.aws.s3_promise_bucket import S3PromiseBucket
from shared.aws.s3_promise_objects import S3PromiseObjects
from shared.cli import administration, merchant_file
from shared.cli.deployment import Deployment
from shared.merchant.delivery import LanesNotRead
from shared.merchant.delivery_network import compile_network
from shared.merchant.published import read_published
from shared.promise.make_promise import make_promise
from shared.promise.network import Lane
from shared.promise.publish_snapshot import publish_snapshot
from shared.promise.question import PromiseQuestion
from tests.cli.conftest import Run
from tests.table import create_table

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
CONFIGURATION = """
merchant:
  {id: hanare, name: はなれ, support_email: a@hanare.example, default_language: ja, sender: b@hanare.example}
warehouses:
  - {id: tokyo, time_zone: Asia/Tokyo, cutoff: "15:00"}
delivery:
  services:
    - name: Ground
      method: home
      carrier: usps
      warehouse: tokyo
      lanes: [{country: "CA", min_days: 5, max_days: 9}]
      lanes_file: lanes.csv
"""
SECONDS = 20
"""Measured: three seconds to read and publish, on a machine that does nothing else."""


def lanes(rows: int) -> str:
    """A lane for so many five-digit postal codes."""
    body = "".join(f"US,{number:05d},{1 + number % 3},{4 + number % 5}\n" for number in range(rows))
    return f"country,postal_prefix,min_days,max_days\n{body}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "merchant.yaml").write_text(CONFIGURATION, "utf-8")
    (tmp_path / "lanes.csv").write_text(lanes(600), "utf-8")
    return tmp_path / "merchant.yaml"


@pytest.fixture
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    named = {"table_name": "todoku", "promise_bucket": "promise", "merchant": "hanare"}
    found = Deployment(**{**fields, **named, "endpoint": None})
    monkeypatch.setattr("shared.cli.main.find", lambda stage: found)
    with mock_aws():
        create_table(boto3.client("dynamodb"), "todoku")
        boto3.client("s3").create_bucket(Bucket="promise")
        yield found


def test_a_hundred_thousand_lanes_are_published_in_seconds_and_promises_are_made_from_them(
    run: Run, deployment: Deployment, file: Path
) -> None:
    (file.parent / "lanes.csv").write_text(lanes(100_000), "utf-8")
    began = time.process_time()
    published = run("config", "publish", file)
    assert time.process_time() - began < SECONDS
    assert "Version 1 is in force" in published.stdout, published.output
    s3 = boto3.client("s3")
    parts = DynamoPromiseParts(boto3.client("dynamodb"), "todoku", lambda: NOW)
    publish_snapshot(parts, S3PromiseBucket(s3, "promise"))
    (service,) = PromiseFiles(S3PromiseObjects(s3, "promise")).load(None).snapshot.network.services
    assert len(service.lane_table) == 100_001
    assert service.lane_to("US", "00007") == Lane("US", "00007", 2, 6)
    assert service.lane_to("CA", "K1A") == Lane("CA", "", 5, 9)


def test_what_is_stored_names_the_file_and_its_digest_and_none_of_its_lanes(deployment: Deployment, file: Path) -> None:
    administration.publish(deployment, merchant_file.read(file))
    stored = DynamoConfiguration(boto3.client("dynamodb"), "todoku").current()
    assert len(stored.document) + len(stored.network) < 3_000
    (service,) = read_published(stored.document).delivery.services
    assert (service.lanes_file, len(service.lanes_digest or "")) == ("lanes.csv", 64)
    with pytest.raises(LanesNotRead, match=r"lanes\.csv"):
        compile_network(read_published(stored.document))


def test_what_was_read_back_is_published_again_as_the_same_version(deployment: Deployment, file: Path) -> None:
    assert administration.publish(deployment, merchant_file.read(file)) == 1
    assert administration.publish(deployment, administration.published(deployment)) == 1


def test_few_lanes_of_a_file_stand_in_the_network_itself(deployment: Deployment, file: Path) -> None:
    (file.parent / "lanes.csv").write_text(lanes(30), "utf-8")
    administration.publish(deployment, merchant_file.read(file))
    network = compile_network(administration.published(deployment))
    answer = make_promise(network, PromiseQuestion("US", "00007", NOW))
    assert answer.options[0].service == "Ground"
    assert boto3.client("s3").list_objects_v2(Bucket="promise")["KeyCount"] == 0


def test_bad_lines_are_told_with_their_numbers_and_not_without_end(run: Run, file: Path) -> None:
    (file.parent / "lanes.csv").write_text(lanes(200).replace("US,", "usa,"), "utf-8")
    checked = run("config", "check", file)
    assert checked.exit_code == 1
    said = checked.stderr.splitlines()
    assert said[0].endswith(
        'lanes.csv:2:1: country: expected a country code of two capital letters like "JP", found "usa"'
    )
    assert said[50].endswith("lanes.csv:52:1: and 150 problems more, from this line on")
    assert len(said) == 52


def test_a_line_twice_and_a_lane_that_stands_in_the_configuration_too_are_refused(run: Run, file: Path) -> None:
    csv = file.parent / "lanes.csv"
    csv.write_text(lanes(2) + "US,00001,1,2\n", "utf-8")
    assert (
        "lanes.csv:4:1: postal_prefix: expected an area no other line has, found that of line 3"
        in run("config", "check", file).stderr
    )
    csv.write_text(lanes(2) + "CA,,1,2\n", "utf-8")
    assert "services[0].lanes: expected no lane that stands in lanes.csv too" in run("config", "check", file).stderr


def test_a_digest_in_the_configuration_refuses_every_other_file(run: Run, file: Path) -> None:
    digest = merchant_file.read(file).delivery.services[0].lanes_digest or ""
    pinned = CONFIGURATION + f'      lanes_digest: "{digest}"\n'
    file.write_text(pinned, "utf-8")
    assert run("config", "check", file).exit_code == 0
    (file.parent / "lanes.csv").write_text(lanes(3), "utf-8")
    refused = run("config", "check", file)
    assert "lanes_digest: expected the SHA-256 of lanes.csv, which is " in refused.stderr
