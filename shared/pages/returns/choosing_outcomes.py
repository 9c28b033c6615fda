"""What a shopper may get, side by side, each with what it comes to. Every number is the server's own preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.locales import Words, page_words
from shared.pages.order_frame import Failure, Frame, failed
from shared.pages.pieces import name_of, variant_of
from shared.pages.returns.choosing import Step, portal_page, progress
from shared.pages.returns.choosing_words import reason_in_words, whys_in_words
from shared.pages.returns.one_return_money import amount_in_words
from shared.promise.money import said_in
from shared.returns.draft_return import Shown
from shared.returns.money.reckoning import Entry, Part, Reckoning
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility, ReasonOffer
from shared.returns.preview_outcomes import OutcomePreview
from shared.returns.return_request import ReturnItem
from shared.returns.suggestions.explanation import explanation
from shared.returns.suggestions.suggest import Suggestion
from shared.returns.vocabulary import EXCHANGES, Keep, Outcome, Review
from shared.tracking.order import Order

CHOOSING = frozenset({Outcome.EXCHANGE, Outcome.OTHER_ITEM})
"""Outcomes with which the shopper says what is wanted instead."""
_TOLD = (
    Part.REDUCTION, Part.RESTOCKING_FEE, Part.BONUS, Part.WANTED, Part.WANTED_TAX, Part.WAIVED,
)  # fmt: skip
"""Parts that make an outcome differ from the others: said on its card."""
_TOLD_IF_EVEN = frozenset(_TOLD) - {Part.WANTED, Part.WANTED_TAX}
"""Where one is given for the other, nobody has to read what both cost."""


@dataclass(frozen=True, slots=True)
class OutcomesView:
    """What the page is made of."""

    order: Order
    shown: Shown
    """The draft as it is kept, with what it comes to."""
    found: Mapping[str, Eligibility]
    """Position -> what the policy says of it."""
    previews: Mapping[str, Sequence[OutcomePreview]]
    """Item -> outcomes, best first."""
    suggested: Mapping[str, Sequence[Suggestion]]
    """Item -> what kept others."""
    policy: Policy
    send_to: str
    back: str
    with_photos: bool = False
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, slots=True)
class _Card:
    """One outcome."""

    outcome: str
    title: str
    notes: list[str]
    """What is special about it, when it comes, and whether anything is sent."""
    side: str
    """What it comes to; "" where that is not known, or not told."""
    is_chosen: bool
    asks_which: bool
    wanted: str
    """What was chosen instead; "" : the same again."""
    error: str


@dataclass(frozen=True, slots=True)
class _Item:
    item_id: str
    name: str
    variant: str
    quantity: int
    reason: str
    until: str
    """The last day, where it is the same whatever is chosen."""
    message: str
    """The shop's own word before the shopper goes on; "" : none."""
    cards: list[_Card]
    suggestions: list[tuple[str, str]]
    """What to ask for, and why: a sentence with its figures."""
    against: list[str]
    """Why nothing can be had, where nothing can."""
    error: str


def outcomes_page(view: OutcomesView, frame: Frame) -> str:
    """The page."""
    say = page_words(frame.language)
    return portal_page(
        "returns_outcomes.html.jinja",
        frame,
        say("returns_outcomes.heading"),
        steps=progress(Step.OUTCOMES, say, with_photos=view.with_photos),
        view=view,
        items=[_item(item, view, frame, say) for item in view.shown.request.items],
        can_go_on=all(view.previews.get(item.item_id) for item in view.shown.request.items),
        total=[] if frame.is_gift else _total(view, say),
    )


def _item(item: ReturnItem, view: OutcomesView, frame: Frame, say: Words) -> _Item:
    line = next((line for line in view.order.lines if line.position == item.line), None)
    offer = _offer(item, view)
    previews = view.previews.get(item.item_id, ())
    until = _same_until(previews, say)
    return _Item(
        item_id=item.item_id,
        name=name_of(line) if line else item.sku,
        variant=variant_of(line) if line else "",
        quantity=item.quantity,
        reason=reason_in_words(item.reason, view.policy, say.language),
        until=until,
        message=said_in(say.language, offer.message) if offer else "",
        cards=[_card(item, preview, view, frame, say, with_until=not until) for preview in previews],
        suggestions=_suggestions(item, view, say),
        against=[] if previews else _against(item, view.policy, say),
        error=failed(view.failures, f"outcome-{item.item_id}"),
    )


def _offer(item: ReturnItem, view: OutcomesView) -> ReasonOffer | None:
    found = view.found.get(item.line)
    return next((offer for offer in found.reasons if offer.reason == item.reason), None) if found else None


def _same_until(previews: Sequence[OutcomePreview], say: Words) -> str:
    days = {preview.terms.until for preview in previews}
    day = next(iter(days), None)
    return say("returns_outcomes.until", day=say.date(day)) if len(days) == 1 and day else ""


