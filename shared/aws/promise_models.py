"""Promise models: files in the promise's bucket, and in the table which of them is in force."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shared.aws.dynamodb_promise_model import DynamoPromiseModel
from shared.aws.errors import aws_errors
from shared.aws.s3_promise_bucket import S3PromiseBucket
from shared.learning.refit import Fitted
from shared.learning.release import InForce, Kept
from shared.promise.snapshot import MODELS, ModelPointer

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


class PromiseModels:
    """Implements shared.learning.refit.Models."""

    def __init__(self, s3: S3Client, bucket: str, dynamodb: DynamoDBClient, table_name: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._files = S3PromiseBucket(s3, bucket)
        self._pointer = DynamoPromiseModel(dynamodb, table_name)

    def in_force(self) -> InForce | None:
        current = self._pointer.current()
        if current is None:
            return None
        return InForce(current.made_at, _calibration(self._pointer.summary()))

    def store(self, name: str, artifact: bytes) -> None:
        self._files.put_model(name, artifact)

    def put_in_force(self, name: str, made_at: datetime, fitted: Fitted) -> None:
        self._pointer.put(ModelPointer(name, made_at), _summary(fitted))

    def forget_before(self, moment: datetime) -> int:
        current = self._pointer.current()
        kept = f"{MODELS}{current.name}" if current else ""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=MODELS)
        with aws_errors("list models"):
            stored = [item for page in pages for item in page.get("Contents", [])]
        old = [item["Key"] for item in stored if item["LastModified"] < moment and item["Key"] != kept]
        for key in old:
            with aws_errors("delete model"):
                self._s3.delete_object(Bucket=self._bucket, Key=key)
        return len(old)


def _summary(fitted: Fitted) -> str:
    calibration = [asdict(kept) for kept in fitted.calibration]
    return json.dumps({"rows": fitted.rows, "calibration": calibration}, separators=(",", ":"))


def _calibration(summary: str) -> list[Kept]:
    noted: dict[str, Any] = json.loads(summary or "{}")
    return [Kept(**one) for one in noted.get("calibration", [])]
