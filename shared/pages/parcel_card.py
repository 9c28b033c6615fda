"""A parcel with everything that is said about it in the reader's language: what `parcel.html.jinja` is filled with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from shared.carriers.self_service import CarrierPage, Errand
from shared.estimates.reason import Reason
from shared.locales import Words
from shared.locales.carrier_name import carrier_name
from shared.pages.expected import Expected
from shared.pages.next_steps import NextStep
from shared.pages.parcel_view import ParcelView, Scan
from shared.pages.told_promise import ShownPromise, Window
from shared.pages.tracking_view import TrackingView
from shared.pages.trouble import Trouble
from shared.promise.slowdown import Slowdown
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

AGE_UNITS = (("day", 24 * 60), ("hour", 60), ("minute", 1))
"""Unit, and its length in minutes; the script that lets the age tick knows the same."""


_TIME_HELPS = frozenset(
    {Reason.WEATHER, Reason.DISRUPTION, Reason.CARRIER_DELAY, Reason.PICKED_UP_LATE, Reason.SLOW_LANE, Reason.CUSTOMS}
)
_PATIENCE_HELPS = frozenset({Trouble.DELAYED, Trouble.CUSTOMS, Trouble.PAYMENT, Trouble.HELD})
"""Where there is nothing to write to the shop about, or it is the carrier that waits for an answer."""
_REPORTED_TROUBLES = frozenset({Trouble.LOST, Trouble.DAMAGED, Trouble.SILENT})
_REPORTED_DELAYS = frozenset({Reason.LOST, Reason.STALLED, Reason.OVERDUE})


NEWEST_SCANS = 12
"""So many are shown at once, and the first; the others where the reader asks for all."""
_WORTH_ASKING = 3
"""Fewer are not left out: the link to them would be as long."""


@dataclass(frozen=True, slots=True)
class Day:
    """The scans of one day, each with its place in a line: "" where the carrier does not say."""

    day: date
    scans: tuple[tuple[Scan, str], ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """When it comes, in words."""

    days: str
    standing: str
    """"" where nothing was promised."""
    is_late: bool


@dataclass(frozen=True, slots=True)
class Concern:
    """What is wrong, why, and what the shopper can do."""

    heading: str
    texts: tuple[str, ...]
    advisories: tuple[tuple[str, str], ...]
    """What slows it, with the language it is said in where that is not the page's."""
    to_do: str
    asks_us: bool
    """Whether that is, or may come to be, to write to the shop."""
    is_reported: bool
    """Whether it is rather to be reported as a problem: it may never come, or not as it was sent."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that is still to come."""

    text: str
    when: str
    """"" where nobody knows."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the carrier's."""

    text: str
    url: str
    choices: str
    """What may be chosen there, in a sentence; "" where nothing is."""
    is_main: bool
    """What the shopper should do now."""
    is_plain: bool
    """Only to look at."""


@dataclass(frozen=True, slots=True)
class Card:
    """One parcel."""

    parcel: ParcelView
    number: int
    which: str
    """Of several: what of the order it is."""
    carrier: str
    status: str
    age: str
    newest_place: str
    """Where the newest scan was made; "" where the carrier does not say."""
    zone: str
    days: tuple[Day, ...]
    """Newest first; without those that are left out."""
    first: tuple[Day, ...]
    """The first scan, where some between it and `days` are left out; else nothing."""
    unfolded: bool
    expected: Expectation | None
    concern: Concern | None
    comings: tuple[Coming, ...]
    delivered: str
    """When and where it was left; "" where it was not."""
    proofs: tuple[str, ...]
    waits_since: str
    links: tuple[Link, ...]


def card_of(number: int, parcel: ParcelView, view: TrackingView, say: Words, *, shows_all: bool = False) -> Card:
    """The `number`th parcel of the order, from 1. `shows_all`: with every scan."""
    newest, first = _told(parcel.scans, shows_all=shows_all)
    return Card(
        parcel=parcel,
        number=number,
        which=_which(parcel, view, say),
        carrier=carrier_name(say, parcel.carrier),
        status=_status(parcel, say),
        age=age_text(parcel.age, say) if parcel.age is not None else "",
        zone=parcel.scans[0].local_time.tzname() or view.time_zone if parcel.scans else view.time_zone,
        newest_place=_place(parcel.scans[0], say, abroad=False) if parcel.scans else "",
        days=_days(newest, parcel.scans, say),
        first=_days(first, parcel.scans, say),
        unfolded=shows_all or len(view.parcels) == 1 or not parcel.is_over,
        expected=expectation(parcel.expected, say),
        concern=concern_of(parcel, say),
        comings=comings(view.next_of(parcel), say),
        delivered=_delivered(parcel, say),
        proofs=_proofs(parcel, say),
        waits_since=waits_since(parcel, say),
        links=tuple(_link(page, parcel, say) for page in parcel.carrier_pages),
    )


def expectation(comes: Expected | None, say: Words) -> Expectation | None:
    """When it comes; None where that is not known."""
    if comes is None:
        return None
    standing = say(f"estimate.{comes.standing}") if comes.standing else ""
    return Expectation(days=window_text(comes, say), standing=standing, is_late=comes.is_late)


