"""Stripe's pushes: an Event that holds a Refund.

Sources (2026-11): https://docs.stripe.com/api/events/types for the types, https://docs.stripe.com/api/refunds/object
for the refund, https://docs.stripe.com/changelog/acacia/2024-10-28/refund-webhook-update, by which `refund.updated`
and `refund.failed` are sent for every refund; before that version of the API it was `charge.refund.updated` for those
of charges.

A refund of ours bears the settlement's id in its metadata (`shared/outbound/stripe_refunds.py`). All others, and what
else Stripe tells, are not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from shared import strict_json
from shared.returns.refund_word import RefundWord
from shared.shops.shop_push import ShopPush, UnreadablePush
from shared.shops.shop_update import ShopUpdate

SLUG = "stripe"
_FIELDS = ("id", "status", "metadata.settlement_id", "metadata.return_id")
REFUND_TOPICS: Mapping[str, tuple[str, ...]] = {
    "refund.updated": _FIELDS,
    "refund.failed": _FIELDS,
    "charge.refund.updated": _FIELDS,
}
_DEAD = frozenset({"failed", "canceled"})
_LONGEST_ID = 200
"""Of ours; Stripe takes 500 characters of anybody's."""


def take(headers: Mapping[str, str], body: bytes) -> ShopPush | None:
    """See `ShopSystem.take`. The type is in the body, which is signed."""
    event = _dict(strict_json.loads(body))
    topic = _text(event, "type")
    if topic not in REFUND_TOPICS:
        return None
    refund = _dict(_dict(event.get("data")).get("object"))
    named = {name: _text(_dict(refund.get("metadata")), name) for name in ("settlement_id", "return_id")}
    if not all(0 < len(value) <= _LONGEST_ID for value in named.values()):
        return None
    return ShopPush(
        shop_system=SLUG,
        topic=topic,
        event_id=f"stripe:{_text(event, 'id') or hashlib.sha256(body).hexdigest()[:32]}",
        triggered_at="",
        payload={"id": _text(refund, "id"), "status": _text(refund, "status"), **named},
    )


def read(push: ShopPush) -> ShopUpdate:
    """See `ShopSystem.read`."""
    raise UnreadablePush("Stripe tells of no orders.", field="topic")


def read_refund(push: ShopPush) -> RefundWord:
    """See `ShopSystem.read_refund`."""
    return RefundWord(
        return_id=_text(push.payload, "return_id"),
        settlement_id=_text(push.payload, "settlement_id"),
        says_failed=_text(push.payload, "status") in _DEAD,
    )


def _dict(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(content: Mapping[str, object], name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""
