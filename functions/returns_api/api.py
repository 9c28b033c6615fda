"""The operations of the returns API, for OpenAPI."""

from __future__ import annotations

from functions.returns_api import action_operations, order_operations
from functions.returns_api.bodies import (
    ChangeBody,
    DraftBody,
    EvidenceBody,
)
from functions.returns_api.described import DRAFT, KEY, LIMITED, OF_RETURN, ONCE, PROBLEMS, TAG
from functions.returns_api.findings import (
    UnknownParcelBody,
)
from functions.returns_api.models import (
    ReturnsPageAnswer,
    UploadAnswer,
)
from shared.evidence.evidence_files import ID as EVIDENCE_ID
from shared.returns.list_returns import MOST, MOST_DAYS, USUAL_LIMIT
from shared.returns.view.answer import ReturnState, ReturnView
from shared.runtime.operation import Answer, Operation, Parameter, of_a_list
from shared.tracking.cursor import PATTERN as CURSOR

_DAY = {"type": "string", "format": "date", "pattern": "^2[01][0-9]{2}-"}

_RETURNS = (
    Operation(
        method="POST",
        path="/v1/returns",
        id="draftReturn",
        summary="Put a return together",
        description=(
            "Nothing is asked of anybody yet. The answer shows what it comes to, what stands against it, and in "
            "`links` what can be done next. A return may span several orders of one buyer: then a shopper shows the "
            "tokens of all of them, with `~` between."
        ),
        parameters=(KEY,),
        body=DraftBody,
        example=DRAFT,
        answers=(
            Answer(200, "The draft of this key, as it is now.", ReturnView),
            Answer(201, "The draft is new.", ReturnView),
        ),
        problems=LIMITED,
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/returns",
        id="listReturns",
        summary="List returns",
        description=(
            "Those created on some days (UTC), newest first, or with `state=waiting` all that wait for somebody of "
            "yours, the longest first. In one state a page may be short, even empty, and go on."
        ),
        parameters=(
            Parameter("placed_from", "query", "First day; 30 days without it.", _DAY, required=False),
            Parameter("placed_to", "query", f"Last day, at most {MOST_DAYS} days on.", _DAY, required=False),
            Parameter(
                "state",
                "query",
                "Only these.",
                {"type": "string", "enum": ["waiting", *ReturnState]},
                required=False,
            ),
            *of_a_list(USUAL_LIMIT, MOST, CURSOR),
        ),
        answers=(Answer(200, "A page.", ReturnsPageAnswer),),
        problems=(400, 401, 403, 422, 503),
        security="merchant",
        tags=TAG,
    ),
    Operation(
        method="POST",
        path="/v1/returns/evidence",
        id="uploadEvidence",
        summary="Upload a photo, a video or a document",
        description=(
            "Answers where to send the file: as a form's POST, `fields` first and the file last, within a quarter of "
            "an hour. Once it is there, items name it by `evidence_id`."
        ),
        body=EvidenceBody,
        example={"order_id": "A-1001", "content_type": "image/jpeg"},
        answers=(Answer(201, "Where to send it.", UploadAnswer),),
        problems=(400, 401, 403, 404, 413, 422, 429, 503),
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/returns/number/{number}",
        id="findReturn",
        summary="Find a return by what is on its papers",
        description="Its RMA number, however it is typed, or the tracking number of its parcel: for scanners.",
        parameters=(
            Parameter("number", "path", "As scanned or typed.", {"type": "string", "minLength": 1, "maxLength": 100}),
            Parameter(
                "carrier",
                "query",
                "Whose tracking number it is; that of your built-in labels without it.",
                {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"},
                required=False,
            ),
        ),
        answers=(Answer(200, "The return.", ReturnView),),
        problems=(400, 401, 403, 404, 422, 503),
        security="merchant",
        tags=TAG,
    ),
    Operation(
        method="POST",
        path="/v1/returns/unknown-parcels",
        id="receiveUnknownParcel",
        summary="Take in a parcel that nobody announced",
        description=(
            "It is kept as a return without a request, and listed as waiting. Where its order is known its goods wait "
            "for your decision; else say later what was in it, by `PUT`."
        ),
        parameters=(KEY,),
        body=UnknownParcelBody,
        example={"order_id": "A-1001", "found": [{"line": "KB-01", "quantity": 1}]},
        answers=(Answer(200, "The return it became.", ReturnView),),
        problems=PROBLEMS,
        security="merchant",
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/returns/{return_id}",
        id="getReturn",
        summary="Read a return",
        description="With what whoever asks can do next. Somebody else's is not there.",
        parameters=(OF_RETURN,),
        answers=(Answer(200, "The return.", ReturnView),),
        problems=(400, 401, 403, 404, 429, 503),
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="PUT",
        path="/v1/returns/{return_id}",
        id="changeReturn",
        summary="Put a draft together anew",
        description="Or say what was in a parcel that nobody had announced.",
        parameters=(OF_RETURN, ONCE),
        body=ChangeBody,
        example=DRAFT,
        answers=(Answer(200, "The return as it is now.", ReturnView),),
        problems=PROBLEMS,
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/returns/{return_id}/evidence/{evidence_id}",
        id="getEvidence",
        summary="Look at a photo",
        description="Leads to the file, at an address that works for a minute.",
        parameters=(
            OF_RETURN,
            Parameter("evidence_id", "path", "As the item names it.", {"type": "string", "pattern": EVIDENCE_ID}),
        ),
        answers=(Answer(302, "There.", content_type="text/plain", headers={"Location": "Where the file is."}),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
)

OPERATIONS = (*order_operations.OPERATIONS, *_RETURNS, *action_operations.OPERATIONS)
