"""One file that a shopper showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something the shopper showed. The file itself lies in a bucket."""

    kind: str
    """`photo`, `video`, `document`."""
    key: str
    """Where it lies."""
    added_at: datetime
    """Aware, UTC."""
