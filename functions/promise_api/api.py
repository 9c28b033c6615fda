"""What the promise API gives, for OpenAPI. Not imported by the handler: it has no time for pydantic."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema

from shared.promise.answer import ConfidenceCode, Source
from shared.promise.batch import MAX_QUESTIONS
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.money import ConditionKind
from shared.promise.policy import CONFIDENCES, NAMED_CONFIDENCES, Shown
from shared.promise.question import MAX_METHOD_LENGTH, MAX_POSTAL_LENGTH, MAX_SKU_LENGTH, MAX_SKUS
from shared.promise.slots.selectable import Limit
from shared.promise.wait import Component
from shared.runtime.operation import Answer, Operation, Parameter

Chance = Annotated[float, Field(ge=0, le=1)]
CountryCode = Annotated[str, WithJsonSchema({"type": "string", "enum": sorted(COUNTRY_ZONES)})]


class PriceAnswer(BaseModel):
    """An amount of money."""

    amount: int = Field(description="In the currency's minor unit: yen, cents.")
    currency: str


class ConditionAnswer(BaseModel):
    """What changes the price or gives a benefit. The shop keeps it."""

    kind: ConditionKind
    price: PriceAnswer | None = Field(
        default=None, description="The order value from which it holds, or what is given."
    )
    points: int | None = None
    text: str


class ReasonAnswer(BaseModel):
    """Why some of the days go by."""

    component: Component
    days: int
    hours: int | None = Field(default=None, description="Of work on the ship date; part of no day.")
    date: str | None = Field(default=None, json_schema_extra={"format": "date"})
    text: str


class GateAnswer(BaseModel):
    """What the honesty gate decided, and from what."""

    shown: Shown
    reason: Literal["ok", "too_little_data", "below_target"]
    minimum_sample: int
    target: int = Field(description="Per cent of the last 28 days' promises that must have been kept.")
    kept: float | None = Field(default=None, description="Per cent that were kept.")


class PartAnswer(BaseModel):
    """One parcel of an order that does not leave together."""

    skus: list[str]
    warehouse: str
    ship_date: date
    earliest: date
    likely: date
    latest: date
    promised: date


class DeadlineAnswer(BaseModel):
    """Whether the option makes the day of `deliver_by`."""

    date: str = Field(json_schema_extra={"format": "date"})
    probability: Chance
    kept: bool = Field(description="Whether that is as sure as was asked.")
    ship_by: str | None = Field(description="The last ship date that keeps it.", json_schema_extra={"format": "date"})


class FirstDayAnswer(BaseModel):
    """Why the first day that may be picked is not earlier."""

    limit: Limit
    date: str = Field(json_schema_extra={"format": "date"})
    text: str


class SlotAnswer(BaseModel):
    """A time slot (時間帯). The order keeps its label."""

    code: str
    label: str
    from_: str = Field(alias="from")
    to: str


class SelectableDayAnswer(BaseModel):
    """A day that may be picked, and the codes of its slots."""

    date: str = Field(json_schema_extra={"format": "date"})
    slots: list[str]


class SelectionAnswer(BaseModel):
    """The delivery days and time slots that may be picked."""

    carrier: str
    because: list[FirstDayAnswer]
    slots: list[SlotAnswer]
    days: list[SelectableDayAnswer]


class OptionAnswer(BaseModel):
    """One way to get it, and when. Dates are local to `time_zone`, the ship date to the warehouse's."""

    method: str
    carrier: str
    service: str
    warehouse: str
    price: PriceAnswer | None = None
    conditions: list[ConditionAnswer] = Field(default=[], description="Left out where there are none.")
    order_by: AwareDatetime
    ship_date: date
    earliest: date
    likely: date = Field(description="As many come before it as after it.")
    latest: date = Field(description="Hardly any come later: 1 of 100.")
    promised: date | None = Field(
        description="As sure as `confidence`. Null where the honesty gate lets no date through: `text` says so."
    )
    time_zone: str
    confidence: int = Field(description="Of 100 parcels, how many come by the promised day.")
    confidence_code: ConfidenceCode
    percentiles: dict[str, date] = Field(
        description=f"The day by which so many of 100 have come: {', '.join(map(str, CONFIDENCES))}."
    )
    probability: dict[str, Chance] = Field(description="The chance that it comes on that day, up to `latest`.")
    probability_later: Chance = Field(description="The chance that it comes after `latest`.")
    source: Source
    sample_size: int = Field(description="Own deliveries the date rests on.")
    gate: GateAnswer
    model: str | None = Field(default=None, description="The learned model the date comes from.")
    explanation: list[ReasonAnswer] = Field(
        description="The days add up to those from the order day, in the warehouse's zone, to the promised day."
    )
    parts: list[PartAnswer] = Field(
        default=[], description="Where not all SKUs leave together: each parcel. The option's dates are the last one's."
    )
    days: SelectionAnswer | None = Field(default=None, description="Where the delivery day may be chosen.")
    deliver_by: DeadlineAnswer | None = Field(default=None, description="Where `deliver_by` was asked.")
    text: str
    countdown_text: str = Field(
        description="True at `as_of` only: a cache may hold it for an hour. A page counts down to `order_by` itself."
    )


