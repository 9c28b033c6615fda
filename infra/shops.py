"""Shop systems' orders: taken at the door, queued, and recorded."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue


class Shops(Construct):
    """Webhook -> queue -> orders and shipments in the table. Not over the bus: pushes hold the shopper's address."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        pushes = WorkQueue(self, "ShopPushes", platform=platform)
        receive = Function(
            self,
            "ReceiveShopWebhook",
            name="receive_shop_webhook",
            platform=platform,
            environment={"QUEUE_URL": pushes.queue.queue_url, "SHOP_SECRET": data.shop_secret.name},
        )
        pushes.queue.grant(receive, "sqs:SendMessage")
        data.shop_secret.readable_by(receive)
        platform.api.route("/v1/shops/{shop_system}/webhook", receive)

        ingest = Function(
            self,
            "IngestShopUpdate",
            name="ingest_shop_update",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name, "MERCHANT_ID": platform.stage.merchant},
        )
        data.table.allow(ingest, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem")
        pushes.drained_by(ingest)
