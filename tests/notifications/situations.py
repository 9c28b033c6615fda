"""Situations to decide in: one order with one parcel, and what may be changed about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from shared.cases.case import Case, CaseKind, CaseNews
from shared.cases.case import Told as CaseTold
from shared.cases.events import CaseChanged
from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.events import EstimatedDates, EstimateRevised, PromiseAtRisk, PromiseMissed
from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.notifications.catalogue import TRIGGERS, trigger_named
from shared.notifications.message import Message, MessageState, message_id
from shared.notifications.occasion import Occasion
from shared.notifications.occasions import Heard, occasions
from shared.notifications.rules import NotificationRules, QuietHours, RateLimit, Told
from shared.notifications.situation import Situation
from shared.notifications.subject import of_parcel
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Shopper
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.detail import Detail
from shared.tracking.events import IncidentOpened, MilestoneReached
from shared.tracking.incident import Incident
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Order, Shipment
from shared.tracking.parcel import Leg, Parcel
from tests.samples import MAIL_ADDRESS, NOW, PARCEL_ID, SHIPPED, order, shipment

SECOND = ParcelId(ParcelNumber("usps", "9400136208231234500034"), SHIPPED.date())
BACK = ParcelId(ParcelNumber("usps", "9400136208231234500041"), SHIPPED.date())
EVERYONE = Contact(MAIL_ADDRESS, "ja", phone="+819012345678", line_user_id="U" + "0" * 32)
ALL = NotificationRules(told={trigger.name: Told(trigger.channels) for trigger in TRIGGERS})
NIGHT = replace(ALL, quiet=QuietHours(time(21), time(8)))
"""NOW is 18:00 in Tokyo."""
MIDNIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""00:00 on the 25th in Tokyo."""
MORNING = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
"""08:00 on the 25th in Tokyo."""
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


def shipped(*shipments: Shipment, **changes: object) -> Order:
    """The order, with one shipment unless others are given."""
    made = order(**{"contact": EVERYONE, **changes})
    for each in shipments or (shipment(),):
        made = made.with_shipment(each)
    return made


def parcel(*milestones: Milestone, id: ParcelId = PARCEL_ID, **more: object) -> Parcel:
    """A parcel that came so far, an hour between milestones, the last just now."""
    last = len(milestones) - 1
    reached = {milestone: NOW - timedelta(hours=last - place) for place, milestone in enumerate(milestones)}
    return Parcel(id, reached=reached, newest_at=NOW, **more)  # type: ignore[arg-type]


def situation(*parcels: Parcel, **changes: object) -> Situation:
    """Of the order with one parcel, as far as `parcels` say."""
    made = Situation(shipped(), Shopper("s"), {each.id: each for each in parcels})
    return replace(made, **changes)  # type: ignore[arg-type]


def split(*parcels: Parcel, **changes: object) -> Situation:
    """Of an order in two parcels."""
    return situation(*parcels, **{"order": shipped(shipment(PARCEL_ID.number, SECOND.number)), **changes})


def sent_back(*parcels: Parcel) -> Situation:
    """Of an order of which something is on its way back."""
    back = Shipment("R-1", SHIPPED, (BACK.number,), leg=Leg.RETURN)
    return situation(*parcels, order=shipped(shipment(), back))


def reached(milestone: Milestone, id: ParcelId = PARCEL_ID, leg: Leg = Leg.OUTBOUND) -> MilestoneReached:
    """That a parcel reached a milestone just now."""
    return MilestoneReached(
        carrier=id.number.carrier,
        tracking_number=id.number.tracking_number,
        milestone=milestone,
        reached_at=NOW,
        order_id="A-1",
        shipment_id="S-1",
        ship_date=id.ship_date,
        leg=leg,
    )


def opened(detail: Detail, **more: object) -> IncidentOpened:
    """That something went wrong just now."""
    values = {"opened_at": NOW, "order_id": "A-1", "ship_date": PARCEL_ID.ship_date, **more}
    return IncidentOpened(
        carrier=PARCEL_ID.number.carrier,
        tracking_number=PARCEL_ID.number.tracking_number,
        detail=detail,
        **values,
    )


def in_trouble(detail: Detail = Detail.DELAYED) -> Parcel:
    """A parcel on its way, with an incident."""
    return parcel(Milestone.IN_TRANSIT, incident=Incident(NOW, detail))


