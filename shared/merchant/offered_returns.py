"""What the published section `returns` offers in general, without its models: pages that point there read it often."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

PRESUMED_AFTER = 7
"""Days, where the section does not say: as in `shared.returns.policy.policy.Window`, which takes long to import."""


@dataclass(frozen=True, slots=True)
class OfferedReturns:
    """As it is written, each thing only as far as a page must know whether to point to it."""

    is_on: bool
    laws: frozenset[str]
    """By which returns are decided, as the file names them."""
    cancels: bool
    """Whether shoppers cancel by themselves before shipping."""
    cancel_within_minutes: int | None
    presumed_after_days: int = PRESUMED_AFTER
    """So many days after it was sent, what no carrier told the delivery of is taken as delivered."""


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
        presumed_after_days=_presumed_after(written.get("window")),
    )


def _presumed_after(window: Any) -> int:
    """As `shared/merchant/return_windows.py` compiles it; `never` and `unlimited` say nothing of it."""
    otherwise = window.get("otherwise") if isinstance(window, dict) else None
    return int(otherwise.get("plus_days", 0)) if otherwise else PRESUMED_AFTER
