"""Send who placed an order the code that opens it, where what was asked and shown fits an order.

Only here is the order read that somebody asked for: behind a queue, where nobody can see how long it takes. The code
goes to the order's own address, never to one that was typed. It is no message of the catalogue: no merchant can switch
it off, no preference stops it, and no log keeps it for a year (decision 0041). That one was sent is noted for a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.access.access_code import code_of
from shared.access.limits import AskedTooOften, Limit, order_key
from shared.access.lookup import KeptLookup, Lookups
from shared.access.proof import is_proven, proofs_of
from shared.access.shopper_links import SECRET_NAME
from shared.notifications.compose import Shop
from shared.notifications.content.code_mail import write_code_mail
from shared.notifications.content.letter import Mail
from shared.notifications.gateway import MessageRefused
from shared.notifications.noted_code import CodeOutcome, NotedCode, NotedCodes
from shared.tracking.order import Order
from shared.tracking.ports import Orders


class MailService(Protocol):
    """Sends a mail of which nothing is to be heard again."""

    def send(self, mail: Mail) -> None:
        """Hand it over, once; raises MessageRefused, or Unavailable where it may be tried again."""


@dataclass(frozen=True, slots=True)
class CodeMeans:
    """What sending codes needs."""

    lookups: Lookups
    orders: Orders
    limit: Limit
    """Codes mailed about one order."""
    secrets: Callable[[], Mapping[str, Sequence[str]]]
    mails: MailService
    noted: NotedCodes


def send_access_code(lookup_id: str, means: CodeMeans, shop: Shop, now: datetime) -> CodeOutcome:
    """Send the code of a look-up. Handled again, the same code goes out once more: that harms nobody.

    Raises Unavailable where AWS did not answer; then it is tried again, until it is too late.
    """
    kept = means.lookups.get(lookup_id)
    if kept is None or kept.lookup.is_over(now):
        return CodeOutcome.TOO_LATE
    secrets = [secret for secret in means.secrets()[SECRET_NAME] if secret]
    found = next(_fitting(kept, means.orders, secrets), None)
    if found is None:
        return CodeOutcome.NOT_FOUND
    outcome = CodeOutcome.LIMITED
    if _may_open(kept, found, means, secrets[0], now):
        outcome = _mailed(write_code_mail(found, code_of(lookup_id, secrets[0]), shop.brand, shop.sender), means)
    means.noted.note(found.order_id, NotedCode(now, outcome))
    return outcome


def _mailed(mail: Mail, means: CodeMeans) -> CodeOutcome:
    try:
        means.mails.send(mail)
    except MessageRefused as refused:
        if refused.needs_mending:
            raise
        return CodeOutcome.REFUSED
    return CodeOutcome.SENT


def _fitting(kept: KeptLookup, orders: Orders, secrets: Sequence[str]) -> Iterator[Order]:
    """The orders that fit what was asked and shown and can be written to; the one placed last first."""
    asked = kept.lookup
    if asked.link:
        linked = orders.by_link(asked.link)
        known = [linked] if linked else []
    else:
        numbered = sorted(orders.by_number(asked.number), key=lambda order: order.placed_at, reverse=True)
        known = [order for order in numbered if is_proven(asked.proof, _proofs(order), secrets)]
    noted = (order for order in known if not kept.found or order.link == kept.found)
    yield from (order for order in noted if order.contact.email)


def _proofs(order: Order) -> tuple[str, ...]:
    return proofs_of(order.contact.email, order.destination.postal)


def _may_open(kept: KeptLookup, order: Order, means: CodeMeans, secret: str, now: datetime) -> bool:
    """Count the code, and let it open the order, before it is mailed: a mailed code that opens nothing helps nobody."""
    if kept.found:  # handled before, and counted then
        return True
    try:
        means.limit.check(order_key(order.order_id, secret), now)
    except AskedTooOften:
        return False
    means.lookups.note_found(kept.lookup.lookup_id, order.link)
    return True
