"""Refunds that are due are paid over real HTTP by the gateway that took the payment, once, and noted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.pay_return_settlement import handler as pay
from shared.aws import clients
from shared.aws.dynamodb_orders import DynamoOrders
from shared.aws.dynamodb_returns import DynamoReturns
from shared.eventing.envelope import Event, Metadata
from shared.returns.axes import Money
from shared.returns.due import due
from shared.returns.events import RefundDue
from shared.returns.order_account import OrderAccount
from shared.returns.return_request import ReturnRequest
from shared.returns.settlement import SettlementKind, SettlementState
from shared.returns.vocabulary import Actor
from shared.tracking.sale import Payment, Sale
from tests.functions.conftest import NOW, Cloud
from tests.functions.triggers import failed, from_bus
from tests.returns.money.selling import counting, item, line, order, request, settled
from tests.standins.service import Fault, listening
from tests.standins.shopify_admin import ShopifyAdmin, ShopOrder
from tests.standins.stripe import Intent, Stripe

pytestmark = pytest.mark.enable_socket
Due = Callable[..., None]
CREDENTIALS = {
    "stripe": {"secret_key": "sk_canary"},
    "shopify": {"shop": "hanare.myshopify.com", "access_token": "shpat_canary"},
}


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    with listening(Stripe("sk_canary")) as service:
        service.intents["pi_1"] = Intent(1000)
        yield service


@pytest.fixture
def shop() -> Iterator[ShopifyAdmin]:
    with listening(ShopifyAdmin("shpat_canary")) as service:
        sold = service.orders["gid://shopify/Order/450789469"] = ShopOrder()
        sold.paid(1, "shopify_payments", "1000")
        yield service


@pytest.fixture
def store(cloud: Cloud, stripe: Stripe, shop: ShopifyAdmin, monkeypatch: pytest.MonkeyPatch) -> DynamoReturns:
    clients.secretsmanager().create_secret(Name="returns", SecretString=json.dumps(CREDENTIALS))
    monkeypatch.setenv("RETURN_CREDENTIALS", "returns")
    monkeypatch.setenv("STRIPE_ADDRESS", stripe.url)
    monkeypatch.setenv("SHOPIFY_ADDRESS", shop.url)
    return DynamoReturns(clients.dynamodb(), cloud.table)


@pytest.fixture
def becomes_due(cloud: Cloud, store: DynamoReturns) -> Due:
    """A return of an order that was paid by this gateway, its refund due."""

    def save(gateway: str, reference: str, order_id: str = "A-1") -> None:
        sale = Sale("JPY", payments=(Payment("p1", "card", 1000, gateway, reference),))
        bought = order(line(), sale=sale, order_id=order_id)
        DynamoOrders(clients.dynamodb(), cloud.table).save(bought, [])
        asked = settled(request(replace(item(), money=Money.DUE, order_id=order_id)), bought)
        asked = replace(asked, settlements=due(asked.settlements, {"1"}, NOW))
        store.save(asked, [counting(OrderAccount(order_id), asked)])

    return save


def refund_due(return_id: str = "R1") -> dict[str, Any]:
    data = RefundDue(
        return_id=return_id, number="RMA", order_ids=["A-1"], items=[], actor=Actor.SYSTEM, settlement_id="R1-1",
        order_id="A-1", kind=SettlementKind.REFUND, amount=1000, currency="JPY",
    )  # fmt: skip
    metadata = Metadata(event_id="e", version=1, occurred_at=NOW, merchant_id="hanare", correlation_id="A-1")
    return from_bus(Event.of(data, metadata))


def kept(store: DynamoReturns) -> ReturnRequest:
    found = store.get("R1")
    assert found is not None
    return found


def test_a_refund_that_is_due_is_paid_once_by_stripe(
    becomes_due: Due, store: DynamoReturns, stripe: Stripe, logs: Callable[[], str]
) -> None:
    becomes_due("stripe", "pi_1")
    assert [failed(pay.handler(refund_due(), None)) for _ in range(2)] == [[], []]
    assert (stripe.objections, [each["amount"] for each in stripe.intents["pi_1"].refunds]) == ([], [1000])
    (settlement,) = kept(store).settlements
    assert (settlement.state, settlement.reference) == (SettlementState.DONE, "re_1")
    assert kept(store).items[0].money is Money.DONE
    assert store.account("A-1").settlements[0].state is SettlementState.DONE
    assert "canary" not in logs()


def test_shopify_refunds_what_was_paid_in_the_shop(becomes_due: Due, store: DynamoReturns, shop: ShopifyAdmin) -> None:
    becomes_due("shopify", "gid://shopify/Order/450789469")
    assert failed(pay.handler(refund_due(), None)) == []
    assert (shop.objections, kept(store).settlements[0].reference) == ([], "gid://shopify/Refund/1")


def test_a_refund_whose_answer_breaks_off_is_left_for_the_queue_and_paid_once(
    becomes_due: Due, store: DynamoReturns, stripe: Stripe
) -> None:
    becomes_due("stripe", "pi_1")
    stripe.fails(Fault.HALF_ANSWER)
    assert failed(pay.handler(refund_due(), None)) == ["m0"]
    assert kept(store).settlements[0].state is SettlementState.DUE
    assert failed(pay.handler(refund_due(), None)) == []
    assert len(stripe.intents["pi_1"].refunds) == 1


def test_a_refusal_is_noted_for_people_to_look_at(becomes_due: Due, store: DynamoReturns, stripe: Stripe) -> None:
    becomes_due("stripe", "pi_1")
    stripe.intents["pi_1"].is_disputed = True
    assert failed(pay.handler(refund_due(), None)) == []
    (settlement,) = kept(store).settlements
    assert (settlement.state, settlement.failure) == (SettlementState.FAILED, "stripe_charge_disputed")


def test_other_payments_are_left_to_the_merchants_platform(
    becomes_due: Due, store: DynamoReturns, stripe: Stripe, shop: ShopifyAdmin
) -> None:
    becomes_due("", "")
    assert failed(pay.handler(refund_due(), None)) == []
    assert kept(store).settlements[0].state is SettlementState.DUE
    assert (stripe.asked, shop.asked) == (0, 0)


def test_a_return_that_is_not_there_yet_is_tried_again(store: DynamoReturns) -> None:
    assert failed(pay.handler(refund_due("R9"), None)) == ["m0"]


def test_where_no_credentials_were_entered_it_is_tried_again_once_they_are(
    becomes_due: Due, store: DynamoReturns, monkeypatch: pytest.MonkeyPatch
) -> None:
    becomes_due("stripe", "pi_1")
    clients.secretsmanager().put_secret_value(SecretId="returns", SecretString="{}")
    assert failed(pay.handler(refund_due(), None)) == ["m0"]
    clients.secretsmanager().put_secret_value(SecretId="returns", SecretString=json.dumps(CREDENTIALS))
    assert failed(pay.handler(refund_due(), None)) == []
    assert kept(store).settlements[0].state is SettlementState.DONE


def test_what_is_no_event_of_this_kind_is_parked(cloud: Cloud, store: DynamoReturns) -> None:
    assert failed(pay.handler(from_bus({"detail-type": "Other", "detail": {}}), None)) == []
    assert [code for _, code, _ in cloud.parked()] == ["unreadable_event"]


def test_the_shop_is_asked_where_its_name_says(store: DynamoReturns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOPIFY_ADDRESS")
    assert pay.desk().shop_address() == "https://hanare.myshopify.com"
