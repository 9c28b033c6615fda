"""What no single field of the section `notifications` can see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared.merchant.contradiction import Contradiction, Path, repeated
from shared.merchant.notification_rules import channels_set_up
from shared.notifications.catalogue import trigger_named
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind

if TYPE_CHECKING:
    from shared.merchant.messaging import MessageConfiguration, NotificationsConfiguration, SlotConfiguration

_ROOT: Path = ("notifications",)


def messaging_contradictions(written: NotificationsConfiguration) -> Iterator[Contradiction]:
    """Every disagreement of the section with itself."""
    yield from repeated((*_ROOT, "groups"), written.groups, "", "a group that is listed once")
    set_up = channels_set_up(written.channels)
    for name, message in written.messages.items():
        yield from _message((*_ROOT, "messages", name, "channels"), message, set_up)
        yield from _invitation((*_ROOT, "messages", name, "channels"), name, message)
    quiet = written.quiet_hours
    if quiet and quiet.from_ == quiet.until:
        yield Contradiction((*_ROOT, "quiet_hours", "until"), f"another time than from, which is {quiet.from_:%H:%M}")
    names = [slot.name for slot in written.slots]
    yield from repeated((*_ROOT, "slots"), names, "name", "a name no other slot has")
    for index, slot in enumerate(written.slots):
        yield from _slot((*_ROOT, "slots", index), slot)


def _message(path: Path, message: MessageConfiguration, set_up: frozenset[Channel]) -> Iterator[Contradiction]:
    yield from repeated(path, message.channels, "", "a channel that is listed once")
    for index, channel in enumerate(message.channels):
        if channel not in set_up:
            usable = ", ".join(each for each in Channel if each in set_up)
            expected = f"a channel that is set up under notifications.channels ({usable})"
            yield Contradiction((*path, index), expected)


def _invitation(path: Path, name: str, message: MessageConfiguration) -> Iterator[Contradiction]:
    """A text's short address leads to the tracking page, where nobody can write a review."""
    trigger = trigger_named(name)
    if trigger is not None and trigger.kind is Kind.FEEDBACK and Channel.SMS in message.channels:
        at = message.channels.index(Channel.SMS)
        yield Contradiction((*path, at), "a channel with room for the address of the review page: any but sms")


def _slot(path: Path, slot: SlotConfiguration) -> Iterator[Contradiction]:
    if slot.from_ and slot.until and slot.until < slot.from_:
        yield Contradiction((*path, "until"), f"a day not before from, which is {slot.from_}")
    for index, name in enumerate(slot.triggers):
        trigger = trigger_named(name)
        if trigger and not trigger.calm:
            yield Contradiction((*path, "triggers", index), "a calm message: trouble, money and cases carry no slots")
