"""Promises that were kept."""

from __future__ import annotations

from shared.receipts.ports import KeptPromise, Told


class InMemoryReceipts:
    def __init__(self) -> None:
        self.kept: dict[str, KeptPromise] = {}

    def get(self, promise_id: str) -> KeptPromise | None:
        return self.kept.get(promise_id)

    def of_order(self, order_id: str) -> Told | None:
        of_order = [kept.signed for kept in self.kept.values() if kept.signed.receipt.order_id == order_id]
        told = sorted(of_order, key=lambda signed: (signed.receipt.made_at, signed.receipt.id))
        return Told(told[0], told[-1]) if told else None

    def keep(self, promise: KeptPromise) -> bool:
        return self.kept.setdefault(promise.signed.receipt.id, promise) is promise
