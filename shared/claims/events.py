"""Events about claims. Bodies hold ids, codes and counts: a shopper's words and photos stay where they are kept."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from shared.cases.reported import CaseLineBody
from shared.claims.problem import Problem, Wish
from shared.eventing.envelope import EventData

SOURCE = "postpurchase.claims"


class ClaimReported(EventData):
    """A shopper reported what went wrong with their order, or told or showed more of it. A case is open for it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ClaimReported"
    version: ClassVar[int] = 1

    order_id: str
    claim_id: str
    """The case has the same. Words and files are at `GET /v1/orders/{order_id}/claims`."""
    problem: Problem
    wish: Wish
    reported_at: AwareDatetime
    """When it was first reported."""
    changed_at: AwareDatetime
    """When something was last told or shown of it."""
    is_new: bool
    """False: more is known of it."""
    has_words: bool
    files: int = Field(ge=0)
    """How many are shown."""
    shipment_id: str | None = None
    """Left out: nobody says which."""
    lines: list[CaseLineBody] | None = None
    """The articles; left out where the problem is the parcel's."""
