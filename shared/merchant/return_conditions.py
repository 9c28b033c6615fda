"""What a rule of the section `returns` may ask, and the conditions compiled from it.

The names of sections and fields are the paths in `Fact`: `when: {customer: {tier: [gold]}}` asks `customer.tier`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.merchant.return_values import (
    Code,
    ConditionName,
    DayRange,
    GroupOfReasons,
    MethodName,
    NumberRange,
    OutcomeName,
    Word,
)
from shared.merchant.section import Section
from shared.merchant.values import Country, Currency, Sku
from shared.returns.policy.policy import Fact, Test, When

Some = Field(min_length=1)
Words = Annotated[list[Word], Some]


class CustomerWhen(Section):
    """Who asks. What the shop does not say of a customer fulfils nothing."""

    tier: Words | None = Field(default=None, description="One of these tiers of the loyalty programme.")
    tags: Words | None = Field(default=None, description="At least one of these tags.")
    orders_placed: NumberRange | None = Field(default=None, description="Orders before this one.")
    returns_placed: NumberRange | None = Field(default=None, description="Returns so far.")
    items_kept: NumberRange | None = Field(default=None, description="Items they were paid back and kept, so far.")
    bonus_credit: NumberRange | None = Field(default=None, description="Bonus received so far, in minor units.")
    discrepancies: NumberRange | None = Field(
        default=None, description="Returns so far whose parcel was empty, incomplete or held something else."
    )
    failed_payments: NumberRange | None = Field(default=None, description="Payments that failed, so far.")
    risk: Annotated[list[Literal["trusted", "normal", "watched", "high"]], Some] | None = Field(
        default=None, description="One of these tiers of the abuse score."
    )


class OrderWhen(Section):
    """What is asked of the order."""

    country: Annotated[list[Country], Some] | None = Field(
        default=None, description="Sent to one of these countries, in quotes."
    )
    channel: Words | None = Field(default=None, description="Bought there: online, store, phone, a marketplace.")
    value: NumberRange | None = Field(default=None, description="Its goods after discounts, in minor units.")
    placed: DayRange | None = Field(default=None, description="The day of the order, at the destination.")
    tags: Words | None = Field(default=None, description="At least one of these tags.")
    discount_percent: NumberRange | None = Field(
        default=None, description="What was taken off the goods' list price, in whole per cent, rounded down."
    )
    gift: bool | None = Field(default=None, description="Whether it was a gift.")
    returns: NumberRange | None = Field(default=None, description="Its returns so far.")
    days_since_start: NumberRange | None = Field(
        default=None, description="Whole days since the clock of the window above the rules started."
    )
    currency: Annotated[list[Currency], Some] | None = Field(
        default=None, description="Paid in one of these currencies, in quotes."
    )


class ProductWhen(Section):
    """What is asked of the product."""

    sku: Annotated[list[Sku], Some] | None = Field(default=None, description="One of these SKUs.")
    id: Words | None = Field(default=None, description="One of these, by the shop's id.")
    tags: Words | None = Field(default=None, description="At least one of these tags.")
    type: Words | None = Field(default=None, description="One of these types.")
    category: Words | None = Field(default=None, description="One of these categories.")
    vendor: Words | None = Field(default=None, description="Of one of these vendors.")
    traits: Words | None = Field(
        default=None, description="At least one of these: hygiene, perishable, made_to_order, digital, sealed_media …"
    )
    price: NumberRange | None = Field(default=None, description="What one piece was paid, in minor units.")
    discount_percent: NumberRange | None = Field(
        default=None, description="What was taken off its list price, in whole per cent, rounded down."
    )
    final_sale: bool | None = Field(default=None, description="Whether it was sold as final sale.")
    in_warranty: bool | None = Field(default=None, description="Whether its warranty still holds.")


class ReturnWhen(Section):
    """What is asked of the request."""

    reason: Annotated[list[Code], Some] | None = Field(default=None, description="One of these reasons.")
    reason_group: Annotated[list[GroupOfReasons], Some] | None = Field(
        default=None, description="A reason of one of these groups."
    )
    condition: Annotated[list[ConditionName], Some] | None = Field(
        default=None, description="What the item is like, as the shopper says."
    )
    outcome: Annotated[list[OutcomeName], Some] | None = Field(
        default=None, description="One of these is what the shopper wants for it."
    )
    method: Annotated[list[MethodName], Some] | None = Field(default=None, description="It comes back by one of these.")
    items: NumberRange | None = Field(default=None, description="Pieces in the request.")
    value: NumberRange | None = Field(default=None, description="What was paid for them, in minor units.")
    whole_order: bool | None = Field(default=None, description="Whether all of the order comes back.")
    channel: Annotated[list[Literal["portal", "staff", "api", "store"]], Some] | None = Field(
        default=None, description="Who files it where."
    )


class WhenConfiguration(Section):
    """When a rule fires: all that is asked here must hold. What is not known fulfils nothing, nor its opposite."""

    customer: CustomerWhen = Field(default=CustomerWhen(), description="Who asks.")
    order: OrderWhen = Field(default=OrderWhen(), description="Which order it is.")
    product: ProductWhen = Field(default=ProductWhen(), description="Which product it is.")
    return_: ReturnWhen = Field(default=ReturnWhen(), alias="return", description="What is asked for.")
    any_: Annotated[list[WhenConfiguration], Some] | None = Field(
        default=None, alias="any", description="At least one of these must hold too."
    )
    not_: WhenConfiguration | None = Field(
        default=None,
        alias="not",
        description="This must not hold, taken as a whole. For several that must each not hold, put `any` into it.",
    )


def compile_when(written: WhenConfiguration) -> When:
    """The condition. A range without ends asks whether the fact is known at all: from 0 on, or from the first day."""
    return When(
        tests=tuple(_tests(written)),
        any_of=tuple(compile_when(each) for each in written.any_ or ()),
        none_of=() if written.not_ is None else (compile_when(written.not_),),
    )


def _tests(written: WhenConfiguration) -> Iterator[Test]:
    sections = (
        ("customer", written.customer),
        ("order", written.order),
        ("product", written.product),
        ("return", written.return_),
    )
    for section, asked in sections:
        for name, value in asked:
            if value is not None:
                yield _test(Fact(f"{section}.{name}"), value)


def _test(fact: Fact, value: Any) -> Test:
    if isinstance(value, bool):
        return Test(fact, is_true=value)
    if isinstance(value, NumberRange):
        return Test(fact, at_least=value.at_least, at_most=value.at_most)
    if isinstance(value, DayRange):
        return Test(fact, at_least=value.from_, at_most=value.until)
    return Test(fact, one_of=frozenset(str(each) for each in value))
