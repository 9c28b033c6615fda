"""What is said of every case: which it is, and what its news brought with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.cases.case import Case, CaseNews
from shared.cases.events import CaseChanged
from shared.notifications import subject
from shared.notifications.facts import Facts
from shared.notifications.occasion import Occasion
from shared.notifications.trigger import Trigger


def case_occasion(trigger: Trigger, changed: CaseChanged) -> Occasion:
    """An occasion about a case, once."""
    return Occasion(
        trigger=trigger,
        order_id=changed.order_id,
        subject=subject.of_case(changed.case_id),
        occurred_at=changed.happened_at,
        facts=about_case(changed),
    )


def told_anew(occasion: Occasion, cases: Sequence[Case]) -> Occasion:
    """The same about a case that was opened again before: what was told until then is no answer any more.

    Once for each time it was opened. What comes late, of before, stays what it was.
    """
    case_id = occasion.facts["case_id"]
    for case in cases:
        opened = case.news.get(CaseNews.REOPENED) if case.case_id == case_id else None
        if opened is not None and opened.at < occasion.occurred_at:
            return replace(occasion, subject=subject.of_case(case_id, opened.at.isoformat()))
    return occasion


def about_case(changed: CaseChanged) -> Facts:
    """Everything that the event says, where it says it."""
    facts = Facts(case_id=changed.case_id, case_kind=changed.kind.value)
    if len(changed.lines) == 1:
        facts |= Facts(sku=changed.lines[0].sku, quantity=str(changed.lines[0].quantity))
    if changed.amount is not None:
        facts |= Facts(amount=str(changed.amount.amount), currency=changed.amount.currency)
    if changed.until is not None:
        facts["until"] = str(changed.until)
    if changed.day is not None:
        facts["day"] = str(changed.day)
    if changed.reason:
        facts["reason"] = changed.reason
    if changed.url:
        facts["url"] = changed.url
    return facts
