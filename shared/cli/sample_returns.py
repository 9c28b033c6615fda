"""Pages of returns for a made-up order, as the shop's own policy decides: what it does not allow is not shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from shared.cli.sample_order import NOW, TODAY, SampleShop, sample_order
from shared.cli.sample_stores import SampleOrders, SamplePolicies, SampleReturns
from shared.errors import TodokuError
from shared.pages.returns.choosing import Frame
from shared.pages.returns.choosing_items import HomeView, home_page
from shared.pages.returns.choosing_outcomes import OutcomesView, outcomes_page
from shared.pages.returns.choosing_reasons import ReasonsView, reasons_page
from shared.pages.returns.one_return import cancel_page, one_return_page
from shared.pages.returns.one_return_items import Goods
from shared.pages.returns.one_return_view import OneReturn
from shared.promise.money import said_in
from shared.returns.axes import Action
from shared.returns.caller import Caller
from shared.returns.draft_return import Draft, draft_return, show_return
from shared.returns.find_returnable import find_returnable
from shared.returns.means import Means
from shared.returns.methods.ports import Address
from shared.returns.offered_ways import offered_ways
from shared.returns.policy.policy import Policy
from shared.returns.policy.purchase_of import Deliveries, ParcelDelivery
from shared.returns.policy.terms import Eligibility, ReasonOffer
from shared.returns.preview_outcomes import preview_outcomes
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import submit_return
from shared.returns.text.human import Contact, policy_text
from shared.returns.view.answer import ReturnSummary, ReturnView
from shared.returns.vocabulary import Actor, Outcome
from shared.returns.wanted_items import WantedItem
from shared.tracking.order import Order
from shared.tracking.sale import Buyer, LineSale, Payment, Sale

NONCE = "preview"
_PRICES: Mapping[str, tuple[int, int]] = {"JPY": (4200, 3600), "USD": (11800, 4800), "EUR": (18900, 7980)}
"""What the two lines cost, in the smallest unit."""
_ANY_PRICES = (5900, 2400)
_DELIVERED = TODAY - timedelta(days=3)
_WAREHOUSE = Address("JP", "150-0001", ("1-2-3",), "Tokyo", "", "Returns", "")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One order, and all it takes to ask something back."""

    shop: SampleShop
    language: str
    policy: Policy
    order: Order
    means: Means
    caller: Caller

    @property
    def found(self) -> Sequence[Eligibility]:
        return find_returnable(self.means, self.order.order_id, NOW)

    @property
    def frame(self) -> Frame:
        return Frame(self.language, NONCE, self.shop.brand, self.order.shown_name, "#home")


def returns_pages(shop: SampleShop, language: str) -> dict[str, str]:
    """HTML by state; none where the shop takes nothing back through Todoku."""
    return dict(_pages(shop, language)) if shop.policy else {}


def _pages(shop: SampleShop, language: str) -> Iterator[tuple[str, str]]:
    desk = _desk(shop, language, shop.policy) if shop.policy else None
    if desk is None:
        return
    yield "home", _home(desk)
    chosen = [(each.line, offer) for each in desk.found if each.eligible for offer in _easy(each)[:1]]
    if not chosen:
        return
    wanted = tuple(WantedItem(desk.order.order_id, line, 1, offer.reason) for line, offer in chosen)
    yield "reasons", _reasons(desk, _drafted(desk, "R" * 16, tuple(replace(each, reason="") for each in wanted)))
    yield "outcomes", _outcomes(desk, _drafted(desk, "Q" * 16, wanted))
    yield from _one_return(desk, chosen, wanted)


def _one_return(
    desk: _Desk, chosen: Sequence[tuple[str, ReasonOffer]], wanted: Sequence[WantedItem]
) -> Iterator[tuple[str, str]]:
    """The page of one return, before it is sent and after."""
    outcomes = [offer.outcomes[0].outcome for _, offer in chosen]
    ready = tuple(replace(item, outcome=outcome) for item, outcome in zip(wanted, outcomes, strict=True))
    draft = _drafted(desk, "S" * 16, ready)
    yield "summary", one_return_page(_one(desk, draft), desk.language, NONCE)
    try:
        sent = submit_return(desk.means, draft.return_id, desk.caller.telling(NOW))
    except TodokuError:
        return  # the policy wants something that a made-up order cannot give: a photo, a way to send it
    yield "sent", one_return_page(_one(desk, sent), desk.language, NONCE)
    if Action.CANCEL in _one(desk, sent).can:
        yield "cancel", cancel_page(_one(desk, sent), desk.language, NONCE)
    yield "home-with-a-return", _home(desk)


