"""A use case that dies between any two of its steps, and is told again, comes to the same as one that did not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.returns.approve_return import approve_return
from shared.returns.axes import Approval, Inspection
from shared.returns.cancel_return import cancel_return
from shared.returns.inspect_return import inspect_return
from shared.returns.note_settlement import note_settlement
from shared.returns.order_account import OrderAccount
from shared.returns.ports import StaleReturn
from shared.returns.receive_return import receive_return
from shared.returns.receive_unknown_parcel import UnknownParcel, receive_unknown_parcel
from shared.returns.record_shipment import record_shipment
from shared.returns.request.inspection_moves import Finding
from shared.returns.return_request import ReturnRequest
from shared.returns.submit_return import submit_return
from shared.returns.vocabulary import Actor, Review, WholeAt
from tests.fakes.returns import InMemoryReturns
from tests.returns.request.setting import RETURN_ID, Shop, policy, shirts


class Dying:
    """Passes calls on, and dies before or after the one that its turn is."""

    def __init__(self, real: object, turns: list[int]) -> None:
        self.real = real
        self.turns = turns

    def __getattr__(self, name: str) -> Any:
        call = getattr(self.real, name)

        def counted(*arguments: Any, **more: Any) -> Any:
            self._step()
            answer = call(*arguments, **more)
            self._step()
            return answer

        return counted

    def _step(self) -> None:
        self.turns[0] -= 1
        if self.turns[0] == 0:
            raise Unavailable("died")


def prepared() -> Shop:
    """Submitted, handed over, partly received: something is left to do on every axis."""
    shop = Shop(policy(review=Review.MANUAL, whole_at=WholeAt.RECEIPT))
    shop.submitted(shirts(2))
    return shop


def approved() -> Shop:
    shop = prepared()
    approve_return(shop.means, RETURN_ID, shop.staff)
    return shop


def received() -> Shop:
    shop = approved()
    receive_return(shop.means, RETURN_ID, shop.staff, {"1": 1})
    return shop


def drafted() -> Shop:
    shop = Shop(policy(whole_at=WholeAt.APPROVAL))
    shop.drafted(shirts(2))
    return shop


def late() -> Shop:
    shop = approved()
    shop.turn(days=20)
    return shop


Case = tuple[Callable[[], Shop], Callable[[Shop], object]]
CASES: dict[str, Case] = {
    "submit": (drafted, lambda shop: submit_return(shop.means, RETURN_ID, shop.shopper)),
    "approve": (prepared, lambda shop: approve_return(shop.means, RETURN_ID, shop.staff, ["1"])),
    "cancel": (approved, lambda shop: cancel_return(shop.means, RETURN_ID, shop.shopper, ["1"])),
    "record a shipment": (
        approved,
        lambda shop: record_shipment(
            shop.means, shop.tracking, RETURN_ID, "usps", "9400136208231234500027", shop.staff
        ),
    ),
    "receive": (approved, lambda shop: receive_return(shop.means, RETURN_ID, shop.staff, {"1": 1})),
    "inspect": (
        received,
        lambda shop: inspect_return(shop.means, RETURN_ID, [Finding("1", Inspection.PASSED)], shop.staff),
    ),
    "pay": (
        received,
        lambda shop: note_settlement(
            shop.means.returns, RETURN_ID, f"{RETURN_ID}-1", done=True, actor=Actor.SYSTEM, now=shop.now
        ),
    ),
    "expire": (late, lambda shop: shop.terms_pass()),
    "unknown parcel": (
        drafted,
        lambda shop: receive_unknown_parcel(
            shop.means, UnknownParcel("U1", b"c", order_id="A-1", found=(("CUP", 1),)), shop.staff
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_dying_at_any_step_and_being_told_again_comes_to_the_same(name: str) -> None:
    prepare, work = CASES[name]
    whole = prepare()
    work(whole)
    died = 0
    for turn in range(1, 60):
        shop = prepare()
        real, turns = shop.means, [turn]
        shop.means = replace(
            real, returns=Dying(shop.returns, turns), orders=Dying(shop.orders, turns)  # type: ignore[arg-type]
        )  # fmt: skip
        shop.tracking = replace(shop.tracking, orders=Dying(shop.orders, turns))  # type: ignore[arg-type]
        try:
            work(shop)
        except Unavailable:
            died += 1
        shop.means = real
        work(shop)
        assert shop.returns.requests == whole.returns.requests
        assert shop.returns.accounts == whole.returns.accounts
        assert shop.orders.get("A-1") == whole.orders.get("A-1")
        if turns[0] > 0:
            break
    assert died > 3


class TwoAtOnce(InMemoryReturns):
    """Somebody else does the same right after the first one read."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = None

    def account(self, order_id: str) -> OrderAccount:
        found = super().account(order_id)
        if self.meanwhile:
            work, self.meanwhile = self.meanwhile, None
            work()
        return found


def test_of_two_submissions_at_once_one_decides_and_the_other_answers_the_same() -> None:
    returns = TwoAtOnce()
    shop = Shop(policy(whole_at=WholeAt.APPROVAL), returns=returns)
    shop.drafted(shirts(2))
    returns.meanwhile = lambda: submit_return(shop.means, RETURN_ID, shop.shopper)
    request = submit_return(shop.means, RETURN_ID, shop.shopper)
    assert request == shop.read()
    assert [entry.action for entry in request.log] == ["submit", "approve", "settle"]
    assert request.version == 2


def test_of_two_returns_at_once_that_want_the_same_pieces_one_gets_them() -> None:
    returns = TwoAtOnce()
    shop = Shop(returns=returns)
    shop.drafted(shirts(2))
    shop.drafted(shirts(2), return_id="R2")
    returns.meanwhile = lambda: submit_return(shop.means, "R2", shop.shopper)
    with pytest.raises(Exception, match="too_many"):
        submit_return(shop.means, RETURN_ID, shop.shopper)
    assert shop.returns.account("A-1").taken == {"L-1": 2}
    assert shop.read().items[0].approval is Approval.DRAFT


class AlwaysStale(InMemoryReturns):
    def __init__(self) -> None:
        super().__init__()
        self.tries = 0

    def save(self, request: ReturnRequest, accounts: Sequence[OrderAccount] = ()) -> ReturnRequest:
        if request.version:
            self.tries += 1
            raise StaleReturn("stale")
        return super().save(request, accounts)


def test_who_is_never_fast_enough_gives_up_after_three_tries() -> None:
    returns = AlwaysStale()
    shop = Shop(returns=returns)
    shop.drafted()
    with pytest.raises(StaleReturn):
        submit_return(shop.means, RETURN_ID, shop.shopper)
    assert returns.tries == 3
