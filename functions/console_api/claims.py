"""Routes on which claims are answered, beside the story of their order, and what their shoppers showed is looked at."""

from __future__ import annotations

import re

from functions.console_api.looking import order_in_words
from functions.console_api.setting import Made, Visit, desk, evidence_files, logger, page, visited
from shared.access.console_role import Right
from shared.cases.case import CaseNews
from shared.claims.add_to_claim import claim_of
from shared.claims.answer_claim import AnswerUnknown, ClaimAnswer, ReasonMissing, Seen, answer_claim
from shared.evidence.evidence_files import address_of
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import see_other

_SEEN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
"""Of the case and of the claim, as the page wrote them."""


def post_claim(request: Request) -> Response:
    """POST /console/orders/{order_id}/claims/{claim_id}: answer it, as it was looked at."""

    def answer(visit: Visit) -> Made:
        order_id, claim_id = request.path["order_id"], request.path["claim_id"]
        decided = _answer(visit.fields)
        try:
            answer_claim(desk().claims, desk().cases, desk().orders, order_id, claim_id, decided, clock.now())
        except ReasonMissing:
            return page(order_in_words(request, visit, failed_claim=claim_id), visit.frame, 422)
        told = {"order_id": order_id, "claim_id": claim_id, "session": visit.visitor.session.short}
        logger.info("claim answered", extra={**told, "news": decided.news, "reason": decided.reason})
        return see_other(visit.frame.place("orders", order_id, done="claim"))

    return visited(request, answer, needs=Right.DECIDE)


def get_claim_evidence(request: Request) -> Response:
    """GET /console/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}: leads to the file, for a minute."""

    def lead(visit: Visit) -> Made:
        claim = claim_of(desk().claims, request.path["order_id"], request.path["claim_id"])
        address = address_of(evidence_files(), claim.evidence, request.path["evidence_id"])
        told = {"order_id": claim.order_id, "claim_id": claim.claim_id, "session": visit.visitor.session.short}
        logger.info("evidence read", extra=told)
        return see_other(address)

    return visited(request, lead, needs=Right.OPEN_FILES)


ROUTES: Routes = {
    "/console/orders/{order_id}/claims/{claim_id}": {"POST": post_claim},
    "/console/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}": {"GET": get_claim_evidence},
}


def _answer(fields: dict[str, str]) -> ClaimAnswer:
    news, seen = fields.get("news", ""), _SEEN.fullmatch(fields.get("seen", ""))
    if news not in {*CaseNews} or seen is None:
        raise AnswerUnknown("There is no such answer.", field="news")
    return ClaimAnswer(CaseNews(news), Seen(case=int(seen[1]), claim=int(seen[2])), fields.get("reason", ""))
