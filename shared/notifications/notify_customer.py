"""Tell the shopper about what happened: decide, keep the decision, announce it to the channels' senders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.errors import NotFound
from shared.notifications.attribute_order import attribute_order
from shared.notifications.catalogue.parcel_facts import parcel_of
from shared.notifications.message import Message
from shared.notifications.occasions import Heard, occasions
from shared.notifications.ports import Announcements
from shared.notifications.read_situation import Sources, read_situation
from shared.notifications.rules import NotificationRules
from shared.notifications.situation import Situation
from shared.notifications.tell import announce, keep_decisions
from shared.tracking.events import IncidentOpened, MilestoneReached, OrderRecorded


class NotYetVisible(NotFound):
    """The event came before what it speaks of can be read: try again."""

    code = "not_yet_visible"


@dataclass(frozen=True, slots=True)
class Means:
    """What telling needs: where a situation is read from, and where messages are announced."""

    sources: Sources
    announcements: Announcements


def notify_customer(heard: Heard, means: Means, rules: NotificationRules, now: datetime) -> list[Message]:
    """Decide and announce; answers the decisions as kept.

    The first decision is the one that stands. It is announced on every repeat of the event until the event is
    acknowledged, so a crash between keeping and announcing loses nothing; senders drop what they have sent. Raises
    NotYetVisible, StaleMessage and StaleShopper, all to be tried again. A new order is put down to the message that
    brought it, if one did.
    """
    if heard.order_id is None:
        return []
    situation = read_situation(means.sources, heard.order_id)
    if situation is None or not _is_visible(heard, situation):
        raise NotYetVisible("The order or the parcel of this event cannot be read yet.")
    if isinstance(heard, OrderRecorded) and heard.order_version == 1:
        attribute_order(situation.order, situation.shopper, messages=means.sources.messages, rules=rules, now=now)
    kept = keep_decisions(occasions(heard, situation, rules), situation, rules, means.sources.messages, now)
    announce(
        kept,
        shoppers=means.sources.shoppers,
        announcements=means.announcements,
        rate=rules.rate,
        now=now,
    )
    return kept


def _is_visible(heard: Heard, situation: Situation) -> bool:
    """Whether the parcel of a carrier's fact can be read; one that went to another order since need not be."""
    if not isinstance(heard, MilestoneReached | IncidentOpened):
        return True
    parcel = parcel_of(heard, situation)
    return parcel is None or parcel in situation.parcels
