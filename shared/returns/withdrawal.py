"""A statement of withdrawal, as it came in: what its acknowledgement says, in the answer, on the page and by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.returns.axes import Action
from shared.returns.money.roots import root_of
from shared.returns.ports import Returns
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import WITHDRAWAL
from shared.tracking.order import Order


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """Goods that a consumer withdraws from."""

    item: str
    """Its name, as in the order."""
    quantity: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement of withdrawal, as it came in."""

    order: str
    """The order's number."""
    number: str
    """The return's."""
    lines: tuple[WithdrawnLine, ...]
    received_at: datetime
    """Aware, UTC."""
    time_zone: str
    """IANA, the consumer's."""
    statement: str = ""
    """The consumer's own words, where there are any: in the acknowledgement only, never in an event or a log."""

    @property
    def received_there(self) -> datetime:
        """When it came in, on the consumer's clock."""
        return self.received_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def zone(self) -> str:
        """Which clock that is: "CET, UTC+01:00"."""
        local = self.received_there
        offset = f"{local:%z}"
        return f"{local.tzname()}, UTC{offset[:3]}:{offset[3:]}"


def stated_under(returns: Returns, number: str, order: Order) -> Withdrawal | None:
    """What was stated by the order's return of this number; None where there is none, or it is no withdrawal."""
    request = returns.by_number(number) if number else None
    if request is None or request.channel != WITHDRAWAL or order.order_id not in request.order_ids:
        return None
    return stated(request, order)


def stated(request: ReturnRequest, order: Order) -> Withdrawal | None:
    """What was stated by a return; None where it was never submitted. The same whenever it is asked for."""
    came_in = next((entry for entry in request.log if entry.action is Action.SUBMIT), None)
    if came_in is None:
        return None
    names = {line.position: line.name or line.sku for line in order.lines}
    quantities: dict[str, int] = {}
    # What the warehouse finds in the parcel later was not stated; what it splits was, as one.
    for item in (item for item in request.items if root_of(item.item_id) in came_in.item_ids):
        name = names.get(item.line, item.sku)
        quantities[name] = quantities.get(name, 0) + item.quantity
    return Withdrawal(
        order=order.shown_name,
        number=request.number,
        lines=tuple(WithdrawnLine(name, quantity) for name, quantity in quantities.items()),
        received_at=came_in.at,
        time_zone=request.time_zone,
        statement=request.statement,
    )
