"""Rules: what the merchant decided about messages, compiled from `merchant.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from shared.shoppers.channel import Channel


class SplitOrders(StrEnum):
    """What is told of an order that comes in several parcels."""

    EACH = "each"
    """Each parcel's delivery ("1 of 3"), and when all are there."""
    SUMMARY = "summary"
    """Only when all are there."""


@dataclass(frozen=True, slots=True)
class Told:
    """How one trigger is told."""

    channels: tuple[Channel, ...]
    """In the merchant's order."""
    every: bool = False
    """On every one of them that reaches the shopper, not only the first."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local to the shopper: from `begins` until `ends`, usually over midnight, loud channels wait."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many messages to one shopper in a time; required and urgent ones are told all the same."""

    messages: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """A recommendation or promotion that calm messages carry, for a time and a segment."""

    name: str
    kind: str
    """`recommendation` or `promotion`."""
    title: Mapping[str, str]
    """Language -> text; `en`, else the first, where the shopper's is missing."""
    text: Mapping[str, str]
    url: str
    """https."""
    image_url: str = ""
    begins: date | None = None
    ends: date | None = None
    """Local to the destination, both included."""
    countries: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Only for orders with a line of one of these; empty: for all."""
    triggers: tuple[str, ...] = ()
    """Only in these messages; empty: in all calm ones."""


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """When reviews are asked for."""

    use_days: Mapping[str, int] = field(default_factory=dict)
    """Category -> days of use before a review is asked for."""
    default_use_days: int = 14
    without_delivery_days: int = 7
    """Counted from the last expected day where no delivery is ever scanned; the days of use come on top."""
    needs_consent: bool = False
    """Whether only those who said yes are asked."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What channels need to know beside their secrets, which are kept elsewhere."""

    sms_sender_id: str = ""
    """Who a text comes from, where the country allows a name; "" leaves it to the account."""
    line_notice: bool = False
    """LINE通知メッセージ for those who are no friend of the account: by the hash of their telephone number. Needs
    LINE's approval, and goes to orders to Japan only."""
    whatsapp_phone_number_id: str = ""
    """Which number messages come from, as AWS End User Messaging Social calls it."""
    whatsapp_api_version: str = "v23.0"
    whatsapp_template: str = "order_update"
    """The approved template: its body takes the text, its button the end of the address."""
    push_contact: str = ""
    """`mailto:` or https: whom a push service may turn to (RFC 8292)."""


@dataclass(frozen=True, slots=True)
class NotificationRules:
    """Everything the merchant decides about messages. What is not in `told` is not told."""

    told: Mapping[str, Told]
    """Trigger name -> how."""
    quiet: QuietHours | None = None
    rate: RateLimit | None = None
    split_orders: SplitOrders = SplitOrders.EACH
    arriving_soon_at: time = time(18, 0)
    """Local, the evening before."""
    pickup_reminder_days: int = 3
    case_reminder_days: int = 3
    """So long before (and at the latest after) what a case waits for, the shopper is reminded."""
    warranty_reminder_days: int = 30
    """So long before a warranty ends, the shopper is told."""
    reviews: ReviewRules = field(default_factory=ReviewRules)
    slots: tuple[Slot, ...] = ()
    channels: ChannelSettings = field(default_factory=ChannelSettings)
    attributed_days: int = 7
    """For so long after a click an order is put down to the message."""
    keep_days: int = 400
    """For so long messages are kept."""
    default_language: str = "en"
    configuration: int = 0
    """Which version of the merchant's configuration they come from; 0 where nobody says."""
