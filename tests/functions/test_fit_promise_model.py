"""Every night: history is asked for, a model is fitted, stored and put in force; a young shop waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest

from functions.fit_promise_model import handler as fit_promise_model
from functions.fit_promise_model.handler import handler
from shared.aws import clients
from shared.aws.dynamodb_promise_model import DynamoPromiseModel
from shared.aws.errors import AwsUnavailable
from shared.aws.s3_history import RESULTS, S3History
from shared.learning.refit import Fitted, NothingToLearnFrom, Row
from shared.learning.release import Kept
from tests.functions.conftest import BUCKET, Cloud

ANSWER = 'order_id,status,delivered_at\n"A-1","delivered","2026-11-26 12:00:00"\n"A-2","shipped",""\n'


class Athena:
    """Has its answer ready."""

    def start_query_execution(self, **_: Any) -> dict[str, str]:
        clients.s3().put_object(Bucket=BUCKET, Key=f"{RESULTS}q-1.csv", Body=ANSWER)
        return {"QueryExecutionId": "q-1"}

    def get_query_execution(self, **_: Any) -> dict[str, Any]:
        location = f"s3://{BUCKET}/{RESULTS}q-1.csv"
        return {
            "QueryExecution": {
                "Status": {"State": "SUCCEEDED"},
                "ResultConfiguration": {"OutputLocation": location},
            }
        }


@pytest.fixture(autouse=True)
def athena(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "athena", Athena)


def fitting(monkeypatch: pytest.MonkeyPatch, kept: int) -> list[Row]:
    """Fit a model of which `kept` of 1,000 promises at 90 % were kept; answers the rows that it was fitted from."""
    read: list[Row] = []

    def fit(rows: Iterable[Row], as_of: datetime) -> Fitted:
        read.extend(rows)
        return Fitted(f"{kept} {as_of}".encode(), len(read), [Kept(90, kept, 1000)])

    monkeypatch.setattr(fit_promise_model, "fit_rows", fit)
    return read


def in_force(cloud: Cloud) -> str | None:
    pointer = DynamoPromiseModel(clients.dynamodb(), cloud.table).current()
    return pointer.name if pointer else None


def test_a_model_is_fitted_from_all_history_and_put_in_force(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    S3History(clients.s3(), BUCKET).put_past("2025", b"order_id,status\nOLD-1,delivered\nA-1,delivered\n")
    read = fitting(monkeypatch, kept=900)
    answer = handler({}, None)
    assert [row["order_id"] for row in read] == ["A-1", "A-2", "OLD-1"]
    assert (answer["fitted"], answer["release"], answer["rows"]) == (True, True, 3)
    assert in_force(cloud) == answer["model"]
    stored = clients.s3().get_object(Bucket=BUCKET, Key=f"models/{answer['model']}")["Body"].read()
    assert stored.startswith(b"900 ")


def test_one_that_keeps_its_word_worse_is_not_put_in_force(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, logs: Callable[[], str]
) -> None:
    fitting(monkeypatch, kept=900)
    before = handler({}, None)["model"]
    fitting(monkeypatch, kept=700)
    answer = handler({}, None)
    assert not answer["release"]
    assert in_force(cloud) == before
    assert answer["reason"] in logs()


def test_a_young_shop_has_nothing_to_learn_from_and_that_is_no_failure(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fit(*_: object) -> Fitted:
        raise NothingToLearnFrom("No parcel has arrived yet.")

    monkeypatch.setattr(fit_promise_model, "fit_rows", fit)
    assert handler({}, None) == {"fitted": False, "reason": "No parcel has arrived yet."}
    assert in_force(cloud) is None


def test_without_history_the_clocks_tick_fails_and_is_tried_again(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise AwsUnavailable("start query: AWS answered ThrottlingException.")

    monkeypatch.setattr(Athena, "start_query_execution", refuse)
    fitting(monkeypatch, kept=900)
    with pytest.raises(AwsUnavailable):
        handler({}, None)
