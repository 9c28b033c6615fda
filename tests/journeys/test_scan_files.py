"""Files of scans on the local cloud, both ways: the deployed app, HTTP, S3's own events, permissions enforced."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.cli import scan_files
from shared.runtime import clock
from tests.journeys.conftest import Local

pytestmark = [pytest.mark.journey, pytest.mark.enable_socket]

PATIENCE_SECONDS = 30.0


def csv(number: str, *rows: str) -> bytes:
    """A file in Shift-JIS whose first scan is of today."""
    head = "送り状番号,荷物状況,日付,時刻,備考"
    return "\r\n".join((head, f"{number},荷物受付,{clock.now():%Y-%m-%d},00:05,㈱見本①", *rows)).encode("cp932")


def eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds, once it finds something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError("nothing came")


def checkpoints(local: Local, number: str) -> list[dict[str, Any]]:
    """What is kept of a parcel."""
    items = local.deployment.client("dynamodb").scan(TableName=local.deployment.table_name)["Items"]
    found: list[dict[str, Any]] = [item for item in items if number in json.dumps(item) and "CHECKPOINT" in str(item)]
    return found


def test_a_file_that_is_put_into_the_bucket_is_imported_and_its_problems_are_told(local: Local, tmp_path: Path) -> None:
    number = f"4401{secrets.randbelow(10**8):08}"
    file = tmp_path / f"{number}.csv"
    file.write_bytes(csv(number, "x,荷物受付,2026-11-24,08:04,"))
    scan_files.send(local.deployment, "yamato", file, clock.now())
    eventually(lambda: checkpoints(local, number))
    told = f"problems/yamato/{number}.csv.json"
    s3, bucket = local.deployment.client("s3"), local.deployment.incoming_bucket

    def names() -> list[str]:
        return [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix=told).get("Contents", [])]

    eventually(names)
    assert json.loads(s3.get_object(Bucket=bucket, Key=told)["Body"].read())["problem_count"] == 1
    file.write_bytes(csv(number))
    scan_files.send(local.deployment, "yamato", file, clock.now())
    eventually(lambda: not names())


def test_a_file_that_is_sent_over_http_is_kept(local: Local) -> None:
    number = f"4401{secrets.randbelow(10**8):08}"
    headers = {"authorization": f"Bearer {local.keys.merchant}", "content-type": "application/csv"}
    answer = local.api.call("POST", "/v1/carriers/sagawa/file", headers=headers, body=csv(number))
    assert (answer.status, answer.json()["accepted_rows"]) == (202, 1)
    eventually(lambda: checkpoints(local, number))
