"""What somebody asks to send back, checked against its orders, as the items of a return."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shared.errors import Invalid, NotFound
from shared.evidence.evidence import Evidence
from shared.free_text import readable
from shared.returns.request.positions import pieces_of, position_of
from shared.returns.return_request import ReturnItem, Wanted
from shared.returns.vocabulary import EXCHANGES, Actor, Condition, Outcome
from shared.tracking.order import Order, OrderLine

MAX_WANTED = 100
MAX_ORDERS = 20
"""Of one return: all are saved in one transaction."""
MAX_WORDS = 1000
"""Characters of the shopper's own."""
MAX_EVIDENCE = 20
"""Pieces, for one item."""
FOR_GIFTS = EXCHANGES | {Outcome.STORE_CREDIT, Outcome.GIFT_CARD, Outcome.REPAIR, Outcome.SPARE_PART}
"""What who received a gift may get: the buyer's money goes to nobody but the buyer."""


class WrongItems(Invalid):
    """What is asked for is nothing that a return can be."""

    code = "wrong_items"


class AnotherBuyer(Invalid):
    """The orders of one return are of one buyer and one currency."""

    code = "another_buyer"


class GiftCodeUnknown(NotFound):
    """No gift was sold under this code."""

    code = "gift_code_unknown"


class PriceUnknown(Invalid):
    """Nobody says what the item costs that is wanted instead."""

    code = "price_unknown"


@dataclass(frozen=True, slots=True)
class WantedItem:
    """Some pieces of one position, as somebody asks for them."""

    order_id: str
    line: str
    """The position, by the shop's id or by SKU."""
    quantity: int
    reason: str
    condition: Condition | None = None
    outcome: Outcome | None = None
    """None: a refund; for a gift store credit."""
    wanted: Wanted | None = None
    """What is sent instead. Its price counts only where staff say it."""
    words: str = ""
    evidence: tuple[Evidence, ...] = ()
    serial_number: str = ""


def items_of(
    asked: Sequence[WantedItem],
    orders: Mapping[str, Order],
    actor: Actor,
    price_of: Callable[[str, str], int | None],
    *,
    is_gift: bool,
) -> tuple[ReturnItem, ...]:
    """The items "1", "2" …, in the order asked. Raises WrongItems, AnotherBuyer, PositionUnknown, PriceUnknown."""
    if not 1 <= len(asked) <= MAX_WANTED:
        raise WrongItems(f"Expected 1 to {MAX_WANTED} items.", field="items")
    _refuse_mixed(orders)
    items = tuple(
        _item(str(number), one, orders[one.order_id], actor, price_of, is_gift=is_gift)
        for number, one in enumerate(asked, 1)
    )
    for item in items:
        together = sum(one.quantity for one in items if (one.order_id, one.line) == (item.order_id, item.line))
        if together > pieces_of(orders[item.order_id], item.line):
            raise WrongItems("There are not so many pieces in the order.", field="quantity")
    return items


def refuse_wrong_gift_code(order: Order, gift_code: str) -> None:
    """`gift_code`: the keyed hash of what was typed. Raises GiftCodeUnknown, whatever is wrong."""
    known = order.sale.gift_code if order.sale else ""
    if not known or not hmac.compare_digest(known.encode(), gift_code.encode()):
        raise GiftCodeUnknown("No gift was sold under this code.", field="gift_code")


def currency_of(orders: Mapping[str, Order], otherwise: str) -> str:
    """The one currency of the orders; `otherwise` where no shop said any."""
    return next((order.sale.currency for order in orders.values() if order.sale), otherwise)


def _refuse_mixed(orders: Mapping[str, Order]) -> None:
    if len(orders) > MAX_ORDERS:
        raise WrongItems(f"A return spans {MAX_ORDERS} orders at most.", field="items")
    sales = [order.sale for order in orders.values()]
    if len({sale.currency if sale else "" for sale in sales}) > 1:
        raise AnotherBuyer("The orders of one return are of one currency.", field="items")
    if len({_buyer(order) for order in orders.values()}) > 1:
        raise AnotherBuyer("The orders of one return are of one buyer.", field="items")


