"""Facts and models in S3, beside an Athena that asks DuckDB what it is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.aws.athena_query import AthenaQuery
from shared.aws.errors import AwsRefused, AwsUnavailable
from shared.aws.kept_history import KeptHistory
from shared.aws.promise_models import PromiseModels
from shared.aws.s3_history import RESULTS, S3History
from shared.learning.refit import Fitted
from shared.learning.release import InForce, Kept
from shared.promise.snapshot import MODELS
from shared.tracking.milestone import Milestone
from tests.history.duck import over
from tests.history.samples import facts, reached, registered
from tests.samples import NOW, PARCEL
from tests.table import create_table

BUCKET = "history"


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield client


class Athena:
    """Answers after being looked at twice, from the files that lie in the bucket; `nested`: as the local cloud does."""

    def __init__(self, s3: Any, folder: Path, *, nested: bool = False, state: str = "SUCCEEDED") -> None:
        self._s3, self._folder, self._nested, self._state = s3, folder, nested, state
        self._looks = 0
        self.asked: list[dict[str, Any]] = []

    def start_query_execution(self, **asked: Any) -> dict[str, str]:
        self.asked.append(asked)
        for item in self._s3.list_objects_v2(Bucket=BUCKET, Prefix="facts/").get("Contents", []):
            content = self._s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
            (self._folder / Path(item["Key"]).name).write_bytes(content)
        answer = io.StringIO()
        names, rows = over(self._folder, asked["QueryString"])
        writer = csv.writer(answer, quoting=csv.QUOTE_ALL)
        writer.writerows([names, *rows])
        key = f"{RESULTS}q-1.csv"
        self._s3.put_object(Bucket=BUCKET, Key=f"{key}/q-1.csv" if self._nested else key, Body=answer.getvalue())
        self._s3.put_object(Bucket=BUCKET, Key=f"{key}.metadata", Body=b"not rows")
        return {"QueryExecutionId": "q-1"}

    def get_query_execution(self, **_: Any) -> dict[str, Any]:
        self._looks += 1
        return {
            "QueryExecution": {
                "Status": {"State": self._state if self._looks > 2 else "RUNNING"},
                "ResultConfiguration": {"OutputLocation": f"s3://{BUCKET}/{RESULTS}q-1.csv"},
            }
        }


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.aws.athena_query.time.sleep", lambda _: None)


def asking(athena: Athena) -> AthenaQuery:
    return AthenaQuery(athena, "todoku-test", "todoku_test")  # type: ignore[arg-type]


@pytest.mark.parametrize("nested", [False, True])
def test_what_was_kept_is_read_as_rows(s3: Any, tmp_path: Path, nested: bool) -> None:
    files = S3History(s3, BUCKET)
    files.keep(facts(registered(PARCEL)), "m1", NOW)
    files.keep(facts(registered(PARCEL), reached(Milestone.DELIVERED, 42)), "m2", NOW)
    athena = Athena(s3, tmp_path, nested=nested)
    [row] = KeptHistory(files, asking(athena)).own()
    assert (row["order_id"], row["status"], row["delivered_at"]) == ("A-1", "delivered", "2026-11-26 12:00:00")
    assert (row["in_transit_at"], row["items"]) == ("", "1")
    assert (athena.asked[0]["WorkGroup"], athena.asked[0]["QueryExecutionContext"]) == (
        "todoku-test",
        {"Database": "todoku_test"},
    )


def test_files_lie_by_the_day_they_were_kept_on(s3: Any) -> None:
    key = S3History(s3, BUCKET).keep(facts(registered(PARCEL)), "m1", NOW)
    assert key == "facts/dt=2026-11-24/m1.jsonl.gz"


def test_past_orders_are_read_from_every_file(s3: Any) -> None:
    files = S3History(s3, BUCKET)
    files.put_past("2024", b"\xef\xbb\xbforder_id,status\nA-1,delivered\n")
    files.put_past("2025", b'order_id,status\n"A-2",shipped\n')
    assert list(KeptHistory(files, asking(Athena(s3, Path()))).past()) == [
        {"order_id": "A-1", "status": "delivered"},
        {"order_id": "A-2", "status": "shipped"},
    ]


def test_a_query_that_fails_says_so_and_where_to_look(s3: Any, tmp_path: Path) -> None:
    S3History(s3, BUCKET).keep(facts(registered(PARCEL)), "m1", NOW)
    with pytest.raises(AwsRefused, match=r"query q-1: failed\. Athena's console shows why\."):
        asking(Athena(s3, tmp_path, state="FAILED")).run("SELECT 1")


def test_a_query_is_not_waited_for_for_ever(s3: Any, tmp_path: Path) -> None:
    S3History(s3, BUCKET).keep(facts(registered(PARCEL)), "m1", NOW)
    with pytest.raises(AwsUnavailable, match="no answer within 600 seconds"):
        asking(Athena(s3, tmp_path, state="QUEUED")).run("SELECT 1")


@pytest.fixture
def models(s3: Any) -> PromiseModels:
    dynamodb = boto3.client("dynamodb", region_name="us-east-1")
    create_table(dynamodb, "todoku")
    return PromiseModels(s3, BUCKET, dynamodb, "todoku")


CALIBRATION = (Kept(50, 480, 1000), Kept(90, 905, 1000))


def test_before_the_first_no_model_is_in_force(models: PromiseModels) -> None:
    assert models.in_force() is None


def test_the_model_in_force_is_known_with_its_calibration(models: PromiseModels) -> None:
    models.store("a.bin", b"a")
    models.put_in_force("a.bin", NOW, Fitted(b"a", 7, CALIBRATION))
    assert models.in_force() == InForce(NOW, list(CALIBRATION))


def test_old_models_go_but_never_the_one_in_force(models: PromiseModels, s3: Any) -> None:
    for name in ("a.bin", "b.bin"):
        models.store(name, name.encode())
    models.put_in_force("a.bin", NOW, Fitted(b"a", 7, ()))
    s3.put_object(Bucket=BUCKET, Key="snapshot.json", Body=b"{}")
    assert models.forget_before(datetime.now(UTC) - timedelta(days=1)) == 0
    assert models.forget_before(datetime.now(UTC) + timedelta(days=1)) == 1
    left = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert left == [f"{MODELS}a.bin", "snapshot.json"]
