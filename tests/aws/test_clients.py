"""What AWS's clients are told before anybody uses them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.aws import clients
from shared.aws.s3_evidence_files import S3EvidenceFiles


@pytest.fixture(autouse=True)
def made_anew() -> Iterator[None]:
    clients.s3.cache_clear()
    yield
    clients.s3.cache_clear()


def test_a_form_for_s3_goes_to_the_buckets_own_region_and_is_signed_by_sigv4(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
    upload = S3EvidenceFiles(clients.s3(), "a-bucket").upload("evidence/1", "image/jpeg", 1000, 60)
    assert upload.url == "https://a-bucket.s3.ap-northeast-1.amazonaws.com/"
    assert upload.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"


def test_on_a_local_cloud_the_bucket_stands_in_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:4566")
    upload = S3EvidenceFiles(clients.s3(), "a-bucket").upload("evidence/1", "image/jpeg", 1000, 60)
    assert upload.url == "http://localhost:4566/a-bucket"
