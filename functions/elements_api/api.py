"""What the API of embedded elements gives, for OpenAPI."""

from __future__ import annotations

from functions.elements_api.handler import FILE
from shared.runtime.operation import Answer, Operation, Parameter

OPERATIONS = (
    Operation(
        method="GET",
        path="/elements/{file}",
        id="getElement",
        summary="Load an element that a shop's page embeds",
        description=(
            "A JavaScript module. Its name holds its digest, so it never changes: every version that was served once "
            "stays. `todoku elements` prints the names with their integrity."
        ),
        parameters=(
            Parameter(
                "file",
                "path",
                "The element, its digest, `.js`.",
                {"type": "string", "pattern": f"^{FILE.pattern}$"},
                example="delivery-promise.0123456789abcdef.js",
            ),
        ),
        answers=(Answer(200, "The module.", content_type="text/javascript", headers={"Cache-Control": "For good."}),),
        problems=(400, 404, 503),
        tags=("Elements",),
    ),
)
