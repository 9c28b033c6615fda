"""What the shopper has to hear of a return, as news of a case: the pipeline for cases tells it once, in their words.

The buyer of a gift hears nothing of its return, and who received it left no address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.cases.case import CaseKind, CaseNews
from shared.cases.events import CaseReported
from shared.cases.reported import CaseAmount, CaseLineBody
from shared.returns.axes import Action, Inspection, Logistics
from shared.returns.request.states import ENDED
from shared.returns.return_request import LogEntry, ReturnItem, ReturnRequest
from shared.returns.settlement import Settlement, SettlementKind
from shared.returns.vocabulary import WITHDRAWAL, Actor, Outcome

News = tuple[LogEntry, str, CaseReported]
"""Entry, what tells two pieces of the same news of one entry apart, and the news."""

_DECIDES = frozenset({Action.APPROVE, Action.DECLINE})
_PLAIN: Mapping[Action, CaseNews] = {
    Action.NEED_MORE: CaseNews.NEEDS_MORE,
    Action.MAKE_LABEL: CaseNews.LABEL_READY,
    Action.BOOK_PICKUP: CaseNews.PICKUP_SCHEDULED,
    Action.NOTE_SCAN: CaseNews.SENT_BACK,
    Action.RECEIVE: CaseNews.RECEIVED,
    Action.RESOLVE: CaseNews.RESOLVED,
    Action.REOPEN: CaseNews.REOPENED,
    Action.APPEAL: CaseNews.REOPENED,
}
_PAID: Mapping[SettlementKind, CaseNews] = {
    SettlementKind.REFUND: CaseNews.REFUNDED,
    SettlementKind.STORE_CREDIT: CaseNews.CREDITED,
    SettlementKind.GIFT_CARD: CaseNews.CREDITED,
    SettlementKind.GOODS: CaseNews.REPLACEMENT_SENT,
}
"""Of a charge the shopper hears from who charges."""


def news_of(before: ReturnRequest | None, after: ReturnRequest, new: Sequence[LogEntry]) -> list[News]:
    """The news of the new entries, one for each order that it is about, in their order."""
    if after.is_gift:
        return []
    return [news for entry in new for news in _of_entry(after, entry, new)]


def _of_entry(request: ReturnRequest, entry: LogEntry, new: Sequence[LogEntry]) -> Iterator[News]:
    items = [item for item in request.items if not entry.item_ids or item.item_id in entry.item_ids]
    if entry.action is Action.SUBMIT:
        if request.channel == WITHDRAWAL:
            yield from _told(request, entry, CaseNews.REQUESTED, items, _More(reason=WITHDRAWAL))
        elif not _is_decided_with(entry, new):
            yield from _told(request, entry, CaseNews.REQUESTED, items)
    elif entry.action is Action.APPROVE:
        yield from _approval(request, entry, items)
    elif entry.action is Action.DECLINE:
        yield from _denial(request, entry, items, new)
    elif entry.action in (Action.CANCEL, Action.EXPIRE):
        yield from _end(request, entry, items)
    elif entry.action is Action.INSPECT:
        yield from _inspection(request, entry, items)
    elif entry.action is Action.NOTE_PAID:
        yield from _payment(request, entry)
    elif entry.action in _PLAIN and items:
        yield from _told(request, entry, _PLAIN[entry.action], items, _more(request, entry))


def _is_decided_with(asked: LogEntry, new: Sequence[LogEntry]) -> bool:
    """Whether every item was decided in the same breath: then only that is told.

    Not asked of a withdrawal, whose receipt the law wants acknowledged by itself: its news bears a reason of its own.
    """
    decided = {item_id for entry in new if entry.action in _DECIDES for item_id in entry.item_ids}
    return set(asked.item_ids) <= decided


def _approval(request: ReturnRequest, entry: LogEntry, items: list[ReturnItem]) -> Iterator[News]:
    kept = [item for item in items if item.logistics is Logistics.NOT_NEEDED]
    sent = [item for item in items if item.logistics is not Logistics.NOT_NEEDED]
    if sent:
        yield from _told(request, entry, CaseNews.APPROVED, sent, _More(until=request.send_back_until))
    if kept:
        yield from _told(request, entry, CaseNews.KEPT, kept)


def _denial(
    request: ReturnRequest, entry: LogEntry, items: list[ReturnItem], new: Sequence[LogEntry]
) -> Iterator[News]:
    """Where others are approved in the same breath, the denial is told as the moment before: a case whose newest news
    is a denial counts as closed."""
    lives_on = any(one.action is Action.APPROVE and one.at == entry.at for one in new)
    at = entry.at - timedelta(seconds=1) if lives_on else entry.at
    because = next((item.declined_because for item in items if item.declined_because), entry.code)
    yield from _told(request, entry, CaseNews.DECLINED, items, _More(at=at, reason=because))


def _end(request: ReturnRequest, entry: LogEntry, items: list[ReturnItem]) -> Iterator[News]:
    """Only once nothing of the return is left, and somebody had heard of it."""
    is_over = bool(items) and all(item.approval in ENDED for item in request.items)
    was_told = any(one.action is Action.SUBMIT for one in request.log)
    if entry.shipment_id or not is_over or not was_told:
        return
    news = CaseNews.CANCELLED if entry.action is Action.CANCEL else CaseNews.EXPIRED
    yield from _told(request, entry, news, items)


def _inspection(request: ReturnRequest, entry: LogEntry, items: list[ReturnItem]) -> Iterator[News]:
    """Where nobody looks, there is nothing to tell beside the receipt."""
    if entry.actor is Actor.SYSTEM:
        return
    failed = [item for item in items if item.inspection is Inspection.FAILED]
    passed = [item for item in items if item.inspection in (Inspection.PASSED, Inspection.REDUCED)]
    place = ":" + ",".join(entry.item_ids)
    if passed:
        reduced = any(item.inspection is Inspection.REDUCED for item in passed)
        yield from _told(
            request, entry, CaseNews.INSPECTION_PASSED, passed, _More(place=place, reason="reduced" if reduced else "")
        )
    if failed:
        yield from _told(request, entry, CaseNews.INSPECTION_FAILED, failed, _More(place=place, reason=entry.code))


def _payment(request: ReturnRequest, entry: LogEntry) -> Iterator[News]:
    for one in request.settlements:
        if one.settlement_id != entry.settlement_id or one.kind not in _PAID:
            continue
        items = [item for item in request.items if item.item_id in one.item_ids]
        is_repair = all(item.outcome is Outcome.REPAIR for item in items)
        news = CaseNews.REPAIRED if one.kind is SettlementKind.GOODS and is_repair else _PAID[one.kind]
        yield from _told(
            request, entry, news, items, _More(place=f":{one.settlement_id}", amount=_amount(request, one))
        )


def _amount(request: ReturnRequest, settlement: Settlement) -> CaseAmount | None:
    if settlement.kind is SettlementKind.GOODS:
        return None
    return CaseAmount(amount=settlement.amount + settlement.bonus, currency=request.currency)


@dataclass(frozen=True, slots=True)
class _More:
    """What belongs to a piece of news."""

    until: date | None = None
    day: date | None = None
    reason: str = ""
    amount: CaseAmount | None = None
    at: datetime | None = None
    """Where it is not the entry's moment."""
    place: str = ""


