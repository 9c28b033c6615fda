"""What was saved is published: the table's stream onto the bus."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.table_stream import consume_stream


class Publishing(Construct):
    """The only way an event leaves the table."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        publish = Function(
            self,
            "PublishEvents",
            name="publish_events",
            platform=platform,
            environment={"BUS_NAME": data.bus.event_bus_name, "MERCHANT_ID": platform.stage.merchant},
        )
        data.bus.grant_put_events_to(publish)
        consume_stream(
            publish,
            platform=platform,
            filters=[
                {
                    "eventName": ["INSERT"],
                    "dynamodb": {
                        "Keys": {
                            "SK": {
                                "S": [
                                    {"prefix": "CHECKPOINT#"},
                                    {"prefix": "EVENT#"},
                                    {"prefix": "PROMISE#"},
                                    "LOOKUP",
                                ]
                            }
                        }
                    },
                },
                {
                    "eventName": ["INSERT", "MODIFY"],
                    "dynamodb": {
                        "Keys": {
                            "SK": {
                                "S": [
                                    {"prefix": "PROJECTION#"},
                                    {"prefix": "MESSAGE#"},
                                    {"prefix": "ESTIMATE#"},
                                    {"prefix": "ENDPOINT#"},
                                    {"prefix": "CASE#"},
                                    {"prefix": "CLAIM#"},
                                    {"prefix": "REVIEW#"},
                                    "SHOPPER",
                                    "RETURN",
                                    "ADVISORY",
                                ]
                            }
                        }
                    },
                },
                {"dynamodb": {"Keys": {"PK": {"S": ["CONFIGURATION"]}, "SK": {"S": ["CURRENT"]}}}},
                {"dynamodb": {"Keys": {"PK": {"S": ["MODEL", "ADVISORIES", {"prefix": "KEYS#"}]}}}},
            ],
        )
