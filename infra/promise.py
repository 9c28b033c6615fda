"""The delivery promise: one function behind one route."""

from __future__ import annotations

from constructs import Construct

from infra.function import Function
from infra.platform import Platform


class Promise(Construct):
    """`GET /v1/promise`."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        table = platform.data.table
        api = Function(
            self,
            "PromiseApi",
            name="promise_api",
            platform=platform,
            environment={"TABLE_NAME": table.table_name},
        )
        table.allow(api, "dynamodb:GetItem")
        platform.api.route("/v1/promise", api)
