"""Between the API's bodies and what was sold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal

from functions.orders_api.api import OrderBody, SoldLineBody
from functions.orders_api.sale_parts import (
    BuyerBody,
    LineSaleBody,
    OptionBody,
    PaymentBody,
    SaleAnswer,
    SaleBody,
)
from shared.access import gift_code
from shared.errors import Invalid
from shared.promise.currency import CURRENCIES
from shared.tracking.sale import Buyer, LineSale, Payment, Sale

HashOfGiftCode = Callable[[str], str]
"""What is kept of a gift code."""


class ImpossibleSale(Invalid):
    """Every amount fits, but not together."""

    code = "impossible_sale"


def check_sale(body: OrderBody) -> None:
    """Refuses what no sale can be; raises ImpossibleSale with the field to blame.

    What was captured need not be the order's total: deposits, tips and cash at the door make it another.
    """
    for number, line in enumerate(body.lines):
        if line.sale is not None:
            _check_line(line.sale, body.sale, f"lines.{number}.sale")
    if body.sale is not None:
        _check_currencies(body.sale)
        _check_payments(body.sale)
        _check_gift(body.sale)
        _check_rate(body.sale)
    if body.sale is not None or any(line.sale for line in body.lines):
        _check_positions(body.lines)


def _check_line(line: LineSaleBody, sale: SaleBody | None, place: str) -> None:
    if sale is None:
        raise ImpossibleSale("Amounts need their currency: send the order's `sale` too.", field="sale")
    if line.discount > line.price:
        raise ImpossibleSale("More is taken off than the price.", field=f"{place}.discount")
    if sale.tax_included and line.tax > line.price - line.discount:
        raise ImpossibleSale(
            "The tax is more than the price that holds it: say `tax_included` false where it comes on top.",
            field=f"{place}.tax",
        )


def _check_payments(sale: SaleBody) -> None:
    ids = Counter(payment.payment_id for payment in sale.payments)
    for number, payment in enumerate(sale.payments):
        if ids[payment.payment_id] > 1:
            raise ImpossibleSale("The same payment is listed twice.", field=f"sale.payments.{number}.payment_id")
    if sale.tax_included and sale.shipping_tax > sale.shipping:
        raise ImpossibleSale("The tax on delivery is more than what was paid for it.", field="sale.shipping_tax")


def _check_gift(sale: SaleBody) -> None:
    if sale.gift_code is None:
        return
    if not sale.is_gift:
        raise ImpossibleSale("Only a gift has a gift code: say `is_gift`.", field="sale.gift_code")
    if len(gift_code.canonical(sale.gift_code)) < gift_code.SHORTEST:
        raise ImpossibleSale(
            f"A gift code has {gift_code.SHORTEST} letters and digits at least.", field="sale.gift_code"
        )


def _check_currencies(sale: SaleBody) -> None:
    for name, currency in (("currency", sale.currency), ("shop_currency", sale.shop_currency)):
        if currency is not None and currency not in CURRENCIES:
            raise ImpossibleSale("There is no currency with this code (ISO 4217).", field=f"sale.{name}")


def _check_rate(sale: SaleBody) -> None:
    if sale.rate is None:
        return
    if sale.shop_currency is None:
        raise ImpossibleSale("A rate needs the currency it leads to: `shop_currency`.", field="sale.shop_currency")
    if not Decimal(sale.rate):
        raise ImpossibleSale("A rate is more than 0.", field="sale.rate")


def _check_positions(lines: list[SoldLineBody]) -> None:
    """Returns name a position by its id or SKU: it must be one."""
    named = [(line.sale.line_id if line.sale else None) or line.sku for line in lines]
    count = Counter(named)
    for number, (line, name) in enumerate(zip(lines, named, strict=True)):
        if count[name] < 2:
            continue
        if line.sale is None or line.sale.line_id is None:
            raise ImpossibleSale(
                "Another position has this SKU or id: give each a `line_id` of its own.",
                field=f"lines.{number}.sale.line_id" if line.sale else f"lines.{number}.sale",
            )
        raise ImpossibleSale("Another position has this id.", field=f"lines.{number}.sale.line_id")


def sale_of(body: SaleBody | None, hash_of: HashOfGiftCode) -> Sale | None:
    """The sale a body describes; None where it describes none."""
    if body is None:
        return None
    return Sale(
        currency=body.currency,
        tax_included=body.tax_included,
        shipping=body.shipping,
        shipping_tax=body.shipping_tax,
        payments=tuple(_payment(payment) for payment in body.payments),
        buyer=_buyer(body.buyer),
        channel=body.channel,
        tags=frozenset(body.tags),
        is_gift=body.is_gift,
        gift_code=hash_of(body.gift_code) if body.gift_code else "",
        shop_currency=body.shop_currency or "",
        rate=body.rate or "",
    )


def _payment(body: PaymentBody) -> Payment:
    return Payment(body.payment_id, body.method, body.amount, body.gateway or "", body.reference or "")


def _buyer(body: BuyerBody) -> Buyer:
    return Buyer(
        customer_id=body.customer_id or "",
        tier=body.tier or "",
        tags=frozenset(body.tags),
        orders_placed=body.orders_placed,
        since=body.since.astimezone(UTC) if body.since else None,
    )


def line_sale_of(body: LineSaleBody | None) -> LineSale | None:
    """What a position was sold for; None where the body does not say."""
    if body is None:
        return None
    return LineSale(
        line_id=body.line_id or "",
        price=body.price,
        discount=body.discount,
        tax=body.tax,
        product_id=body.product_id or "",
        product_type=body.product_type or "",
        vendor=body.vendor or "",
        tags=frozenset(body.tags),
        traits=frozenset(body.traits),
        final_sale=body.final_sale,
        options=tuple((option.name, option.value) for option in body.options),
    )


def sale_answer(sale: Sale | None) -> SaleAnswer | None:
    """What the merchant gets back of it: everything but the gift code."""
    if sale is None:
        return None
    return SaleAnswer(
        currency=sale.currency,
        tax_included=sale.tax_included,
        shipping=sale.shipping,
        shipping_tax=sale.shipping_tax,
        payments=[
            PaymentBody(
                payment_id=payment.payment_id,
                method=payment.method,
                amount=payment.amount,
                gateway=payment.gateway or None,
                reference=payment.reference or None,
            )
            for payment in sale.payments
        ],
        buyer=BuyerBody(
            customer_id=sale.buyer.customer_id or None,
            tier=sale.buyer.tier or None,
            tags=sorted(sale.buyer.tags),
            orders_placed=sale.buyer.orders_placed,
            since=sale.buyer.since,
        ),
        channel=sale.channel,
        tags=sorted(sale.tags),
        is_gift=sale.is_gift,
        has_gift_code=bool(sale.gift_code),
        shop_currency=sale.shop_currency or None,
        rate=sale.rate or None,
    )


def line_sale_body(sale: LineSale | None) -> LineSaleBody | None:
    """What the merchant gets back of a position's."""
    if sale is None:
        return None
    return LineSaleBody(
        line_id=sale.line_id or None,
        price=sale.price,
        discount=sale.discount,
        tax=sale.tax,
        product_id=sale.product_id or None,
        product_type=sale.product_type or None,
        vendor=sale.vendor or None,
        tags=sorted(sale.tags),
        traits=sorted(sale.traits),
        final_sale=sale.final_sale,
        options=[OptionBody(name=name, value=value) for name, value in sale.options],
    )
