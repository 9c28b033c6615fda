"""The envelope every published event wears, and the base of every event's data."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict


class EventData(BaseModel):
    """What one kind of event says. Subclasses live in `shared/<context>/events.py`.

    The three constants are written out, never derived: renaming a class must not rename a contract.
    A published version is frozen: add optional fields only, or publish a new version beside the old one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: ClassVar[str]
    detail_type: ClassVar[str]
    version: ClassVar[int]


class Metadata(BaseModel):
    """Who said it, when, and what it follows from."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: str
    """Stable: the same fact published twice carries the same id, so consumers drop repeats by it."""
    version: int
    occurred_at: AwareDatetime
    merchant_id: str
    correlation_id: str
    """The order or parcel whose story this is part of."""
    causation_id: str | None = None
    """The event or request that led to this one."""


class Event(BaseModel):
    """One event, ready for the bus."""

    model_config = ConfigDict(frozen=True)

    source: str
    detail_type: str
    metadata: Metadata
    data: dict[str, Any]

    @classmethod
    def of(cls, data: EventData, metadata: Metadata) -> Event:
        """Wrap `data`; its class says source, detail-type and version."""
        return cls(
            source=data.source,
            detail_type=data.detail_type,
            metadata=metadata.model_copy(update={"version": data.version}),
            data=data.model_dump(mode="json", exclude_none=True),
        )

    def detail(self) -> str:
        """The JSON that EventBridge carries as `detail`."""
        return self.model_dump_json(include={"metadata", "data"}, exclude_none=True)