class PromiseAnswer(BaseModel):
    """All options, soonest first."""

    as_of: AwareDatetime
    country: str
    postal: str
    language: str
    options: list[OptionAnswer]
    valid_until: AwareDatetime


class ProblemAnswer(BaseModel):
    """Why a question of a batch has no answer."""

    code: str
    detail: str
    field: str | None = None


class ProblemOfQuestion(BaseModel):
    """Instead of an answer."""

    problem: ProblemAnswer


class Question(BaseModel):
    """A question, as GET takes it."""

    model_config = ConfigDict(extra="forbid")

    country: CountryCode
    postal: str = ""
    sku: str | list[str] = Field(default=[], description="Text, or a list of texts.")
    lead_class: str | None = None
    warehouse: str | None = None
    method: str | None = None
    lang: str | None = None
    confidence: int | str | None = None
    deliver_by: date | None = None
    as_of: AwareDatetime | None = None


class Questions(BaseModel):
    """A batch."""

    model_config = ConfigDict(extra="forbid")

    questions: list[Question | Any] = Field(
        min_length=1,
        max_length=MAX_QUESTIONS,
        description="Each as `Question` says; one that is anything else is answered with its own problem.",
    )


class Answers(BaseModel):
    """An answer or a problem for each question, in their order."""

    answers: list[PromiseAnswer | ProblemOfQuestion]


def _optional(name: str, description: str, schema: dict[str, Any], example: str) -> Parameter:
    return Parameter(name, "query", description, schema, required=False, example=example)


_NAME = {"type": "string", "maxLength": MAX_METHOD_LENGTH}

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/promise",
        id="getPromise",
        summary="Ask when an order placed now would arrive",
        description=(
            "For product page, cart and checkout. Takes no person and no address; a postal prefix is enough. "
            "`Cache-Control` follows from `valid_until`, so a CDN may hold the answer until it would change."
        ),
        parameters=(
            Parameter(
                "country",
                "query",
                "ISO 3166-1 alpha-2.",
                {"type": "string", "enum": sorted(COUNTRY_ZONES)},
                example="JP",
            ),
            _optional(
                "postal",
                "Postal code, or the start of one. Full-width letters, other dashes and 〒 are understood too.",
                {"type": "string", "pattern": f"^[ -]*([A-Za-z0-9][ -]*){{0,{MAX_POSTAL_LENGTH}}}$", "maxLength": 64},
                "150",
            ),
            _optional(
                "sku",
                f"What would be ordered: at most {MAX_SKUS} SKUs, with commas between them.",
                {"type": "string", "pattern": f"^[^,]{{0,{MAX_SKU_LENGTH}}}(,[^,]{{0,{MAX_SKU_LENGTH}}}){{0,19}}$"},
                "CUP-1",
            ),
            _optional("lead_class", "The merchant's class of products, where SKUs are not listed.", _NAME, ""),
            _optional("warehouse", "Only from this warehouse.", _NAME, "tokyo"),
            _optional("method", "One delivery method only.", _NAME, "home"),
            _optional(
                "confidence",
                "Of 100 parcels, how many come by the promised day; the merchant's own where it is left out. "
                + ", ".join(f"{name} is {per_cent}" for name, per_cent in NAMED_CONFIDENCES.items())
                + ".",
                {"type": "string", "enum": [*map(str, CONFIDENCES), *NAMED_CONFIDENCES]},
                "90",
            ),
            _optional(
                "deliver_by",
                "Needed by this day, local to the destination: each option says whether it makes it, and how surely.",
                {"type": "string", "format": "date", "pattern": "^2[01][0-9]{2}-"},
                "2026-11-28",
            ),
            _optional("lang", "Language of the texts; English where there is none such.", {"type": "string"}, "ja"),
            _optional(
                "as_of",
                "Pretend that now is this moment (with a zone). Such answers are not cached.",
                {"type": "string", "format": "date-time", "pattern": "^2[01][0-9]{2}-"},
                "2026-11-24T10:30:00+09:00",
            ),
        ),
        answers=(
            Answer(
                200,
                "The options.",
                PromiseAnswer,
                headers={"Cache-Control": "How long the answer holds; `no-store` with `as_of`."},
            ),
        ),
        problems=(400, 401, 403, 404, 422, 503),
        security="storefront",
        tags=("Promise",),
    ),
    Operation(
        method="POST",
        path="/v1/promise:batch",
        id="getPromises",
        summary="Ask many questions at once",
        description=(
            f"For carts and lists: 1 to {MAX_QUESTIONS} questions, each answered as GET answers it, or with its own "
            "problem, in their order. A lane that leads nowhere costs no other question its answer."
        ),
        answers=(Answer(200, "An answer or a problem for each.", Answers),),
        problems=(400, 401, 403, 413, 422, 503),
        body=Questions,
        example={"questions": [{"country": "JP", "postal": "150"}, {"country": "JP", "postal": "900", "sku": "CUP-1"}]},
        security="storefront",
        tags=("Promise",),
    ),
)
