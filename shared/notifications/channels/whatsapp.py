"""A message as WhatsApp takes it from AWS End User Messaging Social: an approved template, filled in.

Outside a conversation that the shopper began, WhatsApp takes templates only. The merchant has one approved, of the
category "utility", whose body is one variable and whose button opens `<public address>/{{1}}`.

Sources (2026-11): API reference of AWS End User Messaging Social, SendWhatsAppMessage: `message` is the body of Meta's
Cloud API, "Messages", type `template`; developers.facebook.com, "Template components": a parameter holds no line break,
no tab, and no more than four spaces in a row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from shared.notifications.content.chat import write_chat
from shared.notifications.content.letter import Letter
from shared.notifications.rules import ChannelSettings

_LONGEST = 1000
"""A template's body takes 1,024 characters with what stands around the variable."""
_LANGUAGES = {"pt": "pt_BR", "zh": "zh_CN"}
"""Languages that WhatsApp has in national forms only, and the form that more people read."""


@dataclass(frozen=True, slots=True)
class WhatsAppMessage:
    """What is handed to AWS. The body holds a telephone number: it is never logged."""

    phone_number_id: str
    api_version: str
    body: bytes


def whatsapp_message(letter: Letter, settings: ChannelSettings, public_url: str) -> WhatsAppMessage:
    """`public_url`: what the template's button begins with."""
    chat = write_chat(letter)
    language = letter.message.language
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.order.contact.phone,
        "type": "template",
        "biz_opaque_callback_data": letter.message.message_id,
        "template": {
            "name": settings.whatsapp_template,
            "language": {"code": _LANGUAGES.get(language, language.replace("-", "_"))},
            "components": [
                {"type": "body", "parameters": [{"type": "text", "text": _one_line(chat.body)}]},
                {
                    "type": "button",
                    "sub_type": "url",
                    "index": "0",
                    "parameters": [{"type": "text", "text": _end(letter, chat.url, public_url)}],
                },
            ],
        },
    }
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return WhatsAppMessage(settings.whatsapp_phone_number_id, settings.whatsapp_api_version, written)


def _end(letter: Letter, url: str, public_url: str) -> str:
    """What follows the public address; a button cannot lead elsewhere, so it leads to the tracking page then."""
    begins = public_url.rstrip("/") + "/"
    ours = url if url.startswith(begins) else letter.links.tracking
    return ours.removeprefix(begins)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
