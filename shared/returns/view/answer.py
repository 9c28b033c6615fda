"""A return as it is answered: with what can be done next by whoever asks, and what it comes to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, Field

from shared.returns.axes import Action, Approval
from shared.returns.caller import Caller
from shared.returns.draft_return import Shown
from shared.returns.return_request import LogEntry, ReturnRequest
from shared.returns.view.item import ItemView
from shared.returns.view.links import LinkView, address_of, links_of
from shared.returns.view.money import MoneyView, SettlementView
from shared.returns.view.shipment import ShipmentView
from shared.returns.vocabulary import Actor, Method

_FOR_STAFF_ONLY = frozenset({Action.NOTE, Action.OVERRIDE})


class ReturnState(StrEnum):
    """How far a return is, by its least decided item."""

    UNKNOWN_PARCEL = "unknown_parcel"
    """A parcel of which nobody knows yet whose it is."""
    DRAFT = "draft"
    REQUESTED = "requested"
    NEEDS_MORE = "needs_more"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RESOLVED = "resolved"


_ORDER = tuple(Approval)


def state_of(request: ReturnRequest) -> ReturnState:
    """How far it is."""
    if request.resolved_at is not None:
        return ReturnState.RESOLVED
    if not request.items:
        return ReturnState.UNKNOWN_PARCEL
    return ReturnState(min((item.approval for item in request.items), key=_ORDER.index))


class LogView(BaseModel):
    """One thing that happened."""

    number: int
    at: datetime
    actor: Actor
    action: Action
    items: list[str]
    code: str | None
    rules: list[str] | None = Field(description="What decided it; null for shoppers.")
    note: str | None = Field(description="Words of staff; null for shoppers.")

    @classmethod
    def of(cls, entry: LogEntry, *, for_staff: bool) -> Self:
        return cls(
            number=entry.number,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            items=list(entry.item_ids),
            code=entry.code or None,
            rules=list(entry.rules) if for_staff else None,
            note=(entry.note or None) if for_staff else None,
        )


class RiskView(BaseModel):
    """What the signals of abuse added up to."""

    points: int
    signals: dict[str, int] = Field(description="Signal -> what it contributed.")


class ReturnSummary(BaseModel):
    """A return in a list."""

    return_id: str
    number: str
    state: ReturnState
    order_ids: list[str]
    created_at: datetime
    is_gift: bool
    pieces: int
    href: str

    @classmethod
    def of(cls, request: ReturnRequest) -> Self:
        return cls(
            return_id=request.return_id,
            number=request.number,
            state=state_of(request),
            order_ids=list(request.order_ids),
            created_at=request.created_at,
            is_gift=request.is_gift,
            pieces=sum(item.quantity for item in request.items),
            href=address_of(request.return_id),
        )


class ReturnView(BaseModel):
    """All of it, as far as whoever asks may see it."""

    return_id: str
    number: str = Field(description="What people read out.")
    state: ReturnState
    currency: str
    channel: str
    filed_by: Actor
    language: str
    is_gift: bool
    created_at: datetime
    resolved_at: datetime | None
    method: Method | None = Field(description="How it comes back; null: not chosen yet.")
    send_back_until: date | None = Field(description="Local to the shopper.")
    answer_until: date | None = Field(description="Likewise: until when what was asked for may come.")
    draft_until: datetime | None = Field(description="A draft that is not submitted until then is gone.")
    replaces: str | None = Field(description="The return whose replacement comes back by this one.")
    policy_version: int | None = Field(description="By which it is decided; null for shoppers.")
    items: list[ItemView]
    shipments: list[ShipmentView]
    settlements: list[SettlementView]
    money: MoneyView
    risk: RiskView | None = Field(description="Null for shoppers.")
    log: list[LogView]
    links: list[LinkView] = Field(description="What whoever asks can do next.")

    @classmethod
    def of(cls, shown: Shown, caller: Caller) -> Self:
        request, for_staff = shown.request, caller.is_staff
        return cls(
            return_id=request.return_id,
            number=request.number,
            state=state_of(request),
            currency=request.currency,
            channel=request.channel,
            filed_by=request.filed_by,
            language=request.language,
            is_gift=request.is_gift,
            created_at=request.created_at,
            resolved_at=request.resolved_at,
            method=request.method,
            send_back_until=request.send_back_until,
            answer_until=request.answer_until,
            draft_until=request.draft_until,
            replaces=request.replaces or None,
            policy_version=request.policy_version if for_staff else None,
            items=[ItemView.of(request, item, for_staff=for_staff) for item in request.items],
            shipments=[ShipmentView.of(request, way, for_staff=for_staff) for way in request.shipments],
            settlements=[SettlementView.of(one, for_staff=for_staff) for one in request.settlements],
            money=MoneyView.of(shown.reckoning, for_staff=for_staff, is_gift=caller.is_gift),
            risk=RiskView(points=request.risk_points, signals=dict(request.risk_signals)) if for_staff else None,
            log=[
                LogView.of(entry, for_staff=for_staff)
                for entry in request.log
                if for_staff or entry.action not in _FOR_STAFF_ONLY
            ],
            links=links_of(request, shown.links),
        )
