"""Whatever a shopper sends over HTTP: what is granted is what the policy, read by itself, grants."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.returns_api import drafts, setting
from functions.returns_api.handler import handler
from shared.errors import TodokuError
from shared.evidence.evidence_files import Seen, key_of, new_evidence_id
from shared.returns.axes import Action, Approval
from shared.returns.caller import Caller
from shared.returns.choose_method import choose_method
from shared.returns.methods.ports import WantedWayBack
from shared.returns.policy.conditions import facts_of
from shared.returns.policy.facts import Facts
from shared.returns.policy.policy import Actions, Fact, Limits, Lists, Policy, Value
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.settlement import SettlementKind
from shared.returns.text.interpreter import read
from shared.returns.vocabulary import Actor, ClockStart, Condition, Keep, Method, Outcome, Review
from shared.runtime import clock
from shared.tracking.order import Order
from shared.wiring.returns_desk import ReturnsDesk
from tests.returns.policy.drawn import METHODS, OUTCOMES, REASONS, Draw
from tests.returns.request.setting import Shop, delivered, order
from tests.returns.request.test_ways_back import Printer

MINE, THEIRS = "A-1", "A-2"
PHOTO = new_evidence_id(MINE, "image/jpeg", b"p" * 16)
SKUS = {"L-1": "SHIRT-M", "L-2": "CUP"}
Bodies = list[dict[str, Any]]


class Uploaded:
    """One photo was."""

    def seen(self, key: str, count: int) -> Seen | None:
        return Seen("image/jpeg", b"\xff\xd8\xff", "mark") if key == key_of(PHOTO) else None


@contextmanager
def over_http(shop: Shop) -> Iterator[None]:
    """The function over a shop in memory; the shopper of one of its orders asks."""
    caller = Caller(Actor.SHOPPER, {MINE: shop.means.orders.get(MINE)})  # type: ignore[dict-item]
    with pytest.MonkeyPatch.context() as patch:
        for module in (drafts, setting):
            patch.setattr(module, "desk", lambda: ReturnsDesk("", "", "", ""))
        patch.setattr(ReturnsDesk, "means", shop.means)
        patch.setattr(ReturnsDesk, "who", lambda *_: caller)
        patch.setattr(ReturnsDesk, "limited", lambda *_: None)
        patch.setattr(ReturnsDesk, "secrets", lambda _: {"link_signing": ("s" * 32,)})
        patch.setattr(drafts, "evidence_files", Uploaded)
        patch.setattr(clock, "now", lambda: shop.now)
        yield


def post(path: str, body: object, return_id: str = "") -> tuple[int, dict[str, Any]]:
    """Status and answer."""
    answer = handler(
        {
            "requestContext": {"http": {"method": "POST"}},
            "routeKey": f"POST {path}",
            "pathParameters": {"return_id": return_id},
            "headers": {"idempotency-key": "k-1"},
            "body": json.dumps(body) if body else "",
        },
        None,
    )
    return answer["statusCode"], json.loads(answer["body"])


def bodies(draw: Draw) -> dict[str, Any]:
    """What a hostile shopper sends: now and then something that was never offered, or is not theirs to say."""
    body: dict[str, Any] = {"items": [_item(draw) for _ in range(draw.one((1, 1, 2, 3)))]}
    odd = {
        "method": draw.one((*METHODS, Method.NONE)),
        "channel": "staff",
        "gift_code": "QX7T-29MK-4HZP",
        "replaces": "0000000000000000",
        "page_url": "https://shop.example/",
        "approval": "approved",
    }
    chances = {"method": 0.6}
    return body | {name: value for name, value in odd.items() if draw.maybe(True, chances.get(name, 0.03))}


def _item(draw: Draw) -> dict[str, Any]:
    item: dict[str, Any] = {
        "order_id": MINE if draw.maybe(True, 0.97) else THEIRS,
        "line": draw.one(("L-1", "L-1", "L-2", "SHIRT-M", "CUP")),
        "quantity": draw.one((1, 1, 2, 3, 4, 10_000)) if draw.maybe(True, 0.5) else 1,
        "reason": draw.one((*(reason.code for reason in REASONS), "nobody_knows")),
    }
    odd = {
        "condition": draw.one(Condition),
        "outcome": draw.one((*OUTCOMES, Outcome.EXCHANGE, Outcome.REPLACEMENT, Outcome.OTHER_ITEM)),
        "words": draw.one(("   ", "Broken.")),
        "evidence": [PHOTO] * draw.one((1, 2)),
        "serial_number": "7",
        "wanted": {"sku": draw.one(("CUP", "GOLD-WATCH")), "quantity": draw.one((1, 1, 2, 99))},
    }
    item |= {name: value for name, value in odd.items() if draw.maybe(True, 0.5)}
    if "wanted" in item and draw.maybe(True, 0.05):
        item["wanted"] = item["wanted"] | {"unit_price": 1}
    return item


def plain(draw: Draw) -> Policy:
    """Rules alone: lists, limits and laws are other tests'. What is kept hangs on no method: it comes back by none."""
    written = replace(draw.policy(), lists=Lists(), limits=Limits(), laws=())
    more = {"outcomes": (*OUTCOMES, Outcome.REPLACEMENT), "review": Review.AUTOMATIC}
    base = replace(written.base, **{slot: value for slot, value in more.items() if draw.maybe(True, 0.6)})  # type: ignore[arg-type]
    rules = (
        replace(rule, then=replace(rule.then, keep=None)) if Fact.RETURN_METHOD in facts_of(rule.when) else rule
        for rule in written.rules
    )
    return replace(written, base=base, rules=tuple(rules))


