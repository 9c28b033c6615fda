"""A model from past orders on the command line: fitted here, and put in force where the shop is deployed."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.aws.dynamodb_promise_model import DynamoPromiseModel
from shared.aws.s3_history import S3History
from shared.cli import history_file, promise_fit
from shared.cli.deployment import Deployment
from shared.learning.refit import Fitted, Row
from shared.learning.release import Kept
from tests.cli.conftest import Run
from tests.table import create_table

CSV = """order_id,status,ordered_at,delivered_at,destination_country,destination_postal,customer
A-1,delivered,2025-03-01 10:00:00,2025-03-03 12:00:00,JP,150-0001,Aiko
A-2,shipped,2025-03-02 10:00:00,,JP,060-0001,Ren
"""


@pytest.fixture
def past(tmp_path: Path) -> Path:
    file = tmp_path / "old_orders.csv.gz"
    file.write_bytes(gzip.compress(CSV.encode()))
    return file


@pytest.fixture
def fitting(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """The rows that a model was fitted from."""
    read: list[Row] = []

    def fit(rows: Iterable[Row], _: datetime) -> Fitted:
        read.extend(rows)
        return Fitted(b"a model", len(read), [Kept(50, 48, 100), Kept(90, 91, 100)])

    monkeypatch.setattr(promise_fit, "fit_rows", fit)
    return read


@pytest.fixture
def deployment(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fields: dict[str, Any] = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    named = {"table_name": "todoku", "history_bucket": "history", "promise_bucket": "promise", "endpoint": None}
    found = Deployment(**{**fields, **named})
    monkeypatch.setattr("shared.cli.promise.find", lambda stage: found)
    with mock_aws():
        for bucket in ("history", "promise"):
            boto3.client("s3").create_bucket(Bucket=bucket)
        create_table(boto3.client("dynamodb"), "todoku")
        yield found


def test_a_model_is_fitted_here_and_says_how_well_it_would_have_kept_its_word(
    run: Run, past: Path, fitting: list[Row], tmp_path: Path
) -> None:
    answer = run("promise", "fit", str(past), "--output", str(tmp_path / "model.bin"))
    assert answer.exit_code == 0
    assert "Fitted from 2 parcels" in answer.output
    assert "asked 90 %  kept  91.0 %  of 100 held back" in answer.output
    assert (tmp_path / "model.bin").read_bytes() == b"a model"
    assert [row["order_id"] for row in fitting] == ["A-1", "A-2"]


def test_rows_that_cannot_be_read_are_told(run: Run, past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread = Fitted(b"a model", 2, [], {"ordered_at is no date or time": 3})
    monkeypatch.setattr(promise_fit, "fit_rows", lambda *_: unread)
    assert "left out, not readable: 3 (ordered_at is no date or time)" in run("promise", "fit", str(past)).output


def test_published_it_is_in_force_and_the_orders_are_kept_for_every_night(
    run: Run, past: Path, fitting: list[Row], deployment: Deployment
) -> None:
    answer = run("promise", "fit", str(past), "--publish")
    assert answer.exit_code == 0, answer.output
    pointer = DynamoPromiseModel(boto3.client("dynamodb"), "todoku").current()
    assert pointer is not None
    assert pointer.name in answer.output
    kept = list(S3History(boto3.client("s3"), "history").past())
    assert [(row["order_id"], row["destination_postal"]) for row in kept] == [("A-1", "150"), ("A-2", "060")]
    assert "Aiko" not in str(kept)


def test_the_same_file_again_takes_the_place_of_the_first(
    run: Run, past: Path, fitting: list[Row], deployment: Deployment
) -> None:
    run("promise", "fit", str(past), "--publish"), run("promise", "fit", str(past), "--publish")
    assert len(list(S3History(boto3.client("s3"), "history").past())) == 2


def test_history_is_read_from_s3_too(run: Run, past: Path, fitting: list[Row], deployment: Deployment) -> None:
    boto3.client("s3").put_object(Bucket="history", Key="years/2025.csv", Body=CSV.encode())
    assert run("promise", "fit", "s3://history/years/2025.csv").exit_code == 0
    assert len(fitting) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,price\n", "no column order_id"),
        (b"\xff\xfe\x00", "no CSV in UTF-8"),
        (b"\x1f\x8b broken", "no CSV in UTF-8"),
        (b"", "no column order_id"),
    ],
)
def test_a_file_that_is_no_history_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, fitting: list[Row], content: bytes, said: str
) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    answer = run("promise", "fit", str(tmp_path / "x.csv"))
    assert answer.exit_code == 1
    assert said in " ".join(answer.output.split())
    assert "Traceback" not in answer.output


def test_a_file_that_is_not_there_is_refused_in_a_sentence(run: Run, fitting: list[Row]) -> None:
    answer = run("promise", "fit", "nowhere.csv")
    assert (answer.exit_code, "nowhere.csv cannot be read" in answer.output) == (1, True)


def test_a_file_is_kept_under_its_own_name() -> None:
    assert [history_file.name_of(place) for place in ("a/b.csv.gz", "s3://x/y/2025.csv", "old")] == ["b", "2025", "old"]


def test_the_nightly_fit_may_be_begun_by_hand(
    run: Run, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[dict[str, object]] = []

    class Lambda:
        """Notes who is called."""

        def invoke(self, **asked: object) -> None:
            called.append(asked)

    monkeypatch.setattr(Deployment, "client", lambda _, service: {"lambda": Lambda()}[service])
    answer = run("promise", "refit")
    assert answer.exit_code == 0
    assert called == [{"FunctionName": "made-up", "InvocationType": "Event"}]


def test_a_model_that_keeps_its_word_worse_is_not_put_in_force(
    run: Run, past: Path, fitting: list[Row], deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("promise", "fit", str(past), "--publish")
    monkeypatch.setattr(promise_fit, "fit_rows", lambda *_: Fitted(b"worse", 2, [Kept(90, 10, 100)]))
    answer = run("promise", "fit", str(past), "--publish")
    assert answer.exit_code == 1
    assert "The model in force stays." in answer.output
