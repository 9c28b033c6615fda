"""What the promise knows of lanes, for those who estimate after the order: one snapshot, read by both."""

from __future__ import annotations

from collections.abc import Callable

from shared.aws.lean.promise_data import NothingPublished, PromiseData
from shared.estimates.ports import Knowledge


def knowledge_of(read: Callable[[], PromiseData]) -> Knowledge:
    """Network, model and slowdowns, as the promise has them; nothing where nothing was published yet.

    Whatever else `read` raises goes on: an outage is no reason to estimate without, for dates would move, and move
    back.
    """
    try:
        data = read()
    except NothingPublished:
        return Knowledge()
    return Knowledge(data.snapshot.network, data.forecasts, data.snapshot.slowdowns)
