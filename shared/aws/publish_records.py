"""From stream records to the bus: as few calls as possible, and an honest count of what is finished."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from shared.aws.eventbridge_bus import ENTRIES_PER_CALL, EventBridgeBus
from shared.aws.stream_records import Record, events_of
from shared.errors import TodokuError
from shared.eventing.envelope import Event

logger = logging.getLogger(__name__)


Park = Callable[[Record, Exception], None]


def publish_records(bus: EventBridgeBus, records: Sequence[Record], merchant_id: str, park: Park) -> int:
    """Publish the events of `records` in order; answers how many records are finished before the first failure.

    A record is finished when all its events are out, or when it was parked because nobody can read it. Events of a
    record after the first unfinished one may be out too, and will be published again: consumers know them by their id.
    """
    finished = 0
    try:
        for count, events in _calls(records, merchant_id, park):
            bus.publish(events)
            finished += count
    except Exception as error:  # the edge of the batch: the stream retries from here, bisects, and reports
        reason = f"{error.code}: {error.detail}" if isinstance(error, TodokuError) else type(error).__name__
        logger.warning("record left for retry: %s (%s)", reason, records[finished]["eventID"])
    return finished


def _calls(records: Sequence[Record], merchant_id: str, park: Park) -> Iterator[tuple[int, list[Event]]]:
    """Records grouped so that a group's events fill one call, each with its number of records."""
    count, events = 0, list[Event]()
    for record in records:
        more = _readable_events(record, merchant_id, park)
        if count and len(events) + len(more) > ENTRIES_PER_CALL:
            yield count, events
            count, events = 0, []
        count, events = count + 1, events + more
    if count:
        yield count, events


def _readable_events(record: Record, merchant_id: str, park: Park) -> list[Event]:
    try:
        return events_of(record, merchant_id)
    except (ValueError, KeyError) as error:  # reading it again would raise it again
        park(record, error)
        return []
