"""What the published section `returns` offers in general, without its models: pages that point there read it often."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OfferedReturns:
    """As it is written, each thing only as far as a page must know whether to point to it."""

    is_on: bool
    laws: frozenset[str]
    """By which returns are decided, as the file names them."""
    cancels: bool
    """Whether shoppers cancel by themselves before shipping."""
    cancel_within_minutes: int | None


def read_offered_returns(document: str) -> OfferedReturns:
    """From what `config publish` stored, whose section was valid then."""
    written: dict[str, Any] | None = json.loads(document).get("returns")
    if written is None:
        return OfferedReturns(False, frozenset(), False, None)
    cancellation: dict[str, Any] | None = written.get("cancellation")
    return OfferedReturns(
        is_on=True,
        laws=frozenset(written.get("laws") or ()),
        cancels=cancellation is not None and bool(cancellation.get("enabled", True)),
        cancel_within_minutes=cancellation.get("within_minutes") if cancellation else None,
    )
