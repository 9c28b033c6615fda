"""What becomes of a message is published once, without its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.notifications.message import Attempt, Message, MessageState, Outcome, Reaction
from shared.notifications.publications import of_message
from shared.shoppers.channel import Channel
from shared.tracking.milestone import Milestone
from tests.notifications.shop import Shop
from tests.notifications.situations import EVERYONE, reached
from tests.samples import MAIL_ADDRESS, NOW


def decided(*milestones: Milestone) -> Message:
    """A message about a parcel that is out for delivery."""
    (message, *_) = Shop(*milestones).hear(reached(Milestone.OUT_FOR_DELIVERY))
    return message


OUT = decided(Milestone.OUT_FOR_DELIVERY)
SENT = replace(OUT, state=MessageState.SENT, sent_at=NOW, provider_id="p-1")


def test_the_steps_in_between_are_not_published() -> None:
    assert of_message(None, OUT, merchant_id="hanare") == []
    assert of_message(OUT, replace(OUT, state=MessageState.SENDING), merchant_id="hanare") == []
    assert of_message(None, replace(OUT, state=MessageState.PLANNED), merchant_id="hanare") == []


def test_a_sent_message_is_published_without_its_address() -> None:
    (event,) = of_message(OUT, SENT, merchant_id="hanare")
    assert (event.detail_type, event.metadata.event_id) == ("NotificationSent", f"message:{OUT.message_id}:sent")
    assert (event.data["kind"], event.data["provider_id"]) == ("service", "p-1")
    for secret in (MAIL_ADDRESS, EVERYONE.phone, EVERYONE.line_user_id):
        assert secret not in event.detail()
    assert of_message(SENT, SENT, merchant_id="hanare") == []


def test_a_suppressed_message_is_published_with_its_reason() -> None:
    (event,) = of_message(None, decided(Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED), merchant_id="hanare")
    assert (event.detail_type, event.data["reason"]) == ("NotificationSuppressed", "superseded")


def test_a_message_that_no_channel_took_is_published_with_the_last_reason() -> None:
    at = NOW + timedelta(minutes=1)
    failed = replace(OUT, state=MessageState.FAILED, attempts=(Attempt(Channel.LINE, at, Outcome.REFUSED, "blocked"),))
    (event,) = of_message(OUT, failed, merchant_id="hanare")
    assert (event.detail_type, event.data["reason"], event.metadata.occurred_at) == (
        "NotificationFailed",
        "blocked",
        at,
    )


def test_every_reaction_is_published_once() -> None:
    opened = replace(SENT, reaction=Reaction(delivered_at=NOW, opened_at=NOW))
    clicked = replace(opened, reaction=replace(opened.reaction, clicked_at=NOW, bounced_at=NOW, bounce="permanent"))
    assert [e.data["reaction"] for e in of_message(SENT, opened, merchant_id="hanare")] == ["delivered", "opened"]
    events = of_message(opened, clicked, merchant_id="hanare")
    assert [(e.data["reaction"], e.data.get("bounce")) for e in events] == [
        ("clicked", None),
        ("bounced", "permanent"),
    ]
    assert len({e.metadata.event_id for e in events}) == 2


def test_a_message_that_went_elsewhere_after_all_is_another_fact() -> None:
    refused = replace(SENT, attempts=(Attempt(Channel.EMAIL, NOW, Outcome.REFUSED, "bounced"),))
    (event,) = of_message(OUT, refused, merchant_id="hanare")
    assert event.metadata.event_id == f"message:{OUT.message_id}:sent:line"