def _easy(eligible: Eligibility) -> Sequence[ReasonOffer]:
    """Reasons for which something is given; those for which most is offered first."""
    return sorted((each for each in eligible.reasons if each.outcomes), key=lambda each: -len(each.outcomes))


def _home(desk: _Desk) -> str:
    theirs = [(ReturnSummary.of(each), "#return") for each in desk.means.returns.of_order(desk.order.order_id)]
    view = HomeView(
        order=desk.order,
        found=desk.found,
        policy=desk.policy,
        text=policy_text(desk.policy, desk.language, Contact(desk.shop.brand.name)),
        returns=theirs,
        pieces={},
        send_to="#new",
        visit="preview",
    )
    return home_page(view, desk.frame)


def _reasons(desk: _Desk, draft: ReturnRequest) -> str:
    view = ReasonsView(
        order=desk.order,
        request=draft,
        found={each.line: each for each in desk.found},
        policy=desk.policy,
        asks_condition=True,
        send_to="#reasons",
        back="#home",
    )
    return reasons_page(view, desk.frame)


def _outcomes(desk: _Desk, draft: ReturnRequest) -> str:
    found = {each.line: each for each in desk.found}
    offered = {item.item_id: _offered(found[item.line], item.reason) for item in draft.items}
    view = OutcomesView(
        order=desk.order,
        shown=show_return(desk.means, draft, Actor.SHOPPER, NOW),
        found=found,
        previews=preview_outcomes(desk.means, draft, offered, NOW),
        suggested={},
        policy=desk.policy,
        send_to="#outcomes",
        back="#reasons",
    )
    return outcomes_page(view, desk.frame)


def _offered(eligible: Eligibility, reason: str) -> list[Outcome]:
    return [each.outcome for offer in eligible.reasons if offer.reason == reason for each in offer.outcomes]


def _drafted(desk: _Desk, return_id: str, items: tuple[WantedItem, ...]) -> ReturnRequest:
    return draft_return(desk.means, Draft(return_id, return_id.encode(), items), NOW).request


def _one(desk: _Desk, request: ReturnRequest) -> OneReturn:
    names = {line.position: line.name for line in desk.order.lines}
    reasons = {item.item_id: desk.policy.reason(item.reason) for item in request.items}
    said = {item_id: said_in(desk.language, reason.texts) if reason else "" for item_id, reason in reasons.items()}
    return OneReturn(
        view=ReturnView.of(show_return(desk.means, request, Actor.SHOPPER, NOW), desk.caller),
        goods={item.item_id: Goods(names[item.line], said[item.item_id]) for item in request.items},
        order_names=(desk.order.shown_name,),
        offers=offered_ways(desk.means, request, desk.caller.telling(NOW)),
        parcels={},
        customs=frozenset(),
        send_to=_WAREHOUSE,
        country=desk.order.destination.country,
        zone=desk.order.destination.zone,
        now=NOW,
        shop=desk.shop.brand,
        place=lambda *parts, **query: "#" + "/".join(parts),
        home="#home",
        change="#change",
        tracking="#tracking",
    )


def _desk(shop: SampleShop, language: str, policy: Policy) -> _Desk:
    order = _sold(sample_order(shop, language), policy.currency)
    deliveries = Deliveries((ParcelDelivery(_DELIVERED - timedelta(days=2), _DELIVERED),))
    means = Means(SampleReturns(), SampleOrders(order), SamplePolicies(policy), lambda _: deliveries)
    return _Desk(shop, language, policy, order, means, Caller(Actor.SHOPPER, {order.order_id: order}))


def _sold(order: Order, currency: str) -> Order:
    """With prices, and paid by card."""
    prices = _PRICES.get(currency, _ANY_PRICES)
    lines = tuple(
        replace(line, sale=LineSale(f"L-{number}", price))
        for number, (line, price) in enumerate(zip(order.lines, prices, strict=True), 1)
    )
    sale = Sale(currency, payments=(Payment("P-1", "card", sum(prices)),), buyer=Buyer())
    return replace(order, lines=lines, sale=sale)