def _buyer(order: Order) -> str:
    """The shop's id; for guests the address they are told at."""
    customer = order.sale.buyer.customer_id if order.sale else ""
    return customer or f"{order.contact.email}\n{order.contact.phone}\n{order.contact.line_user_id}"


def _item(
    item_id: str,
    asked: WantedItem,
    order: Order,
    actor: Actor,
    price_of: Callable[[str, str], int | None],
    *,
    is_gift: bool,
) -> ReturnItem:
    line = position_of(order, asked.line)
    if asked.quantity < 1:
        raise WrongItems("Expected at least one piece.", field="quantity")
    if len(asked.words) > MAX_WORDS or len(asked.evidence) > MAX_EVIDENCE:
        raise WrongItems("That is more than can be kept of one item.", field="words")
    outcome = asked.outcome or (Outcome.STORE_CREDIT if is_gift else Outcome.REFUND)
    if is_gift and outcome not in FOR_GIFTS:
        raise WrongItems("A gift is paid in credit, or exchanged.", field="outcome")
    currency = order.sale.currency if order.sale else ""
    return ReturnItem(
        item_id=item_id,
        order_id=order.order_id,
        line=line.position,
        sku=line.sku,
        quantity=asked.quantity,
        reason=asked.reason,
        words=readable(asked.words),
        condition=asked.condition,
        outcome=outcome,
        wanted=_wanted(
            asked,
            outcome,
            line,
            actor,
            lambda wanted: _priced(wanted, order, line, price_of),
            lambda sku: costs_the_same(sku, line, price_of, currency),
        ),
        evidence=asked.evidence,
        serial_number=asked.serial_number,
        options=line.sale.options if line.sale else (),
    )


def _wanted(
    asked: WantedItem,
    outcome: Outcome,
    line: OrderLine,
    actor: Actor,
    priced: Callable[[Wanted], Wanted | None],
    is_as_dear: Callable[[str], bool],
) -> Wanted | None:
    """Prices come from the shop or its staff: what a client says something costs is not heard. A replacement costs
    nothing, so it is the same again; only staff send something else for it.
    """
    if outcome not in EXCHANGES:
        return None
    if outcome is Outcome.REPLACEMENT or asked.wanted is None:
        if outcome is Outcome.OTHER_ITEM:
            raise WrongItems("Say which item is wanted.", field="wanted")
        by_staff = asked.wanted if actor is Actor.STAFF else None
        return Wanted(by_staff.sku if by_staff else line.sku, asked.quantity)
    if not 1 <= asked.wanted.quantity <= MAX_WANTED:
        raise WrongItems(f"Expected 1 to {MAX_WANTED} pieces.", field="wanted.quantity")
    if actor is Actor.STAFF and asked.wanted.unit_price:
        return asked.wanted
    by_the_shop = priced(asked.wanted)
    is_one_for_one = outcome is Outcome.EXCHANGE and asked.wanted.quantity == asked.quantity
    if by_the_shop is None and not is_one_for_one:
        raise PriceUnknown("Nobody says what this item costs: ask the shop.", field="wanted")
    if by_the_shop is None or (is_one_for_one and is_as_dear(asked.wanted.sku)):
        return replace(asked.wanted, unit_price=0, tax=0)
    return by_the_shop


def costs_the_same(sku: str, line: OrderLine, price_of: Callable[[str, str], int | None], currency: str) -> bool:
    """Whether another variant is sold at the price of the position's: then one is given for the other, whatever was
    taken off when it was bought. Where its price now is not known, that on the order counts.
    """
    if sku == line.sku:
        return True
    then = line.sale.price // max(1, line.quantity) if line.sale else 0
    return (price_of(sku, currency) or -1) == (price_of(line.sku, currency) or then)


def _priced(wanted: Wanted, order: Order, line: OrderLine, price_of: Callable[[str, str], int | None]) -> Wanted | None:
    """At the shop's price; where tax comes on top, taxed as the goods that come back were, rounded half to even."""
    sale = order.sale
    price = price_of(wanted.sku, sale.currency if sale else "")
    if not price:
        return None
    sold = line.sale
    taxed = sold is not None and sale is not None and not sale.tax_included and sold.paid > 0
    tax = round(Fraction(price * wanted.quantity * sold.tax, sold.paid)) if taxed and sold else 0
    return replace(wanted, unit_price=price, tax=tax)
