"""Disruptions: advisories about trouble ahead, over HTTP and from the bus."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

SOURCE = "postpurchase.disruptions"
_SAVE = ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")
"""To read what stands, and save it anew with its place among those in force."""


class Disruptions(Construct):
    """`/v1/advisories`, and bus -> queue -> advisories in the table."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        api = Function(
            self,
            "AdvisoriesApi",
            name="advisories_api",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(api, *_SAVE, "dynamodb:Query")
        platform.api.route("/v1/advisories", api)
        platform.api.route("/v1/advisories/{advisory_id}/end", api)

        ingest = Function(
            self,
            "IngestAdvisory",
            name="ingest_advisory",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(ingest, *_SAVE)
        reported = WorkQueue(self, "Advisories", platform=platform)
        reported.fed_by(data.bus, "AdvisoryReported", source=SOURCE)
        reported.drained_by(ingest)
