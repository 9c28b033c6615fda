"""A value kept in the function's memory and looked after in the background, so that no request waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from shared.errors import Unavailable

Value = TypeVar("Value")

RETRY_SECONDS = 5.0
"""After a look that failed."""
PATIENCE_SECONDS = 0.25
"""How long a request waits at most for a look that is long overdue."""
AGAIN_SECONDS = 1.0
"""How often somebody who misses something makes us look again, at most."""


class KeptFresh(Generic[Value]):
    """`KeptFresh(load, seconds)()` answers the value, and looks in the background whether there is a newer one.

    `load(value)` gets the value so far (None at first) and answers the one from now on, perhaps the same. While the
    source is down, the old value stands.

    Between two requests Lambda freezes the function with all of its threads. So one that was idle for long finds its
    value old: its first request then waits for the look, but not beyond PATIENCE_SECONDS. The clock is the wall's, as
    nobody says whether the monotonic one runs on in a frozen function.
    """

    def __init__(
        self,
        load: Callable[[Value | None], Value],
        seconds: float,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._load = load
        self._seconds = seconds
        self._clock = clock
        self._value: Value | None = None
        self._due_at = float("-inf")
        self._looked_at = float("-inf")
        self._failure: Unavailable | None = None
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self) -> Value:
        """The value; raises what `load` raises as long as there was never one."""
        value = self._value
        if value is None:
            return self.look_again()
        left = self._due_at - self._clock()
        if not 0 < left <= self._seconds:
            self._look_in_background(patiently=left < -self._seconds)
            value = self._value or value
        return value

    def look_again(self) -> Value:
        """The value, looked for just now: for who misses something in it. Not more often than every AGAIN_SECONDS."""
        if not 0 <= self._clock() - self._looked_at < AGAIN_SECONDS:
            self._look()
        if self._value is None:
            raise self._failure or Unavailable("Nothing was loaded yet.")
        return self._value

    def _look_in_background(self, *, patiently: bool) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(target=self._look, name="look", daemon=True)
        self._thread.start()
        if patiently:
            self._thread.join(PATIENCE_SECONDS)

    def _look(self) -> None:
        with self._one_at_a_time:
            try:
                self._value = self._load(self._value)
                self._failure, wait = None, self._seconds
            except Unavailable as failure:
                self._failure, wait = failure, min(RETRY_SECONDS, self._seconds)
            except Exception as error:  # the thread's edge: whatever it was, the old value stands
                self._failure = Unavailable(f"It could not be loaded ({type(error).__name__}).")
                wait = min(RETRY_SECONDS, self._seconds)
            self._looked_at = self._clock()
            self._due_at = self._looked_at + wait
