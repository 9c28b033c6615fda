"""What the console takes and gives: pages, and the operations for OpenAPI."""

from __future__ import annotations

from shared.access.console_door import CODE_LASTS, SESSION_LASTS
from shared.access.console_login import LOGIN_LASTS
from shared.runtime.operation import FORM, PAGE, PAGE_UNAVAILABLE, Answer, Operation, Parameter

_TAGS = ("Console",)
_BODY = "The page's own form."
_LANGUAGE = Parameter("lang", "query", "Language of the page; else the browser's.", {"type": "string"}, required=False)
_CURSOR = Parameter("cursor", "query", "Where the list goes on.", {"type": "string"}, required=False)
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_ORDER_ID = Parameter("order_id", "path", "The shop's own number.", _TEXT, example="A-1001")
_CLAIM_ID = Parameter("claim_id", "path", "The claim.", _TEXT, example="CL-7K3F92M4")
_RETURN_ID = Parameter("return_id", "path", "The return.", _TEXT, example="7K3F92M4XQ7K3F92")
_CARRIER = Parameter("carrier", "path", "The carrier's slug.", _TEXT, example="yamato")
_NUMBER = Parameter("tracking_number", "path", "The tracking number.", _TEXT, example="123456789012")
_NEXT = Answer(
    303, "Where it goes on.", content_type="text/plain", headers={"Location": "The address of the page, or the file."}
)
_NOBODY = Answer(
    403,
    "The page to sign in, or one that says the form is none of this session's, or that the role does not include it.",
    content_type="text/html",
)
_NOT_THERE = Answer(404, "A page that says there is nothing here.", content_type="text/html")
_CHANGED = Answer(409, "A page that says that somebody was faster.", content_type="text/html")
_TO_MEND = Answer(422, "The page once more, with what is to be mended.", content_type="text/html")
_READ = (PAGE, _NOBODY, _TO_MEND, PAGE_UNAVAILABLE)


def _get(path: str, id: str, summary: str, *more: Answer, parameters: tuple[Parameter, ...] = ()) -> Operation:
    return Operation(
        method="GET",
        path=path,
        id=id,
        summary=summary,
        description="HTML, for who is signed in to the console; for anybody else the page to sign in.",
        parameters=(*parameters, _LANGUAGE),
        answers=(*_READ, *more),
        problems=(400,),
        tags=_TAGS,
    )


def _post(
    path: str, id: str, summary: str, description: str, *answers: Answer, of: tuple[Parameter, ...] = ()
) -> Operation:
    return Operation(
        method="POST",
        path=path,
        id=id,
        summary=summary,
        description=f"{description} With the session's `token`, from the console's own pages only.",
        parameters=(*of, _LANGUAGE),
        any_body=_BODY,
        any_media=FORM,
        answers=(*answers, _NOBODY, _TO_MEND, PAGE_UNAVAILABLE),
        problems=(400, 413),
        tags=_TAGS,
    )


_MINUTES = int(CODE_LASTS.total_seconds() / 60)
_LOGIN_MINUTES = int(LOGIN_LASTS.total_seconds() / 60)
_TO = Parameter("to", "query", "Where to go on, below the console.", {"type": "string"}, required=False)
_STATE = Parameter("state", "query", "As the login was begun with.", {"type": "string"}, required=False)
_LOGIN_CODE = Parameter("code", "query", "What the pool of users answers.", {"type": "string"}, required=False)
_HOURS = int(SESSION_LASTS.total_seconds() / 3600)
_RISK = Parameter("risk", "query", "What is wrong; everything else: anything.", {"type": "string"}, required=False)
_OF_CARRIER = Parameter("carrier", "query", "Only this carrier's.", {"type": "string"}, required=False)
_TYPED = Parameter("q", "query", "A number: of an order, a parcel or a return.", {"type": "string"}, required=False)
_EVIDENCE = Parameter("evidence_id", "path", "The file.", _TEXT, example="0123456789abcdef-aaaaaaaaaaaaaaaaaaaaaa.jpg")

