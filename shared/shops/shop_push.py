"""A shop system's push on its way through the queue: reduced to the fields that are read, because it is personal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from shared import strict_json
from shared.errors import Invalid


class UnreadablePush(Invalid):
    """The queued message is no push of a shop system."""

    code = "unreadable_push"


@dataclass(frozen=True, slots=True)
class ShopPush:
    """One push. Holds the shopper's mail address: it travels by a queue, never over the bus, and is never logged."""

    shop_system: str
    """Slug."""
    topic: str
    """What happened, in the shop system's words ("orders/create")."""
    event_id: str
    """The same for the same happening, however often it is pushed."""
    triggered_at: str
    """When it happened, as the shop system writes it; "" where it does not say."""
    payload: Mapping[str, object]
    """The shop system's own fields, those that are read."""

    def to_json(self) -> str:
        """As a queue's message body."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, body: str) -> ShopPush:
        """Read a queue's message body; raises MalformedJson or UnreadablePush."""
        content = strict_json.loads(body.encode("utf-8", "surrogatepass"))
        if not isinstance(content, dict) or content.keys() != _FIELDS.keys():
            raise UnreadablePush(f"Expected an object with {', '.join(_FIELDS)}.")
        for name, kind in _FIELDS.items():
            if not isinstance(content[name], kind):
                raise UnreadablePush(f"{name} is not of its type.", field=name)
        return cls(**content)


_FIELDS = {"shop_system": str, "topic": str, "event_id": str, "triggered_at": str, "payload": dict}
