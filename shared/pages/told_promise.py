"""The promise as it was told, with the reasons that were told with it: nothing of it is computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.receipts.ports import Told
from shared.receipts.receipt import PromisedItem, PromiseReceipt
from shared.tracking.order import Order


@dataclass(frozen=True, slots=True)
class Window:
    """Local dates at the destination."""

    earliest: date
    latest: date

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {"earliest": self.earliest.isoformat(), "latest": self.latest.isoformat()}


@dataclass(frozen=True, slots=True)
class PromiseReason:
    """Why some of the days go by, in the words that were told."""

    component: str
    days: int
    text: str

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        return {"component": self.component, "days": self.days, "text": self.text}


@dataclass(frozen=True, slots=True)
class PromiseBasis:
    """What the receipt says beyond the dates. Of an order in several parts it is that of the last to come."""

    reasons: tuple[PromiseReason, ...]
    language: str
    """Of the reasons, which stay in the words of the cart."""
    ship_date: date
    """In the warehouse's zone."""
    day: date | None = None
    """The day that the shopper nominated."""
    slot: str = ""
    """The time of that day, in the words that were told."""


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """The promise that stands, and the first one where that was another."""

    told: Window
    first: Window | None = None
    basis: PromiseBasis | None = None
    """None where no receipt was kept."""

    @property
    def earliest(self) -> date:
        return self.told.earliest

    @property
    def latest(self) -> date:
        return self.told.latest

    def to_json(self) -> dict[str, object]:
        """JSON-ready."""
        basis = self.basis
        return {
            **self.told.to_json(),
            "first": self.first.to_json() if self.first else None,
            "reasons": [reason.to_json() for reason in basis.reasons] if basis else [],
            "language": basis.language if basis else None,
            "ship_date": basis.ship_date.isoformat() if basis else None,
            "day": basis.day.isoformat() if basis and basis.day else None,
            "slot": basis.slot or None if basis else None,
        }


def shown_promise(order: Order, told: Told | None) -> ShownPromise | None:
    """What was promised for the order; `told`: its receipts, where they were read. None where nothing was promised."""
    promise = order.promise
    if promise is None:
        return None
    first = order.first_promise
    is_other = first is not None and (first.earliest, first.latest) != (promise.earliest, promise.latest)
    receipts = (told.latest.receipt, told.first.receipt) if told and promise.promise_id else ()
    receipt = next((each for each in receipts if each.id == promise.promise_id), None)
    return ShownPromise(
        told=Window(promise.earliest, promise.latest),
        first=Window(first.earliest, first.latest) if first and is_other else None,
        basis=_basis(receipt) if receipt else None,
    )


def _basis(receipt: PromiseReceipt) -> PromiseBasis:
    last = max(receipt.items, key=_promised)
    return PromiseBasis(
        reasons=tuple(PromiseReason(why.component, why.days, why.text) for why in last.explanation),
        language=receipt.question.language,
        ship_date=last.ship_date,
        day=last.day,
        slot=last.slot.label if last.slot else "",
    )


def _promised(item: PromisedItem) -> date:
    return item.promised