OPERATIONS = (
    _get("/console", "getConsole", "What waits for the shop's people"),
    Operation(
        method="GET",
        path="/console/sign-in",
        id="getConsoleSignIn",
        summary="The page to sign in to the console",
        description="HTML. It exchanges nothing: only its form does.",
        parameters=(_LANGUAGE,),
        answers=(PAGE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=_TAGS,
    ),
    Operation(
        method="POST",
        path="/console/sign-in",
        id="postConsoleSignIn",
        summary="Sign in to the console",
        description=(
            f"`code`, as `todoku console` prints it: it is valid for {_MINUTES} minutes, once. It is exchanged for a "
            f"cookie that is valid for {_HOURS} hours and opens nothing but the console."
        ),
        parameters=(_LANGUAGE,),
        any_body=_BODY,
        any_media=FORM,
        answers=(_NEXT, _NOBODY, _TO_MEND, PAGE_UNAVAILABLE),
        problems=(400, 413),
        tags=_TAGS,
    ),
    Operation(
        method="GET",
        path="/console/sign-in/login",
        id="getConsoleLogin",
        summary="Sign in to the console with a login of one's own",
        description=(
            "Leads to the deployment's pool of users, by OpenID Connect's code flow with PKCE. What the way back needs "
            f"is in a cookie of this browser alone, for {_LOGIN_MINUTES} minutes."
        ),
        parameters=(_TO, _LANGUAGE),
        answers=(_NEXT, _NOT_THERE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=_TAGS,
    ),
    Operation(
        method="GET",
        path="/console/signed-in",
        id="getConsoleSignedIn",
        summary="The way back from the pool of users",
        description="Once for each login, in the browser that began it. It signs in as the highest of its groups.",
        parameters=(_STATE, _LOGIN_CODE),
        answers=(_NEXT, _NOBODY, _NOT_THERE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=_TAGS,
    ),
    _post(
        "/console/sign-out",
        "postConsoleSignOut",
        "Sign out of the console",
        "The session ends at once, and for who came from the pool of users the one there too.",
        _NEXT,
    ),
    Operation(
        method="GET",
        path="/console/signed-out",
        id="getConsoleSignedOut",
        summary="Where signing out ends",
        description="HTML. It signs out nobody.",
        parameters=(_LANGUAGE,),
        answers=(PAGE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=_TAGS,
    ),
    _get("/console/find", "getConsoleFind", "Find an order or a return by a number", _NEXT, parameters=(_TYPED,)),
    _get("/console/orders/{order_id}", "getConsoleOrder", "The story of an order", _NOT_THERE, parameters=(_ORDER_ID,)),
    _post(
        "/console/orders/{order_id}",
        "postConsoleOrder",
        "The same, with the contact of who ordered",
        "It is logged who looked.",
        PAGE,
        _NOT_THERE,
        of=(_ORDER_ID,),
    ),
    _get(
        "/console/parcels",
        "getConsoleParcels",
        "Parcels that somebody should see to",
        parameters=(_RISK, _OF_CARRIER, _CURSOR),
    ),
    _get(
        "/console/parcels/{carrier}/{tracking_number}",
        "getConsoleParcel",
        "The story of a parcel's order",
        _NEXT,
        _NOT_THERE,
        parameters=(_CARRIER, _NUMBER),
    ),
    _post(
        "/console/parcels/{carrier}/{tracking_number}",
        "postConsoleParcel",
        "Reopen a parcel",
        "As `POST /v1/parcels/…/reopen` does.",
        _NEXT,
        _NOT_THERE,
        _CHANGED,
        of=(_CARRIER, _NUMBER),
    ),
    _get("/console/reports", "getConsoleReports", "Reports that wait for an answer", parameters=(_CURSOR,)),
    _get("/console/returns", "getConsoleReturns", "Returns that wait for a decision", parameters=(_CURSOR,)),
    _get(
        "/console/returns/{return_id}",
        "getConsoleReturn",
        "One return, and why it waits",
        _NOT_THERE,
        parameters=(_RETURN_ID,),
    ),
    _post(
        "/console/returns/{return_id}",
        "postConsoleReturn",
        "Decide on a return",
        "`do`: `approve`, `decline` or `need_more`, of the `items` that were looked at.",
        _NEXT,
        _NOT_THERE,
        _CHANGED,
        of=(_RETURN_ID,),
    ),
    _get(
        "/console/returns/{return_id}/evidence/{evidence_id}",
        "getConsoleEvidence",
        "What a shopper showed",
        _NEXT,
        _NOT_THERE,
        parameters=(_RETURN_ID, _EVIDENCE),
    ),
    _post(
        "/console/orders/{order_id}/claims/{claim_id}",
        "postConsoleClaim",
        "Answer a claim",
        "`news`: `approved`, `needs_more`, `resolved`, or `declined` with a `reason`; `seen`: the case's version.",
        _NEXT,
        _NOT_THERE,
        _CHANGED,
        of=(_ORDER_ID, _CLAIM_ID),
    ),
    _get(
        "/console/orders/{order_id}/claims/{claim_id}/evidence/{evidence_id}",
        "getConsoleClaimEvidence",
        "What a shopper showed with a claim",
        _NEXT,
        _NOT_THERE,
        parameters=(_ORDER_ID, _CLAIM_ID, _EVIDENCE),
    ),
)
