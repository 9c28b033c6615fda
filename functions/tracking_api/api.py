"""What the tracking API gives, for OpenAPI."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.carriers.self_service import Choice, Errand
from shared.cases.case import CaseKind, CaseNews
from shared.estimates.live_estimate import Standing
from shared.estimates.reason import Reason
from shared.our_time import Day
from shared.pages.order_actions import ActionKind
from shared.pages.parcel_card import NEWEST_SCANS
from shared.pages.parcel_view import MOST_SCANS
from shared.pages.trouble import Trouble
from shared.promise.slowdown import SlowdownKind
from shared.runtime.operation import PAGE_UNAVAILABLE, Answer, Operation, Parameter
from shared.tracking.cause import Cause
from shared.tracking.detail import Detail
from shared.tracking.milestone import Milestone
from shared.tracking.parcel import Leg
from shared.tracking.shown_stage import ShownStage

PROMOTION = r"^[a-z0-9][a-z0-9_-]{0,31}$"
"""Ids of promotions; merchant.yaml takes some less."""

_TOKEN = Parameter(
    "token",
    "path",
    "The opaque, signed token of a shopper's link.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg",
)
_PROMOTION = Parameter(
    "promotion_id",
    "path",
    "The promotion's id in merchant.yaml.",
    {"type": "string", "pattern": PROMOTION},
    example="winter-cups",
)
_MESSAGE = Parameter("m", "query", "The message whose link this is; noted with it.", {"type": "string"}, required=False)


class PromiseWindow(BaseModel):
    """A window the shopper was told: local dates at the destination."""

    earliest: date
    latest: date


class PromiseReasonAnswer(BaseModel):
    """Why some of the days of a promise go by, as it was told."""

    component: str
    days: int
    text: str


class TrackedPromise(PromiseWindow):
    """What was told last. `first`: what was told first, where that was something else.

    The rest is there where a receipt was kept. `reasons` are in the words of the cart, in `language`; `ship_date` is
    the warehouse's; `day` and `slot` are what the shopper nominated. All null, or empty, without.
    """

    first: PromiseWindow | None
    reasons: list[PromiseReasonAnswer]
    language: str | None
    ship_date: date | None
    day: date | None
    slot: str | None


class AdvisoryAnswer(BaseModel):
    """Something that slows parcels; `until` is null where nobody knows."""

    kind: SlowdownKind
    until: AwareDatetime | None


class ExpectedAnswer(BaseModel):
    """When it comes, by all that is known now: a day, or several. Nine in ten come by `latest`.

    `standing`: how that stands to the promise; null where nothing was promised. `reason`: why it is not sooner, where
    it is not on time. `advisories`: those in force that the reason stands for.
    """

    earliest: date
    latest: date
    standing: Standing | None
    reason: Reason | None
    advisories: list[AdvisoryAnswer]


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


class DeliveryAnswer(BaseModel):
    """How a parcel was delivered: when, local to the destination, to what kind of place, and what the carrier has."""

    at: AwareDatetime
    how: Detail
    signed: bool
    photo: bool


class CarrierPageAnswer(BaseModel):
    """A page of the carrier's own for this parcel, and what may be chosen there."""

    errand: Errand
    url: str
    choices: list[Choice]


class NextStepAnswer(BaseModel):
    """Something that is still to come, with its days where they are known."""

    step: str
    earliest: date | None
    latest: date | None


class ActionAnswer(BaseModel):
    """What can be set going, and where: a code is sent to who ordered first."""

    kind: ActionKind
    url: str


class ReturnAnswer(BaseModel):
    """A return or exchange. `news`: what happened last, and `since` when. `day`: of a pickup. `url`: its page, behind a
    code; null where it is kept in a system of the shop's."""

    number: str
    kind: CaseKind
    news: CaseNews
    since: AwareDatetime
    day: date | None
    url: str | None


