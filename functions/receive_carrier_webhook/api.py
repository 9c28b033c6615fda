"""What carriers push, for OpenAPI."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from shared.runtime.operation import Answer, Operation, Parameter


class AcceptedAnswer(BaseModel):
    """The update is safe; it will be read in a moment."""

    status: Literal["accepted"]


OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/carriers/{carrier}/webhook",
        id="receiveCarrierWebhook",
        summary="Push a carrier update",
        description=(
            "For carriers and aggregators, each in its own format and with its own signature header. Repeats and "
            "disorder are welcome: 202 means that the update is kept, not that it is new."
        ),
        parameters=(
            Parameter(
                "carrier",
                "path",
                "Slug of the adapter that reads the payload.",
                {"type": "string", "pattern": "^[a-z][a-z0-9_]{1,31}$"},
                example="easypost",
            ),
        ),
        any_body="The carrier's own payload, at most 4 MiB of UTF-8 JSON or XML.",
        answers=(Answer(202, "Kept.", AcceptedAnswer),),
        problems=(400, 401, 404, 413, 503),
        security="carrier",
        tags=("Carriers",),
    ),
)
