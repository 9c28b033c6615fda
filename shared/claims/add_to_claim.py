"""Add to a claim: more words, and what shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.cases.ports import Cases
from shared.claims.claim import MAX_EVIDENCE, MOST_SAID, Claim, Said
from shared.claims.claim_case import open_case, retried
from shared.claims.ports import Claims
from shared.claims.report_problem import TooMuchSaid, UnreadableReport, clean
from shared.errors import Invalid, NotFound
from shared.evidence.evidence import Evidence
from shared.tracking.order import Order
from shared.tracking.ports import Orders


class ClaimUnknown(NotFound):
    """The order has no such claim."""

    code = "claim_unknown"


class TooMuchShown(Invalid):
    """The claim has no room for another file."""

    code = "too_much_shown"


def claim_of(claims: Claims, order_id: str, claim_id: str) -> Claim:
    """The claim; raises ClaimUnknown."""
    claim = claims.get(order_id, claim_id)
    if claim is None:
        raise ClaimUnknown("There is no such claim.", field="claim_id")
    return claim


def add_words(
    claims: Claims, cases: Cases, orders: Orders, order: Order, claim_id: str, words: str, now: datetime
) -> Claim:
    """Keep more words of the shopper. They open a closed case again: it is not solved. `now`: aware, UTC.

    The same words again change nothing while the case is open. It is opened first, as in `report_problem`. Raises
    ClaimUnknown, UnreadableReport (also without words), TooMuchSaid, and StaleClaim or StaleCase.
    """
    cleaned = clean(words)

    def save() -> Claim:
        known = claim_of(claims, order.order_id, claim_id)
        if not cleaned:
            raise UnreadableReport("Say something.", field="words")
        joined = known.joined(replace(known, said=(Said(now, cleaned),)))
        if len(joined.said) > MOST_SAID:
            raise TooMuchSaid(f"Words are kept {MOST_SAID} times at most.", field="words")
        open_case(cases, orders, joined, now)
        return joined if joined == known else claims.save(joined)

    return retried(save)


def add_evidence(claims: Claims, order: Order, claim_id: str, evidence: Evidence, now: datetime) -> Claim:
    """Keep what was shown as of `now` (aware, UTC); the same file again changes nothing.

    It leaves the case as it is: photos come one by one, and not each is news. Raises ClaimUnknown, TooMuchShown, and
    StaleClaim where others were faster again and again.
    """

    def save() -> Claim:
        known = claim_of(claims, order.order_id, claim_id)
        if any(shown.key == evidence.key for shown in known.evidence):
            return known
        if len(known.evidence) >= MAX_EVIDENCE:
            raise TooMuchShown(f"{MAX_EVIDENCE} files are kept at most.", field="evidence")
        return claims.save(known.joined(replace(known, evidence=(replace(evidence, added_at=now),))))

    return retried(save)
