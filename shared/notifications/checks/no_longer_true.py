"""Still true? What the facts have to say for a trigger to be told, looked at when it is decided."""

from __future__ import annotations

from collections.abc import Callable

from shared.cases.case import CaseNews
from shared.notifications.checks import still_true_of_delivery as delivery
from shared.notifications.checks import still_true_of_lines as lines
from shared.notifications.checks.question import PASSED, Answer, Question

_SENT_BACK = frozenset({CaseNews.SENT_BACK, CaseNews.RECEIVED})


def no_longer_true(asked: Question) -> Answer:
    """Whether what it says, or asks for, is so no more."""
    why_not = _WHY_NOT.get(asked.occasion.trigger.name)
    says = why_not(asked) if why_not else ""
    return Answer(False, says) if says else PASSED


def _waits_no_more(asked: Question) -> str:
    """A case that no longer waits for the shopper: it is closed, or something was heard of it since."""
    for case in asked.situation.cases:
        if case.case_id == asked.occasion.facts.get("case_id"):
            newest = max(case.news.values(), key=lambda told: told.at, default=None)
            waits = newest is None or case.news.get(CaseNews.NEEDS_MORE) == newest
            return "" if case.is_open and waits else "answered"
    return ""


def _is_sent_back(asked: Question) -> str:
    for case in asked.situation.cases:
        if case.case_id == asked.occasion.facts.get("case_id"):
            if not case.is_open:
                return "closed"
            return "sent back" if _SENT_BACK & case.news.keys() else ""
    return ""


_WHY_NOT: dict[str, Callable[[Question], str]] = {
    "dispatch_delayed": delivery.is_shipped_or_safe,
    "dispatch_overdue": delivery.is_shipped,
    "delay_predicted": delivery.is_safe,
    "pickup_delayed": delivery.is_safe_or_unpromised,
    "promise_restored": delivery.is_not_restored,
    "promise_brought_forward": delivery.has_moved,
    "delivery_rescheduled": delivery.has_moved,
    "arriving_soon": delivery.has_moved,
    "parcel_delivered": delivery.all_have_come,
    "carrier_delay": delivery.is_cleared,
    "customs_delay": delivery.is_cleared,
    "payment_due": delivery.is_cleared,
    "address_problem": delivery.is_cleared,
    "delivery_problem": delivery.is_cleared,
    "undeliverable": delivery.is_cleared,
    "lost": delivery.is_cleared,
    "claim_needs_photo": _waits_no_more,
    "claim_photo_reminder": _waits_no_more,
    "return_needs_more": _waits_no_more,
    "warranty_needs_more": _waits_no_more,
    "return_reminder": _is_sent_back,
    "review_invited": lines.is_not_to_be_reviewed,
    "review_invited_again": lines.is_not_to_be_reviewed,
    "warranty_ending": lines.is_gone,
}
