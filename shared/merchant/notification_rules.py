"""From what the merchant wrote about messages to the rules they are decided by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from shared.merchant.messaging import (
    ChannelsConfiguration,
    MessageConfiguration,
    NotificationsConfiguration,
    SlotConfiguration,
)
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.rules import (
    ChannelSettings,
    NotificationRules,
    QuietHours,
    RateLimit,
    ReviewRules,
    Slot,
    SplitOrders,
    Told,
)
from shared.notifications.trigger import Trigger
from shared.shoppers.channel import Channel

_AS_ITS_GROUP = MessageConfiguration()


def compile_rules(
    written: NotificationsConfiguration, *, default_language: str, support_email: str
) -> NotificationRules:
    """The rules. A trigger's own channels are narrowed to those that are set up; named ones must be (a contradiction
    else). A message that is named is told whether its group is or not, unless it is switched off.
    """
    return NotificationRules(
        told=dict(_told(written)),
        quiet=QuietHours(written.quiet_hours.from_, written.quiet_hours.until) if written.quiet_hours else None,
        rate=RateLimit(written.at_most.messages, timedelta(hours=written.at_most.hours)) if written.at_most else None,
        split_orders=SplitOrders(written.split_orders),
        arriving_soon_at=written.arriving_soon_at,
        pickup_reminder_days=written.pickup_reminder_days,
        case_reminder_days=written.case_reminder_days,
        warranty_reminder_days=written.warranty_reminder_days,
        reviews=ReviewRules(
            use_days=dict(written.reviews.use_days),
            default_use_days=written.reviews.default_use_days,
            without_delivery_days=written.reviews.without_delivery_days,
            needs_consent=written.reviews.needs_consent,
        ),
        slots=tuple(_slot(slot) for slot in written.slots),
        channels=_settings(written.channels, support_email),
        attributed_days=written.attributed_days,
        keep_days=written.keep_days,
        default_language=default_language,
    )


def channels_set_up(channels: ChannelsConfiguration) -> frozenset[Channel]:
    """E-mail, and every channel that has a section."""
    return frozenset({Channel.EMAIL, *(Channel(name) for name, section in channels if section is not None)})


def is_told(trigger: Trigger, written: NotificationsConfiguration) -> bool:
    """Whether shoppers hear of it at all."""
    named = written.messages.get(trigger.name)
    return trigger.group in written.groups if named is None else named.enabled


def _told(written: NotificationsConfiguration) -> Iterator[tuple[str, Told]]:
    set_up = channels_set_up(written.channels)
    for trigger in TRIGGERS:
        if is_told(trigger, written):
            named = written.messages.get(trigger.name, _AS_ITS_GROUP)
            wanted = named.channels or trigger.channels
            yield trigger.name, Told(tuple(each for each in wanted if each in set_up), named.every_channel)


def _slot(written: SlotConfiguration) -> Slot:
    return Slot(
        name=written.name,
        kind=written.kind,
        title=dict(written.title),
        text=dict(written.text),
        url=written.url,
        image_url=written.image_url or "",
        begins=written.from_,
        ends=written.until,
        countries=tuple(written.countries),
        categories=tuple(written.categories),
        triggers=tuple(written.triggers),
    )


def _settings(written: ChannelsConfiguration, support_email: str) -> ChannelSettings:
    sms, line, whatsapp, push = written.sms, written.line, written.whatsapp, written.push
    settings = ChannelSettings(
        sms_sender_id=(sms.sender_id if sms else None) or "",
        line_notice=line.notice if line else False,
        push_contact=(push.contact if push else None) or f"mailto:{support_email}",
    )
    if whatsapp is None:
        return settings
    return replace(
        settings,
        whatsapp_phone_number_id=whatsapp.phone_number_id,
        whatsapp_api_version=whatsapp.api_version,
        whatsapp_template=whatsapp.template,
    )
