"""What the reviews API takes and gives: queries, answers, and the operations for OpenAPI."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from shared.our_time import Day
from shared.reviews.help_case import case_id
from shared.reviews.review import BEST, MAY_CHANGE, MOST_WORDS, Review
from shared.runtime.operation import FORM, PAGE_TO_WAIT, PAGE_UNAVAILABLE, Answer, Operation, Parameter
from shared.tracking.cursor import PATTERN as CURSOR
from shared.tracking.listing import MOST_DAYS, MOST_ITEMS, USUAL_DAYS, USUAL_LIMIT
from shared.tracking.order import ID


def _whole_number(written: object) -> object:
    if not isinstance(written, str):
        return written
    if not re.fullmatch("[0-9]{1,3}", written):
        raise PydanticCustomError("limit", "Expected a whole number")
    return int(written)


class ReviewsQuery(BaseModel):
    """What GET /v1/reviews takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    written_from: Day | None = None
    written_to: Day | None = None
    stars: Annotated[int | None, BeforeValidator(_whole_number)] = Field(default=None, ge=1, le=BEST)
    limit: Annotated[int, BeforeValidator(_whole_number)] = Field(default=USUAL_LIMIT, ge=1, le=MOST_ITEMS)
    cursor: str | None = None


class ReviewAnswer(BaseModel):
    """A review of an order line. Its words are the shopper's own, and may name people."""

    order_id: str
    sku: str
    stars: int
    words: str
    written_at: AwareDatetime
    changed_at: AwareDatetime

    @classmethod
    def of(cls, review: Review) -> Self | None:
        """None where nothing was written."""
        if review.at is None or review.changed_at is None:
            return None
        return cls(
            order_id=review.order_id,
            sku=review.sku,
            stars=review.stars,
            words=review.words,
            written_at=review.at,
            changed_at=review.changed_at,
        )


class HelpAnswer(BaseModel):
    """Help that was asked for. The support case it opened is at `/v1/orders/{order_id}/cases`."""

    sku: str | None = Field(description="Null: with the order as a whole.")
    case_id: str
    words: str
    asked_at: AwareDatetime

    @classmethod
    def of(cls, review: Review) -> Self | None:
        """None where no help was asked for."""
        if review.help_at is None:
            return None
        return cls(
            sku=review.sku or None,
            case_id=case_id(review.sku),
            words=review.help_words,
            asked_at=review.help_at,
        )


class OrderReviewsAnswer(BaseModel):
    """All that was said about an order."""

    reviews: list[ReviewAnswer]
    help: list[HelpAnswer]


class ReviewsPage(BaseModel):
    """Reviews, those written last first, and where the list goes on."""

    reviews: list[ReviewAnswer]
    cursor: str | None = Field(description="For the next page. Null: the list ends here.")


