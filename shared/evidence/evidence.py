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
    mark: str = ""
    """What tells this content from any other under its key, as of when it was looked at: S3's ETag. "" of files that
    were shown before marks were kept."""
