"""What the promises API takes and gives: the models, and the operations for OpenAPI."""

from __future__ import annotations

from datetime import UTC, date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.our_time import Day, Moment
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.policy import CONFIDENCES
from shared.promise.question import MAX_METHOD_LENGTH, MAX_SKU_LENGTH, MAX_SKUS
from shared.receipts.held import Change
from shared.receipts.promise_request import CartItem, ChosenOption, PromiseRequest
from shared.receipts.receipt import ID as PROMISE_ID
from shared.receipts.receipt import AskedFor, PromiseReceipt
from shared.receipts.sign import ALGORITHM, SIGNED, Check
from shared.runtime.idempotency_key import HEADER, PATTERN
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.order import ID as ORDER_ID

MOST_ITEMS = 50
"""Of one promise: its receipt must fit into one item of the table, with every reason of every item."""

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Word = Annotated[str, Field(min_length=1, max_length=MAX_METHOD_LENGTH, pattern=r"^[^\x00]*$")]
Sku = Annotated[str, Field(max_length=MAX_SKU_LENGTH, pattern=r"^[^\x00\s](.*[^\x00\s])?$")]


def _may_be_asked(confidence: int) -> int:
    if confidence not in CONFIDENCES:
        raise PydanticCustomError("confidence", "Expected one of the per cents that may be asked for")
    return confidence


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionBody(_Body):
    """The question that the cart asked, as `GET /v1/promise` takes it."""

    country: str = Field(pattern=r"^[A-Z]{2}$", examples=["JP"], json_schema_extra={"enum": [*sorted(COUNTRY_ZONES)]})
    postal: str = Field(default="", pattern=r"^([A-Za-z0-9][ -]?){0,10}$", examples=["150-0001"])
    lang: str = Field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$", examples=["ja"])
    method: Word | None = None
    sku: list[Sku] = Field(default=[], max_length=MAX_SKUS, json_schema_extra={"uniqueItems": True})
    lead_class: Word | None = None
    warehouse: Word | None = None
    confidence: Annotated[int, AfterValidator(_may_be_asked)] | None = Field(
        default=None, json_schema_extra={"enum": [*CONFIDENCES, None]}, description="Per cent."
    )

    def asked(self) -> AskedFor:
        """The same in the words of receipts."""
        return AskedFor(
            country=self.country,
            postal=self.postal,
            language=self.lang,
            method=self.method,
            skus=tuple(self.sku),
            lead_class=self.lead_class,
            warehouse=self.warehouse,
            confidence=self.confidence,
        )


class ChosenBody(_Body):
    """The option that the shopper chose, by what the answer called it, and the date they saw."""

    method: Word = Field(examples=["home"])
    service: Name
    promised: Day = Field(
        description="With a nominated day: that day. A later date than the answer's is yours to tell."
    )
    day: Day | None = Field(default=None, description="The day that the shopper nominated, one of the answer's `days`.")
    slot: str | None = Field(default=None, pattern=r"^[0-9A-Za-z_-]{1,16}$", description="Code of a time of that day.")


class ItemBody(_Body):
    """One item of the cart. Items may choose differently."""

    id: Name = Field(description="Yours, unique within the promise: a line's number will do.")
    option: ChosenBody
    quantity: int = Field(default=1, ge=1, le=999_999)
    sku: Sku | None = Field(default=None, description="One of the question's, where it named any.")

    def chosen(self) -> CartItem:
        """The same in the words of receipts."""
        option = self.option
        chosen = ChosenOption(option.method, option.service, option.promised, option.day, option.slot)
        return CartItem(self.id, chosen, self.quantity, self.sku)


class PromiseRequestBody(_Body):
    """What the cart was shown and the shopper chose."""

    order_id: str = Field(pattern=ORDER_ID, examples=["A-1001"])
    question: QuestionBody
    items: list[ItemBody] = Field(min_length=1, max_length=MOST_ITEMS)
    shown_at: Moment = Field(description="When the cart showed these dates, with a zone: `as_of` of the answer.")

    def request(self) -> PromiseRequest:
        """The same in the words of receipts."""
        return PromiseRequest(
            order_id=self.order_id,
            asked=self.question.asked(),
            items=tuple(item.chosen() for item in self.items),
            shown_at=self.shown_at.astimezone(UTC),
        )


