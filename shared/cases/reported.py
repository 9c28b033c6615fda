"""A piece of news about a case as others write it, over HTTP or on the bus. Documented in docs/cases.md.

{"kind": "return", "news": "refunded", "happened_at": "2026-11-24T10:00:00+09:00",
 "lines": [{"sku": "KB-01", "quantity": 1}], "amount": {"amount": 2200, "currency": "JPY"}}
"""

from __future__ import annotations

from datetime import UTC

from pydantic import BaseModel, ConfigDict, Field

from shared.cases.case import CaseKind, CaseLine, CaseNews, Told
from shared.our_time import Day, Moment
from shared.promise.money import Price
from shared.tracking.order import HTTPS, MAX_URL_LENGTH

REASON = r"^[a-z][a-z0-9_]{0,39}$"
CURRENCY = r"^[A-Z]{3}$"
MAX_LINES = 200
"""Positions, as of an order."""
MOST = 999_999_999_999
"""Minor units of an amount: more than any currency needs, and far from where numbers lose digits."""


class CaseAmount(BaseModel):
    """Money: integer minor units (yen, cents) of an ISO 4217 currency."""

    model_config = ConfigDict(frozen=True)

    amount: int = Field(ge=0, le=MOST)
    currency: str = Field(pattern=CURRENCY)


class CaseLineBody(BaseModel):
    """What a case is about."""

    model_config = ConfigDict(frozen=True)

    sku: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")
    quantity: int = Field(default=1, ge=1, le=999_999)


class CaseFields(BaseModel):
    """One piece of news about a case."""

    kind: CaseKind = Field(description="What is asked for. It stays what it was at first.")
    news: CaseNews = Field(description="What happened.")
    happened_at: Moment = Field(description="With a zone. Of the same news told twice, the later stands.")
    lines: list[CaseLineBody] = Field(default=[], max_length=MAX_LINES, description="What it is about.")
    amount: CaseAmount | None = Field(default=None, description="What was refunded or credited.")
    until: Day | None = Field(default=None, description="The last day for what the shopper has to do, at their place.")
    day: Day | None = Field(default=None, description="When something takes place: a pickup.")
    reason: str | None = Field(
        default=None,
        pattern=REASON,
        description="Why it was declined or failed: a code in small letters and underscores, never free text.",
    )
    url: str | None = Field(
        default=None,
        pattern=HTTPS,
        max_length=MAX_URL_LENGTH,
        description="Where the shopper goes on, https: the label, the upload of photos, the case's page.",
    )

    def told(self) -> Told:
        """In our words; lines of one SKU taken together, in the order of their SKUs."""
        quantities: dict[str, int] = {}
        for line in self.lines:
            quantities[line.sku] = quantities.get(line.sku, 0) + line.quantity
        return Told(
            at=self.happened_at.astimezone(UTC),
            amount=Price(self.amount.amount, self.amount.currency) if self.amount else None,
            until=self.until,
            day=self.day,
            reason=self.reason or "",
            url=self.url or "",
            lines=tuple(CaseLine(sku, quantities[sku]) for sku in sorted(quantities)),
        )
