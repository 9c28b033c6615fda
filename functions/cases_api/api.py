"""What the cases API takes and gives: the models, and the operations for OpenAPI."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.cases.case import CaseKind
from shared.cases.list_waiting import MOST, USUAL_LIMIT
from shared.cases.reported import CaseFields
from shared.cases.view import CaseView
from shared.runtime.operation import Answer, Operation, Parameter, of_a_list
from shared.tracking.cursor import PATTERN as CURSOR
from shared.tracking.order import ID


class CaseBody(CaseFields):
    """One piece of news about a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CasesAnswer(BaseModel):
    """The cases of an order."""

    cases: list[CaseView]


class CasesPage(BaseModel):
    """Cases of all orders, and where the list goes on."""

    cases: list[CaseView]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not (written.isascii() and written.isdigit() and len(written) <= 3):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


class CasesQuery(BaseModel):
    """What GET /v1/cases takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["waiting"]
    kind: Literal[CaseKind.CLAIM, CaseKind.WARRANTY, CaseKind.SUPPORT] | None = None
    limit: Annotated[int, BeforeValidator(_whole_number)] = Field(default=USUAL_LIMIT, ge=1, le=MOST)
    cursor: str | None = None


_ORDER_ID = Parameter(
    "order_id", "path", "The shop's own order number.", {"type": "string", "pattern": ID}, example="A-1001"
)
_CASE_ID = Parameter(
    "case_id",
    "path",
    "The case's number in the system that handles it; unique within the order.",
    {"type": "string", "pattern": ID},
    example="RMA-7",
)
_EXAMPLE = {
    "kind": "return",
    "news": "label_ready",
    "happened_at": "2026-11-24T09:00:00+09:00",
    "lines": [{"sku": "KB-01", "quantity": 1}],
    "until": "2026-12-08",
    "url": "https://returns.example.com/r/RMA-7/label.pdf",
}

OPERATIONS = (
    Operation(
        method="PUT",
        path="/v1/orders/{order_id}/cases/{case_id}",
        id="putCaseNews",
        summary="Tell what happened to a case",
        description=(
            "A return, an exchange, a claim, a warranty case or a question, handled by you or any other system. News "
            "may come in any order and any number of times: of each kind of news the newest stands, and each is told "
            "to the shopper once. A case keeps the kind it had first."
        ),
        parameters=(_ORDER_ID, _CASE_ID),
        body=CaseBody,
        example=_EXAMPLE,
        answers=(
            Answer(200, "The case, with this news, or as it was known.", CaseView),
            Answer(201, "The case is new.", CaseView),
        ),
        problems=(400, 401, 403, 404, 409, 413, 422, 503),
        security="merchant",
        tags=("Cases",),
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/cases",
        id="listCases",
        summary="List the cases of an order",
        description="All of them, that of which something was heard last first.",
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "The cases.", CasesAnswer),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        tags=("Cases",),
    ),
    Operation(
        method="GET",
        path="/v1/cases",
        id="listWaitingCases",
        summary="List the cases that wait for you",
        description=(
            "Claims, warranty cases and questions of all orders whose newest news is `requested` or `reopened`, that "
            "which waits longest first. Of one kind a page may be short, even empty, and go on. Returns and exchanges "
            "wait in `GET /v1/returns?state=waiting`."
        ),
        parameters=(
            Parameter("state", "query", "Which.", {"type": "string", "enum": ["waiting"]}, example="waiting"),
            Parameter(
                "kind",
                "query",
                "Only these.",
                {"type": "string", "enum": [CaseKind.CLAIM, CaseKind.WARRANTY, CaseKind.SUPPORT]},
                required=False,
            ),
            *of_a_list(USUAL_LIMIT, MOST, CURSOR),
        ),
        answers=(Answer(200, "A page.", CasesPage),),
        problems=(400, 401, 403, 422, 503),
        security="merchant",
        tags=("Cases",),
    ),
)
