"""What the returns API takes in queries."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from functions.returns_api.bodies import LANGUAGE
from shared.our_time import Day
from shared.returns.list_returns import MOST, USUAL_LIMIT
from shared.returns.view.answer import ReturnState


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not (written.isascii() and written.isdigit() and len(written) <= 3):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


class ReturnsQuery(BaseModel):
    """What GET /v1/returns takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    placed_from: Day | None = None
    placed_to: Day | None = None
    state: Literal["waiting"] | ReturnState | None = None
    limit: Annotated[int, BeforeValidator(_whole_number)] = Field(default=USUAL_LIMIT, ge=1, le=MOST)
    cursor: str | None = None


class ReturnableQuery(BaseModel):
    """What GET /v1/orders/{order_id}/returnable takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, Field(pattern=LANGUAGE)] | None = None


class NumberQuery(BaseModel):
    """What GET /v1/returns/number/{number} takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    carrier: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")] | None = None
