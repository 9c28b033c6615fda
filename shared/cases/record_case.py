"""Record what is heard of a case: once, however often and in whatever order it is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.cases.ports import Cases
from shared.errors import Conflict, Invalid
from shared.tracking.ports import Orders
from shared.tracking.register_shipment import OrderUnknown

AHEAD = timedelta(days=1)
"""So far may what is told lie ahead of our clock: systems that know a day only write its end."""
MAX_CASES = 100
"""Of one order: everything about an order is read together when its shopper is told something."""


class AnotherKind(Invalid):
    """The case is known as one of another kind."""

    code = "case_of_another_kind"


class NotYetHappened(Invalid):
    """News from the future would outlast all that comes until then."""

    code = "not_yet_happened"


class TooManyCases(Conflict):
    """The order has no room for another case."""

    code = "too_many_cases"


def record_case(
    cases: Cases, orders: Orders, order_id: str, case_id: str, kind: CaseKind, news: CaseNews, told: Told, now: datetime
) -> tuple[Case, bool]:
    """Save the case with this piece of news, unless it says nothing new; answers it, and whether the case is new.

    `told.at`, `now`: aware, UTC. Raises OrderUnknown, AnotherKind, NotYetHappened, TooManyCases, and StaleCase where
    somebody else was faster.
    """
    if told.at > now + AHEAD:
        raise NotYetHappened("This lies in the future: tell it when it has happened.", field="happened_at")
    known = cases.get(order_id, case_id)
    case = known or _opened(cases, orders, order_id, case_id, kind)
    if case.kind is not kind:
        raise AnotherKind("The case was told as one of another kind.", field="kind")
    heard = case.hearing(news, told)
    if heard == known:
        return heard, False
    return cases.save(heard), known is None


def _opened(cases: Cases, orders: Orders, order_id: str, case_id: str, kind: CaseKind) -> Case:
    if orders.get(order_id) is None:
        raise OrderUnknown("There is no order with this id: send the order first.", field="order_id")
    if len(cases.of_order(order_id)) >= MAX_CASES:
        raise TooManyCases(f"An order holds {MAX_CASES} cases at most.", field="case_id")
    return Case(order_id, case_id, kind)
