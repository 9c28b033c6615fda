"""What travels from the decision to the senders: ids, and nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass

from shared import strict_json
from shared.errors import Invalid


class UnreadableAnnouncement(Invalid):
    """The queued message is no announcement."""

    code = "unreadable_announcement"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A message that waits to be sent on a channel."""

    order_id: str
    message_id: str

    @classmethod
    def read(cls, body: str) -> Announcement:
        """Read a queue's message body; raises MalformedJson or UnreadableAnnouncement."""
        content = strict_json.loads(body.encode("utf-8", "surrogatepass"))
        if isinstance(content, dict):
            order_id, message_id = content.get("order_id"), content.get("message_id")
            if isinstance(order_id, str) and isinstance(message_id, str):
                return cls(order_id, message_id)
        raise UnreadableAnnouncement("Expected an object with order_id and message_id.")