class PromisesQuery(BaseModel):
    """What GET /v1/promises takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    order_id: str = Field(pattern=ORDER_ID)


class SignatureAnswer(BaseModel):
    """The signature under a receipt."""

    algorithm: str = Field(json_schema_extra={"const": ALGORITHM})
    key_id: str = Field(pattern="^[0-9a-f]{16}$", description="Which of the merchant's keys made it.")
    signed: str = Field(json_schema_extra={"const": SIGNED}, description="What the signature is over.")
    value: str = Field(pattern="^[0-9a-f]{64}$")
    check: Check | None = Field(default=None, description="When a receipt is read: whether the signature holds now.")


class ReceiptAnswer(BaseModel):
    """A promise that was told, as it was signed. It never changes."""

    receipt: PromiseReceipt
    signature: SignatureAnswer


class OrderPromisesAnswer(BaseModel):
    """What was told about an order."""

    order_id: str
    first: ReceiptAnswer = Field(description="What was told first: promises are measured by it.")
    latest: ReceiptAnswer = Field(description="What was told last; `first` again, where nothing else was.")


class ChangedItem(BaseModel):
    """An item whose option does not hold any more."""

    item: str
    reason: Change
    shown: date
    now: date | None = Field(default=None, description="The date the same option has now; absent where it is gone.")


class PromiseChangedProblem(BaseModel):
    """Refused, and nothing was kept: what the cart was shown does not hold any more, or somebody was faster."""

    type: str
    title: str
    status: int
    code: str = Field(examples=["promise_changed"])
    detail: str
    field: str | None = None
    changed: list[ChangedItem] | None = Field(default=None, description="With `promise_changed`: which items, and why.")
    answer: dict[str, Any] | None = Field(
        default=None, description="With `promise_changed`: the new options, as `GET /v1/promise` answers them now."
    )


_ORDER_ID = Parameter(
    "order_id", "query", "The shop's own order number.", {"type": "string", "pattern": ORDER_ID}, example="A-1001"
)
_PROMISE_ID = Parameter(
    "promise_id",
    "path",
    "As it was answered.",
    {"type": "string", "pattern": PROMISE_ID},
    example="pr_lqyM0Kj7SvH1rDPhkpy9nA",
)

_REQUEST = {
    "order_id": "A-1001",
    "question": {"country": "JP", "postal": "150", "lang": "en"},
    "items": [
        {
            "id": "1",
            "sku": "CUP-1",
            "quantity": 2,
            "option": {"method": "home", "service": "ヤマト運輸 宅急便", "promised": "2026-11-26"},
        }
    ],
    "shown_at": "2026-11-24T10:00:00+09:00",
}

OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/promises",
        id="makePromise",
        summary="Keep what the shopper was told, when the order is placed",
        description=(
            "Each item's option is made again as of now, and must come no later than the cart was shown; then it is "
            "kept, signed, and never computed again. A cart that crossed a cutoff or midnight is refused (409 "
            "`promise_changed`) with the new options. A second promise for an order leaves the first as it is."
        ),
        parameters=(
            Parameter(
                HEADER,
                "header",
                "Makes a repeat the same promise, even when it would be another by now. With another body: refused.",
                {"type": "string", "pattern": PATTERN},
                example="checkout-A-1001",
            ),
        ),
        body=PromiseRequestBody,
        example=_REQUEST,
        answers=(
            Answer(200, "Kept before, with this key.", ReceiptAnswer),
            Answer(201, "Kept, and signed.", ReceiptAnswer),
            Answer(409, "The promise changed.", PromiseChangedProblem, content_type="application/problem+json"),
        ),
        problems=(400, 401, 403, 404, 413, 422, 503),
        security="merchant",
        tags=("Promise",),
    ),
    Operation(
        method="GET",
        path="/v1/promises",
        id="getPromisesOfOrder",
        summary="Read what was told about an order, first and last",
        description="Both as they were signed.",
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "The first promise and the latest.", OrderPromisesAnswer),),
        problems=(400, 401, 403, 404, 422, 503),
        security="merchant",
        tags=("Promise",),
    ),
    Operation(
        method="GET",
        path="/v1/promises/{promise_id}",
        id="getPromiseReceipt",
        summary="Read what was told",
        description="Byte for byte what was signed, and whether the signature holds.",
        parameters=(_PROMISE_ID,),
        answers=(Answer(200, "The receipt.", ReceiptAnswer),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=("Promise",),
    ),
)
