"""What is no longer true of an order line. Each answers why in a word or two, "" while it is true."""

from __future__ import annotations

from shared.cases.case import Case, CaseKind, CaseNews
from shared.notifications.checks.question import Question
from shared.notifications.situation import Situation

_KEEPS_IT = frozenset({CaseNews.DECLINED, CaseNews.CANCELLED, CaseNews.EXPIRED})


def is_not_to_be_reviewed(asked: Question) -> str:
    """Of a line that a review is asked for: the shopper has it still, and has not reviewed it."""
    if asked.occasion.facts.get("sku") in asked.situation.reviewed:
        return "reviewed"
    return is_gone(asked)


def is_gone(asked: Question) -> str:
    """Of a line that the shopper is taken to have: it was taken out, cancelled, or sent back."""
    sku = asked.occasion.facts.get("sku", "")
    lines = [line for line in asked.situation.order.lines if line.sku == sku]
    if not any(line.still_ordered for line in lines):
        return "line cancelled"
    if any(_is_given_back(case, sku) for case in asked.situation.cases):
        return "returned"
    return "went back" if _all_went_back(asked.situation) else ""


def _is_given_back(case: Case, sku: str) -> bool:
    """Whether some of it goes back, or its price did; a case without lines is about all of them."""
    if case.lines and all(line.sku != sku for line in case.lines):
        return False
    if case.kind is CaseKind.CLAIM:
        return CaseNews.REFUNDED in case.news
    return case.kind is CaseKind.RETURN and not _KEEPS_IT & case.news.keys()


def _all_went_back(situation: Situation) -> bool:
    parcels = [situation.parcels.get(parcel) for parcel in situation.outbound]
    return bool(parcels) and all(parcel is not None and parcel.returned for parcel in parcels)
