"""What shop systems push: orders are queued and recorded; words about refunds are queued apart, and asked after."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.return_payments import LONGEST_PAYMENT, asks_gateways
from infra.work_queue import WorkQueue


class Shops(Construct):
    """Webhook -> queue -> orders and shipments in the table. Not over the bus: pushes hold the shopper's address.

    Who asks payment services has a queue of its own, and so sees no address.
    """

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        pushes = WorkQueue(self, "ShopPushes", platform=platform)
        words = WorkQueue(self, "RefundWords", platform=platform, longest=LONGEST_PAYMENT)
        receive = Function(
            self,
            "ReceiveShopWebhook",
            name="receive_shop_webhook",
            platform=platform,
            environment={
                "QUEUE_URL": pushes.queue.queue_url,
                "REFUND_QUEUE_URL": words.queue.queue_url,
                "SHOP_SECRET": data.shop_secret.name,
            },
        )
        pushes.queue.grant(receive, "sqs:SendMessage")
        words.queue.grant(receive, "sqs:SendMessage")
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
        ask = asks_gateways(self, "AskAfterRefunds", name="ask_after_refunds", platform=platform)
        words.drained_by(ask, batch_size=1)
