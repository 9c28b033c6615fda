"""Merchants' endpoints, what is delivered to them, and their secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from shared.webhooks.delivery import REPLAYABLE, Delivery, DeliveryPlace, DeliveryState, StaleDelivery
from shared.webhooks.endpoint import Endpoint, StaleEndpoint


class InMemoryEndpoints:
    def __init__(self) -> None:
        self.endpoints: dict[str, Endpoint] = {}
        self.saves = 0

    def all(self) -> Sequence[Endpoint]:
        return sorted(self.endpoints.values(), key=lambda endpoint: (endpoint.created_at, endpoint.endpoint_id))

    def get(self, endpoint_id: str) -> Endpoint | None:
        return self.endpoints.get(endpoint_id)

    def save(self, endpoint: Endpoint) -> Endpoint:
        stored = self.endpoints.get(endpoint.endpoint_id)
        if endpoint.version != (stored.version if stored else 0):
            raise StaleEndpoint("stale")
        saved = self.endpoints[endpoint.endpoint_id] = replace(endpoint, version=endpoint.version + 1)
        self.saves += 1
        return saved

    def remove(self, endpoint_id: str) -> None:
        self.endpoints.pop(endpoint_id, None)


class InMemoryDeliveries:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Delivery] = {}
        self.saves = 0

    def get(self, endpoint_id: str, message_id: str) -> Delivery | None:
        return self.kept.get((endpoint_id, message_id))

    def keep(self, delivery: Delivery) -> bool:
        if (delivery.endpoint_id, delivery.message_id) in self.kept:
            return False
        self.save(replace(delivery, version=0))
        return True

    def save(self, delivery: Delivery) -> Delivery:
        stored = self.get(delivery.endpoint_id, delivery.message_id)
        if delivery.version != (stored.version if stored else 0):
            raise StaleDelivery("stale")
        saved = self.kept[delivery.endpoint_id, delivery.message_id] = replace(delivery, version=delivery.version + 1)
        self.saves += 1
        return saved

    def due(self, endpoint_id: str, now: datetime, limit: int) -> Iterator[Delivery]:
        due = [delivery for delivery in self._in(endpoint_id, DeliveryState.PENDING) if delivery.is_due(now)]
        yield from due[:limit]

    def listed(
        self, endpoint_id: str, state: DeliveryState, *, limit: int, after: DeliveryPlace | None = None
    ) -> tuple[Sequence[Delivery], DeliveryPlace | None]:
        listed = self._in(endpoint_id, state)
        is_pending = state is DeliveryState.PENDING
        behind = [
            delivery
            for delivery in (listed if is_pending else reversed(listed))
            if after is None or (_place(delivery.place()) > _place(after)) is is_pending
            if after is None or delivery.place() != after
        ][:limit]
        return behind, behind[-1].place() if len(behind) == limit else None

    def replayable(self, endpoint_id: str, since: datetime | None, limit: int) -> Sequence[Delivery]:
        found = [delivery for state in REPLAYABLE for delivery in self._in(endpoint_id, state)]
        return [delivery for delivery in found if since is None or delivery.moved_at >= since][:limit]

    def _in(self, endpoint_id: str, state: DeliveryState) -> list[Delivery]:
        mine = [d for d in self.kept.values() if d.endpoint_id == endpoint_id and d.state is state]
        return sorted(mine, key=lambda delivery: _place(delivery.place()))


def _place(place: DeliveryPlace) -> tuple[datetime, str]:
    return place.at, place.message_id


class InMemoryWebhookSecrets:
    def __init__(self) -> None:
        self.secrets: dict[str, list[str]] = {}

    def read(self) -> Mapping[str, Sequence[str]]:
        return {name: [*values] for name, values in self.secrets.items()}

    def rotate_in(self, name: str, value: str, *, keep: int = 2) -> None:
        self.secrets[name] = [value, *self.secrets.get(name, [])][:keep]

    def forget(self, name: str) -> None:
        self.secrets.pop(name, None)
