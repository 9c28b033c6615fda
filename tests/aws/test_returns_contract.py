"""What a store of returns must do, asked of the fake and of DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.aws.dynamodb_returns import MAX_BYTES, DynamoReturns
from shared.returns.axes import Approval
from shared.returns.order_account import OrderAccount
from shared.returns.ports import NumberTaken, Returns, ReturnTooLarge, StaleReturn
from shared.returns.return_request import ReturnRequest
from tests.aws.conftest import TABLE
from tests.fakes.returns import InMemoryReturns
from tests.returns.request.setting import NOW, Shop, cup, shirts


def made() -> ReturnRequest:
    """A return that says something in every part: terms, settlements, log; not saved yet."""
    return replace(Shop().submitted(shirts(2, words="zu eng"), cup()), version=0, is_queued=False)


REQUEST = made()
ACCOUNT = OrderAccount("A-1", {"L-1": 2}, return_ids=(REQUEST.return_id,))


@pytest.fixture(params=["memory", "dynamodb"])
def returns(request: pytest.FixtureRequest) -> Returns:
    if request.param == "memory":
        return InMemoryReturns()
    return DynamoReturns(request.getfixturevalue("dynamodb"), TABLE)


def named(name: str, **changes: Any) -> ReturnRequest:
    return replace(REQUEST, return_id=name, number=f"RMA-{name}", **changes)


def test_every_field_comes_back_one_version_on_by_id_and_by_number(returns: Returns) -> None:
    assert returns.get(REQUEST.return_id) is None
    assert returns.by_number(REQUEST.number) is None
    assert returns.account("A-1") == OrderAccount("A-1")
    saved = returns.save(REQUEST, [ACCOUNT])
    assert saved == replace(REQUEST, version=1)
    assert returns.get(REQUEST.return_id) == returns.by_number(REQUEST.number) == saved
    assert returns.account("A-1") == replace(ACCOUNT, version=1)
    assert returns.of_order("A-1") == [saved]
    assert returns.of_order("A-10") == []


def test_of_two_stale_copies_one_wins_and_the_other_changes_nothing(returns: Returns) -> None:
    saved = returns.save(REQUEST, [ACCOUNT])
    account = returns.account("A-1")
    returns.save(replace(saved, language="de"), [replace(account, taken={"L-1": 3})])
    with pytest.raises(StaleReturn):
        returns.save(replace(saved, language="fr"), [replace(account, version=2)])
    with pytest.raises(StaleReturn):
        returns.save(REQUEST)
    stored = returns.get(REQUEST.return_id)
    assert stored is not None
    assert (stored.language, stored.version) == ("de", 2)
    assert returns.account("A-1").taken == {"L-1": 3}


def test_another_return_of_the_order_in_between_stops_the_save_as_a_whole(returns: Returns) -> None:
    before = returns.account("A-1")
    returns.save(named("OTHER"), [replace(before, taken={"L-1": 3})])
    with pytest.raises(StaleReturn):
        returns.save(REQUEST, [replace(before, taken={"L-1": 2})])
    assert returns.get(REQUEST.return_id) is None
    assert returns.by_number(REQUEST.number) is None
    assert returns.account("A-1").taken == {"L-1": 3}


def test_a_number_is_one_returns(returns: Returns) -> None:
    returns.save(REQUEST)
    with pytest.raises(NumberTaken):
        returns.save(replace(REQUEST, return_id="ANOTHER"))
    assert returns.get("ANOTHER") is None


def test_returns_are_due_by_when_they_must_be_looked_at_and_leave_with_it(returns: Returns) -> None:
    for hours, name in enumerate(("C", "B", "A")):
        returns.save(named(name, look_again_at=NOW + timedelta(hours=hours)))
    first = returns.save(named("D", look_again_at=NOW - timedelta(hours=1)))
    assert list(returns.due(NOW + timedelta(hours=1), 10)) == ["D", "C", "B"]
    assert list(returns.due(NOW + timedelta(hours=1), 2)) == ["D", "C"]
    returns.save(replace(first, look_again_at=None))
    assert list(returns.due(NOW, 10)) == ["C"]


def test_the_queue_holds_what_waits_for_staff_for_as_long_as_it_does(returns: Returns) -> None:
    waiting = tuple(replace(item, approval=Approval.REQUESTED) for item in REQUEST.items)
    saved = [returns.save(named(name, items=waiting)) for name in ("A", "B", "C")]
    returns.save(named("D"))
    page, cursor = returns.waiting(2)
    assert [request.return_id for request in page] == ["A", "B"]
    rest, end = returns.waiting(2, cursor)
    assert ([request.return_id for request in rest], end) == (["C"], "")
    decided = returns.save(replace(saved[1], items=REQUEST.items))
    assert [request.return_id for request in returns.waiting(10)[0]] == ["A", "C"]
    returns.save(replace(decided, items=waiting))
    assert {request.return_id for request in returns.waiting(10)[0]} == {"A", "B", "C"}


def test_returns_are_listed_by_their_day_newest_first_in_pages(returns: Returns) -> None:
    for hours, name in enumerate(("A", "B", "C")):
        returns.save(named(name, created_at=NOW + timedelta(hours=hours)))
    returns.save(named("LATER", created_at=NOW + timedelta(days=1)))
    page, cursor = returns.created_on(NOW.date(), 2)
    assert [request.return_id for request in page] == ["C", "B"]
    assert [request.return_id for request in returns.created_on(NOW.date(), 2, cursor)[0]] == ["A"]
    assert returns.created_on(date(2020, 1, 1), 5) == ([], "")


def test_a_customers_newest_returns_come_first_and_a_guest_has_none(returns: Returns) -> None:
    for hours, name in enumerate(("A", "B", "C")):
        returns.save(named(name, created_at=NOW + timedelta(hours=hours)))
    returns.save(named("D", customer_id="C-10"))
    returns.save(named("E", customer_id=""))
    assert [request.return_id for request in returns.of_customer("C-1", 2)] == ["C", "B"]
    assert [request.return_id for request in returns.of_customer("C-10", 9)] == ["D"]
    assert list(returns.of_customer("", 9)) == []


def test_a_return_that_no_item_can_hold_is_refused_before_aws_is_asked(dynamodb: Any) -> None:
    words = replace(REQUEST.items[0], words="長" * (MAX_BYTES // 3))
    with pytest.raises(ReturnTooLarge):
        DynamoReturns(dynamodb, TABLE).save(replace(REQUEST, items=(words,)))


def test_a_usual_return_costs_few_write_units(dynamodb: Any) -> None:
    """Two articles: return and account once at their approval, with number, customer; two units per KB and item."""
    store = DynamoReturns(dynamodb, TABLE)
    store.save(REQUEST, [ACCOUNT])
    items = dynamodb.scan(TableName=TABLE)["Items"]
    sizes = {
        item["SK"]["S"].partition("#")[0]: sum(len(str(next(iter(value.values())))) for value in item.values())
        for item in items
    }
    assert set(sizes) == {"RETURN", "RETURNS", "RMA"}
    assert max(sizes.values()) < 6000
