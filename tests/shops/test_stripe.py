"""Stripe's pushes: whether they are Stripe's, and which refunds of ours they are about."""

from __future__ import annotations

import contextlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.carrier import SignatureRefused
from shared.errors import Invalid
from shared.returns.refund_word import RefundWord
from shared.shops.read_push import read_push, read_refund_word
from shared.shops.shop_push import ShopPush, UnreadablePush
from shared.shops.stripe import SHOP_SYSTEM

SAMPLES = Path(__file__).parents[2] / "events" / "shops" / "stripe"
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
T = int(NOW.timestamp())
SECRET = "whsec_hush"


def sample(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return content


def taken(content: object) -> ShopPush | None:
    return SHOP_SYSTEM.take({}, json.dumps(content).encode())


def v1(body: bytes, secret: str = SECRET, seconds: int = T) -> str:
    return hmac.digest(secret.encode(), f"{seconds}.".encode() + body, "sha256").hex()


@pytest.mark.parametrize(
    ("name", "failed"), [("refund_updated", False), ("refund_failed", True), ("charge_refund_updated", True)]
)
def test_a_push_about_a_refund_of_ours_names_it_and_nothing_else_is_kept(name: str, failed: bool) -> None:
    push = taken(sample(name))
    assert push is not None
    assert push.event_id == f"stripe:{sample(name)['id']}"
    assert set(push.payload) == {"id", "status", "settlement_id", "return_id"}
    assert read_refund_word(ShopPush.from_json(push.to_json())) == RefundWord("R1", "R1-1", says_failed=failed)
    with pytest.raises(UnreadablePush):
        read_push(push)


def test_refunds_of_others_and_whatever_else_stripe_tells_are_not_kept() -> None:
    others = sample("refund_updated")
    others["data"]["object"]["metadata"] = {"order": "7"}
    assert taken(others) is None
    assert taken({**sample("refund_updated"), "type": "charge.refunded"}) is None


@pytest.mark.parametrize("around", [timedelta(0), timedelta(minutes=5), timedelta(minutes=-5)])
def test_what_stripe_signed_is_taken_also_while_a_secret_is_rolled(around: timedelta) -> None:
    body = b'{"id":1}'
    header = f"t={T},v1={v1(body, 'another')},v1={v1(body)},v0={'0' * 64}"
    SHOP_SYSTEM.verify({"stripe-signature": header}, body, ["old", SECRET], NOW + around)


BODY = b"{}"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        f"v1={v1(BODY)}",
        f"t={T}",
        f"t={T},v0={v1(BODY)}",
        f"t={T},v1={v1(BODY, 'another')}",
        f"t={T},v1={v1(BODY, '')}",
        f"t={T},v1={v1(b'{} ')}",
        f"t={T + 1},v1={v1(BODY)}",
        f"t={T},t={T + 1},v1={v1(BODY, seconds=T + 1)}",
        f"t={T - 301},v1={v1(BODY, seconds=T - 301)}",
        f"t={T + 301},v1={v1(BODY, seconds=T + 301)}",
        f"t=١٧٩٥٤٨٢٠٠٠,v1={v1(BODY)}",
        f"t=-{T},v1={v1(BODY)}",
        f"t={T},v1=署名",
        "=" * 5000,
        "," * 5000,
    ],
)
@pytest.mark.parametrize("secrets", [[SECRET], [""], []])
def test_what_stripe_did_not_sign_just_now_is_refused(header: str, secrets: list[str]) -> None:
    with pytest.raises(SignatureRefused):
        SHOP_SYSTEM.verify({"stripe-signature": header}, BODY, secrets, NOW)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["refund.updated", "failed"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "data", "object", "metadata", "id", "status"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(content=_json)
def test_whatever_comes_is_kept_or_not_and_never_raises(content: object) -> None:
    refund = {**sample("refund_updated"), "data": content}
    for told in (content, refund):
        with contextlib.suppress(Invalid):
            push = taken(told)
            assert push is None or read_refund_word(push).return_id
