"""Which pieces of an order belong to which return: the fence that lets nobody send the same piece back twice.

Every piece of a position has a place. A return takes the first free ones, and gives them free again when it comes to
nothing; so shares of money, which go by place, add up to the whole however returns come and go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.errors import Conflict
from shared.returns.axes import Action, Approval, Logistics, Money
from shared.returns.order_account import OrderAccount, Span
from shared.returns.request.free_pieces import free_pieces
from shared.returns.request.positions import pieces_of
from shared.returns.request.split import split
from shared.returns.request.states import ENDED
from shared.returns.return_request import UNPLACED, ReturnItem, ReturnRequest
from shared.tracking.order import Order

MAX_RETURNS = 100
"""Of one order: its account is one item of the table."""
_ASKS = frozenset({Approval.REQUESTED, Approval.NEEDS_MORE, Approval.APPROVED})
_WITH_THE_SHOP = frozenset({Logistics.IN_TRANSIT, Logistics.ARRIVED, Logistics.RECEIVED})
_PAID = frozenset({Money.DUE, Money.DONE})
_BEFORE_ASKING = frozenset({Approval.DRAFT, Approval.CANCELLED, Approval.EXPIRED})


class NothingLeft(Conflict):
    """There are not so many pieces left: others came back, or are in another return."""

    code = "nothing_left"


class TooManyReturns(Conflict):
    """The order has no room for another return."""

    code = "too_many_returns"


def holds(item: ReturnItem) -> bool:
    """Whether its pieces cannot be asked back by another return: they are asked for, paid, or with the shop.

    What was in a parcel and is no position of the order has no pieces.
    """
    if item.approval is Approval.DRAFT or not item.line:
        return False
    if item.logistics in _WITH_THE_SHOP or item.money in _PAID:
        return True
    return item.approval in _ASKS and item.logistics is not Logistics.SENT_BACK


def without(account: OrderAccount, return_id: str) -> OrderAccount:
    """The account as if the return were not there."""
    spans = {
        line: kept
        for line, held in account.spans.items()
        if (kept := tuple(span for span in held if span.return_id != return_id))
    }
    return replace(
        account,
        spans=spans,
        taken=_taken(spans),
        settlements=tuple(one for one in account.settlements if one.return_id != return_id),
        return_ids=_but(account.return_ids, return_id),
        ended_ids=_but(account.ended_ids, return_id),
    )


def for_decision(account: OrderAccount, return_id: str) -> OrderAccount:
    """The account as a decision on the return sees it: what the other returns hold, and how many they are."""
    others = without(account, return_id)
    return replace(others, return_ids=tuple(one for one in others.return_ids if one not in others.ended_ids))


def booked(account: OrderAccount, request: ReturnRequest) -> OrderAccount:
    """The account with exactly what the return holds and comes to now; doing it twice changes nothing.

    Drafts are not in it, nor those that were cancelled or ran out as drafts. Raises TooManyReturns.
    """
    known = request.return_id in account.return_ids
    if not known and _was_never_asked(request):
        return account
    if not known and len(account.return_ids) >= MAX_RETURNS:
        raise TooManyReturns(f"An order holds {MAX_RETURNS} returns at most.", field="order_id")
    others = without(account, request.return_id)
    spans: dict[str, tuple[Span, ...]] = dict(others.spans)
    for item in sorted(request.items, key=_is_over):
        held_by_any = replace(others, spans=spans)
        if item.order_id == account.order_id and holds(item) and not _came_too_late(item, held_by_any):
            span = Span(item.first_piece, item.quantity, request.return_id)
            spans[item.line] = tuple(sorted((*spans.get(item.line, ()), span), key=lambda held: held.first))
    settlements = tuple(one for one in request.settlements if one.order_id == account.order_id)
    return replace(
        others,
        spans=spans,
        taken=_taken(spans),
        settlements=(*others.settlements, *settlements),
        return_ids=account.return_ids if known else (*account.return_ids, request.return_id),
        ended_ids=(*others.ended_ids, request.return_id) if _came_to_nothing(request) else others.ended_ids,
    )


Holds = Callable[[ReturnItem], bool]


def placed(
    request: ReturnRequest,
    orders: Mapping[str, Order],
    accounts: Mapping[str, OrderAccount],
    holding: Holds = holds,
) -> ReturnRequest:
    """With a place for each piece that the items hold; those that have theirs keep it. Raises NothingLeft.

    Where free places do not lie together, the item is split. `holding`: which items need places.
    """
    for item_id in [item.item_id for item in request.items]:
        request = _placed(request, item_id, orders, accounts, holding)
    return request


def _placed(
    request: ReturnRequest,
    item_id: str,
    orders: Mapping[str, Order],
    accounts: Mapping[str, OrderAccount],
    holding: Holds,
) -> ReturnRequest:
    item = request.item(item_id)
    if item is None or not holding(item):
        return request
    others = _others(request, item, accounts[item.order_id], holding)
    if _is_free(item, others):
        return request
    ordered = pieces_of(orders[item.order_id], item.line)
    runs = free_pieces(others, item.quantity, ordered)
    if sum(count for _, count in runs) < item.quantity:
        if _is_over(item):
            return request
        raise NothingLeft("There are not so many pieces left of this position.", field="quantity")
    return _in_runs(request, item, runs)


def _in_runs(request: ReturnRequest, item: ReturnItem, runs: tuple[tuple[int, int], ...]) -> ReturnRequest:
    item_id = item.item_id
    for number, (first, count) in enumerate(runs):
        before = {each.item_id for each in request.items}
        request = split(request, item_id, count)
        items = tuple(replace(one, first_piece=first) if one.item_id == item_id else one for one in request.items)
        request = replace(request, items=items)
        if number < len(runs) - 1:
            item_id = next(each.item_id for each in request.items if each.item_id not in before)
    return request


def _others(request: ReturnRequest, item: ReturnItem, account: OrderAccount, holding: Holds) -> list[tuple[int, int]]:
    """Places that are not free for the item: those of other returns, and those that this one's others hold already.

    Of its own items, those count whose places were booked before, and those before it.
    """
    of_others = [
        (span.first, span.count) for span in account.spans.get(item.line, ()) if span.return_id != request.return_id
    ]
    own = []
    is_before = True
    for each in request.items:
        if each.item_id == item.item_id:
            is_before = False
        elif each.first_piece == UNPLACED:
            continue
        elif _same_position(each, item) and holding(each) and (is_before or _was_booked(request, each, account)):
            own.append((each.first_piece, each.quantity))
    return of_others + own


def _was_booked(request: ReturnRequest, item: ReturnItem, account: OrderAccount) -> bool:
    return any(
        span.return_id == request.return_id
        and span.first <= item.first_piece
        and item.first_piece + item.quantity <= span.first + span.count
        for span in account.spans.get(item.line, ())
    )


def _same_position(one: ReturnItem, other: ReturnItem) -> bool:
    return (one.order_id, one.line) == (other.order_id, other.line)


def _is_free(item: ReturnItem, others: list[tuple[int, int]]) -> bool:
    end = item.first_piece + item.quantity
    return item.first_piece != UNPLACED and all(
        first + count <= item.first_piece or end <= first for first, count in others
    )


def _is_over(item: ReturnItem) -> bool:
    """Nothing is paid for it: its goods are here all the same, and need no place where another return has it."""
    return item.approval in ENDED and item.money not in _PAID


def _came_too_late(item: ReturnItem, others: OrderAccount) -> bool:
    held = [(span.first, span.count) for span in others.spans.get(item.line, ())]
    return _is_over(item) and not _is_free(item, held)


def _was_never_asked(request: ReturnRequest) -> bool:
    if any(entry.action is Action.SUBMIT for entry in request.log):
        return False
    return all(item.approval in _BEFORE_ASKING for item in request.items)


def _came_to_nothing(request: ReturnRequest) -> bool:
    return all(item.approval in ENDED for item in request.items)


def _but(ids: tuple[str, ...], return_id: str) -> tuple[str, ...]:
    return tuple(known for known in ids if known != return_id)


def _taken(spans: Mapping[str, tuple[Span, ...]]) -> dict[str, int]:
    return {line: sum(span.count for span in held) for line, held in spans.items()}
