"""A value read from AWS once and again after a while, kept in the function's memory between calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from shared.errors import Unavailable

Value = TypeVar("Value")


class Refreshing(Generic[Value]):
    """`Refreshing(load, seconds)()` answers the value, at most `seconds` old while its source can be read.

    When the source is down, the last value stands: an old configuration answers better than none.
    """

    def __init__(self, load: Callable[[], Value], seconds: float) -> None:
        self._load = load
        self._seconds = seconds
        self._value: Value | None = None
        self._loaded_at = float("-inf")

    def __call__(self) -> Value:
        """The value; raises what `load` raises when there is no earlier value to fall back on."""
        value = self._value
        if value is not None and time.monotonic() - self._loaded_at < self._seconds:
            return value
        try:
            value = self._load()
        except Unavailable:
            if value is None:
                raise
        self._value, self._loaded_at = value, time.monotonic()
        return value
