"""Report what went wrong with an order: once, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.cases.case import CaseLine
from shared.cases.ports import Cases
from shared.claims.claim import MOST_SAID, MOST_WORDS, Claim, Said
from shared.claims.claim_case import open_case, retried
from shared.claims.claim_number import claim_id_of
from shared.claims.ports import Claims
from shared.claims.problem import Problem, Wish
from shared.errors import Invalid
from shared.free_text import readable
from shared.tracking.order import Order
from shared.tracking.parcel import Leg
from shared.tracking.ports import Orders


class LineUnknown(Invalid):
    """The order has no such article."""

    code = "line_unknown"


class ShipmentUnknown(Invalid):
    """The order has no such shipment that was sent to its shopper."""

    code = "shipment_unknown"


class UnreadableReport(Invalid):
    """Something is missing from the report, or more than anybody can mean."""

    code = "unreadable_report"


class TooMuchSaid(Invalid):
    """The claim has no room for more words."""

    code = "too_much_said"


@dataclass(frozen=True, slots=True)
class Report:
    """What a shopper sends."""

    problem: Problem
    shipment_id: str = ""
    """"" : of the whole order, or they do not know."""
    lines: tuple[CaseLine, ...] = ()
    """The articles it is about, each SKU once; none where the problem is the parcel's."""
    wish: Wish = Wish.UNDECIDED
    words: str = ""
    """As they were typed."""


def report_problem(claims: Claims, cases: Cases, orders: Orders, order: Order, report: Report, now: datetime) -> Claim:
    """Keep what was reported, and open the case by which the merchant hears of it; answers the claim.

    The same again changes nothing. Another report of the same problem and shipment adds its articles and words, and
    opens a closed case again. The case is opened first: a claim without a case would reach nobody, while a case whose
    claim is missing is seen, and sent again is made whole; and an order with too many cases is refused with nothing
    kept. `now`: aware, UTC.

    Raises LineUnknown, ShipmentUnknown, UnreadableReport and TooMuchSaid, each with its field; TooManyCases; and
    StaleClaim or StaleCase where others were faster again and again.
    """
    reported = _claim_of(order, report, now)

    def save() -> Claim:
        known = claims.get(order.order_id, reported.claim_id)
        joined = known.joined(reported) if known else reported
        if len(joined.said) > MOST_SAID:
            raise TooMuchSaid(f"Words are kept {MOST_SAID} times at most.", field="words")
        open_case(cases, orders, joined, now)
        return joined if joined == known else claims.save(joined)

    return retried(save)


def clean(words: str) -> str:
    """Words as they are kept: without control characters and outer spaces; UnreadableReport where they are too long."""
    kept = readable(words)
    if len(kept) > MOST_WORDS:
        raise UnreadableReport(f"Words have {MOST_WORDS} characters at most.", field="words")
    return kept


def _claim_of(order: Order, report: Report, now: datetime) -> Claim:
    """The report by itself, as a claim."""
    _require_sent(order, report.shipment_id)
    words = clean(report.words)
    if report.problem is Problem.DEFECT and not words:
        raise UnreadableReport("Say what does not work.", field="words")
    is_wished = report.wish is not Wish.UNDECIDED
    return Claim(
        order_id=order.order_id,
        claim_id=claim_id_of(order.order_id, report.problem, report.shipment_id),
        problem=report.problem,
        shipment_id=report.shipment_id,
        reported_at=now,
        lines=_lines(order, report),
        wish=report.wish,
        wished_at=now if is_wished else None,
        said=(Said(now, words),) if words else (),
    )


def _require_sent(order: Order, shipment_id: str) -> None:
    shipment = order.shipments.get(shipment_id)
    if shipment_id and (shipment is None or shipment.leg is not Leg.OUTBOUND):
        raise ShipmentUnknown("The order has no such shipment.", field="shipment")


def _lines(order: Order, report: Report) -> tuple[CaseLine, ...]:
    if not report.problem.names_articles:
        return ()
    if not report.lines:
        raise UnreadableReport("Say which articles it is about.", field="lines")
    bought: dict[str, int] = {}
    for position in order.lines:
        bought[position.sku] = bought.get(position.sku, 0) + position.quantity
    for line in report.lines:
        if line.sku not in bought:
            raise LineUnknown("The order has no such article.", field="lines")
        if not 1 <= line.quantity <= bought[line.sku]:
            raise UnreadableReport("So many of an article were not ordered.", field="lines")
    if len({line.sku for line in report.lines}) < len(report.lines):
        raise UnreadableReport("Name each article once.", field="lines")
    return tuple(sorted(report.lines, key=lambda line: line.sku))
