"""What notifications publish. Never an address, never the text."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from shared.eventing.envelope import EventData

SOURCE = "postpurchase.notifications"


class NotificationSent(EventData):
    """A message went out on a channel."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "NotificationSent"
    version: ClassVar[int] = 1

    message_id: str
    order_id: str
    trigger: str
    channel: str
    language: str
    sent_at: AwareDatetime


class NotificationSuppressed(EventData):
    """A message was deliberately not sent."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "NotificationSuppressed"
    version: ClassVar[int] = 1

    message_id: str
    order_id: str
    trigger: str
    channel: str
    reason: str
    decided_at: AwareDatetime
