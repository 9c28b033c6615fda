"""The tracking page as HTML: plain, without script, readable on any phone and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from shared.brand import Brand
from shared.estimates.live_estimate import Standing
from shared.locales import Words, words
from shared.locales.carrier_name import carrier_name
from shared.pages.expected import Expected
from shared.pages.render import notice_page, render
from shared.pages.tracking_view import RETURNED, RETURNING, ParcelView, PromiseWindow, Scan, TrackingView
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg


def tracking_page(view: TrackingView, language: str, nonce: str) -> str:
    """The page of an order. `nonce` must also stand in the answer's Content-Security-Policy."""
    say = words(language)
    return render(
        "tracking.html.jinja",
        say,
        nonce,
        view.brand,
        heading=say("page.headline_cancelled") if view.is_cancelled else _headline(view.parcels, say),
        advice=say("page.next_cancelled") if view.is_cancelled else _advice(view.parcels, say),
        order=view.order_name,
        promise=_window(view.promise, say) if view.promise else None,
        expected=_expected(view.expected, say),
        items=view.items,
        cards=[_card(number, parcel, view, say) for number, parcel in enumerate(view.parcels, 1)],
    )


def not_found_page(language: str, brand: Brand | None, nonce: str) -> str:
    """For a link that leads nowhere. The same words whether the order never was, is gone, or the link was altered."""
    return notice_page("not_found", language, brand, nonce)


def unavailable_page(language: str, brand: Brand | None, nonce: str) -> str:
    """For when what the page shows cannot be read just now. The brand may be among it."""
    return notice_page("unavailable", language, brand, nonce)


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    scans: tuple[Scan, ...]


@dataclass(frozen=True, slots=True)
class _Card:
    """A parcel with everything said about it in the reader's language."""

    parcel: ParcelView
    number: int
    carrier: str
    status: str
    age: str
    zone: str
    days: tuple[_Day, ...]
    unfolded: bool
    expected: _Expectation | None


@dataclass(frozen=True, slots=True)
class _Expectation:
    """When it comes, in words."""

    days: str
    standing: str
    """"" where nothing was promised."""
    reason: str
    """"" where it is on time, or nobody knows why not."""
    is_late: bool


def _expected(comes: Expected | None, say: Words) -> _Expectation | None:
    if comes is None:
        return None
    return _Expectation(
        days=_window(comes, say),
        standing=say(f"estimate.{comes.standing}") if comes.standing else "",
        reason=say(f"estimate.{comes.reason}") if comes.reason else "",
        is_late=comes.standing in (Standing.AT_RISK, Standing.LATE),
    )


def _card(number: int, parcel: ParcelView, view: TrackingView, say: Words) -> _Card:
    return _Card(
        parcel=parcel,
        number=number,
        carrier=carrier_name(say, parcel.carrier),
        status=_status(parcel, say),
        age=_age(parcel.age, say) if parcel.age is not None else "",
        zone=parcel.scans[0].local_time.tzname() or view.time_zone if parcel.scans else view.time_zone,
        days=_days(parcel.scans),
        unfolded=len(view.parcels) == 1 or not parcel.is_over,
        expected=_expected(parcel.expected, say),
    )


def _days(scans: Iterable[Scan]) -> tuple[_Day, ...]:
    return tuple(_Day(day, tuple(group)) for day, group in groupby(scans, key=lambda scan: scan.local_time.date()))


def _status(parcel: ParcelView, say: Words) -> str:
    if parcel.in_trouble:
        return say("milestones.exception")
    return say("page.waiting") if parcel.waiting else say(f"milestones.{parcel.stage}")


def _headline(parcels: tuple[ParcelView, ...], say: Words) -> str:
    told = _told(parcels)
    stages = Counter(_stage(parcel) for parcel in told)
    if len(told) == 1 and _is_trouble(told[0]):
        return say("page.headline_incident")
    if len(stages) > 1:
        arrived = stages[Milestone.DELIVERED]
        key = "page.headline_some_delivered" if arrived else "page.headline_split"
        return say(key, delivered=arrived, total=len(told))
    return say(f"page.headline_{next(iter(stages))}" if stages else "page.headline_preparing")


def _advice(parcels: tuple[ParcelView, ...], say: Words) -> str:
    """What comes next, where all parcels are at the same point; silent where an incident's own words say more."""
    told = _told(parcels)
    stages = {_stage(parcel) for parcel in told}
    if len(stages) > 1 or any(_is_trouble(parcel) for parcel in told):
        return ""
    return say(f"page.next_{stages.pop()}" if stages else "page.next_preparing")


def _told(parcels: tuple[ParcelView, ...]) -> tuple[ParcelView, ...]:
    """The parcels that the headline is about: what the shopper sends back only where there is nothing else."""
    return tuple(parcel for parcel in parcels if not parcel.by_shopper) or parcels


def _stage(parcel: ParcelView) -> str:
    """The end of its headline's key. A return that has not left is no parcel that we are about to send."""
    if parcel.by_shopper and parcel.stage not in (RETURNING, RETURNED):
        return "return_expected"
    return parcel.stage


def _is_trouble(parcel: ParcelView) -> bool:
    """Also when the carrier brings back to the shopper what they sent to the shop."""
    return parcel.in_trouble or (parcel.leg is Leg.RETURN and not parcel.to_shop)


def _window(promise: PromiseWindow | Expected, say: Words) -> str:
    if promise.earliest == promise.latest:
        return say.date(promise.latest)
    return say("page.from_to", earliest=say.date(promise.earliest), latest=say.date(promise.latest))


def _age(age: timedelta, say: Words) -> str:
    minutes = int(age.total_seconds()) // 60
    for unit, length in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        count = minutes // length
        if count:
            return say(f"page.{unit}_ago" if count == 1 else f"page.{unit}s_ago", count=count)
    return say("page.just_now")
