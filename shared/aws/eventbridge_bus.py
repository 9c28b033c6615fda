"""The event bus: events out, ten at a time, and every refusal noticed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.aws.errors import AwsUnavailable, aws_errors
from shared.eventing.envelope import Event

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

ENTRIES_PER_CALL = 10


class EventBridgeBus:
    """Publishes to one bus. At least once: consumers drop repeats by `metadata.event_id`."""

    def __init__(self, client: EventBridgeClient, bus_name: str) -> None:
        self._client = client
        self._bus = bus_name

    def publish(self, events: Sequence[Event]) -> None:
        """Publish all, or raise AwsUnavailable; some may have gone out all the same."""
        for start in range(0, len(events), ENTRIES_PER_CALL):
            self._put(events[start : start + ENTRIES_PER_CALL])

    def _put(self, events: Sequence[Event]) -> None:
        with aws_errors("publish events"):
            answer = self._client.put_events(
                Entries=[
                    {
                        "EventBusName": self._bus,
                        "Source": event.source,
                        "DetailType": event.detail_type,
                        "Detail": event.detail(),
                        "Time": event.metadata.occurred_at,
                    }
                    for event in events
                ]
            )
        if answer["FailedEntryCount"]:
            raise AwsUnavailable(f"publish events: the bus refused {answer['FailedEntryCount']} of {len(events)}.")
