"""One returned position of the past, as a history holds it: what was known, what was asked, what was decided, and what
it came to. Nothing in it says who somebody is, but for the shop's own number of the customer."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_serializer

from shared.errors import Invalid
from shared.returns.policy.policy import Fact
from shared.returns.vocabulary import Condition, Keep, Method, Outcome, Review, WholeAt

DERIVED = frozenset({Fact.ORDER_PLACED, Fact.ORDER_DAYS, Fact.PRODUCT_SKU, Fact.PRODUCT_IN_WARRANTY})
"""Facts that follow from the rest of a row, some of them by the policy that is asked: a row need not hold them."""


class UnreadableRow(Invalid):
    """A line of a history that is no row of one."""

    code = "unreadable_row"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(_Part):
    """What the shopper asked for."""

    reason: str
    outcome: Outcome
    method: Method | None = None
    """None: none was chosen yet."""
    quantity: int = Field(ge=1)
    condition: Condition | None = None
    photos: int = Field(default=0, ge=0)
    video: bool = False
    words: bool = False
    serial_number: bool = False


class PastFee(_Part):
    """A fee, as `Fee` of a policy."""

    fixed: int = Field(default=0, ge=0)
    basis_points: int = Field(default=0, ge=0)
    by_shopper: bool = False


class PastBonus(_Part):
    """What was promised on top for the outcome that was asked for."""

    fixed: int = Field(default=0, ge=0)
    basis_points: int = Field(default=0, ge=0)
    at_most: int | None = Field(default=None, ge=0)


class PastWhy(_Part):
    """A reason against it."""

    code: str
    rule: str = "base"


class Decided(_Part):
    """What the policy of its day decided."""

    version: int = Field(default=0, ge=0)
    """Of that policy."""
    whys: tuple[PastWhy, ...] = ()
    """Empty: it was accepted."""
    review: Review = Review.AUTOMATIC
    whole_at: WholeAt = WholeAt.INSPECTION
    keep: Keep = Keep.NO
    shipping_fee: PastFee = PastFee()
    restocking_fee: PastFee = PastFee()
    credit_basis_points: int = Field(default=10_000, ge=0, le=10_000)
    bonus: PastBonus = PastBonus()
    rules: dict[str, str] = {}
    """Slot -> rule, where it was not the base."""


class Money(_Part):
    """What it came to, as recorded. Minor units of `currency`."""

    currency: str = Field(min_length=3, max_length=3)
    value: int = Field(default=0, ge=0)
    """What the shopper paid for the pieces that were asked back, tax and all."""
    value_of_return: int | None = Field(default=None, ge=0)
    """Of the whole return; None: it is the only position."""
    value_before: int = Field(default=0, ge=0)
    """Of the positions of the return before this one: what is taken once per return is shared by value."""
    per_million: int = Field(default=1_000_000, gt=0)
    """What a million minor units of the policy's currency are in this one."""
    refunded: int = Field(default=0, ge=0)
    credited: int = Field(default=0, ge=0)
    """Store credit and gift cards, without the bonus."""
    exchanged: int = Field(default=0, ge=0)
    """What the goods paid of those that were sent instead."""
    bonus: int = Field(default=0, ge=0)
    charged: int = Field(default=0, ge=0)
    """What the shopper paid on top."""
    label: int | None = Field(default=None, ge=0)
    """What the shop paid for the way back; None: not known."""


class PastReturn(_Part):
    """A row. Days are local to the destination."""

    id: str = Field(min_length=1)
    """Unique: the return and its item."""
    order_id: str
    line: str = ""
    sku: str
    placed: date
    today: date
    """When it was asked."""
    shipped: date | None = None
    delivered: date | None = None
    warranty_until: date | None = None
    on_its_way: bool = False
    ordered: int = Field(default=1, ge=0)
    """Pieces of the position."""
    open: int | None = Field(default=None, ge=0)
    """Of those, what no other return held then; None: all."""
    customer_id: str = ""
    returns_of_order: int = Field(default=0, ge=0)
    recent_returns: int = Field(default=0, ge=0)
    open_instant: int = Field(default=0, ge=0)
    facts: dict[Fact, str | int | bool | frozenset[str]] = {}
    """By the names that rules ask for, without those that follow from the rest."""
    asked: Asked
    decided: Decided = Decided()
    ended: str = ""
    """What became of it where nothing was given: `declined` (by staff), `cancelled`, `expired`, `failed`, `withheld`.

    Where the policy itself declined it: ""."""
    money: Money

    @field_serializer("facts")
    def _sorted(self, facts: dict[Fact, str | int | bool | frozenset[str]]) -> dict[str, object]:
        """The same facts are the same text."""
        return {
            fact.value: sorted(value) if isinstance(value, frozenset) else value
            for fact, value in sorted(facts.items())
        }

    def line_of_history(self) -> str:
        """As a line of JSON, without its end; what is at its default is left out."""
        return self.model_dump_json(exclude_defaults=True)


def read_row(line: str | bytes) -> PastReturn:
    """A line of a history. Raises UnreadableRow, which names the field and repeats nothing of it."""
    try:
        return PastReturn.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the line"
        raise UnreadableRow(f"{place}: {first['msg']}") from None
