"""The bus adapter: no call holds more than EventBridge takes, in number or in weight, and order is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.aws.errors import AwsUnavailable
from shared.aws.eventbridge_bus import BYTES_PER_CALL, EventBridgeBus
from shared.eventing.envelope import Event, Metadata

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Client:
    """Notes its calls."""

    def __init__(self, failed: int = 0) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self.failed = failed

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, int]:
        self.calls.append(Entries)
        return {"FailedEntryCount": self.failed}


def event(number: int, size: int = 1) -> Event:
    metadata = Metadata(event_id=str(number), version=1, occurred_at=NOW, merchant_id="m", correlation_id="c")
    return Event(source="s", detail_type="T", metadata=metadata, data={"payload": "届" * size})


def publish(*events: Event) -> list[list[dict[str, Any]]]:
    client = Client()
    EventBridgeBus(client, "bus").publish(events)  # type: ignore[arg-type]
    return client.calls


def test_events_go_out_ten_at_a_time_in_their_order() -> None:
    calls = publish(*(event(number) for number in range(23)))
    assert [len(call) for call in calls] == [10, 10, 3]
    assert [entry["Detail"] for call in calls for entry in call] == [event(number).detail() for number in range(23)]


def test_heavy_events_go_out_fewer_at_a_time() -> None:
    calls = publish(*(event(number, size=30_000) for number in range(5)))
    assert [len(call) for call in calls] == [2, 2, 1]
    assert all(sum(len(entry["Detail"].encode()) for entry in call) < BYTES_PER_CALL for call in calls)


def test_an_event_that_is_too_heavy_alone_is_for_the_bus_to_refuse() -> None:
    assert [len(call) for call in publish(event(1), event(2, size=100_000), event(3))] == [1, 1, 1]


def test_nothing_is_published_without_a_call() -> None:
    assert publish() == []


def test_an_entry_that_was_refused_is_noticed() -> None:
    with pytest.raises(AwsUnavailable, match="refused 1 of 2"):
        EventBridgeBus(Client(failed=1), "bus").publish([event(1), event(2)])  # type: ignore[arg-type]
