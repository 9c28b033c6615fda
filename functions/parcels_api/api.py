"""What the parcels API takes and gives: queries, bodies, answers, and the operations for OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.merchant_view import ExpectedState, LiveEstimateState
from shared.our_time import Day
from shared.runtime.idempotency_key import HEADER, PATTERN
from shared.runtime.operation import Answer, Operation, Parameter
from shared.tracking.cursor import PATTERN as CURSOR
from shared.tracking.find_parcel import FoundParcel
from shared.tracking.listing import MOST_DAYS, MOST_ITEMS, USUAL_DAYS, USUAL_LIMIT, Wanted
from shared.tracking.merchant_view import OrderState, ParcelState, ParcelTracking, ShipmentState
from shared.tracking.milestone import Milestone
from shared.tracking.order import Order
from shared.tracking.parcel import Leg
from shared.tracking.risk import COLLECTED_WITHIN, SCANNED_WITHIN, Assessed, Risk

CARRIER = r"^[a-z][a-z0-9_]{1,31}$"
TRACKING_NUMBER = r"^[A-Za-z0-9](-?[A-Za-z0-9]){3,49}$"
AT_RISK = "at_risk"
"""A filter beside the risks: not what a parcel is, but what will probably become of its promise."""
STAGES = tuple(milestone for milestone in Milestone if milestone.rank >= 0)
"""What a parcel's milestone may be: an exception is none, see `risk`."""


def _stage(milestone: Milestone) -> Milestone:
    if milestone not in STAGES:
        raise PydanticCustomError("stage", "This is no stage of a parcel's way: ask for a risk instead")
    return milestone


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not re.fullmatch("[0-9]{1,3}", written):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ListQuery(_Query):
    carrier: str | None = Field(default=None, pattern=CARRIER)
    milestone: Annotated[Milestone, AfterValidator(_stage)] | None = None
    limit: Annotated[int, BeforeValidator(_whole_number)] = Field(default=USUAL_LIMIT, ge=1, le=MOST_ITEMS)
    cursor: str | None = None


class _ShippedQuery(_ListQuery):
    shipped_from: Day | None = None
    shipped_to: Day | None = None


class ShipmentsQuery(_ShippedQuery):
    """What GET /v1/shipments takes."""

    risk: Risk | None = None

    def wanted(self) -> Wanted:
        """The filters."""
        return Wanted(self.shipped_from, self.shipped_to, self.carrier, self.milestone, None, self.risk)


class ParcelsQuery(_ShippedQuery):
    """What GET /v1/parcels takes."""

    leg: Leg | None = None
    risk: Risk | Literal["at_risk"] | None = None

    def wanted(self) -> Wanted:
        """The filters."""
        risk = self.risk if isinstance(self.risk, Risk) else None
        at_risk = self.risk == AT_RISK
        return Wanted(self.shipped_from, self.shipped_to, self.carrier, self.milestone, self.leg, risk, at_risk)


class OrdersQuery(_ListQuery):
    """What GET /v1/orders takes."""

    placed_from: Day | None = None
    placed_to: Day | None = None
    risk: Risk | None = None

    def wanted(self) -> Wanted:
        """The filters."""
        return Wanted(self.placed_from, self.placed_to, self.carrier, self.milestone, None, self.risk)


class ParcelQuery(_Query):
    """What GET /v1/parcels/{carrier}/{tracking_number} takes."""

    ship_date: Day | None = None


