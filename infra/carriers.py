"""Carriers' updates: taken at the door, queued, and read."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue


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
                "MERCHANT_ID": platform.stage.merchant,
            },
        )
        data.bus.grant_put_events_to(receive)
        data.carrier_secret.readable_by(receive)
        platform.api.route("/v1/carriers/{carrier}/webhook", receive)

        ingest = Function(
            self,
            "IngestCarrierUpdate",
            name="ingest_carrier_update",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.grant(ingest, "dynamodb:Query", "dynamodb:PutItem")
        updates = WorkQueue(self, "CarrierUpdates", platform=platform)
        updates.fed_by(data.bus, "CarrierUpdateReceived", source="postpurchase.carriers")
        updates.drained_by(ingest)
