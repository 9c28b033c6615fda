"""What the merchant sees of a live estimate: in short in lists, in full of one parcel."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.estimates.estimate import Estimate, EstimateSource
from shared.estimates.live_estimate import LiveEstimate, Outcome, Standing
from shared.estimates.reason import Reason
from shared.estimates.revision import Revision
from shared.tracking.cause import Cause


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class EstimateState(_View):
    """What was told at one moment. Local dates at the destination."""

    earliest: date
    likely: date
    latest: date = Field(description="Nine in ten have come by then.")
    confidence: int = Field(description="Per cent: what `latest` is made for.")
    source: EstimateSource = Field(description="What it rests on.")
    reasons: list[Reason] = Field(description="Why it is not sooner, by weight.")
    on_time_chance: float | None = Field(description="Between 0 and 1. Null where nothing was promised.")
    made_at: AwareDatetime

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        return cls(
            earliest=estimate.earliest,
            likely=estimate.likely,
            latest=estimate.latest,
            confidence=estimate.confidence,
            source=estimate.source,
            reasons=list(estimate.reasons),
            on_time_chance=None if estimate.on_time is None else estimate.on_time / 10_000,
            made_at=estimate.made_at,
        )


class RevisionState(_View):
    """One telling."""

    number: int
    at: AwareDatetime
    reason: Reason
    estimate: EstimateState | None = Field(description="Null: no date can be given, for the reason said.")

    @classmethod
    def of(cls, revision: Revision) -> Self:
        told = EstimateState.of(revision.estimate) if revision.estimate else None
        return cls(number=revision.number, at=revision.at, reason=revision.reason, estimate=told)


class LiveEstimateState(_View):
    """What was told of a parcel's arrival, and how its promise fares."""

    promised: date | None = Field(description="The last day of what was promised last.")
    first_promised: date | None = Field(description="Of what was promised first, where that was something else.")
    first: EstimateState | None
    latest: EstimateState | None
    standing: Standing | None = Field(description="Null where nothing was promised.")
    at_risk: bool
    outcome: Outcome | None = Field(description="Null while it is open, or where nothing was promised.")
    arrived_on: date | None
    reason: Reason | None = Field(description="Why it is not sooner.")
    cause: Cause | None = Field(description="Whom the carrier puts it down to, where it says.")
    revisions: list[RevisionState] = Field(description="Oldest first: the first, and the newest others.")

    @classmethod
    def of(cls, live: LiveEstimate) -> Self:
        return cls(
            promised=live.promised,
            first_promised=live.first_promised,
            first=EstimateState.of(live.first) if live.first else None,
            latest=EstimateState.of(live.latest) if live.latest else None,
            standing=live.standing,
            at_risk=live.at_risk,
            outcome=live.outcome,
            arrived_on=live.arrived_on,
            reason=live.why,
            cause=live.cause,
            revisions=[RevisionState.of(revision) for revision in live.revisions],
        )


class ExpectedState(_View):
    """The same in short."""

    earliest: date
    likely: date
    latest: date
    standing: Standing | None
    reason: Reason | None

    @classmethod
    def of(cls, live: LiveEstimate | None) -> Self | None:
        """None where no date was told."""
        told = live.latest if live else None
        if live is None or told is None:
            return None
        return cls(
            earliest=told.earliest, likely=told.likely, latest=told.latest, standing=live.standing, reason=live.why
        )
