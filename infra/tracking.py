"""Orders in, tracking out, and the projection in between."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.table_stream import consume_stream

_PARCELS = (
    "/v1/parcels",
    "/v1/parcels/{carrier}/{tracking_number}",
    "/v1/parcels/{carrier}/{tracking_number}/reopen",
    "/v1/orders",
    "/v1/shipments",
)


class Tracking(Construct):
    """Orders and parcels APIs, tracking page and JSON, and the function that joins checkpoints."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        orders = Function(
            self,
            "OrdersApi",
            name="orders_api",
            platform=platform,
            environment={
                **platform.for_links(),
                "MERCHANT_ID": platform.stage.merchant,
            },
        )
        data.table.allow(orders, "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem")
        data.link_secret.readable_by(orders)
        platform.api.route("/v1/orders/{order_id}", orders)
        platform.api.route("/v1/orders/{order_id}/shipments/{shipment_id}", orders)
        platform.api.route("/v1/orders/{order_id}/tracking", orders)

        parcels = Function(
            self,
            "ParcelsApi",
            name="parcels_api",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(parcels, "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem")
        data.table.allow_lists(parcels)
        for path in _PARCELS:
            platform.api.route(path, parcels)

        track = Function(
            self,
            "TrackingApi",
            name="tracking_api",
            platform=platform,
            environment=platform.for_links(),
        )
        data.table.allow(track, "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
        # The page reads, and keeps two things: that a link of a message was followed, with the message and its shopper;
        # and how often a promotion was.
        data.table.allow_below(track, ["ORDER#", "SHOPPER#"], "dynamodb:PutItem")
        data.table.allow_below(track, ["PROMOTION#"], "dynamodb:UpdateItem")
        data.link_secret.readable_by(track)
        platform.api.route("/s/{code}", track)
        platform.api.route("/v1/track/{token}", track)
        platform.api.route("/t/{token}", track)
        platform.api.route("/t/{token}/p/{promotion_id}", track)
        platform.api.route("/v1/promotions/{promotion_id}/clicks", track)

        project = Function(
            self,
            "ProjectShipment",
            name="project_shipment",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(project, "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem")
        consume_stream(
            project,
            platform=platform,
            filters=[
                {
                    "eventName": ["INSERT", "MODIFY"],
                    "dynamodb": {"Keys": {"SK": {"S": [{"prefix": "CHECKPOINT#"}, {"prefix": "ALSO#"}]}}},
                },
                {"dynamodb": {"Keys": {"SK": {"S": [{"prefix": "ASSIGNMENT#"}]}}}},
            ],
        )
