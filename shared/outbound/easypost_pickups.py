"""Pickups by the carrier of an EasyPost label: https://docs.easypost.com/docs/pickups (2026-11).

Assumed: a pickup, too, is found again by our `reference`. That EasyPost's carriers come at all is said by the rates it
answers; which days they offer is not, so the merchant's table of windows says what can be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from shared.outbound.easypost_labels import PROVIDER, easypost_address
from shared.outbound.label_desk import Json, LabelDesk, nodes, refused, text
from shared.outbound.provider_rates import cheapest, rate_of
from shared.returns.methods.pickup_slots import OpenSlot, open_slot, open_slots
from shared.returns.methods.ports import Address, PickupSlot, WayBackRefused
from shared.returns.methods.rules import WayBackRules


class EasyPostPickups:
    """Implements shared.returns.methods.ports.Pickups. A reference is EasyPost's id of the pickup."""

    def __init__(self, desk: LabelDesk, rules: WayBackRules) -> None:
        self._desk = desk
        self._rules = rules

    def slots(self, address: Address, now: datetime) -> Sequence[PickupSlot]:
        return [slot.slot for slot in open_slots(self._rules.pickup_table, self._rules.pickup_windows, address, now)]

    def book(
        self, shipment_id: str, address: Address, slot: PickupSlot, now: datetime, label_reference: str = ""
    ) -> str:
        found = self._desk.get(f"/v2/pickups/{quote(shipment_id, safe='')}")
        if found is not None and text(found, "status") == "scheduled":
            return text(found, "id")
        window = open_slot(self._rules.pickup_table, self._rules.pickup_windows, address, slot, now)
        made = self._desk.post("/v2/pickups", {"pickup": _asked(shipment_id, address, window, label_reference)})
        rates = [
            rate
            for node in nodes(made, "pickup_rates")
            if (rate := rate_of(*(text(node, name) for name in ("id", "carrier", "service", "rate", "currency"))))
        ]
        chosen = cheapest(rates, "")
        if chosen is None:
            raise refused(PROVIDER, [message.get("type") for message in nodes(made, "messages")], "slot")
        pickup = quote(text(made, "id"), safe="")
        bought = {"carrier": chosen.carrier, "service": chosen.service}
        return text(self._desk.post(f"/v2/pickups/{pickup}/buy", bought), "id")

    def cancel(self, reference: str) -> bool:
        try:
            cancelled = self._desk.post(f"/v2/pickups/{quote(reference, safe='')}/cancel")
        except WayBackRefused:
            return False
        return text(cancelled, "status") == "canceled"


def _asked(shipment_id: str, address: Address, window: OpenSlot, label_reference: str) -> Json:
    return {
        "reference": shipment_id,
        "address": easypost_address(address),
        "shipment": {"id": label_reference},
        "min_datetime": window.begins_at.isoformat(),
        "max_datetime": window.ends_at.isoformat(),
        "is_account_address": False,
        "instructions": "",
    }
