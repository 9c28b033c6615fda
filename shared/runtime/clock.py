"""The clock and the dice: the only places where time passes and chance happens."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def random_bytes(count: int) -> bytes:
    """`count` bytes nobody can predict."""
    return os.urandom(count)  # what `secrets` does too; that module would take milliseconds to import
