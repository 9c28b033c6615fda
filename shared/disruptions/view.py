"""An advisory as the merchant sees it: what was said, and what it does to parcels by the rules in force."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from shared.disruptions.advisory import (
    AdvisoryRecord,
    AffectedArea,
    Certainty,
    EndReason,
    Hazard,
    Severity,
    Urgency,
)
from shared.disruptions.locate import locate
from shared.disruptions.rules import Rules
from shared.disruptions.slowdowns import areas_of, headlines_of
from shared.promise.slowdown import EVERYWHERE, SlowdownKind


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class CodeView(_View):
    """A code for a place."""

    scheme: str
    value: str


class AreaView(_View):
    """Where."""

    names: dict[str, str] = Field(description="By language.")
    places: list[str] = Field(description='Where that is: "JP-060" is Japan, postal codes that begin with 060.')
    unplaced: list[CodeView] = Field(
        description="Codes that no list here holds: they slow nobody until you place them in merchant.yaml."
    )
    shapes: int = Field(description="Polygons and circles that came with it. They are kept, and place nothing.")


class DaysView(_View):
    """By how many days parcels come later."""

    least: int = Field(description="The faster half of them.")
    most: int = Field(description="The slowest.")


class HazardView(_View):
    """One thing that slows parcels."""

    kind: SlowdownKind
    severity: Severity
    certainty: Certainty
    urgency: Urgency
    starts_at: datetime
    ends_at: datetime | None = Field(description="Null: until it is ended.")
    days: DaysView
    slows: bool = Field(description="Whether any parcel is slowed. No: it costs no day, or nothing of it is placed.")
    everywhere: bool = Field(description="Whether it is about every place.")
    areas: list[AreaView]
    carriers: list[str] = Field(description="Only these. None: every carrier.")
    warehouses: list[str] = Field(description="What leaves from these is slowed, wherever it goes.")
    called: dict[str, str] = Field(description="What the sender calls it, by language.")
    headlines: dict[str, str] = Field(description="What shoppers read, by language.")

    @classmethod
    def of(cls, hazard: Hazard, rules: Rules) -> HazardView:
        """By the rules in force."""
        days, areas = rules.days_of(hazard), areas_of(hazard, rules)
        return cls(
            kind=hazard.kind,
            severity=hazard.severity,
            certainty=hazard.certainty,
            urgency=hazard.urgency,
            starts_at=hazard.starts_at,
            ends_at=hazard.ends_at,
            days=DaysView(least=days.least, most=days.most),
            slows=bool(days.most and (areas or hazard.warehouses)),
            everywhere=EVERYWHERE in areas,
            areas=[_area(area, rules) for area in hazard.areas],
            carriers=list(hazard.carriers),
            warehouses=list(hazard.warehouses),
            called=dict(hazard.called),
            headlines=dict(headlines_of(hazard, days)),
        )


class EndView(_View):
    """How it was ended before its time."""

    at: datetime
    reason: EndReason
    by: str = Field(description='Id of the advisory that ended it, or "merchant".')


class AdvisoryView(_View):
    """An advisory."""

    id: str
    issuer: str = Field(description='Who says so: "merchant", or the sender of the alert.')
    sent_at: datetime
    in_force: bool = Field(description="Also while it lies ahead.")
    end: EndView | None = Field(description="Null: it was not ended before its time.")
    hazards: list[HazardView]
    supersedes: list[str] = Field(description="Ids of the advisories it stands for.")

    @classmethod
    def of(cls, record: AdvisoryRecord, rules: Rules, now: datetime) -> AdvisoryView | None:
        """None where only the end of it is known."""
        if record.advisory is None:
            return None
        ended = record.end if record.end and not record.is_open else None
        return cls(
            id=record.advisory_id,
            issuer=record.advisory.source,
            sent_at=record.advisory.sent_at,
            in_force=record.is_in_force(now),
            end=EndView(at=ended.at, reason=ended.reason, by=ended.by) if ended else None,
            hazards=[HazardView.of(hazard, rules) for hazard in record.advisory.hazards],
            supersedes=list(record.advisory.supersedes),
        )


def _area(area: AffectedArea, rules: Rules) -> AreaView:
    located = locate(area, rules.places)
    return AreaView(
        names=dict(area.names),
        places=["-".join(filter(None, place)) for place in located.areas],
        unplaced=[CodeView(scheme=code.scheme, value=code.value) for code in located.unplaced],
        shapes=len(area.shapes),
    )
