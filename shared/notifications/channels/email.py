"""A mail as Amazon SES takes it: two alternatives, tags for what is reported back, and a way out in one click.

Sources (2026-11): API reference of SES v2, SendEmail (`Content.Simple.Headers`); RFC 8058, 3.1: both headers, with an
https address and exactly this value. SES signs them with DKIM, as 4. asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.notifications.content.letter import Mail
from shared.notifications.mail_tags import mail_tags
from shared.notifications.message import Message


@dataclass(frozen=True, slots=True)
class AddressedMail:
    """A written mail, and what it is about."""

    mail: Mail
    message: Message


def mail_request(addressed: AddressedMail) -> dict[str, Any]:
    """The arguments of `SendEmail`, but for the configuration set."""
    message = addressed.message
    tags = {**mail_tags(message.order_id, message.message_id), "trigger": message.trigger, "kind": message.kind}
    tagged = {"EmailTags": [{"Name": name, "Value": str(value)} for name, value in tags.items()]}
    return {**plain_request(addressed.mail), **tagged}


def plain_request(mail: Mail) -> dict[str, Any]:
    """The same of a mail of which nothing is to be heard again."""
    simple: dict[str, Any] = {
        "Subject": _utf8(mail.subject),
        "Body": {"Text": _utf8(mail.text), "Html": _utf8(mail.html)},
    }
    if mail.unsubscribe_url:
        simple["Headers"] = [
            {"Name": "List-Unsubscribe", "Value": f"<{mail.unsubscribe_url}>"},
            {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
        ]
    return {
        "FromEmailAddress": mail.sender,
        "Destination": {"ToAddresses": [mail.recipient]},
        "Content": {"Simple": simple},
    }


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
