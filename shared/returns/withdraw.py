"""A consumer in the European Union withdraws from a purchase, for no reason: in two steps, and with an acknowledgement.

Directive 2011/83/EU, Article 11a, put in by Directive (EU) 2023/2673 and applied from 19 June 2026: the consumer makes
the statement by one function and confirms it by another, and is told at once, on a durable medium, what was stated and
when (read 2026-11-29 in the Directive's summary; verify). What becomes of it is decided as for every return, by the
policy with the law laid over it; that it came in is acknowledged whatever is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.errors import Conflict
from shared.returns.carry_through import ReturnUnknown
from shared.returns.draft_return import Draft, draft_return
from shared.returns.find_returnable import find_returnable
from shared.returns.means import Means
from shared.returns.open_draft import KeyReused
from shared.returns.policy.laws import holds_in
from shared.returns.policy.policy import Fact, Law, Policy
from shared.returns.policy.terms import Eligibility, Why
from shared.returns.request.moving import Telling
from shared.returns.request.positions import position_of
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import submit_return
from shared.returns.text.document import Document
from shared.returns.text.europe import acknowledgement
from shared.returns.vocabulary import WITHDRAWAL, Outcome, ReasonGroup
from shared.returns.wanted_items import WantedItem
from shared.returns.withdrawal import stated
from shared.tracking.order import Order, OrderLine
from shared.tracking.register_shipment import OrderUnknown

_STORE = "store"
_PLAINEST = "unwanted"
"""The reason that is no reason, in the built-in catalogue."""


class NoRightOfWithdrawal(Conflict):
    """The law does not give it for this purchase: the shop's own terms of return may still take it back."""

    code = "no_right_of_withdrawal"


@dataclass(frozen=True, slots=True)
class Withdrawable:
    """A position of the order."""

    line: OrderLine
    quantity: int
    """Pieces that nothing else was asked for yet."""
    until: date | None
    """The last day; None with `whys`: not any more, or never."""
    whys: tuple[Why, ...]
    """What stands against it; empty: it can be withdrawn from."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the consumer states."""

    return_id: str
    chance: bytes
    """16 random bytes, for the number."""
    pieces: tuple[tuple[str, int], ...] = ()
    """Position -> how many; empty: all that is left of the order."""
    words: str = ""
    """The consumer's own; none are needed."""
    language: str = ""


def withdrawable(means: Means, order_id: str, now: datetime) -> tuple[Withdrawable, ...]:
    """Every position of the order, as it stands. Raises OrderUnknown and NoRightOfWithdrawal."""
    order, policy = _under_the_law(means, order_id)
    lines = {line.position: line for line in order.lines}
    found = find_returnable(means, order_id, now, WITHDRAWAL)
    return tuple(_withdrawable(policy, lines[each.line], each) for each in found)


def withdraw(means: Means, order_id: str, statement: Statement, telling: Telling) -> ReturnRequest:
    """File the return and decide on it, once for each `statement.return_id`.

    Raises OrderUnknown, NoRightOfWithdrawal, PositionUnknown, WrongItems, NotAsOffered, NothingLeft, KeyReused,
    StaleReturn.
    """
    order, policy = _under_the_law(means, order_id)
    pieces = statement.pieces or tuple(
        (each.line.position, each.quantity) for each in withdrawable(means, order_id, telling.at) if each.quantity
    )
    known = means.returns.get(statement.return_id)
    if not pieces and known is None:
        raise NoRightOfWithdrawal("Nothing is left of this order to withdraw from.")
    if known is not None:
        _refuse_another(known, order, statement)
    draft = Draft(
        return_id=statement.return_id,
        chance=statement.chance,
        items=tuple(_item(order, policy, line, quantity, statement.words) for line, quantity in pieces),
        filed_by=telling.actor,
        channel=WITHDRAWAL,
        language=statement.language,
        statement=statement.words,
    )
    draft_return(means, draft, telling.at)
    return submit_return(means, statement.return_id, telling)


def _refuse_another(known: ReturnRequest, order: Order, statement: Statement) -> None:
    """The key is that of one statement: nobody gets an acknowledgement of what they stated before for what is new."""
    had: dict[str, int] = {}
    for item in known.items:
        had[item.line] = had.get(item.line, 0) + item.quantity
    wanted: dict[str, int] = {}
    for name, quantity in statement.pieces:
        line = position_of(order, name).position
        wanted[line] = wanted.get(line, 0) + quantity
    if known.channel != WITHDRAWAL or (wanted and wanted != had):
        raise KeyReused("This key came before, with another return.", field="Idempotency-Key")


def acknowledge(request: ReturnRequest, order: Order, language: str) -> tuple[datetime, Document]:
    """When the statement came in, and the acknowledgement: the same whenever it is asked for."""
    withdrawal = stated(request, order)
    if withdrawal is None:
        raise ReturnUnknown("Nothing was withdrawn from by this return.", field="return_id")
    return withdrawal.received_at, acknowledgement(withdrawal, language or request.language)


def _under_the_law(means: Means, order_id: str) -> tuple[Order, Policy]:
    order = means.orders.get(order_id)
    if order is None:
        raise OrderUnknown("There is no order with this id.", field="order_id")
    policy = means.policies.at(order.placed_at)
    in_store = order.sale is not None and order.sale.channel == _STORE
    if in_store or not holds_in(Law.EU, policy, {Fact.ORDER_COUNTRY: order.destination.country}):
        raise NoRightOfWithdrawal("The law gives no right of withdrawal for this order.")
    return order, policy


def _withdrawable(policy: Policy, line: OrderLine, found: Eligibility) -> Withdrawable:
    reason = _reason(policy, line)
    offer = next((offer for offer in found.reasons if offer.reason == reason), None)
    if offer is None:
        return Withdrawable(line, found.open_quantity, None, found.whys)
    refunds = any(each.outcome is Outcome.REFUND for each in offer.outcomes)
    against = offer.terms.whys or (() if refunds else found.whys)
    return Withdrawable(line, found.open_quantity, offer.terms.until if refunds else None, against)


def _item(order: Order, policy: Policy, position: str, quantity: int, words: str) -> WantedItem:
    line = next((line for line in order.lines if position in (line.position, line.sku)), order.lines[0])
    return WantedItem(order.order_id, position, quantity, _reason(policy, line), outcome=Outcome.REFUND, words=words)


def _reason(policy: Policy, line: OrderLine) -> str:
    """The plainest change of mind that the policy knows for these goods: the law asks for no reason."""
    fitting: Sequence[str] = [
        reason.code
        for reason in policy.reasons
        if reason.group is ReasonGroup.CHANGE_OF_MIND
        and (not reason.categories or line.category in reason.categories)
        and not reason.needs_words
    ]
    if not fitting:
        raise NoRightOfWithdrawal("The shop has no reason by which goods come back for a change of mind.")
    return _PLAINEST if _PLAINEST in fitting else fitting[0]
