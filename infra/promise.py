"""The delivery promise: one function that answers, and one that publishes what the answers are made from."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue


class Promise(Construct):
    """`GET /v1/promise`. It reads no table: table -> stream -> bus -> snapshot in a bucket -> memory."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        api = Function(
            self,
            "PromiseApi",
            name="promise_api",
            platform=platform,
            environment={"PROMISE_BUCKET": data.promise_bucket.bucket_name},
            has_layer=False,
        )
        for objects in ("snapshot.json", "models/", "lanes/"):
            data.promise_bucket.allow(api, "s3:GetObject", objects)
        platform.api.route("/v1/promise", api)
        platform.api.route("/v1/promise:batch", api)
        self._publish_snapshot(platform)
        self._receipts(platform)

    def _receipts(self, platform: Platform) -> None:
        """`/v1/promises`: what was told is made once more from the same snapshot, kept and signed."""
        data = platform.data
        receipts = Function(
            self,
            "PromisesApi",
            name="promises_api",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "PROMISE_BUCKET": data.promise_bucket.bucket_name,
                "PROMISE_SECRET": data.promise_secret.name,
            },
        )
        data.table.allow(receipts, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
        data.promise_secret.readable_by(receipts)
        for objects in ("snapshot.json", "models/", "lanes/"):
            data.promise_bucket.allow(receipts, "s3:GetObject", objects)
        for path in ("/v1/promises", "/v1/promises/{promise_id}"):
            platform.api.route(path, receipts)

    def _publish_snapshot(self, platform: Platform) -> None:
        data = platform.data
        publish = Function(
            self,
            "PublishPromiseSnapshot",
            name="publish_promise_snapshot",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "PROMISE_BUCKET": data.promise_bucket.bucket_name,
            },
        )
        data.table.allow(publish, "dynamodb:GetItem", "dynamodb:Query")
        data.promise_bucket.allow(publish, "s3:GetObject", "snapshot.json")
        data.promise_bucket.allow(publish, "s3:PutObject", "snapshot.json")
        changes = WorkQueue(self, "Basis", platform=platform)
        changes.fed_by(data.bus, "PromiseBasisChanged", source="postpurchase.merchant")
        changes.drained_by(publish, batch_size=100, wait=Duration.seconds(1), parks=False)
