"""Routes by which the merchant reads what shoppers reported. It is answered at `cases_api`, by its case."""

from __future__ import annotations

from functions.claims_api.models import ClaimsAnswer, ClaimView
from functions.claims_api.setting import cases, claims, desk, evidence_desk, keys, logger
from shared.access import api_key
from shared.claims.add_to_claim import claim_of
from shared.claims.list_claims import list_claims
from shared.evidence.evidence_files import address_of
from shared.runtime.http import Request, Response, Routes
from shared.runtime.path import read_id
from shared.tracking.order import ID


def get_claims(request: Request) -> Response:
    """GET /v1/orders/{order_id}/claims"""
    order_id = _authorised(request)
    found = list_claims(claims(), desk().orders, order_id)
    known = {case.case_id: case for case in cases().of_order(order_id)} if found else {}
    answer = ClaimsAnswer(claims=[ClaimView.of(claim, known.get(claim.claim_id)) for claim in found])
    return Response(200, answer.model_dump(mode="json"), headers={"cache-control": "no-store"})


def get_evidence(request: Request) -> Response:
    """GET /v1/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}: leads to the file, for a minute."""
    claim = claim_of(claims(), _authorised(request), read_id(request, "claim_id", ID))
    address = address_of(evidence_desk().files, claim.evidence, request.path["evidence_id"])
    logger.info("evidence read", extra={"order_id": claim.order_id, "claim_id": claim.claim_id})
    return Response(302, "", "text/plain", {"location": address, "cache-control": "no-store"})


ROUTES: Routes = {
    "/v1/orders/{order_id}/claims": {"GET": get_claims},
    "/v1/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}": {"GET": get_evidence},
}


def _authorised(request: Request) -> str:
    """The order's id in the path, once the caller has shown the merchant's key."""
    api_key.require(keys(), request.bearer(), api_key.KeyKind.MERCHANT)
    return read_id(request, "order_id", ID)
