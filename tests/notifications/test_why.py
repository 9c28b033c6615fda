"""Why an order's shopper was told what they were told, and what they were not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.notifications.channels.reach import NO_BROWSER
from shared.notifications.checks import CHECKS
from shared.notifications.decision import TOLD
from shared.notifications.mail_report import MailNews
from shared.notifications.message import Attempt, Outcome, Reaction
from shared.notifications.record_feedback import WHY_DEAD
from shared.notifications.rules import NotificationRules, Told
from shared.notifications.send_message import UNCONFIRMED
from shared.notifications.tell_due import GONE
from shared.notifications.why import REASONS, explain
from shared.shoppers.channel import Channel
from shared.tracking.milestone import Milestone
from tests.notifications.shop import Shop
from tests.notifications.situations import ALL, reached, told
from tests.samples import MAIL_ADDRESS, NOW, PARCEL_ID


def test_without_messages_it_says_what_is_switched_off() -> None:
    rules = NotificationRules({"shipped": Told((Channel.EMAIL,)), "delivered": Told(())})
    why = explain([], rules)
    assert "shipped" not in why.switched_off
    assert "delivered" in why.switched_off
    assert why.entries == ()


def test_a_suppressed_message_shows_what_was_asked_and_what_stopped_it() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED)
    shop.hear(reached(Milestone.OUT_FOR_DELIVERY))
    (entry,) = explain(shop.messages.of_order("A-1"), ALL).entries
    assert (entry.state, entry.reason, entry.plain) == (
        "suppressed",
        "superseded",
        "Something newer was known, or told.",
    )
    assert [check.name for check in entry.checks] == [
        "duplicate",
        "not_due",
        "order_cancelled",
        "too_old",
        "superseded",
    ]
    assert "  stopped superseded: reached delivered" in entry.lines()
    assert MAIL_ADDRESS not in "".join(entry.lines())


def test_a_told_message_shows_every_check_every_attempt_and_what_was_heard_since() -> None:
    shop = Shop(Milestone.OUT_FOR_DELIVERY)
    (decided,) = shop.hear(reached(Milestone.OUT_FOR_DELIVERY))
    sent = replace(
        decided,
        attempts=(Attempt(Channel.LINE, NOW, Outcome.REFUSED, "blocked"),),
        sent_at=NOW,
        reaction=Reaction(opened_at=NOW, bounced_at=NOW, bounce="transient", orders=("A-2",)),
    )
    (entry,) = explain([sent], ALL).entries
    assert [check.name for check in entry.checks] == [name for name, _ in CHECKS]
    lines = entry.lines()
    assert f"  tried line {NOW.isoformat()}: refused (blocked)" in lines
    assert f"  bounced (transient) {NOW.isoformat()}" in lines
    assert "  orders placed soon after: A-2" in lines
    assert any("push: no_browser" in line for line in lines)


def test_every_reason_of_ours_is_a_sentence_too() -> None:
    of_checks = {name for name, _ in CHECKS} - {"duplicate"}
    of_senders = {NO_BROWSER, UNCONFIRMED, GONE, MailNews.BOUNCED, MailNews.HELD_BACK, MailNews.REJECTED}
    assert of_checks | of_senders | {TOLD, *WHY_DEAD.values()} <= REASONS.keys()


def test_entries_stand_in_the_order_of_what_happened() -> None:
    later = told("delivered", at=NOW + timedelta(hours=1))
    entries = explain([later, told("shipped")], ALL).entries
    assert [entry.trigger for entry in entries] == ["shipped", "delivered"]
    assert all(PARCEL_ID.number.tracking_number in entry.subject for entry in entries)
