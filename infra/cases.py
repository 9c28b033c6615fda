"""Cases: what happened to returns, claims and the like, over HTTP and from the bus."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform
from infra.work_queue import WorkQueue

_SAVE = ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")
"""To read the order and its cases, and save one."""


class Cases(Construct):
    """`/v1/orders/{order_id}/cases…`, `/v1/cases`, and bus -> queue -> cases in the table."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        data = platform.data
        api = Function(
            self,
            "CasesApi",
            name="cases_api",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(api, *_SAVE, "dynamodb:BatchGetItem")
        data.table.allow_lists(api)
        platform.api.route("/v1/cases", api)
        platform.api.route("/v1/orders/{order_id}/cases", api)
        platform.api.route("/v1/orders/{order_id}/cases/{case_id}", api)

        record = Function(
            self,
            "RecordReportedCase",
            name="record_reported_case",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name},
        )
        data.table.allow(record, *_SAVE)
        reported = WorkQueue(self, "ReportedCases", platform=platform)
        reported.fed_by(data.bus, "CaseReported", source=None)
        reported.drained_by(record)
