from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.returns.policy.policy import Reason
from shared.returns.suggestions.slots import MOST_SLOTS, ReturnSlot, choose_slots
from shared.returns.vocabulary import ReasonGroup
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, Shopper
from shared.tracking.order import OrderLine
from tests.samples import NOW, order

TODAY = date(2026, 11, 24)
SLOT = ReturnSlot("socks", "recommendation", {"en": "Socks"}, {"en": "Warm."}, "https://a.example/socks")
REASONS = (
    Reason("unwanted", ReasonGroup.CHANGE_OF_MIND),
    Reason("style", ReasonGroup.CHANGE_OF_MIND),
    Reason("defective", ReasonGroup.DEFECT),
    Reason("damaged", ReasonGroup.DELIVERY),
    Reason("broke_in_use", ReasonGroup.WARRANTY),
)
ORDER = order(lines=(OrderLine("S", "a shirt", 1, category="tops"),))


def shopper(allowed: bool = True) -> Shopper:
    return Shopper("h").choosing(Channel.EMAIL, Kind.PROMOTION, Choice(allowed, NOW, "checkout"))


def names(*slots: ReturnSlot, who: Shopper | None = None) -> list[str]:
    return [each.slot.name for each in choose_slots(slots, ORDER, REASONS, who or shopper(), TODAY)]


def test_a_slot_stands_beside_a_change_of_mind_and_never_beside_trouble() -> None:
    (chosen,) = choose_slots([SLOT], ORDER, REASONS, shopper(), TODAY)
    assert chosen.reasons == ("unwanted", "style")
    (named,) = choose_slots([replace(SLOT, reasons=("style", "defective"))], ORDER, REASONS, shopper(), TODAY)
    assert named.reasons == ("style",)
    assert names(replace(SLOT, reasons=("defective",))) == []


@pytest.mark.parametrize("kind", ["recommendation", "promotion"])
def test_without_a_yes_to_promotions_there_is_none(kind: str) -> None:
    slot = replace(SLOT, kind=kind)
    assert names(slot, who=Shopper("h")) == []
    assert names(slot, who=shopper(allowed=False)) == []
    assert names(slot) == ["socks"]


@pytest.mark.parametrize(
    ("slot", "stands"),
    [
        (replace(SLOT, begins=TODAY, ends=TODAY), True),
        (replace(SLOT, begins=date(2026, 11, 25)), False),
        (replace(SLOT, ends=date(2026, 11, 23)), False),
        (replace(SLOT, countries=("JP",)), True),
        (replace(SLOT, countries=("DE",)), False),
        (replace(SLOT, categories=("tops",)), True),
        (replace(SLOT, categories=("mugs",)), False),
    ],
)
def test_a_slot_has_its_time_and_its_orders(slot: ReturnSlot, stands: bool) -> None:
    assert (names(slot) == ["socks"]) is stands


def test_there_are_two_at_most_in_the_merchants_order() -> None:
    assert MOST_SLOTS == 2
    assert names(*(replace(SLOT, name=name) for name in ("c", "a", "b"))) == ["c", "a"]
