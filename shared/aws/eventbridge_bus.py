"""The event bus: events out, as many at a time as one call takes, and every refusal noticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shared.aws.errors import AwsUnavailable, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

    from shared.eventing.envelope import Event

ENTRIES_PER_CALL = 10
BYTES_PER_CALL = 256 * 1024
"""What the entries of one call may weigh together."""
_TIME_BYTES = 14
"""What an entry's time counts (2026-11): docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html."""


class EventBridgeBus:
    """Publishes to one bus. At least once: consumers drop repeats by `metadata.event_id`."""

    def __init__(self, client: EventBridgeClient, bus_name: str) -> None:
        self._client = client
        self._bus = bus_name

    def publish(self, events: Sequence[Event]) -> None:
        """Publish all, or raise AwsUnavailable; some may have gone out all the same."""
        for entries in _calls([self._entry(event) for event in events]):
            with aws_errors("publish events"):
                answer = self._client.put_events(Entries=entries)
            if answer["FailedEntryCount"]:
                raise AwsUnavailable(f"publish events: the bus refused {answer['FailedEntryCount']} of {len(entries)}.")

    def _entry(self, event: Event) -> PutEventsRequestEntryTypeDef:
        return {
            "EventBusName": self._bus,
            "Source": event.source,
            "DetailType": event.detail_type,
            "Detail": event.detail(),
            "Time": event.metadata.occurred_at,
        }


def _calls(entries: Sequence[PutEventsRequestEntryTypeDef]) -> Iterator[list[PutEventsRequestEntryTypeDef]]:
    """The entries in their order, as many together as one call takes. One that alone is too heavy, AWS will refuse."""
    call: list[PutEventsRequestEntryTypeDef] = []
    weight = 0
    for entry in entries:
        more = _TIME_BYTES + sum(len(entry[part].encode()) for part in ("Source", "DetailType", "Detail"))
        if call and (len(call) == ENTRIES_PER_CALL or weight + more > BYTES_PER_CALL):
            yield call
            call, weight = [], 0
        call.append(entry)
        weight += more
    if call:
        yield call
