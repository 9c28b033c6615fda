"""What the shop tells of goods and money, and sets aside: models of bodies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from functions.returns_api.bodies import (
    MOST_MONEY,
    ActionBody,
    BasisPoints,
    Body,
    Code,
    ItemId,
    ItemIds,
    Note,
    OrderId,
    Position,
    Quantity,
    Reference,
    Sku,
    WantedBody,
)
from shared.returns.axes import Approval, Inspection
from shared.returns.request.split import MAX_ITEMS
from shared.returns.view.words import OutcomeWord
from shared.returns.vocabulary import Condition, Disposition, WholeAt


class PiecesBody(Body):
    """So many pieces of an item."""

    item_id: ItemId
    quantity: Quantity


class ExtraBody(Body):
    """Something that nobody had asked to send back."""

    sku: Sku
    quantity: Quantity
    order_id: OrderId | None = Field(default=None, description="Left out: the return's first order.")
    line: Position | None = None


class ReceiveBody(Body):
    """What is there."""

    items: list[PiecesBody] = Field(
        default=[], max_length=MAX_ITEMS, description="Left out: everything that is awaited."
    )
    extras: list[ExtraBody] = Field(default=[], max_length=50)
    note: Note | None = None


class MissingBody(Body):
    """What will not come."""

    items: list[PiecesBody] = Field(min_length=1, max_length=MAX_ITEMS)
    code: Code | None = None
    note: Note | None = None


class FindingBody(Body):
    """What some pieces of an item were found to be."""

    item_id: ItemId
    result: Literal[Inspection.PASSED, Inspection.REDUCED, Inspection.FAILED]
    quantity: Quantity | None = Field(default=None, description="Left out: all of it.")
    found: Condition | None = None
    reduced_to: Annotated[int, Field(ge=1, le=9_999)] | None = Field(
        default=None, description="With `reduced`, and only there: basis points of the value that are accepted."
    )
    disposition: Disposition | None = Field(default=None, description="Left out: the policy's, where it passed.")


class InspectBody(Body):
    """What was found."""

    findings: list[FindingBody] = Field(min_length=1, max_length=MAX_ITEMS)
    code: Code | None = None
    note: Note | None = None


class SettlementBody(Body):
    """What became of what was to be paid, credited, charged or sent."""

    state: Literal["paid", "failed"]
    reference: Reference | None = Field(default=None, description="Your id of it.")
    failure: Code | None = Field(default=None, description="Why it failed.")


class FeeBody(Body):
    """What the shopper bears."""

    fixed: int = Field(default=0, ge=0, le=MOST_MONEY, description="Minor units of the policy's currency.")
    basis_points: BasisPoints = 0


class OverrideBody(ActionBody):
    """What is set aside of what was decided. What is left out stands."""

    outcome: OutcomeWord | None = None
    wanted: WantedBody | None = None
    restocking_fee: FeeBody | None = None
    shipping_fee: FeeBody | None = None
    credit: BasisPoints | None = Field(default=None, description="Basis points of the value that are given back.")
    whole_at: WholeAt | None = None
    decision: Literal[Approval.APPROVED, Approval.DECLINED] | None = Field(
        default=None, description="In the place of what was decided."
    )
    findings: list[FindingBody] = Field(default=[], max_length=MAX_ITEMS, description="In the place of what was found.")
    pays_again: bool = Field(default=False, description="What was withheld is not withheld any more.")


class NoteBody(Body):
    """Words of your people, for your people."""

    note: Note
    items: ItemIds = Field(default=[])


class FoundBody(Body):
    """What was in a parcel."""

    line: Position = Field(description="A position of the order, or its SKU.")
    quantity: Quantity


class UnknownParcelBody(Body):
    """A parcel that nobody announced."""

    carrier: str = Field(default="", max_length=64)
    tracking_number: str = Field(default="", max_length=64)
    order_id: OrderId | None = Field(default=None, description="By the slip in it. Left out: nobody knows yet.")
    found: list[FoundBody] = Field(default=[], max_length=50, description="Where the order is known.")
    note: Note | None = None
