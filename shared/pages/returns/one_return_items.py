"""The items of a return in words: what each is, what its shopper gets for it, and where it stands on its four axes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shared.locales import Words
from shared.returns.axes import Approval, Inspection, Logistics, Money
from shared.returns.view.answer import ReturnState, ReturnView
from shared.returns.view.item import ItemView
from shared.returns.view.terms import WhyView
from shared.returns.vocabulary import EXCHANGES, Keep, WholeAt

WHYS = frozenset(
    {
        "window_closed", "outside_window", "final_sale", "hygiene", "perishable", "made_to_order", "digital",
        "sealed_media", "not_delivered", "nothing_left", "too_many", "too_few", "reason_missing", "reason_unknown",
        "reason_not_for_this", "outcome_missing", "outcome_not_offered", "method_not_offered", "nothing_offered",
        "no_method", "quantity_missing", "evidence_missing", "no_proof", "not_as_described", "used", "damaged",
        "missing_parts", "wrong_item", "not_covered", "no_response", "out_of_stock", "photo_unclear",
    }
)  # fmt: skip
"""Codes that have words under `[one_return_why]`. Every other one is said as `other`: a shop's own codes are for its
people, and what was thought of a shopper is not told."""
_STAYS = {Keep.KEEP: "keep", Keep.DONATE: "donate", Keep.NO: "not_needed"}


@dataclass(frozen=True, slots=True)
class Goods:
    """What is known of an item's goods."""

    name: str
    reason: str
    """As shoppers read it; "" where the policy does not know it any more."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in words."""

    item_id: str
    name: str
    quantity: int
    reason: str
    gets: str
    state: str
    """"" in a draft."""
    whys: tuple[str, ...]
    """What stands against it."""
    money: str
    """"" where nothing was approved."""
    shown: int
    """Photos and other files."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What the shopper is asked to show or say of an item."""

    item_id: str
    name: str
    words: str
    """What they said before."""
    wants_serial: bool
    photos: int
    """How many are wanted; 0: none in particular."""


def items_of(view: ReturnView, goods: Mapping[str, Goods], say: Words) -> list[ItemRow]:
    """All of them, in their order."""
    return [_row(view, item, goods, say) for item in view.items]


def name_of(item: ItemView, goods: Mapping[str, Goods]) -> str:
    """What the goods are called."""
    known = goods.get(item.item_id)
    return known.name if known else item.sku


def wanted_name(item: ItemView, goods: Mapping[str, Goods]) -> str:
    """What is sent instead is called; the same goods where nothing else was chosen."""
    if item.wanted is None or item.wanted.sku == item.sku:
        return name_of(item, goods)
    return item.wanted.name or item.wanted.sku


def why_in_words(code: str, say: Words) -> str:
    """What a code means to a shopper."""
    return say(f"one_return_why.{code if code in WHYS else 'other'}")


def asked_of(view: ReturnView, goods: Mapping[str, Goods], items: Collection[str], say: Words) -> list[AskedOf]:
    """Of the items that wait for an answer."""
    return [
        AskedOf(
            item_id=item.item_id,
            name=name_of(item, goods),
            words=item.words or "",
            wants_serial=bool(item.terms and item.terms.evidence.serial_number),
            photos=item.terms.evidence.photos if item.terms else 0,
        )
        for item in view.items
        if item.item_id in items
    ]


def _row(view: ReturnView, item: ItemView, goods: Mapping[str, Goods], say: Words) -> ItemRow:
    known = goods.get(item.item_id)
    return ItemRow(
        item_id=item.item_id,
        name=name_of(item, goods),
        quantity=item.quantity,
        reason=known.reason if known else "",
        gets=_gets(item, goods, say),
        state=_state(item, say),
        whys=_whys(view, item, say),
        money=_money(item, say) if item.approval is Approval.APPROVED else "",
        shown=len(item.evidence),
    )


def _gets(item: ItemView, goods: Mapping[str, Goods], say: Words) -> str:
    if item.wanted is None or item.outcome not in EXCHANGES:
        return say(f"one_return_items.gets_{item.outcome}")
    name, quantity = wanted_name(item, goods), item.wanted.quantity
    return say(f"one_return_items.gets_{item.outcome}_of", name=name, quantity=quantity)


def _state(item: ItemView, say: Words) -> str:
    if item.approval is Approval.DRAFT:
        return ""
    if item.approval is not Approval.APPROVED:
        return say(f"one_return_items.{item.approval}")
    if item.logistics is Logistics.NOT_NEEDED:
        return say(f"one_return_items.{_STAYS[item.terms.keep if item.terms else Keep.NO]}")
    if item.logistics is Logistics.RECEIVED:
        return _checked(item, say)
    return say(f"one_return_items.{item.logistics}")


def _checked(item: ItemView, say: Words) -> str:
    if item.inspection is Inspection.REDUCED and item.reduced_to is not None:
        return say("one_return_items.checked_reduced_to", percent=f"{item.reduced_to / 100:g}")
    return say(f"one_return_items.checked_{item.inspection}")


def _money(item: ItemView, say: Words) -> str:
    if item.money is Money.NOT_DUE:
        return say(f"one_return_items.money_at_{item.terms.whole_at if item.terms else WholeAt.INSPECTION}")
    return say(f"one_return_items.money_{item.money}")


def _whys(view: ReturnView, item: ItemView, say: Words) -> tuple[str, ...]:
    """Of what was declined, and of what cannot be asked for as it is."""
    told = [_why(why, say) for why in (item.terms.whys if item.terms else [])]
    if item.approval is Approval.DECLINED:
        return tuple(dict.fromkeys(told)) or (why_in_words(item.declined_because or "", say),)
    return tuple(dict.fromkeys(told)) if view.state is ReturnState.DRAFT else ()


def _why(why: WhyView, say: Words) -> str:
    if why.code == "window_closed" and why.day is not None:
        return say("one_return_why.window_closed_on", day=say.date(why.day))
    return why_in_words(why.code, say)
