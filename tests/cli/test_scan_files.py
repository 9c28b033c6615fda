"""Files of scans from the command line: read first, so that the sender sees what is wrong; then put into the bucket."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from shared.cli.deployment import Deployment
from tests.cli.conftest import Run

CSV = "送り状番号,荷物状況,日付\n4401-0000-0115,配達中,2026-11-24 08:04\n見本太郎,配達中,2026-11-24 08:04\n"


@pytest.fixture
def bucket(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Everything in the bucket of the deployment that commands find."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fields = dict.fromkeys((field.name for field in dataclasses.fields(Deployment)), "made-up")
    deployment = Deployment(**{**fields, "incoming_bucket": "incoming", "endpoint": None})
    monkeypatch.setattr("shared.cli.main.find", lambda stage: deployment)
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="incoming")

        def kept() -> dict[str, bytes]:
            listed = s3.list_objects_v2(Bucket="incoming").get("Contents", [])
            return {o["Key"]: s3.get_object(Bucket="incoming", Key=o["Key"])["Body"].read() for o in listed}

        yield kept


def test_a_file_is_put_where_it_is_imported_as_it_is(
    run: Run, bucket: Callable[[], dict[str, bytes]], tmp_path: Path
) -> None:
    file = tmp_path / "冬.csv"
    file.write_bytes(CSV.encode("cp932"))
    sent = run("carriers", "send-file", "yamato", file)
    assert (sent.exit_code, sent.stdout) == (
        0,
        "✓ Sent to s3://incoming/scans/yamato/冬.csv: 1 rows, 1 problems.\n",
    )
    assert sent.stderr == "line 3: tracking_number must be a tracking number: 4 to 50 letters and digits.\n"
    assert bucket() == {"scans/yamato/冬.csv": CSV.encode("cp932")}


@pytest.mark.parametrize(
    ("slug", "name", "content", "words"),
    [
        ("pigeon", "a.csv", CSV, "No such carrier."),
        ("fedex", "a.csv", CSV, "not taken as files"),
        ("yamato", "a.xlsx", CSV, "CSV or JSON"),
        ("yamato", "a.csv", "a,b\n", "The header has no column"),
        ("yamato", "a.json", CSV, "not JSON"),
    ],
)
def test_a_file_that_would_only_be_parked_is_not_sent(
    run: Run, bucket: Callable[[], dict[str, bytes]], tmp_path: Path, slug: str, name: str, content: str, words: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    refused = run("carriers", "send-file", slug, tmp_path / name)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert words in refused.stderr
    assert bucket() == {}