_NOTHING_MORE = _More()


def _more(request: ReturnRequest, entry: LogEntry) -> _More:
    """Until when, on which day, why."""
    if entry.action is Action.NEED_MORE:
        return _More(until=request.answer_until, reason=entry.code)
    if entry.action is Action.MAKE_LABEL:
        return _More(until=request.send_back_until)
    way = next((way for way in request.shipments if way.shipment_id == entry.shipment_id), None)
    if entry.action is Action.BOOK_PICKUP and way is not None:
        return _More(until=request.send_back_until, day=way.pickup_day)
    return _NOTHING_MORE


def _told(
    request: ReturnRequest,
    entry: LogEntry,
    news: CaseNews,
    items: Sequence[ReturnItem],
    more: _More = _NOTHING_MORE,
) -> Iterator[News]:
    for order_id in dict.fromkeys(item.order_id for item in items):
        quantities: dict[str, int] = {}
        for item in items:
            if item.order_id == order_id:
                quantities[item.sku] = quantities.get(item.sku, 0) + item.quantity
        yield (
            entry,
            more.place,
            CaseReported(
                order_id=order_id,
                case_id=request.number,
                kind=CaseKind.EXCHANGE if request.is_exchange else CaseKind.RETURN,
                news=news,
                happened_at=more.at or entry.at,
                lines=[CaseLineBody(sku=sku, quantity=quantity) for sku, quantity in sorted(quantities.items())],
                amount=more.amount,
                until=more.until,
                day=more.day,
                reason=more.reason or None,
                url=request.page_url or None,
            ),
        )
