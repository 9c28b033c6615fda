"""What a return comes to, part by part, and what became of each payment, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from shared.locales import Words
from shared.pages.returns.one_return_items import Goods, name_of, wanted_name
from shared.promise.money import Price
from shared.returns.settlement import SettlementKind, SettlementState
from shared.returns.view.answer import ReturnView
from shared.returns.view.item import ItemView
from shared.returns.view.money import FlowView, SettlementView
from shared.returns.vocabulary import WholeAt

_OWN_WORDS = frozenset({SettlementKind.GOODS, SettlementKind.CHARGE})
"""Kinds whose states have words of their own: they are not paid to the shopper."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the reckoning."""

    text: str
    about: str
    """The goods it is about; "" where that is plain, or the part before says it."""
    amount: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One thing that is paid, credited, charged or sent."""

    text: str
    state: str
    """How far it is; "" before anything was decided."""
    is_done: bool


@dataclass(frozen=True, slots=True)
class MoneyInWords:
    """All of it."""

    parts: list[Part]
    total_text: str
    total: str
    """"" where there is nothing to pay on either side."""
    payments: list[Payment]
    unpriced: list[str]
    """Goods for which the shop works out the amount."""


def money_of(view: ReturnView, goods: Mapping[str, Goods], zone: ZoneInfo, say: Words) -> MoneyInWords | None:
    """None where there is nothing to say about money."""
    settled = [one for one in view.settlements if one.state is not SettlementState.RELEASED]
    parts = list(_parts(view, goods, say))
    promised = [] if view.settlements else view.money.flows
    words = _InWords(view, goods, zone, say)
    payments = [*(words.settled(one) for one in settled), *(words.to_come(flow) for flow in promised)]
    unpriced = [name_of(item, goods) for item in view.items if item.item_id in view.money.unpriced]
    if not (parts or payments or unpriced):
        return None
    balance = view.money.balance
    return MoneyInWords(
        parts=parts,
        total_text=say(f"one_return_money.{'you_get' if balance > 0 else 'you_pay' if balance else 'even'}"),
        total=amount_in_words(abs(balance), view.currency, say) if balance else "",
        payments=payments,
        unpriced=unpriced,
    )


def amount_in_words(amount: int, currency: str, say: Words) -> str:
    """`amount`: minor units. Negative ones with a minus that is no hyphen."""
    said = Price(abs(amount), currency).said(say.language)
    return f"−{said}" if amount < 0 else said


def _parts(view: ReturnView, goods: Mapping[str, Goods], say: Words) -> Iterator[Part]:
    """Of several items, the first part of each names it."""
    before = ""
    for entry in view.money.entries:
        item = next((item for item in view.items if item.item_id == entry.item_id), None)
        about = name_of(item, goods) if item is not None and len(view.items) > 1 else ""
        is_next = about and entry.item_id != before
        before = entry.item_id or ""
        yield Part(
            text=say(f"one_return_money.{entry.part}"),
            about=about if is_next else "",
            amount=amount_in_words(entry.amount, view.currency, say),
        )


@dataclass(frozen=True, slots=True)
class _InWords:
    view: ReturnView
    goods: Mapping[str, Goods]
    zone: ZoneInfo
    say: Words

    def settled(self, one: SettlementView) -> Payment:
        text = self._text(one.kind, one.amount, one.bonus, one.items, one.quantity)
        return Payment(text, self._state(one), one.state is SettlementState.DONE)

    def to_come(self, flow: FlowView) -> Payment:
        return Payment(self._text(flow.kind, flow.amount, flow.bonus, flow.items, flow.quantity), "", False)

    def _text(self, kind: SettlementKind, amount: int, bonus: int, items: Sequence[str], quantity: int | None) -> str:
        if kind is SettlementKind.GOODS:
            item = self._item(items)
            name = wanted_name(item, self.goods) if item else ""
            return self.say("one_return_money.to_goods", quantity=quantity or 1, name=name)
        whole = amount_in_words(amount + bonus, self.view.currency, self.say)
        text = self.say(f"one_return_money.to_{kind}", amount=whole)
        if not bonus:
            return text
        on_top = amount_in_words(bonus, self.view.currency, self.say)
        return self.say("one_return_money.with_bonus", to=text, bonus=on_top)

    def _state(self, one: SettlementView) -> str:
        kind = f"{one.kind}_" if one.kind in _OWN_WORDS else ""
        if one.state is SettlementState.RESERVED and one.kind is not SettlementKind.CHARGE:
            return self.say(f"one_return_money.{kind}reserved_{self._moment(one.items)}")
        if one.state is SettlementState.DONE and one.settled_at is not None:
            day = self.say.date(one.settled_at.astimezone(self.zone).date())
            return self.say(f"one_return_money.{kind}done_on", day=day)
        return self.say(f"one_return_money.{kind}{one.state}")

    def _moment(self, items: Sequence[str]) -> WholeAt:
        item = self._item(items)
        return item.terms.whole_at if item and item.terms else WholeAt.INSPECTION

    def _item(self, items: Sequence[str]) -> ItemView | None:
        return next((item for item in self.view.items if item.item_id in items), None)
