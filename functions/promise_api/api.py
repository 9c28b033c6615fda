"""What the promise API gives, for OpenAPI. Not imported by the handler: it has no time for pydantic."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel, Field

from shared.promise.answer import Source
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.promise.question import MAX_METHOD_LENGTH, MAX_POSTAL_LENGTH
from shared.promise.wait import Component
from shared.runtime.operation import Answer, Operation, Parameter


class ReasonAnswer(BaseModel):
    """Why some of the days go by."""

    component: Component
    days: int
    date: str | None = Field(default=None, json_schema_extra={"format": "date"})
    text: str


class OptionAnswer(BaseModel):
    """One way to get it, and when. Dates are local to `time_zone`."""

    method: str
    carrier: str
    service: str
    order_by: AwareDatetime
    ship_date: date
    earliest: date
    latest: date
    promised: date
    time_zone: str
    source: Source
    explanation: list[ReasonAnswer]
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
            Parameter(
                "postal",
                "query",
                "Postal code, or the start of one. Full-width letters, other dashes and 〒 are understood too.",
                {"type": "string", "pattern": f"^[ -]*([A-Za-z0-9][ -]*){{0,{MAX_POSTAL_LENGTH}}}$", "maxLength": 64},
                required=False,
                example="150",
            ),
            Parameter(
                "method",
                "query",
                "One delivery method only.",
                {"type": "string", "maxLength": MAX_METHOD_LENGTH},
                required=False,
                example="home",
            ),
            Parameter(
                "lang",
                "query",
                "Language of the texts; English where there is none such.",
                {"type": "string"},
                required=False,
                example="ja",
            ),
            Parameter(
                "as_of",
                "query",
                "Pretend that now is this moment (with a zone). Such answers are not cached.",
                {"type": "string", "format": "date-time", "pattern": "^2[01][0-9]{2}-"},
                required=False,
                example="2026-11-24T10:30:00+09:00",
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
)
