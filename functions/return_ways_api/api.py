"""The operations of the API of ways back, for OpenAPI."""

from __future__ import annotations

from functions.return_ways_api.bodies import (
    COUNTRY,
    MOST_POINTS,
    POSTAL,
    RETURN_ID,
    CancelBody,
    LabelBody,
    MethodBody,
    OwnShipmentBody,
    PickupBody,
    SlotsBody,
    WayBody,
)
from functions.return_ways_api.models import PointsAnswer, SlotsAnswer
from shared.returns.view.answer import ReturnView
from shared.returns.view.shipment import FILE_ID
from shared.runtime.idempotency_key import HEADER, PATTERN
from shared.runtime.operation import Answer, Operation, Parameter

_TAG = ("Returns",)
_RETURN_ID = Parameter(
    "return_id",
    "path",
    "The return, as its draft was answered.",
    {"type": "string", "pattern": RETURN_ID},
    example="7K3F92M4XQ8TB5WN",
)
_ONCE = Parameter(
    HEADER,
    "header",
    "Your own id of what you tell: told again under the same, it changes nothing.",
    {"type": "string", "pattern": PATTERN},
    required=False,
)
_ADDRESS = {"country": "JP", "postal": "150-0001", "region": "東京都", "city": "渋谷区", "lines": ["神宮前1-2-3"]}
_PROBLEMS = (400, 401, 403, 404, 409, 413, 422, 503)


def _acts(
    place: str,
    id: str,
    summary: str,
    description: str,
    body: type[WayBody],
    example: object,
    *,
    needs_body: bool = True,
) -> Operation:
    """Something that is done with a return, which is answered as it is then."""
    return Operation(
        method="POST",
        path=f"/v1/returns/{{return_id}}/{place}",
        id=id,
        summary=summary,
        description=description,
        parameters=(_RETURN_ID, _ONCE),
        body=body,
        needs_body=needs_body,
        example=example,
        answers=(Answer(200, "The return as it is now.", ReturnView),),
        problems=_PROBLEMS,
        security="merchant",
        or_security="shopper",
        tags=_TAG,
    )


OPERATIONS = (
    _acts(
        "method",
        "chooseMethod",
        "Choose how it comes back",
        "The label, code or pickup is made in the same call, once however often it is sent; its parcel is followed. "
        "The address is handed on to who makes it, and not kept.",
        MethodBody,
        {"method": "label", "address": _ADDRESS},
    ),
    _acts(
        "label",
        "makeLabelAnew",
        "Have another label or code",
        "Where the first was lost or has run out; that one counts no more.",
        LabelBody,
        {"address": _ADDRESS},
        needs_body=False,
    ),
    _acts(
        "pickup",
        "bookPickup",
        "Have it fetched",
        "By a courier, at a time of `pickup-slots`; also at another one than was booked.",
        PickupBody,
        {"address": _ADDRESS, "slot": {"day": "2026-12-01", "slot": "am"}},
    ),
    Operation(
        method="POST",
        path="/v1/returns/{return_id}/pickup-slots",
        id="listPickupSlots",
        summary="When a courier can come",
        description="To this address, the earliest first. Nothing is kept.",
        parameters=(_RETURN_ID,),
        body=SlotsBody,
        example={"address": _ADDRESS},
        answers=(Answer(200, "The slots that are left.", SlotsAnswer),),
        problems=(400, 401, 403, 404, 413, 422, 503),
        security="merchant",
        or_security="shopper",
        tags=_TAG,
    ),
    _acts(
        "shipment",
        "recordReturnShipment",
        "Say by which carrier it was sent",
        "For shoppers who send it by themselves: the parcel is followed from then on.",
        OwnShipmentBody,
        {"carrier": "yamato", "tracking_number": "1234-5678-9013"},
    ),
    _acts(
        "cancel",
        "cancelReturn",
        "Take a return back",
        "Before the goods moved. Labels that nobody needs any more are given back.",
        CancelBody,
        {"items": ["1"]},
        needs_body=False,
    ),
    Operation(
        method="GET",
        path="/v1/returns/{return_id}/files/{file_id}",
        id="getReturnFile",
        summary="Fetch a label, code or slip",
        description=(
            "PDF or PNG, as `shipments` names them; `<n>-customs.pdf` too, where the parcel crosses a customs border. "
            "They are kept for 90 days."
        ),
        parameters=(
            _RETURN_ID,
            Parameter("file_id", "path", "As the shipment names it.", {"type": "string", "pattern": FILE_ID}),
        ),
        answers=(Answer(200, "The file.", content_type="application/pdf"),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        or_security="shopper",
        tags=_TAG,
    ),
    Operation(
        method="GET",
        path="/v1/drop-off-points",
        id="listDropOffPoints",
        summary="Where parcels can be handed in",
        description="Shops, counters and lockers of the merchant's, those nearest by postal code first.",
        parameters=(
            Parameter("country", "query", "Of the shopper.", {"type": "string", "pattern": COUNTRY}, example="JP"),
            Parameter(
                "postal",
                "query",
                "Likewise.",
                {"type": "string", "pattern": POSTAL},
                required=False,
                example="150-0001",
            ),
            Parameter(
                "limit",
                "query",
                "10 without it.",
                {"type": "integer", "minimum": 1, "maximum": MOST_POINTS},
                required=False,
            ),
        ),
        answers=(Answer(200, "The points.", PointsAnswer),),
        problems=(400, 401, 403, 404, 422, 503),
        security="merchant",
        or_security="shopper",
        tags=_TAG,
    ),
)
