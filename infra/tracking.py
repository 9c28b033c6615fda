"""Orders in, tracking out, and the projection in between."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.table_stream import consume_stream


class Tracking(Construct):
    """Orders API, tracking page and JSON, and the function that joins checkpoints."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        orders = Function(
            self,
            "OrdersApi",
            name="orders_api",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "MERCHANT_ID": platform.stage.merchant,
                "LINK_SECRET": data.link_secret.name,
                "PUBLIC_URL": platform.api.public_url,
            },
        )
        data.table.grant(orders, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")
        data.link_secret.readable_by(orders)
        platform.api.route("/v1/orders/{order_id}", orders)
        platform.api.route("/v1/orders/{order_id}/shipments/{shipment_id}", orders)

        track = Function(
            self,
            "TrackingApi",
            name="tracking_api",
            platform=platform,
            environment={
                "TABLE_NAME": data.table.table_name,
                "LINK_SECRET": data.link_secret.name,
                "PUBLIC_URL": platform.api.public_url,
            },
        )
        data.table.grant(track, "dynamodb:GetItem", "dynamodb:Query")
        data.link_secret.readable_by(track)
        platform.api.route("/v1/track/{token}", track)
        platform.api.route("/t/{token}", track)

        project = Function(
            self,
            "ProjectShipment",
            name="project_shipment",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.grant(project, "dynamodb:Query", "dynamodb:PutItem")
        consume_stream(
            project,
            platform=platform,
            filters=[
                {"eventName": ["INSERT"], "dynamodb": {"Keys": {"SK": {"S": [{"prefix": "CHECKPOINT#"}]}}}},
                {"dynamodb": {"Keys": {"SK": {"S": ["ASSIGNMENT"]}}}},
            ],
        )
