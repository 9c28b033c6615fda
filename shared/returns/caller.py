"""Who asks about returns: the merchant's people and systems, a shopper, or somebody who received a gift."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.access import api_key
from shared.access.shopper_links import GIFTS, RETURNS, ShopperLinks
from shared.errors import Forbidden, Refused
from shared.returns.carry_through import ReturnUnknown
from shared.returns.request.moving import Telling
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Actor
from shared.returns.wanted_items import MAX_ORDERS
from shared.tracking.order import Order
from shared.tracking.ports import Orders
from shared.tracking.register_shipment import OrderUnknown

BETWEEN = "~"
"""Between the tokens of several orders: RFC 6750 allows it in a bearer token, and no token of ours holds it."""
_KEYS = ("sk_", "pk_")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who showed what lets them in."""

    actor: Actor
    orders: Mapping[str, Order] = field(default_factory=dict)
    """The shopper's, by id. Staff need none."""
    is_gift: bool = False
    """They hold the code of a gift, and did not buy it."""

    @property
    def is_staff(self) -> bool:
        return self.actor is Actor.STAFF

    def staff(self) -> Caller:
        """Themselves; Forbidden unless they are the merchant's."""
        if not self.is_staff:
            raise Forbidden("Only the shop may do this.")
        return self

    def of_buyer(self) -> Caller:
        """Themselves; Forbidden for who only received a gift."""
        if self.is_gift:
            raise Forbidden("Only who bought it, or the shop, may do this.")
        return self

    def orders_of(self, order_ids: Iterable[str]) -> None:
        """Pass where all orders are theirs; else OrderUnknown, as for orders that are not there."""
        if not self.is_staff and not set(order_ids) <= self.orders.keys():
            raise OrderUnknown("There is no order with this id.", field="order_id")

    def may_see(self, request: ReturnRequest) -> bool:
        """Whether the return is theirs: of all its orders. The buyer of a gift does not see that it came back."""
        if self.is_staff:
            return True
        is_theirs = bool(request.order_ids) and set(request.order_ids) <= self.orders.keys()
        return is_theirs and request.is_gift is self.is_gift

    def own(self, request: ReturnRequest | None) -> ReturnRequest:
        """The return; raises ReturnUnknown alike where there is none, and where it is somebody else's."""
        if request is None or not self.may_see(request):
            raise ReturnUnknown("There is no return with this id.", field="return_id")
        return request

    def telling(self, now: datetime, *, code: str = "", note: str = "", key: str = "") -> Telling:
        """What they tell now. `key`: their own id of it, told apart by who they are."""
        return Telling(self.actor, now, code=code, note=note, reference=f"{self.actor.value}:{key}" if key else "")

    def new_return_id(self, key: str) -> str:
        """The id of the return that they ask for under `key`: 16 letters and digits, the same for the same key."""
        links = sorted(order.link for order in self.orders.values())
        whose = "gift" if self.is_gift else self.actor.value
        scope = "\x1f".join((whose, *links, key))
        number, letters = int.from_bytes(hashlib.sha256(f"todoku-return\x1f{scope}".encode()).digest()), ""
        for _ in range(16):
            number, place = divmod(number, len(_ALPHABET))
            letters += _ALPHABET[place]
        return letters


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def caller_of(
    bearer: str | None, keys: api_key.KnownKeys, links: ShopperLinks, orders: Orders, now: datetime
) -> Caller:
    """Who showed this: the merchant's key, or a shopper's tokens with `~` between them.

    Refused where nothing was shown, or a key of nobody; Forbidden for tokens that are not valid, with no hint.
    """
    if not bearer:
        raise Refused("A valid API key or a shopper's token is needed.")
    if bearer.startswith(_KEYS):
        api_key.require(keys, bearer, api_key.KeyKind.MERCHANT)
        return Caller(Actor.STAFF)
    tokens = bearer.split(BETWEEN)
    if len(tokens) > MAX_ORDERS:
        raise Forbidden("This token is not valid.")
    is_gift, first = _opened(tokens[0], links, now)
    found = [first, *(links.open(token, now, GIFTS if is_gift else RETURNS) for token in tokens[1:])]
    known = [orders.by_link(link) for link in dict.fromkeys(found)]
    theirs = {order.order_id: order for order in known if order is not None}
    if len(theirs) != len(known):
        raise Forbidden("This token is not valid.")
    return Caller(Actor.SHOPPER, theirs, is_gift)


def _opened(token: str, links: ShopperLinks, now: datetime) -> tuple[bool, str]:
    """Whether it is that of a gift, and the order's link."""
    try:
        return False, links.open(token, now, RETURNS)
    except Forbidden:
        return True, links.open(token, now, GIFTS)
