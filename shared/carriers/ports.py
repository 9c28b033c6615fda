"""What receiving carriers' scans asks of its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.errors import Invalid
from shared.eventing.envelope import Event


class FileTooLarge(Invalid):
    """The file is larger than any that is read."""

    code = "file_too_large"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as somebody put it down."""

    raw: bytes
    stored_at: datetime
    """When it was put there last; aware, UTC."""


class Files(Protocol):
    """Files by path."""

    def read(self, path: str, at_most: int) -> StoredFile:
        """The file as it is now. Raises FileTooLarge for one of more than `at_most` bytes, without loading it."""

    def write(self, path: str, content: bytes) -> None:
        """Put a file there, in place of one that is there already."""

    def remove(self, path: str) -> None:
        """Take a file away; no matter if there is none."""


class Bus(Protocol):
    """Where events are published."""

    def publish(self, events: Sequence[Event]) -> None:
        """Publish all, at least once each; raises Unavailable."""
