"""Which events follow from a return that was saved. Pure: the stream function asks here what to publish.

The log is the outbox. Every entry that the save added is told once, under an id made of the return, the entry's number
and what it is about; however often a change is published, consumers see one fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shared.eventing.envelope import Event, EventData, Metadata
from shared.returns import events
from shared.returns.axes import Action, Logistics
from shared.returns.case_news import news_of
from shared.returns.money_publications import due, failed, settled
from shared.returns.return_request import LogEntry, ReturnItem, ReturnRequest
from shared.returns.saying import Say, Told, common, items_of, shipment_of


def of_return(before: ReturnRequest | None, after: ReturnRequest, *, merchant_id: str) -> list[Event]:
    """The events of the entries that are new, in their order; behind them what the shopper has to hear, as cases."""
    new = after.log[len(before.log) if before else 0 :]
    out = [_event(after, entry, place, data, merchant_id) for entry in new for place, data in _said(after, entry)]
    told = [
        _event(after, entry, f"case:{data.order_id}:{data.news}{place}", data, merchant_id, data.order_id)
        for entry, place, data in news_of(before, after, new)
    ]
    return out + told


def _event(
    request: ReturnRequest, entry: LogEntry, place: str, data: EventData, merchant_id: str, order_id: str = ""
) -> Event:
    suffix = f":{place}" if place else ""
    metadata = Metadata(
        event_id=f"return:{request.return_id}:{entry.number}{suffix}",
        version=data.version,
        occurred_at=entry.at,
        merchant_id=merchant_id,
        correlation_id=order_id or next(iter(request.order_ids), request.return_id),
    )
    return Event.of(data, metadata)


def _said(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    say = _SAY.get(entry.action)
    if say is not None:
        yield from say(request, entry)


def _requested(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    yield (
        "",
        events.ReturnRequested.model_validate(
            {
                **common(request, entry),
                "channel": request.channel,
                "is_gift": request.is_gift,
                "risk_points": request.risk_points,
                "policy_version": request.policy_version,
                "replaces": request.replaces or None,
            }
        ),
    )
    for item in items_of(request, entry):
        yield item.item_id, _reason(request, entry, item)


def _reason(request: ReturnRequest, entry: LogEntry, item: ReturnItem) -> EventData:
    return events.ReturnReasonGiven.model_validate(
        {
            **common(request, entry, [item]),
            "sku": item.sku,
            "quantity": item.quantity,
            "reason": item.reason,
            "group": item.reason_group,
            "condition": item.condition,
            "outcome": item.outcome,
            "options": dict(item.options),
            "customer_tier": request.customer_tier or None,
        }
    )


def _approved(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    comes_back = any(item.logistics is not Logistics.NOT_NEEDED for item in items_of(request, entry))
    until = request.send_back_until if comes_back else None
    yield "", events.ReturnApproved.model_validate({**common(request, entry), "send_back_until": until})


def _declined(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    items = items_of(request, entry)
    whys = {item.item_id: _codes(item, entry) for item in items}
    yield (
        "",
        events.ReturnDeclined.model_validate(
            {
                **common(request, entry),
                "whys": whys,
                "may_appeal": any(item.may_appeal for item in items),
            }
        ),
    )


def _codes(item: ReturnItem, entry: LogEntry) -> list[str]:
    """What is against it: all of the policy's, or what staff said."""
    by_policy = [why.code for why in item.terms.whys] if item.terms else []
    return list(dict.fromkeys(by_policy)) if by_policy else [item.declined_because or entry.code]


def _needs_more(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    yield "", events.ReturnNeedsMore.model_validate({**common(request, entry), "until": request.answer_until})


def _plain(event: type[EventData]) -> Say:
    def say(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
        yield "", event.model_validate(common(request, entry))

    return say


def _expired(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    """Drafts were never told of, and a label that ran out ends nothing."""
    if entry.shipment_id or entry.code == "not_submitted":
        return
    yield "", events.ReturnExpired.model_validate(common(request, entry))


def _cancelled(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    if was_submitted(request, entry):
        yield "", events.ReturnCancelled.model_validate(common(request, entry))


def was_submitted(request: ReturnRequest, entry: LogEntry) -> bool:
    """Whether anybody heard of the return before this entry."""
    return any(one.action in (Action.SUBMIT, Action.RECEIVE) for one in request.log[: entry.number - 1])


def _prepared(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    way = shipment_of(request, entry)
    if way is None:
        return
    yield (
        "",
        events.ReturnShipmentPrepared.model_validate(
            {
                **common(request, entry),
                "shipment_id": way.shipment_id,
                "method": way.method,
                "provider": way.provider,
                "carrier": way.carrier or None,
                "tracking_number": way.tracking_number or None,
                "expires_at": way.expires_at,
                "pickup_day": way.pickup_day,
                "pickup_slot": way.pickup_slot or None,
                "cost": way.cost,
                "cost_currency": way.cost_currency or None,
            }
        ),
    )


def _sent_back(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    data = {**common(request, entry), "shipment_id": entry.shipment_id or None}
    yield "", events.ReturnSentBack.model_validate(data)


def _received(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    way = shipment_of(request, entry)
    if entry.code == "unknown_parcel" and way is not None:
        data = {
            **common(request, entry, []),
            "carrier": way.carrier or None,
            "tracking_number": way.tracking_number or None,
        }
        yield "", events.UnknownParcelReceived.model_validate(data)
        return
    yield "", events.ReturnReceived.model_validate(common(request, entry))


def _inspected(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    for item in items_of(request, entry):
        data = {
            **common(request, entry, [item]),
            "result": item.inspection,
            "found": item.found,
            "reduced_to": item.reduced_to,
        }
        yield item.item_id, events.ReturnInspected.model_validate(data)
    yield from _disposed(request, entry)


def _disposed(request: ReturnRequest, entry: LogEntry) -> Iterator[Told]:
    for item in items_of(request, entry):
        if item.disposition is None:
            continue
        data = {
            **common(request, entry, [item]),
            "sku": item.sku,
            "quantity": item.quantity,
            "disposition": item.disposition,
            "warehouse": (item.terms.actions.destination if item.terms else None) or None,
        }
        yield f"{item.item_id}:disposed", events.ItemDisposed.model_validate(data)


_SAY: Mapping[Action, Say] = {
    Action.SUBMIT: _requested,
    Action.APPROVE: _approved,
    Action.DECLINE: _declined,
    Action.NEED_MORE: _needs_more,
    Action.APPEAL: _plain(events.ReturnReopened),
    Action.CANCEL: _cancelled,
    Action.EXPIRE: _expired,
    Action.MAKE_LABEL: _prepared,
    Action.BOOK_PICKUP: _prepared,
    Action.RECORD_SHIPMENT: _prepared,
    Action.NOTE_SCAN: _sent_back,
    Action.RECEIVE: _received,
    Action.REPORT_MISSING: _disposed,
    Action.INSPECT: _inspected,
    Action.SETTLE: due,
    Action.NOTE_PAID: settled,
    Action.NOTE_FAILED: failed,
    Action.RESOLVE: _plain(events.ReturnResolved),
    Action.REOPEN: _plain(events.ReturnReopened),
}
"""What each kind of entry is told as. Of the others nobody outside has to know."""
