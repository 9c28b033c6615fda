"""One made-up order of a shop, delivered, and all it takes to ask something of it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from shared.cli.sample_order import NOW, TODAY, SampleShop, sample_order
from shared.cli.sample_stores import SampleOrders, SamplePolicies, SampleReturns
from shared.pages.order_frame import Frame
from shared.returns.caller import Caller
from shared.returns.draft_return import Draft, draft_return
from shared.returns.find_returnable import find_returnable
from shared.returns.means import Means
from shared.returns.policy.policy import Policy
from shared.returns.policy.purchase_of import Deliveries, ParcelDelivery
from shared.returns.policy.terms import Eligibility
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Actor
from shared.returns.wanted_items import WantedItem
from shared.tracking.order import Destination, Order
from shared.tracking.sale import Buyer, LineSale, Payment, Sale

NONCE = "preview"
"""Pages in files have no security header that would ask for another."""
_PRICES: Mapping[str, tuple[int, int]] = {"JPY": (4200, 3600), "USD": (11800, 4800), "EUR": (18900, 7980)}
"""What the two lines cost, in the smallest unit."""
_ANY_PRICES = (5900, 2400)
_DELIVERED = TODAY - timedelta(days=3)


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """The order, and the stores of whoever asks."""

    shop: SampleShop
    language: str
    policy: Policy
    order: Order
    means: Means
    caller: Caller

    @property
    def found(self) -> Sequence[Eligibility]:
        """What can go back, by today's policy."""
        return find_returnable(self.means, self.order.order_id, NOW)

    @property
    def frame(self) -> Frame:
        """What stands around its pages."""
        shop = self.shop.brand
        return Frame(self.language, NONCE, shop, self.order.shown_name, "#home", is_gift=self.caller.is_gift)

    @property
    def for_a_gift(self) -> SampleDesk:
        """The same, asked by who was given the goods."""
        return replace(self, caller=replace(self.caller, is_gift=True))

    def drafted(self, return_id: str, items: tuple[WantedItem, ...]) -> ReturnRequest:
        """A draft of these items. `return_id`: 16 letters, its chance too."""
        return draft_return(self.means, Draft(return_id, return_id.encode(), items), NOW).request


def sample_desk(
    shop: SampleShop, language: str, policy: Policy, *, to: Destination | None = None, is_sent: bool = True
) -> SampleDesk:
    """`to`: another country than that of the language. `is_sent`: whether anything left the shop yet."""
    order = _sold(sample_order(shop, language, parcels=int(is_sent)), policy.currency)
    order = replace(order, destination=to or order.destination)
    deliveries = Deliveries((ParcelDelivery(_DELIVERED - timedelta(days=2), _DELIVERED),))
    means = Means(SampleReturns(), SampleOrders(order), SamplePolicies(policy), lambda _: deliveries)
    return SampleDesk(shop, language, policy, order, means, Caller(Actor.SHOPPER, {order.order_id: order}))


def _sold(order: Order, currency: str) -> Order:
    """With prices, and paid by card."""
    prices = _PRICES.get(currency, _ANY_PRICES)
    lines = tuple(
        replace(line, sale=LineSale(f"L-{number}", price))
        for number, (line, price) in enumerate(zip(order.lines, prices, strict=True), 1)
    )
    sale = Sale(currency, payments=(Payment("P-1", "card", sum(prices)),), buyer=Buyer())
    return replace(order, lines=lines, sale=sale)
