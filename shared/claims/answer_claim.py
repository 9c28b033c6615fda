"""Answer a claim as the shop: what becomes of it is told by its case, and so to its shopper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.cases.case import Case, CaseNews, Told
from shared.cases.ports import Cases, StaleCase
from shared.cases.record_case import record_case
from shared.claims.add_to_claim import claim_of
from shared.claims.claim_case import moment_after
from shared.claims.ports import Claims
from shared.errors import Invalid
from shared.tracking.ports import Orders

ANSWERS = (CaseNews.APPROVED, CaseNews.NEEDS_MORE, CaseNews.DECLINED, CaseNews.RESOLVED)
"""What a person can say of it by hand. Refunds, replacements and repairs are told by the systems that make them."""
REASONS = ("no_proof", "not_as_described", "not_covered", "used", "outside_window", "no_response", "other")
"""Why one is declined; pages and messages have a sentence for each."""


class AnswerUnknown(Invalid):
    """There is no such answer."""

    code = "answer_unknown"


class ReasonMissing(Invalid):
    """A claim is declined for a reason that its shopper is told."""

    code = "reason_missing"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody looked at before they decided."""

    case: int
    """The version of the case."""
    claim: int
    """The version of the claim: whoever declines for want of a proof has to have seen that there is none."""


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What somebody decided, of what they looked at."""

    news: CaseNews
    seen: Seen
    reason: str = ""
    """One of `REASONS`, where it is declined."""


def answer_claim(
    claims: Claims, cases: Cases, orders: Orders, order_id: str, claim_id: str, answer: ClaimAnswer, now: datetime
) -> Case:
    """Tell the claim's case; answers it. Sent again, it changes nothing. `now`: aware, UTC.

    Raises AnswerUnknown, ReasonMissing, ClaimUnknown, and StaleCase where something else was heard,
    or the shopper told or showed more, since it was seen.
    """
    if answer.news not in ANSWERS:
        raise AnswerUnknown("There is no such answer.", field="news")
    reason = answer.reason if answer.news is CaseNews.DECLINED else ""
    if answer.news is CaseNews.DECLINED and reason not in REASONS:
        raise ReasonMissing("Say why it is declined.", field="reason")
    claim = claim_of(claims, order_id, claim_id)
    case = cases.get(order_id, claim_id)
    if case is None or Seen(case.version, claim.version) != answer.seen:
        if case is not None and _is_newest(case, answer.news, reason):
            return case
        raise StaleCase("Something else was heard of the claim: look at it anew.")
    told = Told(moment_after(case, now), reason=reason)
    return record_case(cases, orders, order_id, claim_id, case.kind, answer.news, told, now)[0]


def _is_newest(case: Case, news: CaseNews, reason: str) -> bool:
    return case.newest is news and case.news[news].reason == reason
