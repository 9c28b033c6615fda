"""A case as the merchant reads it."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from shared.cases.case import Case, CaseKind, CaseNews, Told
from shared.cases.reported import CaseAmount, CaseLineBody


class CaseNewsView(BaseModel):
    """One piece of news."""

    news: CaseNews
    happened_at: datetime
    lines: list[CaseLineBody] = Field(description="What this piece is about. None: what the case is about.")
    amount: CaseAmount | None
    until: date | None
    day: date | None
    reason: str | None
    url: str | None

    @classmethod
    def of(cls, news: CaseNews, told: Told) -> CaseNewsView:
        return cls(
            news=news,
            happened_at=told.at,
            lines=[CaseLineBody(sku=line.sku, quantity=line.quantity) for line in told.lines],
            amount=CaseAmount(amount=told.amount.amount, currency=told.amount.currency) if told.amount else None,
            until=told.until,
            day=told.day,
            reason=told.reason or None,
            url=told.url or None,
        )


class CaseView(BaseModel):
    """A case, with everything that was heard of it."""

    order_id: str
    case_id: str
    kind: CaseKind
    is_open: bool = Field(description="Whether somebody waits for something: what happened last closes nothing.")
    lines: list[CaseLineBody] = Field(description="Everything that any piece of news named.")
    news: list[CaseNewsView] = Field(description="Of each kind the newest, in the order in which they happened.")

    @classmethod
    def of(cls, case: Case) -> CaseView:
        told = sorted(case.news.items(), key=lambda piece: (piece[1].at, [*CaseNews].index(piece[0])))
        return cls(
            order_id=case.order_id,
            case_id=case.case_id,
            kind=case.kind,
            is_open=case.is_open,
            lines=[CaseLineBody(sku=line.sku, quantity=line.quantity) for line in case.lines],
            news=[CaseNewsView.of(news, piece) for news, piece in told],
        )
