"""What the advisories API takes and gives: query, answers, and the operations for OpenAPI."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.disruptions.list_advisories import MOST_ITEMS, USUAL_LIMIT
from shared.disruptions.plain import ID, PlainAdvisory
from shared.disruptions.record_advisory import AdvisoryOutcome
from shared.disruptions.view import AdvisoryView
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.cursor import PATTERN as CURSOR


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not re.fullmatch("[0-9]{1,3}", written):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


class AdvisoriesQuery(BaseModel):
    """What GET /v1/advisories takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: Annotated[int, BeforeValidator(_whole_number)] = Field(default=USUAL_LIMIT, ge=1, le=MOST_ITEMS)
    cursor: str | None = None


class AdvisoriesPage(BaseModel):
    """Advisories in force, and where the list goes on."""

    advisories: list[AdvisoryView]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


class Taken(BaseModel):
    """What became of an advisory that was sent."""

    outcome: AdvisoryOutcome = Field(
        description="`recorded`: it is new. `updated`: it says something else than before. `unchanged`: it was known, "
        "or is older than what is known. `ended`: a CAP alert that only ends others. `ignored`: no news for parcels, "
        "such as a test."
    )
    reason: str = Field(description="Why it was ignored.")
    advisory: AdvisoryView | None = Field(description="As it stands now. Null where none was brought.")
    ended: list[str] = Field(description="Ids of the advisories that it ended, also of those that were not known.")


_ADVISORY_ID = Parameter(
    "advisory_id", "path", "The advisory's `id`.", {"type": "string", "pattern": ID}, example="hokkaido-snow-1"
)
_EXAMPLE = {
    "id": "hokkaido-snow-1",
    "kind": "snow",
    "severity": "severe",
    "area": [{"region": "JP-01"}],
    "carriers": ["yamato"],
    "from": "2026-01-20T09:00:00+09:00",
    "until": "2026-01-22T09:00:00+09:00",
}

OPERATIONS = (
    Operation(
        method="POST",
        path="/v1/advisories",
        id="recordAdvisory",
        summary="Say that parcels will be slow somewhere",
        description=(
            "As JSON, or as a CAP 1.2 alert (`application/cap+xml`), as weather services publish them. It slows "
            "promises and estimates while it holds, and they say so. The content decides what is new: the same sent "
            "again changes nothing, and of two words under one `id` the one with the later `sent` holds."
        ),
        body=PlainAdvisory,
        example=_EXAMPLE,
        other_media={"application/cap+xml": {"type": "string"}},
        answers=(
            Answer(201, "A new advisory.", Taken),
            Answer(200, "It was known, it ends others, or it is none; `outcome` says which.", Taken),
        ),
        problems=(400, 401, 403, 409, 413, 422, 503),
        security="merchant",
        tags=("Disruptions",),
    ),
    Operation(
        method="GET",
        path="/v1/advisories",
        id="listAdvisories",
        summary="List the advisories in force",
        description=(
            "Also those that lie ahead. The one that is over first comes first. Codes of places that no list here "
            "holds are under `unplaced`: they slow nobody until you place them in merchant.yaml."
        ),
        parameters=(
            Parameter(
                "limit",
                "query",
                "Entries of a page, at most.",
                {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": USUAL_LIMIT},
                required=False,
            ),
            Parameter(
                "cursor",
                "query",
                "The last page's `cursor`, as it is.",
                {"type": "string", "pattern": CURSOR},
                required=False,
            ),
        ),
        answers=(Answer(200, "A page of advisories.", AdvisoriesPage),),
        problems=(400, 401, 403, 422, 503),
        security="merchant",
        tags=("Disruptions",),
    ),
    Operation(
        method="POST",
        path="/v1/advisories/{advisory_id}/end",
        id="endAdvisory",
        summary="End an advisory before its time",
        description="Parcels move again. Ending one that is over changes nothing. Said anew later, it holds again.",
        parameters=(_ADVISORY_ID,),
        answers=(Answer(200, "The advisory, over.", AdvisoryView),),
        problems=(400, 401, 403, 404, 409, 503),
        security="merchant",
        tags=("Disruptions",),
    ),
)
