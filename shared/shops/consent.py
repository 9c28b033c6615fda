"""What a shopper chose at checkout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind


@dataclass(frozen=True, slots=True)
class Consent:
    """Choices that were made at one moment."""

    choices: Mapping[tuple[Channel, Kind], bool] = field(default_factory=dict)
    at: datetime | None = None
    """Aware, UTC. None: when the order was placed."""
