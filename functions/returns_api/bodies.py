"""What the returns API takes: models of bodies and queries. What stands in none of them is refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.evidence.evidence_files import ID as EVIDENCE_ID
from shared.evidence.evidence_files import KINDS
from shared.returns.request.split import MAX_ITEMS
from shared.returns.view.words import OutcomeWord
from shared.returns.vocabulary import Condition, Method
from shared.returns.wanted_items import MAX_EVIDENCE, MAX_WANTED, MAX_WORDS
from shared.tracking.order import HTTPS, ID, MAX_URL_LENGTH

RETURN_ID = r"^[0-9A-Za-z]{16}$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
COUNTRY = r"^[A-Z]{2}$"
MOST_MONEY = 10**12

OrderId = Annotated[str, Field(pattern=ID, examples=["A-1001"])]
ItemId = Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){0,8}$", examples=["1"])]
Position = Annotated[str, Field(min_length=1, max_length=255, examples=["KB-01"])]
Sku = Annotated[str, Field(min_length=1, max_length=255, examples=["KB-01"])]
Quantity = Annotated[int, Field(ge=1, le=10_000)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$", examples=["photo_unclear"])]
Note = Annotated[str, Field(min_length=1, max_length=1000)]
Reference = Annotated[str, Field(min_length=1, max_length=255)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
ItemIds = Annotated[list[ItemId], Field(max_length=MAX_ITEMS)]


class Body(BaseModel):
    """No field but those that are named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WantedBody(Body):
    """What is sent instead."""

    sku: Sku
    quantity: Quantity = 1
    unit_price: int = Field(
        default=0, ge=0, le=MOST_MONEY, description="One piece, minor units, as the sale's prices. By the shop only."
    )
    tax: int = Field(
        default=0, ge=0, le=MOST_MONEY, description="On all of it, where prices are without. By the shop only."
    )
    name: str = Field(default="", max_length=255)


class WantedItemBody(Body):
    """Some pieces of one position."""

    order_id: OrderId
    line: Position = Field(description="Your id of the position, or its SKU.")
    quantity: Quantity
    reason: Code = Field(examples=["unwanted"], description="One of those that `returnable` names for the position.")
    condition: Condition | None = Field(default=None, description="As the shopper says.")
    outcome: OutcomeWord | None = Field(default=None, description="Left out: a refund; for a gift store credit.")
    wanted: WantedBody | None = Field(default=None, description="What is sent instead, for exchanges.")
    words: str = Field(default="", max_length=MAX_WORDS, description="The shopper's own.")
    evidence: list[Annotated[str, Field(pattern=EVIDENCE_ID)]] = Field(
        default=[], max_length=MAX_EVIDENCE, description="Files that were uploaded: `POST /v1/returns/evidence`."
    )
    serial_number: str = Field(default="", max_length=100)


class ChangeBody(Body):
    """What is to come back."""

    items: list[WantedItemBody] = Field(min_length=1, max_length=MAX_WANTED)
    method: Method | None = Field(default=None, description="How; it can be chosen later too.")


class DraftBody(ChangeBody):
    """What somebody wants to send back, and how they ask."""

    language: str | None = Field(default=None, pattern=LANGUAGE, description="BCP 47. Left out: the order's.")
    replaces: str | None = Field(
        default=None, pattern=RETURN_ID, description="The return whose replacement comes back by this one."
    )
    channel: Literal["portal", "staff", "api", "store"] | None = Field(
        default=None, description="By which it is asked; by the shop only. Left out: `staff`; of shoppers `portal`."
    )
    gift_code: str | None = Field(
        default=None,
        min_length=8,
        max_length=64,
        description="The code of a gift, as it was typed: then who received it asks. By the shop only.",
    )
    page_url: str | None = Field(
        default=None,
        pattern=HTTPS,
        max_length=MAX_URL_LENGTH,
        description=(
            "Where the shopper goes on, for messages: a page of yours. It goes into events: no secret. Left out: the "
            "return's page here. By the shop only."
        ),
    )


class ActionBody(Body):
    """What is done, with which items, and why."""

    items: ItemIds = Field(default=[], description="Left out: all with which it can be done.")
    code: Code | None = Field(default=None, description="Why, as shoppers and programs are told.")
    note: Note | None = Field(default=None, description="Why, in words for your people; in no event.")


class DeclineBody(ActionBody):
    """A denial."""

    code: Code = Field(examples=["worn"])
    may_appeal: bool = Field(
        default=False, description="It rests on what the shopper did before: they may object, and a person decides."
    )


class NeedMoreBody(ActionBody):
    """What is missing."""

    code: Code


class AnswerItemBody(Body):
    """What is given for one item."""

    item_id: ItemId
    words: str = Field(default="", max_length=MAX_WORDS)
    evidence: list[Annotated[str, Field(pattern=EVIDENCE_ID)]] = Field(default=[], max_length=MAX_EVIDENCE)
    serial_number: str = Field(default="", max_length=100)


class AnswerBody(Body):
    """What was asked for."""

    items: list[AnswerItemBody] = Field(min_length=1, max_length=MAX_ITEMS)


def _known_type(content_type: str) -> str:
    if content_type not in KINDS:
        raise PydanticCustomError("content_type", f"Expected one of {', '.join(KINDS)}")
    return content_type


class EvidenceBody(Body):
    """A file that is to be uploaded."""

    order_id: OrderId
    content_type: Annotated[
        str, AfterValidator(_known_type), Field(json_schema_extra={"enum": [*KINDS]}, examples=["image/jpeg"])
    ]
