"""A partner's update in our own words: what a 3PL or a delivery partner without an adapter sends.

The models are the format: the published JSON Schema is generated from them, and both ways in, the webhook of `custom`
and the event `CarrierUpdateReported`, are read through them. See docs/carrier-format.md.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shared.carriers.carrier import UnreadablePayload
from shared.carriers.reading import fields
from shared.tracking.cause import Cause
from shared.tracking.checkpoint import NOWHERE
from shared.tracking.detail import Detail


def _moment(written: object) -> datetime:
    """Aware UTC. A local time is refused: the format is ours, and nobody shall have to guess its zone."""
    try:
        at, zone_assumed = fields.moment_of(_text(written), NOWHERE, UTC, "")
    except UnreadablePayload:
        raise ValueError("it must be an ISO 8601 date and time from 2000 to 2099") from None
    if zone_assumed:
        raise ValueError('it must end in its offset from UTC, like "+09:00" or "Z"')
    return at


def _day(written: object) -> date:
    try:
        return date.fromisoformat(_text(written))
    except ValueError:  # Python's own text quotes the value
        raise ValueError("it must be an ISO 8601 date") from None


def _text(written: object) -> str:
    if isinstance(written, date):
        return written.isoformat()
    if not isinstance(written, str):
        raise ValueError("it must be text")
    return written


Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=fields.MAX_TEXT)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
TrackingNumber = Annotated[str, StringConstraints(pattern=r"^[ -]*([A-Za-z0-9][ -]*){4,50}$", max_length=100)]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$")]
HttpsAddress = Annotated[str, StringConstraints(pattern=r"^(https://.+)?$", max_length=fields.MAX_TEXT)]


class Reported(BaseModel):
    """Fields nobody documented are ignored; null means not said."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ReportedNumber(Reported):
    """Another number of the same parcel."""

    carrier: Slug
    tracking_number: TrackingNumber


class ReportedPlace(Reported):
    """Where it happened, never a street."""

    city: Text | None = None
    region: Text | None = None
    postal: Text | None = None
    country: Country | None = None
    """ISO 3166-1 alpha-2."""


class ReportedProof(Reported):
    """What shows that the parcel was handed over. Personal: it reaches the merchant only."""

    signed_by: Text | None = None
    photo_url: HttpsAddress | None = None
    place: Text | None = None
    """Where it was left."""
    latitude: Annotated[float, Field(strict=True, ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(strict=True, ge=-180, le=180)] | None = None


class ReportedCheckpoint(Reported):
    """One thing that happened to the parcel."""

    occurred_at: Moment
    status: Annotated[Word, Field(examples=[detail.value for detail in Detail if detail is not Detail.UNKNOWN])]
    """One of our words for a detail or a milestone. Another word is kept as unknown, not refused."""
    code: Text | None = None
    """The partner's own code; the status where there is none. Time, code and place make a scan."""
    message: Text | None = None
    place: ReportedPlace | None = None
    cause: Cause | None = None
    proof: ReportedProof | None = None
    weight_grams: Annotated[int, Field(strict=True, gt=0, lt=10_000_000)] | None = None


class ReportedUpdate(Reported):
    """What happened to one parcel. Full histories are welcome: known checkpoints change nothing."""

    carrier: Slug
    """Who moves the parcel."""
    tracking_number: TrackingNumber
    checkpoints: Annotated[tuple[ReportedCheckpoint, ...], Field(max_length=fields.MAX_ITEMS)] = ()
    estimated_delivery: Day | None = None
    """The day of delivery by the partner's own estimate, local to the destination."""
    also: Annotated[tuple[ReportedNumber, ...], Field(max_length=10)] = ()
    """Under which numbers other carriers move it before or after."""
