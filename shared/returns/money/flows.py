"""Where the money of a return goes: each order's to its own payments, credit and goods beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.returns.money.apportion import apportion
from shared.returns.money.gain import Gain
from shared.returns.money.reckoning import Flow
from shared.returns.settlement import SettlementKind
from shared.tracking.sale import Payment


@dataclass(frozen=True, slots=True)
class Source:
    """A payment of an order, as a return finds it. Minor units."""

    payment: Payment
    left: int
    """What other returns leave of it."""
    ours: int = 0
    """What of that was handed over for this return already."""


Left = Sequence[Source]


def flows_of(gains: Sequence[Gain], left: Mapping[str, Left]) -> tuple[Flow, ...]:
    """The gains' flows, order by order. `left`: by order id.

    A refund goes back by every payment in proportion to what is left of it (largest remainder), cards, gift cards and
    store credit alike, each to itself; items fill the payments one after the other, in their order.
    """
    flows: list[Flow] = []
    for order_id in dict.fromkeys(gain.worth.item.order_id for gain in gains):
        mine = [gain for gain in gains if gain.worth.item.order_id == order_id]
        flows += _refunds(order_id, mine, left.get(order_id, ()))
        flows += _credits(order_id, mine)
        flows += _goods(order_id, mine)
        flows += _charges(order_id, mine)
    return tuple(flows)


def _refunds(order_id: str, gains: Sequence[Gain], left: Left) -> Iterator[Flow]:
    owed = [(gain, gain.money) for gain in gains if gain.kind is SettlementKind.REFUND and gain.money]
    shares = _shares(sum(money for _, money in owed), left)
    shipping = sum(gain.worth.shipping for gain, _ in owed)
    for source, share in zip(left, shares, strict=True):
        parts: list[tuple[str, int, int]] = []
        missing = share
        while missing:
            gain, money = owed.pop(0)
            part = min(money, missing)
            parts.append((gain.worth.item.item_id, part, 0))
            missing -= part
            if money > part:
                owed.insert(0, (gain, money - part))
        if share:
            of_delivery = min(shipping, share)
            shipping -= of_delivery
            yield _flow(
                SettlementKind.REFUND, order_id, parts, payment_id=source.payment.payment_id, shipping=of_delivery
            )


def _shares(total: int, left: Left) -> Sequence[int]:
    """By payment, so that with what was handed over the whole return is in proportion: paying it in steps changes
    nothing. Where more was handed over to one than its part, the others have the less.
    """
    whole = apportion(total + sum(source.ours for source in left), [source.left for source in left])
    shares = [max(0, share - source.ours) for share, source in zip(whole, left, strict=True)]
    less = apportion(sum(shares) - total, shares) if left else ()
    return [share - taken for share, taken in zip(shares, less, strict=True)]


def _credits(order_id: str, gains: Sequence[Gain]) -> Iterator[Flow]:
    for kind in (SettlementKind.STORE_CREDIT, SettlementKind.GIFT_CARD):
        mine = [gain for gain in gains if gain.kind is kind and (gain.money or _on_credit(gain))]
        parts = [(gain.worth.item.item_id, gain.money, _on_credit(gain)) for gain in mine]
        if parts:
            yield _flow(kind, order_id, parts, shipping=sum(gain.worth.shipping for gain in mine))


def _on_credit(gain: Gain) -> int:
    """The bonus, where it is given with credit and not with goods."""
    return 0 if gain.sku else gain.bonus


def _goods(order_id: str, gains: Sequence[Gain]) -> Iterator[Flow]:
    """One for each item: each is picked by itself."""
    for gain in gains:
        if gain.sku and gain.quantity:
            parts = [(gain.worth.item.item_id, gain.goods, gain.on_top)]
            yield _flow(SettlementKind.GOODS, order_id, parts, sku=gain.sku, quantity=gain.quantity)


def _charges(order_id: str, gains: Sequence[Gain]) -> Iterator[Flow]:
    parts = [(gain.worth.item.item_id, gain.charge, 0) for gain in gains if gain.charge]
    if parts:
        yield _flow(SettlementKind.CHARGE, order_id, parts)


def _flow(
    kind: SettlementKind,
    order_id: str,
    parts: Sequence[tuple[str, int, int]],
    *,
    payment_id: str = "",
    sku: str = "",
    quantity: int = 0,
    shipping: int = 0,
) -> Flow:
    return Flow(
        kind=kind,
        amount=sum(amount for _, amount, _ in parts),
        order_id=order_id,
        item_ids=tuple(item_id for item_id, _, _ in parts),
        bonus=sum(bonus for _, _, bonus in parts),
        payment_id=payment_id,
        sku=sku,
        quantity=quantity,
        parts=tuple(parts),
        shipping=shipping,
    )
