"""From a payment service's push at the door to what is noted of the refund, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.ask_after_refunds import handler as ask
from functions.pay_return_settlement import handler as pay
from shared.aws.dynamodb_returns import DynamoReturns
from shared.returns.axes import Money
from shared.returns.settlement import SettlementState
from tests.functions.conftest import Cloud, shopify_signature, stripe_signature
from tests.functions.http_api import HttpApi, Reply
from tests.functions.test_http_guard import HOSTILE
from tests.functions.test_pay_return_settlement import Due, becomes_due, kept, refund_due, shop, store, stripe
from tests.functions.triggers import failed, from_queue
from tests.standins.service import Fault
from tests.standins.shopify_admin import ShopifyAdmin
from tests.standins.stripe import Stripe

__all__ = ["becomes_due", "shop", "store", "stripe"]
pytestmark = pytest.mark.enable_socket
SAMPLES = Path(__file__).parents[2] / "events" / "shops"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


def stripe_pushes(api: HttpApi, body: bytes, signature: str = "") -> Reply:
    headers = {"content-type": "application/json", "Stripe-Signature": signature or stripe_signature(body)}
    return api.request("POST", "/v1/shops/stripe/webhook", headers=headers, body=body)


def shopify_pushes(api: HttpApi, body: bytes) -> Reply:
    headers = {
        "content-type": "application/json",
        "X-Shopify-Topic": "order_transactions/create",
        "X-Shopify-Hmac-SHA256": shopify_signature(body),
    }
    return api.request("POST", "/v1/shops/shopify/webhook", headers=headers, body=body)


def asked(cloud: Cloud) -> list[str]:
    """Everything that waits is looked at; answers what failed."""
    return failed(ask.handler(from_queue(*cloud.refund_pushes()), None))


def test_a_refund_that_stripe_took_on_is_paid_once_stripe_pushes_and_failed_once_the_bank_sends_it_back(
    api: HttpApi, cloud: Cloud, becomes_due: Due, store: DynamoReturns, stripe: Stripe, logs: Callable[[], str]
) -> None:
    stripe.next_status = "pending"
    becomes_due("stripe", "pi_1")
    assert failed(pay.handler(refund_due(), None)) == []
    assert (kept(store).settlements[0].state, kept(store).settlements[0].reference) == (SettlementState.DUE, "re_1")
    answer = stripe_pushes(api, sample("stripe/refund_updated"))
    assert (answer.status, answer.json()) == (202, {"status": "accepted"})
    assert cloud.pushed() == []
    (refund,) = stripe.intents["pi_1"].refunds
    refund["status"] = "succeeded"
    stripe.fails(Fault.HALF_ANSWER)
    queued = cloud.refund_pushes()
    assert failed(ask.handler(from_queue(*queued), None)) == ["m0"]  # and the queue brings it again
    assert failed(ask.handler(from_queue(*queued * 2), None)) == []
    assert (kept(store).settlements[0].state, kept(store).items[0].money) == (SettlementState.DONE, Money.DONE)

    refund["status"] = "failed"
    for late in ("refund_failed", "refund_updated", "charge_refund_updated"):
        assert stripe_pushes(api, sample(f"stripe/{late}")).status == 202
    assert asked(cloud) == []
    (settlement,) = kept(store).settlements
    assert (settlement.state, settlement.failure) == (SettlementState.FAILED, "stripe_failed")
    assert kept(store).resolved_at is None
    assert (len(stripe.intents["pi_1"].refunds), stripe.objections) == (1, [])
    assert "canary" not in logs()


def test_a_refund_that_shopify_took_on_is_paid_once_its_transaction_is(
    api: HttpApi, cloud: Cloud, becomes_due: Due, store: DynamoReturns, shop: ShopifyAdmin
) -> None:
    shop.next_status = "PENDING"
    becomes_due("shopify", "gid://shopify/Order/450789469", "450789469")
    assert failed(pay.handler(refund_due(), None)) == []
    assert kept(store).settlements[0].state is SettlementState.DUE
    body = sample("shopify/order_transactions_create")
    other = json.dumps({**json.loads(body), "kind": "sale"}).encode()
    assert shopify_pushes(api, other).json() == {"status": "ignored"}
    assert shopify_pushes(api, body).json() == {"status": "accepted"}
    assert cloud.pushed() == []
    (refund,) = shop.orders["gid://shopify/Order/450789469"].refunds
    refund["transactions"]["nodes"] = [{"status": "SUCCESS"}]
    assert asked(cloud) == []
    assert kept(store).settlements[0].state is SettlementState.DONE
    assert len(shop.orders["gid://shopify/Order/450789469"].refunds) == 1


def test_a_push_that_stripe_did_not_sign_is_refused(api: HttpApi, cloud: Cloud) -> None:
    body = sample("stripe/refund_failed")
    for signature in ("x", stripe_signature(body, "whsec_another"), stripe_signature(body + b" "), "t=1,v1=署名"):
        answer = stripe_pushes(api, body, signature)
        assert (answer.status, answer.code) == (401, "signature_refused")
    assert cloud.refund_pushes() == []


@pytest.mark.parametrize("hostile", sorted(set(HOSTILE) - {"larger than 120 KiB"}))
def test_a_hostile_push_is_a_problem_of_the_sender(api: HttpApi, cloud: Cloud, logs: Any, hostile: str) -> None:
    body, status, code = HOSTILE[hostile]
    answer = stripe_pushes(api, body)
    assert (answer.status, answer.code) == (status, code)
    assert "unforeseen" not in logs()
    assert cloud.refund_pushes() == []


def test_what_no_adapter_reads_is_parked(cloud: Cloud, store: DynamoReturns) -> None:
    push = {"shop_system": "abacus", "topic": "refund", "event_id": "e", "triggered_at": "", "payload": {}}
    assert failed(ask.handler(from_queue("[]", json.dumps(push)), None)) == []
    assert [code for _, code, _ in cloud.parked()] == ["unreadable_push", "unreadable_push"]
