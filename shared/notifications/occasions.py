"""Occasions: what an event sets off, by the catalogue. The same event and situation give the same occasions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.cases.events import CaseChanged
from shared.estimates.events import EstimateRevised, PromiseAtRisk, PromiseMissed
from shared.notifications.catalogue import (
    arrival,
    before_shipping,
    claims,
    delivery,
    expectation,
    refunds,
    returns,
    reviews,
    trouble,
    warranty,
)
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.tracking.events import (
    IncidentOpened,
    MilestoneReached,
    OrderCancelled,
    OrderLineBackordered,
    OrderLineCancelled,
    OrderRecorded,
    ShipmentRegistered,
)

Heard = (
    MilestoneReached
    | IncidentOpened
    | EstimateRevised
    | PromiseAtRisk
    | PromiseMissed
    | ShipmentRegistered
    | OrderRecorded
    | OrderLineCancelled
    | OrderLineBackordered
    | OrderCancelled
    | CaseChanged
)
_Rule = Callable[[Any, Situation, NotificationRules], Iterator[Occasion]]

_SET_OFF: Mapping[type[Heard], tuple[_Rule, ...]] = {
    MilestoneReached: (
        before_shipping.from_milestone,
        delivery.from_milestone,
        arrival.from_milestone,
        returns.from_milestone,
        reviews.from_milestone,
    ),
    IncidentOpened: (trouble.from_incident,),
    EstimateRevised: (before_shipping.from_revision, expectation.from_revision, reviews.from_revision),
    PromiseAtRisk: (before_shipping.from_risk, expectation.from_risk),
    PromiseMissed: (before_shipping.from_miss, expectation.from_miss),
    ShipmentRegistered: (delivery.from_shipment,),
    OrderRecorded: (before_shipping.from_order, warranty.from_order),
    OrderLineCancelled: (before_shipping.from_cancelled_line,),
    OrderLineBackordered: (before_shipping.from_back_order,),
    OrderCancelled: (before_shipping.from_cancelled_order,),
    CaseChanged: (
        returns.from_case,
        refunds.from_case,
        claims.from_case,
        warranty.from_case,
        reviews.from_case,
    ),
}

HEARD: tuple[type[Heard], ...] = tuple(_SET_OFF)
"""What notifications listen to."""


def occasions(heard: Heard, situation: Situation, rules: NotificationRules) -> list[Occasion]:
    """What `heard` sets off, in the catalogue's order; also what the merchant does not tell, which `decide` answers."""
    return [occasion for rule in _SET_OFF[type(heard)] for occasion in rule(heard, situation, rules)]