class ReopenBody(BaseModel):
    """The merchant's word that a parcel is not over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = Field(
        min_length=1,
        max_length=500,
        pattern=r"^[^\x00]*$",
        description="Why. Shoppers do not see it. It is kept for good: write no names.",
    )
    ship_date: Day | None = Field(default=None, description="Which parcel, where the number was used again.")


class ListedParcel(ParcelState):
    """A parcel in short, and when it is expected."""

    at_risk: bool = Field(default=False, description="Its promise will probably be broken, and its day is not over.")
    expected: ExpectedState | None = Field(default=None, description="What was told last. Null: nothing was told.")

    @classmethod
    def expecting(cls, parcel: Assessed, live: LiveEstimate | None, now: datetime) -> Self:
        """With what was told of it."""
        told = {"at_risk": live is not None and live.at_risk, "expected": ExpectedState.of(live)}
        return cls.of(parcel, now).model_copy(update=told)


class EstimatedParcel(ParcelTracking):
    """A parcel with everything that is known of it, and what was told of its arrival."""

    estimate: LiveEstimateState | None = Field(
        default=None, description="Null for a parcel that no order sent to its shopper."
    )

    @classmethod
    def expecting(cls, found: FoundParcel, order: Order | None, live: LiveEstimate | None, now: datetime) -> Self:
        """With what was told of it."""
        told = LiveEstimateState.of(live) if live else None
        return cls.of_found(found, order, now).model_copy(update={"estimate": told})


class ParcelsPage(BaseModel):
    """Parcels, and where the list goes on."""

    parcels: list[ListedParcel]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


class OrdersPage(BaseModel):
    """Orders, and where the list goes on."""

    orders: list[OrderState]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


class ShipmentsPage(BaseModel):
    """Shipments, and where the list goes on."""

    shipments: list[ShipmentState]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


def _day(name: str, description: str) -> Parameter:
    schema = {"type": "string", "format": "date", "pattern": "^2[01][0-9]{2}-"}
    return Parameter(name, "query", description, schema, required=False, example="2026-11-20")


def _choice(name: str, description: str, values: Sequence[str]) -> Parameter:
    return Parameter(name, "query", description, {"type": "string", "enum": [str(v) for v in values]}, required=False)


def _from_to(of: str, day: str) -> tuple[Parameter, Parameter]:
    return (
        _day(f"{of}_from", f"The first {day}. Left out: {USUAL_DAYS} days up to the last. {MOST_DAYS} days at most."),
        _day(f"{of}_to", f"The last {day}. Left out: today (UTC)."),
    )


_CARRIER_FILTER = Parameter(
    "carrier", "query", "Parcels of this carrier.", {"type": "string", "pattern": CARRIER}, required=False
)
_MILESTONE = _choice("milestone", "Parcels that have come so far, and no further, on the way out.", STAGES)
_LEG = _choice("leg", "Parcels that go this way now. `return`: also those on their way back to the sender.", list(Leg))
_RISKS = (
    "Parcels that somebody should look at. `incident`: an open one. `not_collected`: announced, and not seen by the "
    f"carrier within {COLLECTED_WITHIN.days} days after the ship date. `silent`: under way, and not scanned for "
    f"{SCANNED_WITHIN.days} days. `late`: under way, although the last promised day is over at the destination."
)
_RISK = _choice("risk", _RISKS, list(Risk))
_RISK_OR_AT_RISK = _choice(
    "risk",
    f"{_RISKS} `at_risk`: its promise will probably be broken, and its day is not over.",
    [*Risk, AT_RISK],
)
_PAGING = (
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
        "The last page's `cursor`, as it is, with the same filters: any other are refused (`invalid_cursor`).",
        {"type": "string", "pattern": CURSOR},
        required=False,
    ),
)
_CARRIER = Parameter("carrier", "path", "The carrier's slug.", {"type": "string", "pattern": CARRIER}, example="usps")
_TRACKING_NUMBER = Parameter(
    "tracking_number",
    "path",
    "Hyphens and small letters are understood.",
    {"type": "string", "pattern": TRACKING_NUMBER},
    example="9400136208231234500027",
)
_PAGES = (
    "A page may be short, even empty, and still have a cursor: for one page only so many parcels are looked at. What "
    "was saved a moment ago may not be listed yet."
)
_LIST_PROBLEMS = (400, 401, 403, 422, 503)

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/parcels",
        id="listParcels",
        summary="List parcels",
        description=(
            "Registered parcels, newest ship date first. With `risk=incident` and no day: every open incident, the "
            f"newest first, however old the parcel. {_PAGES}"
        ),
        parameters=(*_from_to("shipped", "ship date"), _CARRIER_FILTER, _MILESTONE, _LEG, _RISK_OR_AT_RISK, *_PAGING),
        answers=(Answer(200, "A page of parcels.", ParcelsPage),),
        problems=_LIST_PROBLEMS,
        security="merchant",
        tags=("Parcels",),
    ),
    Operation(
        method="GET",
        path="/v1/parcels/{carrier}/{tracking_number}",
        id="getParcel",
        summary="Read a parcel",
        description=(
            "Everything that is known of it, as it is now: proof of delivery and postal codes too. Also a parcel that "
            "a carrier reported and nobody registered. Carriers use numbers again: the newest parcel is answered, and "
            "`ship_dates` names the others."
        ),
        parameters=(_CARRIER, _TRACKING_NUMBER, _day("ship_date", "Which parcel, where the number was used again.")),
        answers=(Answer(200, "The parcel.", EstimatedParcel),),
        problems=(400, 401, 403, 404, 422, 503),
        security="merchant",
        tags=("Parcels",),
    ),
    Operation(
        method="POST",
        path="/v1/parcels/{carrier}/{tracking_number}/reopen",
        id="reopenParcel",
        summary="Say that a parcel is not over",
        description=(
            "For a parcel that the carrier calls delivered, and that did not arrive. Your word is kept as a scan of "
            "its own; what the carrier scans from now on counts anew. 409 for a parcel that is not over, or whose "
            "number is about another parcel by now."
        ),
        parameters=(
            _CARRIER,
            _TRACKING_NUMBER,
            Parameter(
                HEADER,
                "header",
                "Makes a repeat the same scan. With another reason it is refused.",
                {"type": "string", "pattern": PATTERN},
                required=False,
                example="reopen-A-1001-1",
            ),
        ),
        body=ReopenBody,
        example={"reason": "The shopper says that nothing came, and the photo shows another door."},
        answers=(Answer(200, "The parcel, not over.", EstimatedParcel),),
        problems=(400, 401, 403, 404, 409, 413, 422, 503),
        security="merchant",
        tags=("Parcels",),
    ),
    Operation(
        method="GET",
        path="/v1/orders",
        id="listOrders",
        summary="List orders",
        description=(
            "Those placed last first, by their day in UTC. With a filter: orders of which one parcel fits all filters. "
            f"{_PAGES}"
        ),
        parameters=(*_from_to("placed", "day on which it was placed"), _CARRIER_FILTER, _MILESTONE, _RISK, *_PAGING),
        answers=(Answer(200, "A page of orders.", OrdersPage),),
        problems=_LIST_PROBLEMS,
        security="merchant",
        tags=("Orders",),
    ),
    Operation(
        method="GET",
        path="/v1/shipments",
        id="listShipments",
        summary="List shipments",
        description=f"Newest ship date first, each once. With a filter: of which one parcel fits all filters. {_PAGES}",
        parameters=(*_from_to("shipped", "ship date"), _CARRIER_FILTER, _MILESTONE, _RISK, *_PAGING),
        answers=(Answer(200, "A page of shipments.", ShipmentsPage),),
        problems=_LIST_PROBLEMS,
        security="merchant",
        tags=("Orders",),
    ),
)