@settings(max_examples=60, deadline=None, database=None)
@given(seed=st.integers(0, 2**32))
def test_nothing_is_granted_to_a_shopper_that_the_policy_forbids(seed: int) -> None:
    draw = Draw(seed)
    written, mine = plain(draw), order()
    theirs = order(THEIRS)
    shop = Shop(written, mine, theirs)
    with over_http(shop):
        for _ in range(4):
            status, drafted = post("/v1/returns", bodies(draw))
            assert status != 500
            if status != 201:
                continue
            return_id = drafted["return_id"]
            status, _ = post("/v1/returns/{return_id}/submit", None, return_id)
            assert status in (200, 409, 422)
            asked = shop.read(return_id)
            if asked.method is None:
                asked = _chooses_later(shop, asked, draw)
            _check(written, mine, asked)
            break
    account = shop.returns.account(MINE)
    assert sum(each.amount for each in account.settlements if each.counts) <= 4000
    assert account.taken.get("L-1", 0) <= 3
    assert account.taken.get("L-2", 0) <= 1
    assert shop.returns.account(THEIRS).return_ids == ()


def _chooses_later(shop: Shop, asked: ReturnRequest, draw: Draw) -> ReturnRequest:
    """The shopper chooses the way back once it is approved, several times."""
    for method in draw.some(METHODS, 1):
        able = tuple(item.item_id for item in asked.items if item.approval is Approval.APPROVED)
        try:
            wanted = WantedWayBack(method, able)
            choose_method(shop.means, shop.tracking, Printer(), asked.return_id, wanted, shop.shopper)
        except TodokuError:
            continue
    return shop.read(asked.return_id)


def _check(written: Policy, sold: Order, asked: ReturnRequest) -> None:
    for item in asked.items:
        if item.approval is Approval.APPROVED:
            _is_granted(written, sold, asked, item)
    for each in asked.settlements:
        assert each.amount >= 0
        item_ids = set(each.item_ids)
        pieces = sum(item.quantity for item in asked.items if item.item_id in item_ids)
        assert each.amount <= 1000 * pieces
        if each.kind is SettlementKind.GOODS:
            assert each.sku in {SKUS[item.line] for item in asked.items if item.item_id in item_ids}
            assert each.quantity <= pieces


def _is_granted(written: Policy, sold: Order, asked: ReturnRequest, item: ReturnItem) -> None:
    """By a reading of the rules that shares nothing with the engine."""
    reason = next(each for each in REASONS if each.code == item.reason)
    assert {entry.actor for entry in asked.log if entry.action is Action.APPROVE} == {Actor.SYSTEM}
    is_kept = item.terms is not None and item.terms.actions.keep is not Keep.NO
    method = Method.NONE if asked.method is None and is_kept else asked.method
    said = read(written, _facts(sold, asked, item, method)).actions
    assert said.accept is not None
    assert said.accept.yes
    assert item.outcome in (said.outcomes or ())
    goods_stay = said.keep is not Keep.NO or item.outcome is Outcome.SPARE_PART
    if method is not None:
        assert method in ((Method.NONE,) if goods_stay else said.methods or ())
    assert said.review is Review.AUTOMATIC
    assert _is_in_time(said)
    _is_shown(said, item, needs_words=reason.needs_words)


def _facts(sold: Order, asked: ReturnRequest, item: ReturnItem, method: Method | None) -> Facts:
    group = next(each.group for each in REASONS if each.code == item.reason)
    facts: dict[Fact, Value] = {
        Fact.ORDER_COUNTRY: sold.destination.country,
        Fact.ORDER_CHANNEL: "online",
        Fact.ORDER_VALUE: 4000,
        Fact.ORDER_GIFT: False,
        Fact.CUSTOMER_TIER: "gold",
        Fact.CUSTOMER_TAGS: frozenset(),
        Fact.CUSTOMER_RETURNS: 0,
        Fact.PRODUCT_TAGS: frozenset(),
        Fact.PRODUCT_TRAITS: frozenset(),
        Fact.PRODUCT_PRICE: 1000,
        Fact.RETURN_VALUE: 1000 * sum(each.quantity for each in asked.items),
        Fact.RETURN_REASON: item.reason,
        Fact.RETURN_REASON_GROUP: group,
        Fact.RETURN_OUTCOME: item.outcome,
    }
    optional: Mapping[Fact, Value | None] = {Fact.RETURN_CONDITION: item.condition, Fact.RETURN_METHOD: method}
    return facts | {fact: value for fact, value in optional.items() if value is not None}


def _is_in_time(said: Actions) -> bool:
    """Every day is open: a last day never moves."""
    window, sold = said.window, order()
    assert window is not None
    if window.days is None:
        return True
    came = delivered(sold)
    days: dict[ClockStart, date | None] = {
        ClockStart.DELIVERED: came.parcels[0].delivered_on,
        ClockStart.SHIPPED: came.shipped_on,
        ClockStart.ORDERED: sold.placed_at.astimezone(sold.destination.zone).date(),
    }
    start = days[window.start]
    assert start is not None
    last = start + timedelta(days=window.days + window.grace_days - window.start_counts)
    return Shop().now.astimezone(sold.destination.zone).date() <= last


def _is_shown(said: Actions, item: ReturnItem, *, needs_words: bool) -> None:
    needed = said.evidence
    assert needed is not None
    assert len({each.key for each in item.evidence}) >= needed.photos
    assert item.words.strip() or not (needed.words or needs_words)
