"""Splitting items and giving pieces their places change no sum, whatever the order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.returns.axes import Approval
from shared.returns.money.apportion import of_pieces
from shared.returns.order_account import OrderAccount
from shared.returns.request.spans import NothingLeft, booked, placed, without
from shared.returns.request.split import MAX_ITEMS, TooManyParts, WrongQuantity, split
from shared.returns.return_request import ReturnItem, ReturnRequest, Wanted
from shared.tracking.order import OrderLine
from shared.tracking.sale import LineSale
from tests.returns.request.setting import NOW, order

TEN = order(lines=(OrderLine("SHIRT-M", "Shirt", 10, sale=LineSale("L-1", 999)),))


def request(return_id: str, quantity: int, **changes: object) -> ReturnRequest:
    item = ReturnItem("1", "A-1", "L-1", "SHIRT-M", quantity, "too_small", approval=Approval.APPROVED)
    return ReturnRequest(return_id, f"RMA-{return_id}", "JPY", (replace(item, **changes),), NOW, 1)  # type: ignore[arg-type]


@given(st.integers(2, 12), st.integers(0, 30), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=6))
@settings(max_examples=60)
def test_parts_add_up_to_the_item_in_pieces_money_and_goods(
    quantity: int, tax: int, cuts: list[tuple[int, int]]
) -> None:
    whole = request("R", quantity, first_piece=3, wanted=Wanted("SHIRT-L", quantity + 1, tax=tax))
    parts = whole
    for place, pieces in cuts:
        item = parts.items[place % len(parts.items)]
        parts = split(parts, item.item_id, min(pieces, item.quantity))
    assert len({item.item_id for item in parts.items}) == len(parts.items)
    places = sorted(n for item in parts.items for n in range(item.first_piece, item.first_piece + item.quantity))
    assert places == list(range(3, 3 + quantity))
    shares = [of_pieces(999, item.first_piece, item.quantity, 20) for item in parts.items]
    assert sum(shares) == of_pieces(999, 3, quantity, 20)
    goods = [item.wanted for item in parts.items if item.wanted]
    assert (sum(one.quantity for one in goods), sum(one.tax for one in goods)) == (quantity + 1, tax)


def test_an_item_is_split_into_its_own_pieces_only_and_not_without_end() -> None:
    for quantity in (0, -1, 3):
        with pytest.raises(WrongQuantity):
            split(request("R", 2), "1", quantity)
    assert split(request("R", 2), "1", 2) == request("R", 2)
    many = request("R", MAX_ITEMS + 5)
    for _ in range(MAX_ITEMS - 1):
        many = split(many, max(many.items, key=lambda item: item.quantity).item_id, 1)
    with pytest.raises(TooManyParts):
        split(many, max(many.items, key=lambda item: item.quantity).item_id, 1)


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(1, 6), st.booleans()), max_size=20))
@settings(max_examples=60)
def test_places_never_overlap_and_are_free_again_however_returns_come_and_go(
    steps: list[tuple[str, int, bool]],
) -> None:
    account = OrderAccount("A-1")
    live: dict[str, ReturnRequest] = {}
    for name, quantity, ends in steps:
        if name in live and ends:
            over = tuple(replace(item, approval=Approval.CANCELLED) for item in live.pop(name).items)
            account = booked(account, replace(request(name, 1), items=over))
        elif name not in live:
            try:
                live[name] = placed(request(name, quantity), {"A-1": TEN}, {"A-1": account})
            except NothingLeft:
                assert account.taken.get("L-1", 0) + quantity > 10
                continue
            account = booked(account, live[name])
            assert placed(live[name], {"A-1": TEN}, {"A-1": account}) == live[name]
        assert booked(account, live[name]) == account if name in live else True
        held = [n for span in account.spans.get("L-1", ()) for n in range(span.first, span.first + span.count)]
        assert len(held) == len(set(held)) == account.taken.get("L-1", 0)
        assert account.taken.get("L-1", 0) == sum(item.quantity for one in live.values() for item in one.items) <= 10
    for name in live:
        account = without(account, name)
    assert (account.taken, account.spans) == ({}, {})
