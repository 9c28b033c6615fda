"""Carriers' updates: taken at the door or from a bucket, queued, and read. And which carrier a number is of."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

SOURCE = "postpurchase.carriers"
UPDATES = ("CarrierUpdateReceived", "CarrierUpdateReported")
"""What carriers and partners say: as they wrote it, or in Todoku's own format."""


class Carriers(Construct):
    """Webhook -> bus -> queue -> checkpoints in the table."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        receive = Function(
            self,
            "ReceiveCarrierWebhook",
            name="receive_carrier_webhook",
            platform=platform,
            environment={
                "BUS_NAME": data.bus.event_bus_name,
                "CARRIER_SECRET": data.carrier_secret.name,
                "RAW_UPDATES_BUCKET": data.raw_updates.bucket_name,
                "MERCHANT_ID": platform.stage.merchant,
            },
        )
        data.raw_updates.allow(receive, "s3:PutObject", "pushes/")
        data.bus.grant_put_events_to(receive)
        data.carrier_secret.readable_by(receive)
        platform.api.route("/v1/carriers/{carrier}/webhook", receive)

        ingest = Function(
            self,
            "IngestCarrierUpdate",
            name="ingest_carrier_update",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "RAW_UPDATES_BUCKET": data.raw_updates.bucket_name,
            },
        )
        data.raw_updates.allow(ingest, "s3:GetObject", "pushes/")
        data.table.allow(ingest, "dynamodb:Query", "dynamodb:PutItem")
        updates = WorkQueue(self, "CarrierUpdates", platform=platform)
        for told in UPDATES:
            updates.fed_by(data.bus, told, source=SOURCE)
        updates.drained_by(ingest)
        self._keep_raw_updates(platform)

        api = Function(
            self,
            "CarriersApi",
            name="carriers_api",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "BUS_NAME": data.bus.event_bus_name,
                "MERCHANT_ID": platform.stage.merchant,
            },
        )
        data.table.allow(api, "dynamodb:GetItem")
        data.bus.grant_put_events_to(api)
        platform.api.route("/v1/carriers", api)
        platform.api.route("/v1/carriers/detect", api)
        platform.api.route("/v1/carriers/{carrier}/file", api)
        self._import_scan_files(platform)

    def _import_scan_files(self, platform: Platform) -> None:
        """Files of scans that are put into the bucket, under `scans/`; their problems are told under `problems/`."""
        data = platform.data
        importing = Function(
            self,
            "ImportScanFile",
            name="import_scan_file",
            platform=platform,
            environment={
                "BUCKET_NAME": data.incoming.bucket_name,
                "BUS_NAME": data.bus.event_bus_name,
                "MERCHANT_ID": platform.stage.merchant,
            },
        )
        data.incoming.allow(importing, "s3:GetObject", "scans/")
        data.incoming.allow(importing, "s3:PutObject", "problems/")
        data.incoming.allow(importing, "s3:DeleteObject", "problems/")
        data.bus.grant_put_events_to(importing)
        queue = WorkQueue(self, "ScanFiles", platform=platform)
        queue.fed_by_objects(data.incoming, "scans/")
        queue.drained_by(importing, batch_size=1)

    def _keep_raw_updates(self, platform: Platform) -> None:
        """Every update as it came, in a bucket: what a mended code table is read against again."""
        data = platform.data
        keep = Function(
            self,
            "KeepRawUpdates",
            name="keep_raw_updates",
            platform=platform,
            environment={"BUCKET_NAME": data.raw_updates.bucket_name},
        )
        data.raw_updates.allow(keep, "s3:PutObject", "updates/")
        queue = WorkQueue(self, "RawUpdates", platform=platform)
        for told in UPDATES:
            queue.fed_by(data.bus, told, source=SOURCE)
        queue.drained_by(
            keep, batch_size=1000, wait=Duration.seconds(5 if platform.stage.is_local else 60), parks=False
        )
