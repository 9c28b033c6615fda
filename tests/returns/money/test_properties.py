"""What holds of money whatever is bought, sent back, split and found."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.returns.books import in_shop_currency
from shared.returns.due import due
from shared.returns.money.apportion import apportion, of_pieces
from shared.returns.money.reckoning import Reckoning
from shared.returns.money.roots import by_root
from shared.returns.money.settle import check_account, settlements_of
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Actions, Fee
from shared.returns.request.free_pieces import free_pieces
from shared.returns.settlement import Settlement, SettlementKind, SettlementState
from shared.returns.vocabulary import ShippingRefund
from shared.tracking.sale import LineSale, Payment, Sale
from tests.returns.money.selling import NOW, counting, item, order, reckoned, request
from tests.returns.money.stories import Story, fate, sold, split, story

AMOUNTS = st.integers(0, 100_000)
STORIES = st.builds(story, st.integers(0, 10**12))


def given_by(settlements: tuple[Settlement, ...]) -> int:
    return sum(each.amount for each in settlements if each.counts)


@given(AMOUNTS, st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_shares_add_up_and_are_within_one_of_exact(total: int, weights: list[int]) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    whole = sum(weights)
    if whole:
        assert all(abs(Fraction(total * w, whole) - s) < 1 for w, s in zip(weights, shares, strict=True))
    if total <= whole:
        assert all(share <= weight for share, weight in zip(shares, weights, strict=True))


@given(AMOUNTS, st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_pieces_add_up_however_they_are_returned(total: int, runs: list[int]) -> None:
    pieces = sum(runs)
    shares = [of_pieces(total, sum(runs[:place]), many, pieces) for place, many in enumerate(runs)]
    assert sum(shares) == total
    assert all(share >= 0 for share in shares)


@settings(max_examples=50)
@given(st.integers(0, 500), st.lists(st.tuples(st.sampled_from("1234"), st.integers(0, 90)), min_size=1, max_size=8))
def test_splitting_an_item_moves_nothing_of_another_one(total: int, parts: list[tuple[str, int]]) -> None:
    ids = [f"{root}.{n}" for n, (root, _) in enumerate(parts)]
    shares = by_root(total, ids, [weight for _, weight in parts])
    roots = list(dict.fromkeys(root for root, _ in parts))
    whole = apportion(total, [sum(weight for root, weight in parts if root == each) for each in roots])
    found = [sum(s for (root, _), s in zip(parts, shares, strict=True) if root == each) for each in roots]
    assert found == list(whole)


@settings(max_examples=50)
@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(1, 12))
def test_free_pieces_are_free_and_the_first_ones(held: list[bool], wanted: int) -> None:
    taken = [(piece, 1) for piece, is_held in enumerate(held) if is_held]
    runs = free_pieces(taken, wanted, len(held))
    pieces = [piece for first, many in runs for piece in range(first, first + many)]
    assert pieces == [piece for piece, is_held in enumerate(held) if not is_held][:wanted]
    assert all(sum(one) < other[0] for one, other in pairwise(runs))


@settings(max_examples=60)
@given(STORIES)
def test_parts_and_flows_say_the_same_and_every_figure_has_its_sign(story: Story) -> None:
    for asked in story.returns:
        reckoning = reckoned(asked, story.order)
        charges = sum(flow.amount for flow in reckoning.flows if flow.kind == SettlementKind.CHARGE)
        money = {SettlementKind.REFUND, SettlementKind.STORE_CREDIT, SettlementKind.GIFT_CARD}
        paid = sum(flow.amount + flow.bonus for flow in reckoning.flows if flow.kind in money)
        assert reckoning.balance == paid - charges
        assert all(flow.amount >= 0 and flow.bonus >= 0 for flow in reckoning.flows)
        negative = {"discount", "reduction", "restocking_fee", "shipping_fee", "wanted", "wanted_tax"}
        assert all((entry.amount < 0) == (entry.part in negative) for entry in reckoning.entries)


@settings(max_examples=60)
@given(STORIES)
def test_returns_one_after_the_other_never_give_more_than_was_captured(story: Story) -> None:
    account = OrderAccount("A-1")
    for asked in story.returns:
        accounts = {"A-1": account}
        settlements = settlements_of(asked, reckoned(asked, story.order, accounts=accounts))
        account = counting(account, replace(asked, settlements=settlements))
        check_account(account, story.order)
    assert sum(each.shipping for each in account.settlements) <= story.order.sale.shipping + (  # type: ignore[union-attr]
        0 if story.order.sale.tax_included else story.order.sale.shipping_tax  # type: ignore[union-attr]
    )


@settings(max_examples=40)
@given(st.integers(0, 10**12))
def test_an_order_that_comes_back_in_parts_is_refunded_to_the_last_unit(number: int) -> None:
    dice = Random(number)
    bought, share = sold(dice), Actions(shipping_refund=ShippingRefund.SHARE)
    sale = bought.sale
    assert sale is not None
    account, n = OrderAccount("A-1"), 0
    for each in bought.lines:
        piece = 0
        while piece < each.quantity:
            many, n = dice.randint(1, each.quantity - piece), n + 1
            back = item("1", each.sku, many, share, first_piece=piece)
            asked = request(back, return_id=f"R{n}", currency=sale.currency)
            plan = settlements_of(asked, reckoned(asked, bought, accounts={"A-1": account}))
            account, piece = counting(account, replace(asked, settlements=plan)), piece + many
    assert given_by(account.settlements) == sale.captured
    for payment in sale.payments:
        assert sum(s.amount for s in account.settlements if s.payment_id == payment.payment_id) == payment.amount


@settings(max_examples=60)
@given(STORIES)
def test_the_order_of_items_plays_no_part(story: Story) -> None:
    for asked in story.returns:
        shuffled = story.dice.sample(asked.items, len(asked.items))
        assert reckoned(replace(asked, items=tuple(shuffled)), story.order) == reckoned(asked, story.order)


@settings(max_examples=60)
@given(STORIES)
def test_what_was_previewed_is_what_is_settled_in_any_number_of_steps(story: Story) -> None:
    for asked in story.returns:
        preview = reckoned(asked, story.order)
        settled = replace(asked, settlements=settlements_of(asked, preview))
        for each in story.dice.sample(asked.items, len(asked.items)):
            settled = replace(settled, settlements=due(settled.settlements, {each.item_id}, NOW))
            settled = replace(settled, settlements=settlements_of(settled, reckoned(settled, story.order)))
        assert all(each.state is SettlementState.DUE for each in settled.settlements)
        assert _sums(settled.settlements) == _sums(settlements_of(asked, preview))
        assert settlements_of(settled, reckoned(settled, story.order)) == settled.settlements
        assert len({each.settlement_id for each in settled.settlements}) == len(settled.settlements)


@settings(max_examples=60)
@given(STORIES)
def test_splitting_items_changes_no_sum_whether_they_were_settled_or_not(story: Story) -> None:
    for asked in story.returns:
        before = reckoned(asked, story.order)
        parted = split(story.dice, asked)
        after = reckoned(parted, story.order)
        assert (after.balance, _flow_sums(after)) == (before.balance, _flow_sums(before))
        settled = due(settlements_of(asked, before), {each.item_id for each in asked.items}, NOW)
        again = reckoned(replace(parted, settlements=settled), story.order)
        assert (again.flows, again.overpaid) == ((), ())


def _flow_sums(reckoning: Reckoning) -> dict[str, int]:
    sums: dict[str, int] = {}
    for flow in reckoning.flows:
        sums[flow.kind] = sums.get(flow.kind, 0) + flow.amount
    return {kind: amount for kind, amount in sums.items() if amount}


def _sums(settlements: tuple[Settlement, ...]) -> dict[tuple[str, str], tuple[int, int, int]]:
    sums: dict[tuple[str, str], tuple[int, int, int]] = {}
    for each in settlements:
        amount, bonus, quantity = sums.get((each.kind, each.payment_id), (0, 0, 0))
        sums[each.kind, each.payment_id] = amount + each.amount, bonus + each.bonus, quantity + each.quantity
    return {key: value for key, value in sums.items() if any(value)}


@settings(max_examples=60)
@given(STORIES)
def test_whatever_becomes_of_the_items_afterwards_the_fence_holds_and_paid_stays_paid(story: Story) -> None:
    account, dice = OrderAccount("A-1"), story.dice
    for asked in story.returns:
        accounts = {"A-1": account}
        for _ in range(3):
            plan = settlements_of(asked, reckoned(asked, story.order, accounts=accounts))
            ids = {each.item_id for each in asked.items if dice.random() < 0.5}
            asked = replace(asked, settlements=due(plan, ids, NOW))
            paid = [each for each in asked.settlements if each.state is SettlementState.DUE]
            asked = split(dice, replace(asked, items=tuple(fate(dice, each) for each in asked.items)))
            again = settlements_of(asked, reckoned(asked, story.order, accounts=accounts))
            assert [each for each in again if each.state is SettlementState.DUE] == paid
            asked = replace(asked, settlements=again)
            check_account(counting(account, asked), story.order)
        account = counting(account, asked)


@settings(max_examples=40)
@given(st.integers(0, 10**12))
def test_prices_with_tax_and_without_come_to_the_same(number: int) -> None:
    """To a unit: where price and tax are shared each by itself, each is rounded by itself."""
    dice = Random(number)
    bought = sold(dice).lines[0]
    agreed = Actions(shipping_fee=Fee(dice.randint(0, 900)), restocking_fee=Fee(dice.randint(0, 300)))
    assert bought.sale is not None
    price, off, tax = bought.sale.price, bought.sale.discount, bought.sale.tax
    inside = replace(bought, sale=LineSale("a", price + tax, off, tax))
    first = dice.randrange(bought.quantity)
    asked = request(item("1", "A", dice.randint(1, bought.quantity - first), agreed, first_piece=first))
    paid = (Payment("p1", "card", price - off + tax),)
    without = reckoned(asked, order(bought, sale=Sale("JPY", tax_included=False, payments=paid)))
    within = reckoned(asked, order(inside, sale=Sale("JPY", tax_included=True, payments=paid)))
    assert abs(without.balance - within.balance) <= 1


@given(AMOUNTS, st.sampled_from([("JPY", "USD", "0.0065"), ("EUR", "JPY", "160.5"), ("KWD", "EUR", "2.99")]))
def test_the_books_are_within_half_a_unit_of_the_exact_amount(amount: int, books: tuple[str, str, str]) -> None:
    currency, shop, rate = books
    digits = {"JPY": 0, "USD": 2, "EUR": 2, "KWD": 3}
    exact = Fraction(amount, 10 ** digits[currency]) * Fraction(rate) * 10 ** digits[shop]
    assert abs(in_shop_currency(amount, Sale(currency, shop_currency=shop, rate=rate)) - exact) <= Fraction(1, 2)
