"""What disruptions takes from the bus, and what it publishes."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.disruptions.advisory import EndReason, Severity
from shared.disruptions.plain import PlainFields
from shared.eventing.envelope import EventData
from shared.promise.slowdown import SlowdownKind

SOURCE = "postpurchase.disruptions"


class AdvisoryReported(EventData, PlainFields):
    """Somebody tells of something that slows parcels: in plain fields, or as a whole CAP 1.2 alert in `cap`."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "AdvisoryReported"
    version: ClassVar[int] = 1

    cap: str | None = Field(default=None, description="The XML of an alert. With it, nothing else is read.")


class IssuedHazard(BaseModel):
    """One thing that slows parcels."""

    model_config = ConfigDict(frozen=True)

    kind: SlowdownKind
    severity: Severity
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    """Absent: until an AdvisoryEnded says so. Present: over then by itself, without another event."""
    areas: list[str] = []
    """Their names, as the sender gives them."""
    carriers: list[str] = []
    """None: every carrier."""
    warehouses: list[str] = []


class AdvisoryIssued(EventData):
    """An advisory came in force, or says something else from now on."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "AdvisoryIssued"
    version: ClassVar[int] = 1

    advisory_id: str
    issuer: str
    """Who says so: "merchant", or the sender of the alert."""
    sent_at: AwareDatetime
    hazards: list[IssuedHazard]
    supersedes: list[str] = Field(default=[])
    """Ids of the advisories it stands for from now on."""


class AdvisoryEnded(EventData):
    """An advisory was ended before its time. One whose time is up ends without an event."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "AdvisoryEnded"
    version: ClassVar[int] = 1

    advisory_id: str
    ended_at: AwareDatetime
    reason: EndReason
    by: str
    """Id of the advisory that ended it, or "merchant"."""
