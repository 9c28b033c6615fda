"""The shape every shop system has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shared.carriers.carrier import Verify
from shared.returns.refund_word import RefundWord
from shared.shops.shop_push import ShopPush
from shared.shops.shop_update import ShopUpdate


@dataclass(frozen=True, slots=True)
class ShopSystem:
    """Where a shop's orders live, or who takes its payments, and how it tells of them."""

    slug: str
    """Its name in `/v1/shops/{slug}/webhook` and `events/shops/`: lower case, digits, underscores."""
    name: str
    """Its name as a person knows it."""
    verify: Verify
    take: Callable[[Mapping[str, str], bytes], ShopPush | None]
    """Of a push (headers with lower-case names, raw body) all that `read` needs, and nothing else: no name, no street.
    None when it is about nothing that is kept. Raises strict_json.MalformedJson."""
    read: Callable[[ShopPush], ShopUpdate]
    """What a push says; raises UnreadablePayload with the path of the wrong value."""
    topics: Mapping[str, tuple[str, ...]]
    """What to subscribe to there, and which fields of each are read."""
    refund_topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Likewise, for words about refunds."""
    read_refund: Callable[[ShopPush], RefundWord] | None = None
    """What a push of one of `refund_topics` is about; raises UnreadablePayload."""
