"""Pages of returns for a made-up order, as the shop's own policy decides: what it does not allow is not shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.cli.sample_order import NOW, SampleShop
from shared.cli.sample_return_desk import NONCE, SampleDesk, sample_desk
from shared.cli.sample_rights import rights_pages
from shared.cli.sample_ways import ways_pages
from shared.errors import TodokuError
from shared.evidence.evidence_files import PHOTO, VIDEO, Upload
from shared.pages.returns.choosing_items import HomeView, home_page
from shared.pages.returns.choosing_outcomes import OutcomesView, outcomes_page
from shared.pages.returns.choosing_photos import PhotosView, photos_page
from shared.pages.returns.choosing_reasons import ReasonsView, needed_of, reasons_page
from shared.pages.returns.one_return import cancel_page, one_return_page
from shared.pages.returns.one_return_items import Goods
from shared.pages.returns.one_return_view import OneReturn
from shared.promise.money import said_in
from shared.returns.axes import Action
from shared.returns.draft_return import show_return
from shared.returns.methods.ports import Address
from shared.returns.offered_ways import offered_ways
from shared.returns.policy.terms import Eligibility, ReasonOffer
from shared.returns.preview_outcomes import preview_outcomes
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.submit_return import submit_return
from shared.returns.text.human import Contact, policy_text
from shared.returns.view.answer import ReturnSummary, ReturnView
from shared.returns.vocabulary import Actor, Outcome
from shared.returns.wanted_items import WantedItem

_WAREHOUSE = Address("JP", "150-0001", ("1-2-3",), "Tokyo", "", "Returns", "")


def returns_pages(shop: SampleShop, language: str) -> dict[str, str]:
    """HTML by state; none where the shop takes nothing back through Todoku."""
    if shop.policy is None:
        return {}
    desk = sample_desk(shop, language, shop.policy)
    return {
        **dict(_pages(desk)),
        **{f"gift-{state}": html for state, html in _choosing(sample_desk(shop, language, shop.policy).for_a_gift)},
        **rights_pages(shop, language, shop.policy),
    }


def _pages(desk: SampleDesk) -> Iterator[tuple[str, str]]:
    yield from _choosing(desk)
    chosen = _chosen(desk)
    if chosen:
        yield from _one_return(desk, chosen, _wanted(desk, chosen))


def _choosing(desk: SampleDesk) -> Iterator[tuple[str, str]]:
    """From what can go back to what is given for it."""
    yield "home", _home(desk)
    wanted = _wanted(desk, _chosen(desk))
    if not wanted:
        return
    yield "reasons", _reasons(desk, desk.drafted("R" * 16, tuple(replace(each, reason="") for each in wanted)))
    shown = _wanted(desk, [(each.line, offer) for each in desk.found for offer in _to_show(each)[:1]])
    if shown:
        yield "photos", _photos(desk, desk.drafted("P" * 16, shown))
    yield "outcomes", _outcomes(desk, desk.drafted("Q" * 16, wanted))


def _chosen(desk: SampleDesk) -> list[tuple[str, ReasonOffer]]:
    """Every line that can go back, for a reason that asks little."""
    return [(each.line, offer) for each in desk.found if each.eligible for offer in _easy(each)[:1]]


def _wanted(desk: SampleDesk, chosen: Sequence[tuple[str, ReasonOffer]]) -> tuple[WantedItem, ...]:
    return tuple(WantedItem(desk.order.order_id, line, 1, offer.reason) for line, offer in chosen)


def _one_return(
    desk: SampleDesk, chosen: Sequence[tuple[str, ReasonOffer]], wanted: Sequence[WantedItem]
) -> Iterator[tuple[str, str]]:
    """The page of one return, before it is sent and after."""
    outcomes = [offer.outcomes[0].outcome for _, offer in chosen]
    ready = tuple(replace(item, outcome=outcome) for item, outcome in zip(wanted, outcomes, strict=True))
    draft = desk.drafted("S" * 16, ready)
    yield "summary", one_return_page(_one(desk, draft), desk.language, NONCE)
    yield from ways_pages(_one(desk, draft), desk.language)
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


def _to_show(eligible: Eligibility) -> Sequence[ReasonOffer]:
    """Reasons for which photos are asked for."""
    return [each for each in eligible.reasons if each.terms.actions.evidence and each.terms.actions.evidence.photos]


def _home(desk: SampleDesk) -> str:
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


def _reasons(desk: SampleDesk, draft: ReturnRequest) -> str:
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


def _photos(desk: SampleDesk, draft: ReturnRequest) -> str:
    upload = Upload("#bucket", {"key": "evidence/preview.jpg"})
    view = PhotosView(
        order=desk.order,
        request=draft,
        uploads={(item.item_id, kind): upload for item in draft.items for kind in _kinds(item)},
        send_to="#photos",
        sign_at="#sign",
        back="#reasons",
    )
    return photos_page(view, desk.frame)


def _kinds(item: ReturnItem) -> tuple[str, ...]:
    return (PHOTO, VIDEO) if needed_of(item).video else (PHOTO,)


def _outcomes(desk: SampleDesk, draft: ReturnRequest) -> str:
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


def _one(desk: SampleDesk, request: ReturnRequest) -> OneReturn:
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
