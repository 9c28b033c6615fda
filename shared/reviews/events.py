"""Events about reviews. Bodies hold ids and stars: a shopper's words may name people, and stay in the table."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from shared.eventing.envelope import EventData

SOURCE = "postpurchase.reviews"


class ReviewReceived(EventData):
    """A shopper reviewed an order line, or wrote their review anew."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ReviewReceived"
    version: ClassVar[int] = 1

    order_id: str
    sku: str
    stars: int = Field(ge=1, le=5)
    has_words: bool
    """The words are at `GET /v1/orders/{order_id}/reviews`."""
    written_at: AwareDatetime
    is_new: bool
    """False: it takes the place of an earlier one."""


class HelpRequested(EventData):
    """A shopper asked for help, with a line of their order or with all of it. A support case is open for it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "HelpRequested"
    version: ClassVar[int] = 1

    order_id: str
    case_id: str
    requested_at: AwareDatetime
    has_words: bool
    """The words are at `GET /v1/orders/{order_id}/reviews`."""
    sku: str | None = None
    """Left out: about the whole order."""
