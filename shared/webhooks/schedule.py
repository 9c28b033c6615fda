"""When an event is sent, and when again: 14 tries over about three days.

| try | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| after | 0 | 10 s | 1 min | 5 min | 15 min | 30 min | 1 h | 2 h | 4 h | 6 h | 10 h | 14 h | 16 h | 18 h |

Together 71 h 51 min. Standard Webhooks 1.0.0 (2026-11) advises a back-off over days with jitter; its example takes
75 h 35 min in 10 tries. A clock calls every minute, so a try may come up to a minute later than it is due.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

WAITS = (
    timedelta(0),
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=6),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=16),
    timedelta(hours=18),
)
MOST_TRIES = len(WAITS)
JITTER = 0.05
"""How much longer or shorter a wait may be: what failed together does not come back together."""
LONGEST_ASKED = timedelta(hours=6)
"""For how long an endpoint may ask to be left alone (Retry-After)."""


def next_try(name: str, tries: int, at: datetime, retry_after: timedelta | None = None) -> datetime | None:
    """When to send again what was tried `tries` times, the last time at `at`; None: not again.

    `name` says whose wait it is; the same name waits equally long each time it is asked. `retry_after`: what the
    endpoint asked for. A whole second, never before `at`.
    """
    if tries >= MOST_TRIES:
        return None
    wait = WAITS[tries] * (1 + JITTER * _chance(f"{name}#{tries}"))
    asked = min(max(retry_after or timedelta(0), timedelta(0)), LONGEST_ASKED)
    return whole_second(at + max(wait, asked))


def whole_second(moment: datetime) -> datetime:
    """The moment, or the next whole second: as which it sorts in a list."""
    return moment.replace(microsecond=0) + timedelta(seconds=1 if moment.microsecond else 0)


def _chance(name: str) -> float:
    """Between -1 and 1, always the same for a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**31 - 1
