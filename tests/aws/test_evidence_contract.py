"""Shoppers' photos: one suite for the fake and for S3, and what is in S3's form alone."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator

import boto3
import pytest
from moto import mock_aws

from shared.aws.s3_evidence_files import S3EvidenceFiles
from shared.evidence.evidence_files import EvidenceFiles
from tests.fakes.evidence import InMemoryEvidence

BUCKET = "evidence"
KEY = "evidence/0123456789abcdef-abc.jpg"
Put = Callable[[str, str], None]
"""Key and content type."""


@pytest.fixture(params=["memory", "s3"])
def kept(request: pytest.FixtureRequest) -> Iterator[tuple[EvidenceFiles, Put]]:
    if request.param == "memory":
        fake = InMemoryEvidence()
        yield fake, fake.files.__setitem__
        return
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)

        def put(key: str, content_type: str) -> None:
            client.put_object(Bucket=BUCKET, Key=key, Body=b"x", ContentType=content_type)

        yield S3EvidenceFiles(client, BUCKET), put


def test_what_is_not_there_is_not_seen_and_what_is_has_a_mark(kept: tuple[EvidenceFiles, Put]) -> None:
    files, put = kept
    assert (files.seen(KEY, 32), files.mark(KEY)) == (None, "")
    put(KEY, "image/jpeg")
    seen = files.seen(KEY, 32)
    assert seen is not None
    assert (seen.content_type, seen.beginning, bool(seen.mark)) == ("image/jpeg", b"x", True)
    assert files.mark(KEY) == seen.mark


def test_a_form_and_an_address_are_for_one_file(kept: tuple[EvidenceFiles, Put]) -> None:
    files, _ = kept
    upload = files.upload(KEY, "image/jpeg", 1000, 900)
    assert (upload.fields["key"], upload.fields["Content-Type"]) == (KEY, "image/jpeg")
    assert upload.url.startswith("https://")
    assert KEY in files.address(KEY, 60)


def test_s3_refuses_other_types_and_sizes_by_what_the_form_says() -> None:
    client = boto3.client("s3", region_name="us-east-1")
    upload = S3EvidenceFiles(client, BUCKET).upload(KEY, "image/jpeg", 1000, 900)
    conditions = json.loads(base64.b64decode(upload.fields["policy"]))["conditions"]
    assert ["content-length-range", 1, 1000] in conditions
    assert {"Content-Type": "image/jpeg"} in conditions
    assert {"key": KEY} in conditions


def test_a_browser_is_led_back_where_the_form_says(kept: tuple[EvidenceFiles, Put]) -> None:
    files, _ = kept
    there = "https://api.example.com/returns/t/new/photos/added?draft=1&item=1"
    fields = files.upload(KEY, "image/jpeg", 1000, 900, there).fields
    assert fields["success_action_redirect"] == there
    assert "success_action_redirect" not in files.upload(KEY, "image/jpeg", 1000, 900).fields


def test_s3_leads_back_nowhere_else_and_reads_no_more_than_it_was_asked_for() -> None:
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        client.put_object(Bucket=BUCKET, Key=KEY, Body=b"0123456789")
        files = S3EvidenceFiles(client, BUCKET)
        policy = json.loads(
            base64.b64decode(files.upload(KEY, "image/jpeg", 1000, 900, "https://a.example/").fields["policy"])
        )
        assert {"success_action_redirect": "https://a.example/"} in policy["conditions"]
        first = files.seen(KEY, 4)
        assert (first and first.beginning, files.seen("evidence/none", 4)) == (b"0123", None)
        client.put_object(Bucket=BUCKET, Key=KEY, Body=b"0123456788")  # the form would let it in once more
        assert first is not None
        assert files.mark(KEY) not in ("", first.mark)
        client.put_object(Bucket=BUCKET, Key=KEY, Body=b"")
        assert files.seen(KEY, 4) is None


def test_s3_hands_files_out_to_be_saved_and_not_to_be_run() -> None:
    client = boto3.client("s3", region_name="us-east-1")
    assert "response-content-disposition=attachment" in S3EvidenceFiles(client, BUCKET).address(KEY, 60)
