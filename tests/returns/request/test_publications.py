"""What is told of a return, and what is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pydantic import TypeAdapter

from shared.aws import keys
from shared.aws.stream_records import events_of
from shared.eventing.envelope import Event
from shared.returns.approve_return import approve_return
from shared.returns.axes import Inspection
from shared.returns.cancel_return import cancel_return
from shared.returns.decline_return import decline_return
from shared.returns.expire_return import expire_return
from shared.returns.inspect_return import inspect_return
from shared.returns.note_settlement import note_settlement
from shared.returns.order_account import OrderAccount
from shared.returns.policy.policy import Actions, Fact, Window
from shared.returns.publications import of_return
from shared.returns.receive_return import receive_return
from shared.returns.receive_unknown_parcel import UnknownParcel, receive_unknown_parcel
from shared.returns.record_shipment import record_shipment
from shared.returns.report_missing import report_missing
from shared.returns.request.inspection_moves import Finding
from shared.returns.request_more import request_more
from shared.returns.return_request import ReturnRequest
from shared.returns.settle_return import settle_return
from shared.returns.submit_return import submit_return
from shared.returns.vocabulary import WITHDRAWAL, Actor, Checking, Condition, Keep, Outcome, Review, WholeAt
from shared.tracking.sale import Buyer, Payment, Sale
from tests.fakes.returns import InMemoryReturns
from tests.returns.request.setting import RETURN_ID, Shop, cup, order, policy, rule, shirts


class Streamed(InMemoryReturns):
    """Publishes each save, as the table's stream does."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def save(self, request: ReturnRequest, accounts: Sequence[OrderAccount] = ()) -> ReturnRequest:
        before = self.get(request.return_id)
        saved = super().save(request, accounts)
        self.events += of_return(before, saved, merchant_id="hanare")
        return saved

    def told(self) -> list[str]:
        """Since the last time: types, and of cases their news."""
        told = [
            f"{event.data['kind']}:{event.data['news']}" if event.detail_type == "CaseReported" else event.detail_type
            for event in self.events
        ]
        self.events = []
        return told


@pytest.fixture
def returns() -> Streamed:
    return Streamed()


def test_a_return_is_told_step_by_step(returns: Streamed) -> None:
    shop = Shop(policy(review=Review.MANUAL), returns=returns)
    shop.drafted(shirts(2, words="canary words"))
    assert returns.told() == []
    shop.submitted(shirts(2))
    assert returns.told() == ["ReturnRequested", "ReturnReasonGiven", "return:requested"]
    request_more(shop.means, RETURN_ID, shop.by(Actor.STAFF, "photo_unclear"))
    assert returns.told() == ["ReturnNeedsMore", "return:needs_more"]
    approve_return(shop.means, RETURN_ID, shop.staff)
    assert returns.told() == ["ReturnApproved", "return:approved"]
    record_shipment(shop.means, shop.tracking, RETURN_ID, "usps", "9400136208231234500027", shop.staff)
    assert returns.told() == ["ReturnShipmentPrepared"]
    receive_return(shop.means, RETURN_ID, shop.staff)
    assert returns.told() == ["ReturnReceived", "return:received"]
    request = inspect_return(shop.means, RETURN_ID, [Finding("1", Inspection.PASSED)], shop.staff)
    assert returns.told() == ["ReturnInspected", "ItemDisposed", "RefundDue", "return:inspection_passed"]
    note_settlement(
        shop.returns, RETURN_ID, request.settlements[0].settlement_id, done=True, actor=Actor.STAFF, now=shop.now
    )
    assert returns.told() == ["SettlementSettled", "ReturnResolved", "return:refunded", "return:resolved"]