_ORDER_ID = Parameter(
    "order_id", "path", "The shop's own order number.", {"type": "string", "pattern": ID}, example="A-1001"
)
_TOKEN = Parameter(
    "token",
    "path",
    "The opaque, signed token of a link for this page; tokens of other pages do not open it.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg",
)
_LANGUAGE = Parameter("lang", "query", "Language of the page.", {"type": "string"}, required=False)
_SKU = Parameter("sku", "query", "Which line it is about.", {"type": "string"}, required=False)
_STARS = Parameter(
    "stars", "query", "Stars that are chosen beforehand. They count when the form is sent.", {"type": "string"}, False
)
_MESSAGE = Parameter("m", "query", "The message whose link this is.", {"type": "string"}, required=False)
_DAY = {"type": "string", "format": "date", "pattern": "^2[01][0-9]{2}-"}
_REFUSED = Answer(403, "A page that says the link is not valid.", content_type="text/html")
_UNREADABLE = Answer(422, "A page that says what was sent cannot be read.", content_type="text/html")
_NO_LINE = Answer(404, "A page that says the link leads nowhere: the order has no such line.", content_type="text/html")
_CLOSED = Answer(409, "A page that says the review can no longer be changed.", content_type="text/html")

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/reviews",
        id="listReviews",
        summary="List reviews",
        description=f"Those written last first, of the last {USUAL_DAYS} days where none are named.",
        parameters=(
            Parameter(
                "written_from", "query", f"First (UTC) day; {MOST_DAYS} days are listed at most.", _DAY, required=False
            ),
            Parameter("written_to", "query", "Last (UTC) day.", _DAY, required=False),
            Parameter(
                "stars", "query", "Only with so many.", {"type": "integer", "minimum": 1, "maximum": BEST}, False
            ),
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
        answers=(Answer(200, "A page of reviews.", ReviewsPage),),
        problems=(400, 401, 403, 422, 503),
        security="merchant",
        tags=("Reviews",),
    ),
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/reviews",
        id="getOrderReviews",
        summary="Read what was said about an order",
        description="Reviews by line, and help that was asked for, each with its words. Events carry no words.",
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "All that was said.", OrderReviewsAnswer),),
        problems=(400, 401, 403, 503),
        security="merchant",
        tags=("Reviews",),
    ),
    Operation(
        method="GET",
        path="/reviews/{token}",
        id="getReviewPage",
        summary="The page on which a shopper reviews what they bought",
        description=(
            "HTML, in the order's language or in `lang`. It keeps nothing: `stars` is only chosen beforehand. Without "
            "`sku`, it asks which line. Help is offered beside it, whatever the stars."
        ),
        parameters=(_TOKEN, _SKU, _STARS, _MESSAGE, _LANGUAGE),
        answers=(Answer(200, "The page.", content_type="text/html"), _REFUSED, _NO_LINE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=("Reviews",),
    ),
    Operation(
        method="POST",
        path="/reviews/{token}",
        id="postReviewPage",
        summary="Take a review",
        description=(
            f"The page's form: `sku`, `stars` 1 to {BEST}, `words` of at most {MOST_WORDS} characters. Sent again it "
            f"changes nothing; for {MAY_CHANGE.days} days newer words take the place of older."
        ),
        parameters=(_TOKEN, _LANGUAGE),
        any_body="The page's own form.",
        any_media=FORM,
        answers=(
            Answer(200, "The page, with thanks.", content_type="text/html"),
            _REFUSED,
            _NO_LINE,
            _CLOSED,
            _UNREADABLE,
            PAGE_TO_WAIT,
            PAGE_UNAVAILABLE,
        ),
        problems=(400, 413),
        tags=("Reviews",),
    ),
    Operation(
        method="GET",
        path="/help/{token}",
        id="getHelpPage",
        summary="The page on which a shopper asks for help",
        description="HTML, in the order's language or in `lang`. Without `sku`, it is about the order as a whole.",
        parameters=(_TOKEN, _SKU, _MESSAGE, _LANGUAGE),
        answers=(Answer(200, "The page.", content_type="text/html"), _REFUSED, _NO_LINE, PAGE_UNAVAILABLE),
        problems=(400,),
        tags=("Reviews",),
    ),
    Operation(
        method="POST",
        path="/help/{token}",
        id="postHelpPage",
        summary="Ask for help",
        description="Opens a support case, of which `CaseChanged` and `HelpRequested` tell. Its words come with "
        "`GET /v1/orders/{order_id}/reviews`.",
        parameters=(_TOKEN, _SKU, _LANGUAGE),
        any_body="The page's own form: `words`.",
        any_media=FORM,
        answers=(
            Answer(200, "The page, saying that somebody looks into it.", content_type="text/html"),
            _REFUSED,
            _NO_LINE,
            Answer(409, "A page that says to try again soon.", content_type="text/html"),
            _UNREADABLE,
            PAGE_TO_WAIT,
            PAGE_UNAVAILABLE,
        ),
        problems=(400, 413),
        tags=("Reviews",),
    ),
)
