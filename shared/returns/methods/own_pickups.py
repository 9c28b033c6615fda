"""Pickups by the merchant's own courier, or booked by the merchant's platform: slots by the table, places counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.returns.methods.pickup_slots import open_slot, open_slots
from shared.returns.methods.ports import Address, PickupCapacity, PickupSlot, WayBackRefused
from shared.returns.methods.rules import PickupTable


class OwnPickups:
    """Implements shared.returns.methods.ports.Pickups. A reference is `<day>#<slot>#<shipment>`."""

    def __init__(self, table: PickupTable, capacity: PickupCapacity) -> None:
        self._table = table
        self._capacity = capacity

    def slots(self, address: Address, now: datetime) -> Sequence[PickupSlot]:
        """Slots with a place left, the earliest first."""
        found = open_slots(self._table, self._table.slots, address, now)
        taken = self._capacity.taken([slot.key for slot in found])
        return [slot.slot for slot in found if taken.get(slot.key, 0) < slot.rule.capacity]

    def book(
        self, shipment_id: str, address: Address, slot: PickupSlot, now: datetime, label_reference: str = ""
    ) -> str:
        """Take a place in the slot, once per shipment."""
        found = open_slot(self._table, self._table.slots, address, slot, now)
        if not self._capacity.take(found.key, shipment_id, found.rule.capacity):
            raise WayBackRefused("That pickup slot is full: choose another.", field="slot")
        return f"{found.key}#{shipment_id}"

    def cancel(self, reference: str) -> bool:
        """Give the place back."""
        day, _, rest = reference.partition("#")
        slot, _, shipment_id = rest.rpartition("#")
        return bool(day and slot and shipment_id) and self._capacity.give_back(f"{day}#{slot}", shipment_id)