_OF_PARCEL = {
    "order_id": "A-1",
    "carrier": PARCEL_ID.number.carrier,
    "tracking_number": PARCEL_ID.number.tracking_number,
    "ship_date": PARCEL_ID.ship_date,
    "time_zone": "Asia/Tokyo",
}
_OF_ORDER = {"order_id": "A-1", "time_zone": "Asia/Tokyo"}


def dates(latest: date) -> EstimatedDates:
    """Dates of an estimate."""
    return EstimatedDates(earliest=latest, likely=latest, latest=latest)


def revised(reason: Reason, latest: date | None, before: date | None = None, **more: object) -> EstimateRevised:
    """That another date is told of the parcel."""
    values: dict[str, object] = {"at_risk": False, "promised": TOMORROW, **_OF_PARCEL, **more}
    return EstimateRevised(
        revision=2 if before else 1,
        revised_at=NOW,
        reason=reason,
        estimate=dates(latest) if latest else None,
        before=dates(before) if before else None,
        **values,
    )


def at_risk(reason: Reason = Reason.WEATHER, *, of_order: bool = False) -> PromiseAtRisk:
    """That the promise will probably be broken."""
    whose = _OF_ORDER if of_order else _OF_PARCEL
    return PromiseAtRisk(promised=TOMORROW, noticed_at=NOW, reason=reason, estimate=dates(date(2026, 11, 27)), **whose)


def missed(reason: Reason | None = None, *, of_order: bool = False, arrived_on: date | None = None) -> PromiseMissed:
    """That the promised day is over."""
    whose = _OF_ORDER if of_order else _OF_PARCEL
    return PromiseMissed(promised=TODAY, found_at=NOW, reason=reason, arrived_on=arrived_on, **whose)


def live(latest: date | None = TOMORROW, **changes: object) -> LiveEstimate:
    """What is told of the parcel's arrival."""
    estimate = Estimate(latest, latest, latest, 9_000, EstimateSource.CARRIER, NOW) if latest else None
    revision = Revision(1, NOW, Reason.FIRST, estimate)
    made = LiveEstimate("A-1", "Asia/Tokyo", PARCEL_ID, promised=TOMORROW, revisions=(revision,))
    return replace(made, **changes)  # type: ignore[arg-type]


def changed(kind: CaseKind, news: CaseNews, **more: object) -> CaseChanged:
    """News of a case."""
    values: dict[str, object] = {"case_id": "R-7", "happened_at": NOW, "is_open": True, **more}
    return CaseChanged(order_id="A-1", kind=kind, news=news, **values)


def case(kind: CaseKind, *news: CaseNews, **more: object) -> Case:
    """A case with its news, an hour apart, the last just now."""
    last = len(news) - 1
    told = {each: CaseTold(NOW - timedelta(hours=last - place)) for place, each in enumerate(news)}
    return Case("A-1", "R-7", kind, news=told, **more)  # type: ignore[arg-type]


def told(trigger: str, subject: str = of_parcel(PARCEL_ID), at: datetime = NOW) -> Message:
    """A message that was sent."""
    return Message(
        message_id=message_id("A-1", trigger, subject),
        order_id="A-1",
        trigger=trigger,
        subject=subject,
        kind=Kind.SERVICE,
        shopper="s",
        language="ja",
        state=MessageState.SENT,
        reason="told",
        occurred_at=at,
        decided_at=at,
        channel=Channel.EMAIL,
    )


def messages(*given: Message) -> dict[str, Message]:
    """As a situation holds them."""
    return {message.message_id: message for message in given}


def named(name: str) -> Trigger:
    """The trigger of this name."""
    found = trigger_named(name)
    assert found is not None
    return found


def set_off(heard: Heard, around: Situation, rules: NotificationRules = ALL) -> list[str]:
    """The names of what an event sets off, in order, without what is planned."""
    return [each.trigger.name for each in occasions(heard, around, rules) if each.due_at is None]


def planned(heard: Heard, around: Situation, rules: NotificationRules = ALL) -> dict[str, Occasion]:
    """What an event plans, by trigger."""
    return {each.trigger.name: each for each in occasions(heard, around, rules) if each.due_at is not None}


def occasion(name: str, at: datetime = NOW, **more: object) -> Occasion:
    """An occasion about the parcel."""
    values: dict[str, object] = {"subject": of_parcel(PARCEL_ID), "parcel": PARCEL_ID, **more}
    return Occasion(named(name), "A-1", occurred_at=at, **values)  # type: ignore[arg-type]


def limited(messages: int) -> NotificationRules:
    """At most so many messages a day."""
    return replace(ALL, rate=RateLimit(messages, timedelta(days=1)))
