"""What a message is about: the trigger it was told for."""

from __future__ import annotations

from shared.errors import Invalid
from shared.notifications.catalogue import trigger_named
from shared.notifications.message import Message
from shared.notifications.trigger import Trigger


class UnknownTrigger(Invalid):
    """The message names a trigger that is not in the catalogue: nobody knows what to write."""

    code = "unknown_trigger"


def trigger_of(message: Message) -> Trigger:
    """The message's trigger; raises UnknownTrigger."""
    trigger = trigger_named(message.trigger)
    if trigger is None:
        raise UnknownTrigger("There is no such trigger.", field="trigger")
    return trigger
