"""The operations about an order, for OpenAPI."""

from __future__ import annotations

from functions.returns_api.bodies import (
    LANGUAGE,
)
from functions.returns_api.described import LIMITED, OF_ORDER, ONCE, PROBLEMS, TAG
from functions.returns_api.models import (
    GiftTokenAnswer,
    OrderReturnsAnswer,
    WithdrawalAnswer,
    WithdrawalOfferAnswer,
)
from functions.returns_api.wishes import CancellationBody, GiftTokenBody, WithdrawalBody
from shared.returns.cancellation_view import CancellationAskedView, CancellationView
from shared.returns.view.returnable import ReturnableView
from shared.runtime.operation import Answer, Operation, Parameter

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/returnable",
        id="getReturnable",
        summary="What of an order can come back",
        description=(
            "Position by position: for which reasons, with every reason against, until when, what the shopper may get, "
            "how it can come back, what that costs, and what has to be shown. By the policy that was in force when the "
            "order was placed. The shop is also told a token, with which the order's shopper may ask by themselves."
        ),
        parameters=(
            OF_ORDER,
            Parameter(
                "language",
                "query",
                "BCP 47, of reasons and messages; the order's without it.",
                {"type": "string", "pattern": LANGUAGE},
                required=False,
            ),
        ),
        answers=(Answer(200, "Every position.", ReturnableView),),
        problems=(400, 401, 403, 404, 422, 429, 503),
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/returns",
        id="listOrderReturns",
        summary="List an order's returns",
        description="Those that were submitted, oldest first; for shoppers, theirs.",
        parameters=(OF_ORDER,),
        answers=(Answer(200, "The returns.", OrderReturnsAnswer),),
        problems=(400, 401, 403, 404, 429, 503),
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="POST",
        path="/v1/orders/{order_id}/gift-token",
        id="openGift",
        summary="Open a gift by its code",
        description=(
            "Who received a gift sends it back by the order number and the code on its receipt. The answer's token is "
            "theirs: with it they see goods and no prices, and get credit or an exchange; the buyer is told nothing."
        ),
        parameters=(OF_ORDER,),
        body=GiftTokenBody,
        example={"gift_code": "QX7T-29MK-4HZP"},
        answers=(Answer(200, "The token.", GiftTokenAnswer),),
        problems=(400, 403, 413, 422, 429, 503),
        tags=TAG,
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/cancellation",
        id="getCancellation",
        summary="Whether an order can still be cancelled",
        description="All that is left of it, before anything was sent: every reason against, and what it comes to.",
        parameters=(OF_ORDER,),
        answers=(Answer(200, "What would be.", CancellationView),),
        problems=(400, 401, 403, 404, 503),
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="POST",
        path="/v1/orders/{order_id}/cancellation",
        id="cancelOrder",
        summary="Cancel an order, or some of it",
        description=(
            "Before anything was sent. Without `confirmed` it is only said what it comes to; with it the wish is kept, "
            "once for each `Idempotency-Key`, and your systems hear `CancellationRequested`."
        ),
        parameters=(OF_ORDER, ONCE),
        body=CancellationBody,
        needs_body=False,
        example={"lines": [{"line": "KB-01", "quantity": 1}], "reason": "changed_mind"},
        answers=(
            Answer(200, "What would be.", CancellationView),
            Answer(201, "With `confirmed`: it was asked for, now or under this key before.", CancellationAskedView),
        ),
        problems=PROBLEMS,
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
    Operation(
        method="POST",
        path="/v1/orders/{order_id}/withdrawal",
        id="withdraw",
        summary="Withdraw from a purchase (EU)",
        description=(
            "In two steps, as the law has it: without `confirmed` it is told what can be withdrawn from, and what the "
            "two buttons say; with it, and an `Idempotency-Key`, the return is filed and decided on. The answer holds "
            "the acknowledgement with date and time, to be kept; the shopper is mailed what becomes of it."
        ),
        parameters=(OF_ORDER, ONCE),
        body=WithdrawalBody,
        needs_body=False,
        example={"lines": [{"line": "KB-01", "quantity": 1}], "confirmed": False},
        answers=(
            Answer(200, "The first step.", WithdrawalOfferAnswer),
            Answer(201, "The second; the same key again answers it again.", WithdrawalAnswer),
        ),
        problems=LIMITED,
        security="merchant",
        or_security="shopper",
        tags=TAG,
    ),
)
