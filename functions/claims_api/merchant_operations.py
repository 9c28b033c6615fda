"""The operations by which merchants read claims, for OpenAPI."""

from __future__ import annotations

from functions.claims_api.models import ClaimsAnswer
from shared.evidence.evidence_files import ID as EVIDENCE_ID
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.order import ID

TAG = ("Claims",)
_ORDER_ID = Parameter(
    "order_id", "path", "The shop's own order number.", {"type": "string", "pattern": ID}, example="A-1001"
)
_CLAIM_ID = Parameter(
    "claim_id", "path", "The claim's number.", {"type": "string", "pattern": ID}, example="CL-7K3F92M4"
)
_EVIDENCE_ID = Parameter("evidence_id", "path", "As the claim names it.", {"type": "string", "pattern": EVIDENCE_ID})

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/claims",
        id="listClaims",
        summary="List what was reported of an order",
        description=(
            "Every claim, oldest first, with the shopper's words, what they showed, and the case. Answer one at "
            "`PUT /v1/orders/{order_id}/cases/{claim_id}`, of its case's `kind`. `ClaimReported` says when to look."
        ),
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "The claims.", ClaimsAnswer),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}",
        id="getClaimEvidence",
        summary="Look at what was shown",
        description="Leads to the file, at an address that works for a minute.",
        parameters=(_ORDER_ID, _CLAIM_ID, _EVIDENCE_ID),
        answers=(Answer(302, "There.", content_type="text/plain", headers={"Location": "Where the file is."}),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=TAG,
    ),
)