def _card(
    item: ReturnItem, preview: OutcomePreview, view: OutcomesView, frame: Frame, say: Words, *, with_until: bool
) -> _Card:
    outcome = preview.outcome
    is_chosen = item.outcome is outcome
    is_only = len(view.shown.request.items) == 1
    notes = list(_notes(preview, frame, say, is_only=is_only))
    if with_until and preview.terms.until:
        notes.append(say("returns_outcomes.until", day=say.date(preview.terms.until)))
    chosen = item.wanted.sku if is_chosen and item.wanted and outcome in CHOOSING else ""
    return _Card(
        outcome=outcome,
        title=say(f"returns_outcomes.{outcome}"),
        notes=notes,
        side="" if frame.is_gift else _side(item, preview, say, is_only=is_only),
        is_chosen=is_chosen,
        asks_which=outcome in CHOOSING,
        wanted="" if chosen == item.sku else chosen,
        error=failed(view.failures, f"wanted-{item.item_id}-{outcome}"),
    )


def _side(item: ReturnItem, preview: OutcomePreview, say: Words, *, is_only: bool) -> str:
    """What it comes to: of the only item with everything, of one among several by itself."""
    reckoning = preview.reckoning
    if reckoning is None:
        return ""
    if item.item_id in reckoning.unpriced:
        return say("returns_outcomes.unpriced")
    amount = reckoning.balance if is_only else preview.amount
    if amount < 0:
        return say("returns_outcomes.you_pay", amount=amount_in_words(-amount, reckoning.currency, say))
    if not amount and preview.outcome not in (Outcome.REFUND, Outcome.STORE_CREDIT, Outcome.GIFT_CARD):
        return say("returns_outcomes.free")
    return amount_in_words(amount, reckoning.currency, say)


def _notes(preview: OutcomePreview, frame: Frame, say: Words, *, is_only: bool) -> Sequence[str]:
    """What is special about it. What the whole return has once is told where there is one item, else in the total."""
    actions, outcome = preview.terms.actions, preview.outcome
    notes = [say(f"returns_outcomes.{outcome}_means")]
    if preview.reckoning and not frame.is_gift:
        told = [entry for entry in preview.entries if entry.part in (_TOLD if preview.amount else _TOLD_IF_EVEN)]
        told += _of_the_return(preview.reckoning) if is_only else []
        notes += [_part(entry, preview.reckoning, say) for entry in told]
    stays = actions.keep in (Keep.KEEP, Keep.DONATE) or outcome is Outcome.SPARE_PART
    if stays:
        donated = actions.keep is Keep.DONATE and outcome is not Outcome.SPARE_PART
        notes.append(say("returns_outcomes.donate" if donated else "returns_outcomes.keep"))
    elif actions.shipping_fee and actions.shipping_fee.by_shopper and not frame.is_gift:
        notes.append(say("returns_outcomes.by_shopper"))
    word = "sent" if outcome in EXCHANGES or outcome is Outcome.SPARE_PART else "paid"
    if actions.whole_at and outcome is not Outcome.REPAIR:
        notes.append(say(f"returns_outcomes.{word}_at_{actions.whole_at}"))
    if actions.review is Review.MANUAL:
        notes.append(say("returns_outcomes.by_people"))
    return notes


def _of_the_return(reckoning: Reckoning) -> list[Entry]:
    return [entry for entry in reckoning.entries if entry.part is Part.SHIPPING_FEE]


def _part(entry: Entry, reckoning: Reckoning, say: Words) -> str:
    amount = amount_in_words(entry.amount, reckoning.currency, say)
    return say("returns_outcomes.part", name=say(f"one_return_money.{entry.part}"), amount=amount)


def _suggestions(item: ReturnItem, view: OutcomesView, say: Words) -> list[tuple[str, str]]:
    reason = reason_in_words(item.reason, view.policy, say.language)
    found = view.suggested.get(item.item_id, ())
    return [(each.sku if each.outcome in CHOOSING else "", explanation(each, reason, say.language)) for each in found]


def _against(item: ReturnItem, policy: Policy, say: Words) -> list[str]:
    return whys_in_words(item.terms.whys if item.terms else (), policy, say)


def _total(view: OutcomesView, say: Words) -> list[tuple[str, str]]:
    """Every part, with the goods it is about where there are several, and last what it comes to."""
    reckoning, items = view.shown.reckoning, view.shown.request.items
    names = {item.item_id: _name(item, view.order) for item in items} if len(items) > 1 else {}
    parts = [
        (
            " · ".join(filter(None, (say(f"one_return_money.{entry.part}"), names.get(entry.item_id)))),
            amount_in_words(entry.amount, reckoning.currency, say),
        )
        for entry in reckoning.entries
    ]
    owes = reckoning.balance < 0
    whole = say("one_return_money.you_pay" if owes else "one_return_money.you_get")
    return [*parts, (whole, amount_in_words(abs(reckoning.balance), reckoning.currency, say))]


def _name(item: ReturnItem, order: Order) -> str:
    line = next((line for line in order.lines if line.position == item.line), None)
    return name_of(line) if line else item.sku
