"""Ways back: files, claims and places in a courier's slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from shared.returns.methods.ports import Claim, WayBackFile
from shared.returns.return_request import ReturnShipment


class InMemoryLabelFiles:
    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}

    def put(self, key: str, content_type: str, body: bytes) -> None:
        self.files[key] = (content_type, body)

    def get(self, key: str) -> tuple[str, bytes] | None:
        return self.files.get(key)


class InMemoryWayBackClaims:
    def __init__(self) -> None:
        self.claims: dict[str, Claim] = {}

    def claim(self, purchase_id: str, now: datetime, lease_seconds: int) -> Claim | None:
        found = self.claims.get(purchase_id)
        if found is None or (found.made is None and found.claimed_at <= now - timedelta(seconds=lease_seconds)):
            self.claims[purchase_id] = Claim(purchase_id, now)
            return None
        return found

    def made(self, purchase_id: str, shipment: ReturnShipment, files: Sequence[WayBackFile], now: datetime) -> None:
        self.claims[purchase_id] = replace(Claim(purchase_id, now), made=shipment, files=tuple(files))

    def release(self, purchase_id: str) -> None:
        if purchase_id in self.claims and self.claims[purchase_id].made is None:
            del self.claims[purchase_id]


class InMemoryPickupCapacity:
    def __init__(self) -> None:
        self.places: dict[str, set[str]] = {}

    def taken(self, slots: Sequence[str]) -> dict[str, int]:
        return {slot: len(self.places[slot]) for slot in slots if self.places.get(slot)}

    def take(self, slot: str, shipment_id: str, capacity: int) -> bool:
        places = self.places.setdefault(slot, set())
        if shipment_id not in places and len(places) >= capacity:
            return False
        places.add(shipment_id)
        return True

    def give_back(self, slot: str, shipment_id: str) -> bool:
        places = self.places.get(slot, set())
        if shipment_id not in places:
            return False
        places.remove(shipment_id)
        return True
