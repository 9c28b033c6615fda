"""Which events follow from a live estimate that was saved. Pure: the stream function asks here what to publish."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shared.estimates.estimate import Estimate
from shared.estimates.events import EstimatedDates, EstimateRevised, PromiseAtRisk, PromiseKept, PromiseMissed
from shared.estimates.live_estimate import LiveEstimate, Outcome
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.eventing.envelope import Event, EventData, Metadata
from shared.promise.distribution import SCALE


def of_live_estimate(before: LiveEstimate | None, after: LiveEstimate, *, merchant_id: str) -> list[Event]:
    """Every revision that is new, in order; that the promise is at risk, once; and what became of it.

    Ids depend on the parcel, the revision and the promise only: a change that is published twice is one fact. What a
    parcel took over from its order was published as the order's.
    """
    told = before.revisions[-1].number if before and before.revisions else 0
    events = [
        _revised(after, place, merchant_id) for place, revision in enumerate(after.revisions) if revision.number > told
    ]
    known, promised = before or _taken_over(after), after.promised
    if promised is None:
        return events
    if after.warned_at is not None and (known is None or known.warned_at is None):
        events.append(_at_risk(after, promised, after.warned_at, merchant_id))
    if after.settled_at is not None and (known is None or known.outcome is not after.outcome):
        events.append(_settled(after, promised, after.settled_at, merchant_id))
    return events


def _taken_over(first: LiveEstimate) -> LiveEstimate | None:
    """A new live estimate whose promise was already spoken of: it says so by moments before its own first revision."""
    if not first.revisions:
        return None
    began = first.revisions[0].at
    return LiveEstimate(
        order_id=first.order_id,
        time_zone=first.time_zone,
        warned_at=first.warned_at if first.warned_at and first.warned_at < began else None,
        outcome=first.outcome if first.settled_at and first.settled_at < began else None,
    )


def _revised(live: LiveEstimate, place: int, merchant_id: str) -> Event:
    revision: Revision = live.revisions[place]
    before = live.revisions[place - 1].estimate if place else None
    data = EstimateRevised(
        **_parcel(live),
        revision=revision.number,
        revised_at=revision.at,
        reason=revision.reason,
        estimate=_dates(revision.estimate),
        estimate_source=revision.estimate.source if revision.estimate else None,
        before=_dates(before),
        first=_dates(live.first),
        promised=live.promised,
        at_risk=live.at_risk,
    )
    return _event(data, live, f"estimate:{_identity(live)}:{revision.number}", revision.at, merchant_id)


def _at_risk(live: LiveEstimate, promised: date, at: datetime, merchant_id: str) -> Event:
    latest = live.latest
    data = PromiseAtRisk(
        **_parcel(live),
        promised=promised,
        noticed_at=at,
        reason=live.why or Reason.SLOW_LANE,
        on_time_chance=None if latest is None or latest.on_time is None else latest.on_time / SCALE,
        estimate=_dates(latest),
        cause=live.cause,
    )
    return _event(data, live, f"promise-at-risk:{_identity(live)}:{promised}", at, merchant_id)


def _settled(live: LiveEstimate, promised: date, at: datetime, merchant_id: str) -> Event:
    return _event(_what_became(live, promised, at), live, _settled_id(live, promised), at, merchant_id)


def _what_became(live: LiveEstimate, promised: date, at: datetime) -> EventData:
    arrived_on = live.arrived_on
    if live.outcome is Outcome.KEPT and arrived_on is not None:
        early = (promised - arrived_on).days
        return PromiseKept(
            **_parcel(live),
            promised=promised,
            first_promised=live.first_promised,
            found_at=at,
            arrived_on=arrived_on,
            days_early=early,
        )
    return PromiseMissed(
        **_parcel(live),
        promised=promised,
        found_at=at,
        reason=live.why,
        cause=live.cause,
        first_promised=live.first_promised,
        arrived_on=arrived_on,
        estimate=None if arrived_on else _dates(live.latest),
    )


def _settled_id(live: LiveEstimate, promised: date) -> str:
    again = f":{live.times_settled}" if live.times_settled > 1 else ""
    return f"promise-{live.outcome}:{_identity(live)}:{promised}{again}"


def _parcel(live: LiveEstimate) -> dict[str, Any]:
    number = live.parcel.number if live.parcel else None
    return {
        "order_id": live.order_id,
        "shipment_id": live.shipment_id,
        "carrier": number.carrier if number else None,
        "tracking_number": number.tracking_number if number else None,
        "ship_date": live.parcel.ship_date if live.parcel else None,
        "time_zone": live.time_zone,
    }


def _dates(estimate: Estimate | None) -> EstimatedDates | None:
    if estimate is None:
        return None
    return EstimatedDates(earliest=estimate.earliest, likely=estimate.likely, latest=estimate.latest)


def _event(data: EventData, live: LiveEstimate, event_id: str, at: datetime, merchant_id: str) -> Event:
    metadata = Metadata(
        event_id=event_id,
        version=data.version,
        occurred_at=at,
        merchant_id=merchant_id,
        correlation_id=live.order_id,
    )
    return Event.of(data, metadata)


def _identity(live: LiveEstimate) -> str:
    if live.parcel is None:
        return live.order_id
    number = live.parcel.number
    return f"{live.order_id}:{number.carrier}:{number.tracking_number}:{live.parcel.ship_date}"
