"""What finding an order takes and gives: pages, and the operations for OpenAPI."""

from __future__ import annotations

from shared.access.access_code import DIGITS
from shared.access.lookup import MOST_TRIES, VALID_FOR
from shared.access.target import Target
from shared.runtime.operation import AFTER, FORM, PAGE, PAGE_UNAVAILABLE, Answer, Operation, Parameter

_MINUTES = int(VALID_FOR.total_seconds() / 60)
_TO = Parameter(
    "to",
    "query",
    "Where the shopper wants to go; the tracking page for anything else.",
    {"type": "string", "examples": [*Target]},
    required=False,
)
_NUMBER = Parameter(
    "number",
    "query",
    "Of the one return that is asked for, with `to=returns`.",
    {"type": "string", "examples": ["RMA-7K3F9-2M4XQ"]},
    required=False,
)
_LANGUAGE = Parameter("lang", "query", "Language of the page.", {"type": "string"}, required=False)
_MESSAGE = Parameter("m", "query", "The message whose link this is.", {"type": "string"}, required=False)
_LOOKUP_ID = Parameter(
    "lookup_id",
    "path",
    "What asking was answered with.",
    {"type": "string", "minLength": 1},
    example="cD1nO0b7m5w2dJq9S8x4Tg",
)
_TOKEN = Parameter(
    "token",
    "path",
    "The opaque, signed token of a link for the tracking page.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg",
)
_NEXT = Answer(
    303, "Where it goes on.", content_type="text/plain", headers={"Location": "The path of the page, on this host."}
)
_REFUSED = Answer(403, "A page that says the link, or the form, is not valid.", content_type="text/html")
_TO_MEND = Answer(422, "The page once more, with what is to be mended.", content_type="text/html")
_TOO_OFTEN = Answer(429, "A page that says to wait an hour.", content_type="text/html", headers=AFTER)

OPERATIONS = (
    Operation(
        method="GET",
        path="/orders",
        id="getLookupPage",
        summary="The page on which shoppers find their order",
        description="HTML: order number, and e-mail address or postal code.",
        parameters=(_TO, _LANGUAGE),
        answers=(PAGE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=("Finding an order",),
    ),
    Operation(
        method="POST",
        path="/orders",
        id="postLookup",
        summary="Ask for an order",
        description=(
            "The page's form: `number`, `proof`, `to`. It is answered alike, and as fast, whether there is such an "
            f"order or not; if there is, its own e-mail address is sent a code of {DIGITS} digits."
        ),
        parameters=(_LANGUAGE,),
        any_body="The page's own form.",
        any_media=FORM,
        answers=(_NEXT, _REFUSED, _TO_MEND, _TOO_OFTEN, PAGE_UNAVAILABLE),
        problems=(400, 413),
        tags=("Finding an order",),
    ),
    Operation(
        method="GET",
        path="/orders/code/{lookup_id}",
        id="getCodePage",
        summary="The page on which the code is entered",
        description="HTML, the same for every id.",
        parameters=(_LOOKUP_ID, _TO, _NUMBER, _LANGUAGE),
        answers=(PAGE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=("Finding an order",),
    ),
    Operation(
        method="POST",
        path="/orders/code/{lookup_id}",
        id="postCode",
        summary="Enter the code, or ask for another",
        description=(
            f"The page's form: `code`, valid for {_MINUTES} minutes, once, and {MOST_TRIES} tries; or `again`. The "
            "right code leads on with a fresh token, and sets a cookie by which `/verify/…` knows the shopper again. A "
            "wrong one, one that is too old and one of a look-up that never was are answered alike."
        ),
        parameters=(_LOOKUP_ID, _TO, _NUMBER, _LANGUAGE),
        any_body="The page's own form.",
        any_media=FORM,
        answers=(_NEXT, _REFUSED, _TO_MEND, _TOO_OFTEN, PAGE_UNAVAILABLE),
        problems=(400, 413),
        tags=("Finding an order",),
    ),
    Operation(
        method="GET",
        path="/verify/{token}",
        id="getVerifyPage",
        summary="The page that asks who has a tracking link for a code",
        description="HTML. Who entered a code for this order within two hours is led on at once. It mails nothing.",
        parameters=(_TOKEN, _TO, _NUMBER, _MESSAGE, _LANGUAGE),
        answers=(PAGE, _NEXT, _REFUSED, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=("Finding an order",),
    ),
    Operation(
        method="POST",
        path="/verify/{token}",
        id="postVerify",
        summary="Send a code to who ordered",
        description="To the order's own e-mail address, which is shown to nobody.",
        parameters=(_TOKEN, _TO, _NUMBER, _LANGUAGE),
        any_body="The page's own form, which is empty.",
        any_media=FORM,
        answers=(_NEXT, _REFUSED, _TOO_OFTEN, PAGE_UNAVAILABLE),
        problems=(400, 413),
        tags=("Finding an order",),
    ),
)
