"""What an order was sold for, as the API takes and gives it: the sale, its payments, its buyer, and each position's."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.orders_api.parts import Body, Text
from shared.our_time import Moment
from shared.promise.currency import CURRENCIES

MOST = 999_999_999_999
"""Minor units of an amount: more than any currency needs, and far from where numbers lose digits."""

Amount = Annotated[int, Field(ge=0, le=MOST)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", json_schema_extra={"enum": [*sorted(CURRENCIES)]})]
Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,99}$")]
"""An id of the shop or a gateway. Without @: a mail address is none."""
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Tag = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]


class OptionBody(Body):
    """One choice of a variant."""

    name: Tag = Field(examples=["size"])
    value: Tag = Field(examples=["M"])


class LineSaleBody(Body):
    """What a position was sold for. Amounts are for all of its pieces together, in the currency of `sale`."""

    line_id: Reference | None = Field(
        default=None,
        description="Your id of the position. Must be there where another position has the same SKU.",
    )
    price: Amount = Field(
        examples=[4400],
        description="List price of all pieces, minor units (yen, cents), before discounts; with tax by `tax_included`.",
    )
    discount: Amount = Field(
        default=0, description="Taken off: its own discounts, and its share of the order's. No more than `price`."
    )
    tax: Amount = Field(
        default=0,
        description="On price less discount: contained in it where `tax_included`, else on top.",
    )
    product_id: Reference | None = None
    product_type: Text | None = Field(default=None, examples=["shirt"])
    vendor: Text | None = None
    tags: list[Tag] = Field(
        default=[], max_length=20, description="Your words for the product; rules may ask for them."
    )
    traits: list[Word] = Field(
        default=[],
        max_length=20,
        examples=[["hygiene"]],
        description=(
            "What the law or the shelf makes of it: `hygiene`, `perishable`, `made_to_order`, `digital`, "
            "`sealed_media`, `hazardous`, `bulky`, `unsellable`, or words of your own."
        ),
    )
    final_sale: bool = Field(default=False, description="Sold as not to be returned.")
    options: list[OptionBody] = Field(default=[], max_length=10, description="The variant's choices.")


class PaymentBody(Body):
    """Money that was captured."""

    payment_id: Reference = Field(description="Your id of it; each once.")
    method: Word = Field(
        examples=["card"],
        description=(
            "`card`, `gift_card`, `store_credit`, `cash_on_delivery`, `konbini`, `bank_transfer`, `wallet`, or a word "
            "of your own."
        ),
    )
    amount: Amount = Field(description="Captured, minor units. Money that is only authorised is not captured.")
    gateway: Word | None = Field(
        default=None, examples=["stripe"], description="Who refunds it. Left out: your own platform does."
    )
    reference: Reference | None = Field(
        default=None,
        examples=["pi_3MtwBwLkdIwHu7ix28a3tqPa"],
        description="The gateway's id of the payment.",
    )


class BuyerBody(Body):
    """Who bought. No name and no address."""

    customer_id: Reference | None = Field(
        default=None, description="Your id of the customer, never a mail address. Left out: a guest."
    )
    tier: Tag | None = Field(default=None, examples=["gold"], description="In your loyalty programme, in your words.")
    tags: list[Tag] = Field(default=[], max_length=50)
    orders_placed: int | None = Field(
        default=None, ge=0, le=999_999, description="Before this one. Left out: not known."
    )
    since: Moment | None = Field(default=None, description="Their first order, or when the account was opened.")


class _Sale(Body):
    """What is taken and given back alike."""

    currency: Currency = Field(examples=["JPY"], description="ISO 4217, the one the shopper paid in.")
    tax_included: bool = Field(default=True, description="Whether prices hold their tax. False: it comes on top.")
    shipping: Amount = Field(
        default=0, description="What the shopper paid for delivery, after discounts; with tax by `tax_included`."
    )
    shipping_tax: Amount = 0
    payments: list[PaymentBody] = Field(
        default=[],
        max_length=20,
        description=(
            "What was captured, by payment. Never is more paid back than their sum; it need not be the order's total: "
            "a deposit, a tip, or cash that is paid at the door makes it another."
        ),
    )
    buyer: BuyerBody = BuyerBody()
    channel: Word = Field(default="online", description="`online`, `store`, `phone`, or a marketplace's name.")
    tags: list[Tag] = Field(default=[], max_length=50, description="Of the order.")
    is_gift: bool = False
    shop_currency: Currency | None = Field(default=None, description="Of your books. Left out: the same.")
    rate: str | None = Field(
        default=None,
        pattern=r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,10})?$",
        examples=["0.0067"],
        description="So many units of `shop_currency` for one of `currency`, as of the sale. Needs `shop_currency`.",
    )


class SaleBody(_Sale):
    """The order as a sale."""

    gift_code: str | None = Field(
        default=None,
        min_length=8,
        max_length=64,
        pattern=r"^[A-Za-z0-9-]*$",
        examples=["QX7T-29MK-4HZP"],
        description=(
            "On the gift receipt: who holds it may return the gift, without an account. 8 letters and digits at least; "
            "case and hyphens do not matter. Only a keyed hash is kept, and it is never given back. Needs `is_gift`. "
            "Left out of a gift that has one: it stays."
        ),
    )


class SaleAnswer(_Sale):
    """The sale as stored."""

    has_gift_code: bool = Field(description="Whether a code opens the gift's returns.")
