"""What Amazon SES tells of a mail on the account's own event bus, read.

Source (2026-11): docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html and event-publishing-retrieving-sns-
contents.html. SES delivers these events with its best effort, in any order. `mail.tags` holds the tags of the mail as
lists.

| detail-type | news |
| --- | --- |
| Email Sent | sent |
| Email Delivered | delivered |
| Email Opened | opened |
| Email Clicked | clicked |
| Email Bounced, `Permanent` | bounced; held back with the subtype `Suppressed` or `OnAccountSuppressionList` |
| Email Bounced, `Transient` or `Undetermined` | returned: a full mailbox, or an answer from somebody on holiday |
| Email Complaint Received | complained; held back with the subtype `OnAccountSuppressionList`; nothing where the feedback type is `not-spam` |
| Email Rejected | rejected |
| Email Delivery Delayed | delayed |
"""  # noqa: E501 - a table

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from shared import strict_json
from shared.errors import Invalid
from shared.notifications.mail_report import MailNews, MailReport
from shared.notifications.mail_tags import tagged

DETAIL_TYPES: Mapping[str, tuple[str, MailNews]] = {
    "Email Sent": ("send", MailNews.SENT),
    "Email Delivered": ("delivery", MailNews.DELIVERED),
    "Email Opened": ("open", MailNews.OPENED),
    "Email Clicked": ("click", MailNews.CLICKED),
    "Email Bounced": ("bounce", MailNews.BOUNCED),
    "Email Complaint Received": ("complaint", MailNews.COMPLAINED),
    "Email Rejected": ("reject", MailNews.REJECTED),
    "Email Delivery Delayed": ("deliveryDelay", MailNews.DELAYED),
}
"""detail-type -> the field that holds what is particular to it, and what it usually means."""
_SUPPRESSED = ("Suppressed", "OnAccountSuppressionList")
_moment: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


class UnreadableFeedback(Invalid):
    """The queued message is no event of SES about a mail."""

    code = "unreadable_feedback"


def read_feedback(body: str) -> MailReport | None:
    """The report in a queued event; None where it is about no mail of ours, or says nothing.

    Raises MalformedJson or UnreadableFeedback. Neither says what was in it: addresses are.
    """
    envelope = strict_json.loads(body.encode("utf-8", "surrogatepass"))
    known = DETAIL_TYPES.get(str(envelope.get("detail-type"))) if isinstance(envelope, dict) else None
    if not isinstance(envelope, dict) or known is None:
        raise UnreadableFeedback("Expected an event of SES about a mail.", field="detail-type")
    name, usual = known
    try:
        detail = envelope["detail"]
        particular, tags = detail.get(name) or {}, detail["mail"]["tags"]
        ours = tagged({tag: str(values[0]) for tag, values in tags.items() if values})
        news = _news(usual, particular)
        if ours is None or news is None:
            return None
        return MailReport(
            *ours,
            news=news,
            at=_moment.validate_python(particular.get("timestamp") or detail["mail"]["timestamp"]),
            provider_id=str(detail["mail"]["messageId"]),
            addresses=_addresses(particular),
        )
    except (KeyError, TypeError, AttributeError, ValidationError):
        raise UnreadableFeedback(f"The event {envelope['detail-type']} has not the fields it should.") from None


def _news(usual: MailNews, particular: Mapping[str, Any]) -> MailNews | None:
    if usual is MailNews.BOUNCED:
        if particular["bounceType"] != "Permanent":
            return MailNews.RETURNED
        return MailNews.HELD_BACK if particular.get("bounceSubType") in _SUPPRESSED else usual
    if usual is MailNews.COMPLAINED:
        if particular.get("complaintFeedbackType") == "not-spam":
            return None
        return MailNews.HELD_BACK if particular.get("complaintSubType") in _SUPPRESSED else usual
    return usual


def _addresses(particular: Mapping[str, Any]) -> tuple[str, ...]:
    """Bare, as they were sent to: some servers write them in angle brackets, or behind a name."""
    recipients = (*particular.get("bouncedRecipients", ()), *particular.get("complainedRecipients", ()))
    return tuple(str(each["emailAddress"]).rpartition("<")[2].rstrip("> ") for each in recipients)
