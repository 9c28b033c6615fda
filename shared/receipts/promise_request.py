"""What is to be kept: the question the cart asked, and what the shopper chose for each item."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from shared.errors import Invalid
from shared.receipts.canonical import canonical
from shared.receipts.receipt import AskedFor

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the shop's clock may run ahead of ours."""


class ImpossiblePromise(Invalid):
    """Every field fits, but not together, or not into time."""

    code = "impossible_promise"


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """What the shopper chose in the cart, by what the answer called it."""

    method: str
    service: str
    promised: date
    """The date they were shown, local to the destination; with a nominated day, that day."""
    day: date | None = None
    """The day they nominated."""
    slot: str | None = None
    """Code of the time of that day they nominated."""


@dataclass(frozen=True, slots=True)
class CartItem:
    """One item, with its own choice."""

    id: str
    option: ChosenOption
    quantity: int = 1
    sku: str | None = None


@dataclass(frozen=True, slots=True)
class PromiseRequest:
    """A cart that becomes an order."""

    order_id: str
    asked: AskedFor
    items: tuple[CartItem, ...]
    shown_at: datetime
    """UTC: when the cart was shown these dates."""

    def digest(self) -> str:
        """The same for the same request, in whatever order it was written."""
        return hashlib.sha256(canonical(_requests.dump_python(self, mode="json"))).hexdigest()

    def require_sense(self, now: datetime) -> None:
        """Raise ImpossiblePromise for what no answer could put right; `now` is aware."""
        if self.shown_at > now + CLOCKS_DIFFER:
            raise ImpossiblePromise("shown_at lies in the future.", field="shown_at")
        if len({item.id for item in self.items}) != len(self.items):
            raise ImpossiblePromise("The same item is listed twice.", field="items")
        for number, item in enumerate(self.items):
            _require_sense(item.option, f"items.{number}.option")


def _require_sense(option: ChosenOption, field: str) -> None:
    if option.slot is not None and option.day is None:
        raise ImpossiblePromise("A time slot needs its day.", field=f"{field}.day")
    if option.day is not None and option.promised != option.day:
        raise ImpossiblePromise("With a nominated day, that day is what was promised.", field=f"{field}.promised")


_requests = TypeAdapter(PromiseRequest)
