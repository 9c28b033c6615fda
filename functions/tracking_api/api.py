"""What the tracking API gives, for OpenAPI."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel

from shared.estimates.live_estimate import Standing
from shared.estimates.reason import Reason
from shared.pages.tracking_view import MOST_SCANS
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg

_TOKEN = Parameter(
    "token",
    "path",
    "The opaque, signed token of a shopper's link.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg",
)
_MESSAGE = Parameter("m", "query", "The message whose link this is; noted with it.", {"type": "string"}, required=False)


class PromiseWindow(BaseModel):
    """The window the shopper was told: local dates at the destination."""

    earliest: date
    latest: date


class ExpectedAnswer(BaseModel):
    """When it comes, by all that is known now: a day, or several. Nine in ten come by `latest`.

    `standing`: how that stands to the promise; null where nothing was promised. `reason`: why it is not sooner, where
    it is not on time.
    """

    earliest: date
    latest: date
    standing: Standing | None
    reason: Reason | None


class ItemAnswer(BaseModel):
    """What was ordered."""

    name: str
    quantity: int


class PlaceAnswer(BaseModel):
    """Where a scan happened, never finer than a city."""

    city: str
    region: str
    country: str


class ScanAnswer(BaseModel):
    """One checkpoint. `milestone` is null where it says nothing about where the parcel is; `detail` says what it is.

    `time_inferred` is true where the carrier named no zone: both times may then be hours off. `message` is the
    carrier's own text, cut where it goes on to say who took the parcel; empty for a delivery.
    """

    occurred_at: AwareDatetime
    local_time: AwareDatetime
    time_inferred: bool
    milestone: Milestone | None
    detail: Detail
    message: str
    place: PlaceAnswer


class StepAnswer(BaseModel):
    """One of the steps of a parcel's way."""

    milestone: Milestone
    mark: str


class ParcelAnswer(BaseModel):
    """A parcel with its timeline: the newest scans, newest first. All else is said of the parcel's every scan.

    `leg` is "return" for what the shopper sends back, whose `milestone` is then that of its way to the shop; and for
    what the carrier brings back to its sender, whose `return_milestone` is then that of its way back. `detail` is the
    newest scan's whose code is known.
    """

    carrier: str
    carrier_name: str
    tracking_number: str
    leg: Leg
    milestone: Milestone
    return_milestone: Milestone | None
    detail: Detail | None
    incident: bool
    incident_since: AwareDatetime | None
    cause: Cause | None
    carrier_estimate: date | None
    expected: ExpectedAnswer | None
    newest_at: AwareDatetime | None
    age_seconds: int | None
    steps: list[StepAnswer]
    timeline: list[ScanAnswer]


class TrackingAnswer(BaseModel):
    """What a shopper may see: no name, address or contact of those we store."""

    order_id: str
    order_name: str
    shop: str
    as_of: AwareDatetime
    time_zone: str
    cancelled: bool
    """The whole order, before anything of it had left."""
    promise: PromiseWindow | None
    expected: ExpectedAnswer | None
    """While the order has no parcel."""
    items: list[ItemAnswer]
    parcels: list[ParcelAnswer]


OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/track/{token}",
        id="getTracking",
        summary="Read an order's tracking as JSON",
        description=(
            "For the shop's own pages and apps. The token is the shopper's link's. Of each parcel, the newest "
            f"{MOST_SCANS} scans."
        ),
        parameters=(_TOKEN,),
        answers=(Answer(200, "The order's parcels and their timelines.", TrackingAnswer),),
        problems=(400, 403, 503),
        tags=("Tracking",),
    ),
    Operation(
        method="GET",
        path="/t/{token}",
        id="getTrackingPage",
        summary="The tracking page",
        description=(
            "HTML for the shopper, in the order's language or in `lang`; other parameters are ignored. Also for a link "
            "that is not valid, and when the order cannot be read just now."
        ),
        parameters=(
            _TOKEN,
            Parameter("lang", "query", "Language of the page.", {"type": "string"}, required=False),
            _MESSAGE,
        ),
        answers=(
            Answer(200, "The page.", content_type="text/html"),
            Answer(403, "A page that says the link is not valid.", content_type="text/html"),
            Answer(
                503,
                "A page that says to try again soon.",
                content_type="text/html",
                headers={"Retry-After": "Seconds after which trying again is worth it."},
            ),
        ),
        problems=(400,),
        tags=("Tracking",),
    ),
    Operation(
        method="GET",
        path="/s/{code}",
        id="followShortLink",
        summary="Follow a short link",
        description="Text messages carry it, which are paid by the segment. It leads to the order's tracking page.",
        parameters=(
            Parameter("code", "path", "The short link's code.", {"type": "string", "pattern": "^[0-9A-Za-z]{10}$"}),
            _MESSAGE,
        ),
        answers=(
            Answer(
                302,
                "On to the tracking page.",
                content_type="text/plain",
                headers={"Location": "The tracking page's address."},
            ),
            Answer(404, "A page that says the link leads nowhere.", content_type="text/html"),
        ),
        problems=(400, 503),
        tags=("Tracking",),
    ),
)
