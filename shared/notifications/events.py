"""What notifications publish. Never an address, never the text."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from shared.eventing.envelope import EventData

SOURCE = "postpurchase.notifications"

ReactionName = Literal["delivered", "opened", "clicked", "bounced", "complained"]


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
    kind: str | None = None
    """`required`, `service`, `feedback` or `promotion`."""
    subject: str | None = None
    """What it is about: "order", "parcel:<carrier>:<number>:<ship date>", "line:<sku>", "case:<id>"."""
    provider_id: str | None = None
    """What the channel's service calls it."""


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
    kind: str | None = None
    subject: str | None = None
    """As of NotificationSent."""


class NotificationFailed(EventData):
    """A message was to be sent, and no channel took it."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "NotificationFailed"
    version: ClassVar[int] = 1

    message_id: str
    order_id: str
    trigger: str
    channel: str
    """The last that was tried."""
    reason: str
    kind: str
    subject: str
    """As of NotificationSent."""
    failed_at: AwareDatetime


class NotificationReacted(EventData):
    """Something was heard of a message after it was sent: from the channel's service, or a link that was followed."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "NotificationReacted"
    version: ClassVar[int] = 1

    message_id: str
    order_id: str
    trigger: str
    channel: str
    kind: str
    reaction: ReactionName
    """Each the first time. Mail programs that open every mail, or none, make `opened` a hint only."""
    reacted_at: AwareDatetime
    bounce: str | None = None
    """Of `bounced`: `permanent` or `transient`."""