class ParcelAnswer(BaseModel):
    """A parcel with its timeline: the newest scans, newest first. All else is said of the parcel's every scan.

    `leg` is "return" for what the shopper sends back, whose `milestone` is then that of its way to the shop; and for
    what the carrier brings back to its sender, whose `return_milestone` is then that of its way back. `detail` is the
    newest scan's whose code is known. `trouble`: what an incident comes to for the shopper. `waits_since`: the day
    since when it can be fetched. `places`: the last towns it was seen in, oldest first, six at most.
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
    trouble: Trouble | None
    carrier_estimate: date | None
    expected: ExpectedAnswer | None
    newest_at: AwareDatetime | None
    age_seconds: int | None
    steps: list[StepAnswer]
    next: list[NextStepAnswer]
    delivery: DeliveryAnswer | None
    waits_since: date | None
    places: list[str]
    carrier_pages: list[CarrierPageAnswer]
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
    stage: ShownStage
    """Of the order as a whole: where the last of its parcels stands."""
    promise: TrackedPromise | None
    expected: ExpectedAnswer | None
    """While the order has no parcel."""
    items: list[ItemAnswer]
    parcels: list[ParcelAnswer]
    next: list[NextStepAnswer]
    """While the order has no parcel."""
    returns: list[ReturnAnswer]
    """The newest news first; empty where nothing was sent back, nor asked to be."""
    actions: list[ActionAnswer]
    help_url: str
    preferences_url: str


_DAY = {"type": "string", "format": "date", "pattern": "^2[01][0-9]{2}-"}


class ClicksQuery(BaseModel):
    """What GET /v1/promotions/{promotion_id}/clicks takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clicked_from: Day | None = None
    clicked_to: Day | None = None


class DayClicks(BaseModel):
    """Clicks of one day of UTC."""

    day: date
    clicks: int


class ClicksAnswer(BaseModel):
    """How often a promotion of the tracking page was followed; days without a click are left out."""

    promotion_id: str
    total: int
    days: list[DayClicks]


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
            "HTML for the shopper, in the order's language or in `lang`; other parameters are ignored. Of each "
            f"parcel the {NEWEST_SCANS} newest scans and the first, of the one in `all` every one. Also for a link "
            "that is not valid, and when the order cannot be read just now."
        ),
        parameters=(
            _TOKEN,
            Parameter("lang", "query", "Language of the page.", {"type": "string"}, required=False),
            Parameter("all", "query", "Number of a parcel on the page, from 1.", {"type": "string"}, required=False),
            _MESSAGE,
        ),
        answers=(
            Answer(200, "The page.", content_type="text/html"),
            Answer(403, "A page that says the link is not valid.", content_type="text/html"),
            PAGE_UNAVAILABLE,
        ),
        problems=(400,),
        tags=("Tracking",),
    ),
    Operation(
        method="GET",
        path="/t/{token}/p/{promotion_id}",
        id="followPromotion",
        summary="Follow a promotion",
        description="Counts the click, and leads to the address that merchant.yaml has for the promotion.",
        parameters=(_TOKEN, _PROMOTION),
        answers=(
            Answer(302, "On to it.", content_type="text/plain", headers={"Location": "The promotion's address."}),
            Answer(403, "A page that says the link is not valid.", content_type="text/html"),
            Answer(404, "A page that says the link leads nowhere.", content_type="text/html"),
            PAGE_UNAVAILABLE,
        ),
        problems=(400,),
        tags=("Tracking",),
    ),
    Operation(
        method="GET",
        path="/v1/promotions/{promotion_id}/clicks",
        id="countPromotionClicks",
        summary="Count the clicks on a promotion",
        description="By day of UTC; the last 30 days without `clicked_from`. What is counted stays.",
        parameters=(
            _PROMOTION,
            Parameter("clicked_from", "query", "The first day.", _DAY, required=False),
            Parameter("clicked_to", "query", "The last day.", _DAY, required=False),
        ),
        answers=(Answer(200, "The clicks.", ClicksAnswer),),
        problems=(400, 401, 403, 422, 503),
        tags=("Tracking",),
        security="merchant",
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
