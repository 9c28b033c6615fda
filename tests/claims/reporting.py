"""An order whose shopper reports what went wrong, and the stores around it."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.cases.case import Case, CaseKind, CaseLine, CaseNews, Told
from shared.cases.record_case import record_case
from shared.claims.add_to_claim import add_evidence, add_words
from shared.claims.claim import Claim
from shared.claims.problem import Problem, Wish
from shared.claims.report_problem import Report, report_problem
from shared.evidence.evidence import Evidence
from shared.tracking.order import OrderLine, Shipment
from shared.tracking.parcel import Leg
from tests.fakes import InMemoryCases, InMemoryClaims, InMemoryOrders
from tests.samples import NOW, SHIPPED, order, shipment

LINES = (OrderLine("KB-01", "Rice bowl", 2), OrderLine("KB-02", "Plate", 1), OrderLine("KB-01", "Rice bowl", 1))
BROKEN = Report(Problem.DAMAGED, "S-1", (CaseLine("KB-01", 2),), Wish.REPLACEMENT, "The rim is chipped.")
LATE = Report(Problem.NOT_ARRIVED, "S-1")


class ReportingDesk:
    """The stores that a report needs, with the order."""

    def __init__(self) -> None:
        self.claims, self.cases, self.orders = InMemoryClaims(), InMemoryCases(), InMemoryOrders()
        sent_back = Shipment("R-1", SHIPPED, (), Leg.RETURN)
        self.order = self.orders.save(order(lines=LINES).with_shipment(shipment()).with_shipment(sent_back), [])

    def report(self, report: Report = BROKEN, at: datetime = NOW) -> Claim:
        return report_problem(self.claims, self.cases, self.orders, self.order, report, at)

    def say(self, claim_id: str, words: str, at: datetime = NOW) -> Claim:
        return add_words(self.claims, self.cases, self.orders, self.order, claim_id, words, at)

    def show(self, claim_id: str, key: str, at: datetime = NOW) -> Claim:
        return add_evidence(self.claims, self.order, claim_id, Evidence("photo", key, at), at)

    def case(self, claim: Claim) -> Case:
        return self.cases.cases[claim.order_id, claim.claim_id]

    def answer(self, claim: Claim, news: CaseNews, hours: float, reason: str = "") -> Case:
        """What the merchant tells `hours` after NOW; at that hour."""
        told = Told(NOW + timedelta(hours=hours), reason=reason)
        kind: CaseKind = claim.problem.case_kind
        return record_case(
            self.cases, self.orders, claim.order_id, claim.claim_id, kind, news, told, NOW + timedelta(hours=hours)
        )[0]