def test_what_is_decided_in_the_same_breath_is_told_as_decided_only(returns: Streamed) -> None:
    final = rule("final", Fact.PRODUCT_SKU, "CUP", Actions(window=Window(days=1)))
    shop = Shop(policy(final), returns=returns)
    shop.submitted(shirts(1), cup())
    told = [event for event in returns.events if event.detail_type == "CaseReported"]
    assert [event.data["news"] for event in told] == ["declined", "approved"]
    declined, approved = (event.data for event in told)
    assert declined["happened_at"] < approved["happened_at"]
    assert (declined["reason"], declined["lines"]) == ("window_closed", [{"sku": "CUP", "quantity": 1}])
    assert (approved["until"], approved["lines"]) == ("2026-12-04", [{"sku": "SHIRT-M", "quantity": 1}])
    denial = next(event for event in returns.events if event.detail_type == "ReturnDeclined")
    assert (denial.data["whys"], denial.data["rules"]) == ({"2": ["window_closed"]}, ["final"])


def test_a_withdrawal_is_acknowledged_by_itself_although_it_is_decided_at_once(returns: Streamed) -> None:
    shop = Shop(policy(), returns=returns)
    shop.drafted(shirts(1), channel=WITHDRAWAL)
    submit_return(shop.means, RETURN_ID, shop.by(Actor.SHOPPER))
    told = [event.data for event in returns.events if event.detail_type == "CaseReported"]
    assert [(each["news"], each.get("reason")) for each in told] == [("requested", "withdrawal"), ("approved", None)]


@pytest.mark.parametrize(
    ("outcome", "due", "news"),
    [
        (Outcome.REFUND, "RefundDue", "return:refunded"),
        (Outcome.STORE_CREDIT, "CreditDue", "return:credited"),
        (Outcome.REPLACEMENT, "GoodsDue", "exchange:replacement_sent"),
    ],
)
def test_each_way_to_be_made_whole_has_its_event(returns: Streamed, outcome: Outcome, due: str, news: str) -> None:
    shop = Shop(policy(keep=Keep.KEEP), returns=returns)
    request = shop.submitted(shirts(1, outcome=outcome))
    kind = news.partition(":")[0]
    assert returns.told() == ["ReturnRequested", "ReturnReasonGiven", "ReturnApproved", due, f"{kind}:kept"]
    one = request.settlements[0].settlement_id
    note_settlement(shop.returns, RETURN_ID, one, done=False, failure="closed", actor=Actor.SYSTEM, now=shop.now)
    assert returns.told() == ["SettlementFailed"]
    settle_return(shop.means, RETURN_ID, shop.staff)
    assert returns.told() == [due]
    note_settlement(shop.returns, RETURN_ID, one, done=True, actor=Actor.SYSTEM, now=shop.now)
    assert returns.told() == ["SettlementSettled", "ReturnResolved", news, f"{kind}:resolved"]


def test_the_end_of_a_return_is_told_and_that_of_a_draft_is_not(returns: Streamed) -> None:
    shop = Shop(returns=returns)
    shop.drafted(cup(), return_id="D1")
    cancel_return(shop.means, "D1", shop.shopper)
    shop.drafted(cup(), return_id="D2")
    expire_return(shop.means, "D2", shop.now.replace(year=2027))
    assert returns.told() == []
    shop.submitted(cup(), return_id="R1")
    shop.submitted(shirts(1), return_id="R2")
    returns.told()
    cancel_return(shop.means, "R1", shop.shopper)
    assert returns.told() == ["ReturnCancelled", "return:cancelled"]
    expire_return(shop.means, "R2", shop.now.replace(year=2027))
    assert returns.told() == ["ReturnExpired", "return:expired"]


def test_what_is_not_there_or_was_not_announced_is_told_to_the_shop_alone(returns: Streamed) -> None:
    shop = Shop(returns=returns)
    shop.submitted(shirts(1))
    returns.told()
    report_missing(shop.means, RETURN_ID, {"1": 1}, shop.staff)
    assert [(event.detail_type, event.data["disposition"]) for event in returns.events] == [("ItemDisposed", "missing")]
    returns.told()
    receive_unknown_parcel(shop.means, UnknownParcel("U1", b"c", "usps", "9400136208231234500099"), shop.staff)
    assert returns.told() == ["UnknownParcelReceived"]


def test_where_nobody_looks_the_shopper_hears_of_the_receipt_only(returns: Streamed) -> None:
    shop = Shop(policy(checking=Checking.NONE, whole_at=WholeAt.INSPECTION), returns=returns)
    shop.submitted(shirts(1))
    returns.told()
    receive_return(shop.means, RETURN_ID, shop.staff)
    assert returns.told() == ["ReturnReceived", "ReturnInspected", "ItemDisposed", "RefundDue", "return:received"]


