"""A text message as Amazon SNS takes it. Source (2026-11): API reference of SNS, Publish, and its developer guide,
"Publishing to a mobile phone": `Transactional` is what SNS calls messages that must arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A text to one telephone."""

    phone: str
    """E.164."""
    text: str
    sender_id: str = ""
    """1 to 11 letters and digits, at least one a letter; "" leaves the sender to the account."""


def text_request(message: TextMessage) -> dict[str, Any]:
    """The arguments of `Publish`."""
    named = {"AWS.SNS.SMS.SenderID": message.sender_id} if message.sender_id else {}
    attributes = {"AWS.SNS.SMS.SMSType": "Transactional", **named}
    return {
        "PhoneNumber": message.phone,
        "Message": message.text,
        "MessageAttributes": {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()},
    }
