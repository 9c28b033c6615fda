"""What SES tells of a mail is read from the events AWS documents, and finds its message by the tags of the mail."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.aws.ses_feedback import DETAIL_TYPES, UnreadableFeedback, read_feedback
from shared.notifications.mail_report import MailNews
from shared.notifications.mail_tags import mail_tags, tagged
from tests.functions.triggers import sample

EVENTS = {json.loads(r["body"])["detail-type"]: json.loads(r["body"]) for r in sample("sqs_from_ses")["Records"]}
PARTICULAR = {detail_type: field for detail_type, (field, _) in DETAIL_TYPES.items()}


def changed(detail_type: str, **fields: Any) -> str:
    """The sample with other particulars."""
    event = json.loads(json.dumps(EVENTS[detail_type]))
    event["detail"][PARTICULAR[detail_type]] |= fields
    return json.dumps(event)


def test_there_is_a_sample_of_everything_that_is_read() -> None:
    assert set(EVENTS) == set(DETAIL_TYPES)


@pytest.mark.parametrize("detail_type", sorted(DETAIL_TYPES))
def test_every_kind_of_event_finds_its_message(detail_type: str) -> None:
    report = read_feedback(json.dumps(EVENTS[detail_type]))
    assert report
    assert (report.order_id, report.message_id) == ("1001", "0a1b2c3d4e5f60718293a4b5c6")
    assert report.news is DETAIL_TYPES[detail_type][1]
    assert report.provider_id == EVENTS[detail_type]["detail"]["mail"]["messageId"]
    assert report.addresses == (("shopper@example.com",) if "B" in detail_type or "Comp" in detail_type else ())


def test_the_time_is_that_of_what_happened_and_of_a_mail_that_was_sent_its_own() -> None:
    opened, sent = (read_feedback(json.dumps(EVENTS[name])) for name in ("Email Opened", "Email Sent"))
    assert opened
    assert opened.at == datetime(2026, 11, 24, 2, 11, 40, 250000, tzinfo=UTC)
    assert sent
    assert sent.at == datetime(2026, 11, 24, 1, 30, 0, 512000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("detail_type", "fields", "news"),
    [
        ("Email Bounced", {"bounceSubType": "OnAccountSuppressionList"}, MailNews.HELD_BACK),
        ("Email Bounced", {"bounceSubType": "Suppressed"}, MailNews.HELD_BACK),
        ("Email Bounced", {"bounceType": "Transient", "bounceSubType": "MailboxFull"}, MailNews.RETURNED),
        ("Email Bounced", {"bounceType": "Undetermined"}, MailNews.RETURNED),
        ("Email Complaint Received", {"complaintSubType": "OnAccountSuppressionList"}, MailNews.HELD_BACK),
        ("Email Complaint Received", {"complaintFeedbackType": None}, MailNews.COMPLAINED),
    ],
)
def test_types_and_subtypes_say_what_it_means(detail_type: str, fields: dict[str, Any], news: MailNews) -> None:
    report = read_feedback(changed(detail_type, **fields))
    assert report
    assert report.news is news


def test_not_spam_is_no_complaint() -> None:
    assert read_feedback(changed("Email Complaint Received", complaintFeedbackType="not-spam")) is None


@pytest.mark.parametrize("written", ["<shopper@example.com>", "A Shopper <shopper@example.com>"])
def test_an_address_is_read_bare(written: str) -> None:
    report = read_feedback(changed("Email Bounced", bouncedRecipients=[{"emailAddress": written}]))
    assert report
    assert report.addresses == ("shopper@example.com",)


def test_another_programs_mail_is_passed_over() -> None:
    event = json.loads(json.dumps(EVENTS["Email Bounced"]))
    event["detail"]["mail"]["tags"] = {"ses:configuration-set": ["other"]}
    assert read_feedback(json.dumps(event)) is None


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        '{"detail-type": "Object Created"}',
        '{"detail-type": "Email Bounced"}',
        '{"detail-type": "Email Bounced", "detail": {"mail": {"tags": {}}}}',
        changed("Email Bounced", bouncedRecipients=[{}]),
        changed("Email Opened", timestamp="yesterday"),
    ],
)
def test_what_is_no_such_event_is_refused_without_its_content(body: str) -> None:
    with pytest.raises(UnreadableFeedback) as refusal:
        read_feedback(body)
    assert "@" not in refusal.value.detail


@given(st.text(min_size=1, max_size=60), st.text("0123456789abcdef", min_size=26, max_size=26))
def test_tags_carry_any_order_id_there_and_back(order_id: str, message_id: str) -> None:
    tags = mail_tags(order_id, message_id)
    assert all(set(value) <= set(TAG_LETTERS) and len(value) <= 256 for value in tags.values())
    assert tagged(tags) == (order_id, message_id)


def test_an_order_id_that_is_too_long_for_a_tag_is_left_out() -> None:
    tags = mail_tags("届" * 200, "m1")
    assert tags == {"message_id": "m1"}
    assert tagged(tags) is None


TAG_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