def test_merchandising_hears_why_by_variant_and_tier_and_no_words_are_told(returns: Streamed) -> None:
    shop = Shop(policy(review=Review.MANUAL), returns=returns)
    shop.submitted(shirts(1, words="canary of the shopper"))
    decline_return(shop.means, RETURN_ID, shop.by(Actor.STAFF, "worn", "canary of staff"))
    reason = next(event.data for event in returns.events if event.detail_type == "ReturnReasonGiven")
    assert {name: reason[name] for name in ("sku", "reason", "group", "condition", "options", "customer_tier")} == {
        "sku": "SHIRT-M",
        "reason": "too_small",
        "group": "change_of_mind",
        "condition": "unopened",
        "options": {"size": "M"},
        "customer_tier": "gold",
    }
    assert "canary" not in "".join(event.model_dump_json() for event in returns.events)


def test_the_buyer_of_a_gift_hears_nothing_of_its_return(returns: Streamed) -> None:
    sale = Sale("JPY", payments=(Payment("P-1", "card", 4000),), buyer=Buyer("C-1", tier="gold"), gift_code="hash")
    shop = Shop(policy(keep=Keep.KEEP), order(sale=sale), returns=returns)
    shop.submitted(shirts(1), gift_code="hash")
    assert returns.told() == ["ReturnRequested", "ReturnReasonGiven", "ReturnApproved", "CreditDue"]


def test_each_order_of_a_return_has_its_own_case(returns: Streamed) -> None:
    shop = Shop(None, order("A-1"), order("A-2"), returns=returns)
    shop.submitted(shirts(1), shirts(2, "A-2"))
    cases = [event for event in returns.events if event.detail_type == "CaseReported"]
    assert [(event.data["order_id"], event.metadata.correlation_id) for event in cases] == [
        ("A-1", "A-1"),
        ("A-2", "A-2"),
    ]
    assert len({event.metadata.event_id for event in cases}) == 2


def test_a_stream_record_that_comes_twice_carries_the_same_events(returns: Streamed) -> None:
    shop = Shop(returns=returns)
    after = shop.submitted(shirts(1))
    once, twice = (of_return(None, after, merchant_id="hanare") for _ in range(2))
    assert once == twice
    assert len({event.metadata.event_id for event in once}) == len(once)


def test_findings_are_told_with_what_was_found(returns: Streamed) -> None:
    shop = Shop(returns=returns)
    shop.submitted(shirts(2))
    receive_return(shop.means, RETURN_ID, shop.staff)
    returns.told()
    findings = [
        Finding("1", Inspection.FAILED, 1, Condition.EMPTY),
        Finding("1.1", Inspection.REDUCED, None, Condition.USED, 8000),
    ]
    inspect_return(shop.means, RETURN_ID, findings, shop.staff)
    seen = [event.data for event in returns.events if event.detail_type == "ReturnInspected"]
    assert [(one["result"], one["found"], one.get("reduced_to")) for one in seen] == [
        ("failed", "empty", None),
        ("reduced", "used", 8000),
    ]
    cases = [event.data for event in returns.events if event.detail_type == "CaseReported"]
    assert [(one["news"], one["reason"]) for one in cases] == [
        ("inspection_failed", "goodwill"),
        ("inspection_passed", "reduced"),
    ]


def test_the_stream_function_knows_returns_by_their_key() -> None:
    after = Shop().submitted(shirts(1))
    image = {"body": {"S": TypeAdapter(ReturnRequest).dump_json(after, exclude_defaults=True).decode()}}
    record = {"dynamodb": {"Keys": keys.return_request(after.return_id), "NewImage": image}}
    assert [event.detail_type for event in events_of(record, "hanare")][:2] == ["ReturnRequested", "ReturnReasonGiven"]
    account = {"dynamodb": {"Keys": keys.return_account("A-1"), "NewImage": {"body": {"S": "{}"}}}}
    assert events_of(account, "hanare") == []