def concern_of(parcel: ParcelView, say: Words) -> Concern | None:
    """What is wrong with the parcel: an incident before a delay, for it says more."""
    if parcel.trouble is not None:
        late = delay(parcel.expected, say)
        heading = late.heading if late else say("milestones.exception")
        asks_us = parcel.trouble not in _PATIENCE_HELPS
        to_do = say(f"trouble.{parcel.trouble}_do")
        is_reported = parcel.trouble in _REPORTED_TROUBLES
        return Concern(heading, (say(f"trouble.{parcel.trouble}"),), (), to_do, asks_us, is_reported)
    return delay(parcel.expected, say)


def delay(comes: Expected | None, say: Words) -> Concern | None:
    """That it is late or may be, and why; None where it is on time."""
    if comes is None or not comes.is_late:
        return None
    reason = comes.reason
    return Concern(
        heading=say(f"estimate.{comes.standing}"),
        texts=(say(f"estimate.{reason}"),) if reason else (),
        advisories=tuple(_advisory(each, say) for each in comes.slowed_by),
        to_do=say(f"delay.{reason or 'unknown'}"),
        asks_us=reason not in _TIME_HELPS,
        is_reported=reason in _REPORTED_DELAYS,
    )


def comings(steps: Sequence[NextStep], say: Words) -> tuple[Coming, ...]:
    """What is still to come, in words."""
    return tuple(
        Coming(
            say(f"next.{step.word}"),
            window_text(Window(step.earliest, step.latest), say) if step.earliest and step.latest else "",
        )
        for step in steps
    )


def waits_since(parcel: ParcelView, say: Words) -> str:
    """Since when it can be fetched; "" where it cannot."""
    waits = parcel.waits_since if parcel.milestone is Milestone.AVAILABLE_FOR_PICKUP else None
    return say.date(waits) if waits and parcel.leg is Leg.OUTBOUND else ""


def window_text(window: ShownPromise | Window | Expected, say: Words) -> str:
    """A day, or from when to when."""
    if window.earliest == window.latest:
        return say.date(window.latest)
    return say("page.from_to", earliest=say.date(window.earliest), latest=say.date(window.latest))


def age_text(age: timedelta, say: Words) -> str:
    """ "3 hours ago"."""
    minutes = int(age.total_seconds()) // 60
    for unit, length in AGE_UNITS:
        count = minutes // length
        if count:
            return say(f"page.{unit}_ago" if count == 1 else f"page.{unit}s_ago", count=count)
    return say("page.just_now")


def _advisory(slowdown: Slowdown, say: Words) -> tuple[str, str]:
    said = slowdown.headline(say.language)
    return said, "" if say.language in slowdown.headlines else "und"


def _delivered(parcel: ParcelView, say: Words) -> str:
    handover = parcel.handover
    if handover is None:
        return ""
    return say("told.at", day=say.date(handover.at.date()), time=f"{handover.at:%H:%M}")


def _proofs(parcel: ParcelView, say: Words) -> tuple[str, ...]:
    handover = parcel.handover
    if handover is None:
        return ()
    known = {"signed": handover.is_signed, "photo": handover.has_photo}
    return tuple(say(f"handover.{word}") for word, is_known in known.items() if is_known)


def _link(page: CarrierPage, parcel: ParcelView, say: Words) -> Link:
    names = [say(f"errand.{choice}") for choice in page.choices]
    choices = say("errand.choices", choices=say("errand.between").join(names)) if names else ""
    text = say(f"errand.{page.errand}", carrier=carrier_name(say, parcel.carrier))
    is_main = page.errand is Errand.REDELIVER and parcel.milestone is Milestone.ATTEMPT_FAILED
    return Link(text, page.url, choices, is_main, page.errand is Errand.TRACK)


def _told(scans: Sequence[Scan], *, shows_all: bool) -> tuple[Sequence[Scan], Sequence[Scan]]:
    """The newest ones, and the first where others are left out."""
    if shows_all or len(scans) <= NEWEST_SCANS + _WORTH_ASKING:
        return scans, ()
    return scans[:NEWEST_SCANS], scans[-1:]


def _days(scans: Sequence[Scan], every: Sequence[Scan], say: Words) -> tuple[Day, ...]:
    """`every`: all scans of the parcel, for they say whether it went abroad."""
    abroad = len({scan.country for scan in every if scan.country}) > 1
    days = groupby(scans, key=lambda scan: scan.local_time.date())
    return tuple(Day(day, tuple((scan, _place(scan, say, abroad=abroad)) for scan in group)) for day, group in days)


def _place(scan: Scan, say: Words, *, abroad: bool) -> str:
    """As the reader's language writes it; the country only where the parcel saw several."""
    parts = {"city": scan.city, "region": scan.region, "country": scan.country if abroad else ""}
    ordered = [parts[name] for name in say("told.place_order").split()]
    found = dict.fromkeys(part for part in ordered if part)
    return say("told.place_between").join(found) or scan.country


def _which(parcel: ParcelView, view: TrackingView, say: Words) -> str:
    """What the shop sent is counted by itself: a return is no second half of the order."""
    if parcel.by_shopper:
        return say("order_returns.parcel_back")
    ours = [each.id for each in view.outbound]
    if len(ours) == 1:
        return say("order_returns.parcel_out")
    return say("page.parcel_of", number=ours.index(parcel.id) + 1, total=len(ours))


def _status(parcel: ParcelView, say: Words) -> str:
    if parcel.in_trouble:
        return say("milestones.exception")
    return say("page.waiting") if parcel.waiting else say(f"milestones.{parcel.stage}")
