"""What stands over the tracking page: where the order stands, and what comes next, in a sentence each."""

from __future__ import annotations

from collections import Counter

from shared.locales import Words
from shared.pages.parcel_view import RETURNED, RETURNING, ParcelView
from shared.pages.tracking_view import TrackingView
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg


def headline(view: TrackingView, say: Words) -> str:
    """Where the order stands."""
    if view.is_cancelled:
        return say("page.headline_cancelled")
    if view.all_came_back:
        return say("order_returns.headline")
    told = _told(view)
    stages = Counter(_stage(parcel) for parcel in told)
    if len(told) == 1 and _is_trouble(told[0]):
        return say("page.headline_incident")
    if len(stages) > 1:
        arrived = stages[Milestone.DELIVERED]
        key = "page.headline_some_delivered" if arrived else "page.headline_split"
        return say(key, delivered=arrived, total=len(told))
    return say(f"page.headline_{next(iter(stages))}" if stages else "page.headline_preparing")


def advice(view: TrackingView, say: Words) -> str:
    """What comes next, where all parcels are at the same point; silent where an incident's own words say more."""
    if view.is_cancelled:
        return say("page.next_cancelled")
    if view.all_came_back:
        return say("order_returns.next")
    told = _told(view)
    stages = {_stage(parcel) for parcel in told}
    if len(stages) > 1 or any(_is_trouble(parcel) for parcel in told):
        return ""
    return say(f"page.next_{stages.pop()}" if stages else "page.next_preparing")


def _told(view: TrackingView) -> tuple[ParcelView, ...]:
    """The parcels that the headline is about: what the shopper sends back only where there is nothing else."""
    return view.outbound or view.parcels


def _stage(parcel: ParcelView) -> str:
    """The end of its headline's key. A return that has not left is no parcel that we are about to send."""
    if parcel.by_shopper and parcel.stage not in (RETURNING, RETURNED):
        return "return_expected"
    return parcel.stage


def _is_trouble(parcel: ParcelView) -> bool:
    """Also when the carrier brings back to the shopper what they sent to the shop."""
    return parcel.in_trouble or (parcel.leg is Leg.RETURN and not parcel.to_shop)
