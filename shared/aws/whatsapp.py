"""WhatsApp through AWS End User Messaging Social.

What it answers (its API reference, SendWhatsAppMessage, 2026-11), and what is made of it:

| answer | means here |
| --- | --- |
| 200 with a messageId | taken; whether Meta delivers it is told in the account's own events |
| `InvalidParametersException`, `ValidationException` 400, `ResourceNotFoundException` 404, | |
| `AccessDeniedException` 403 | refused, and somebody must look: number, template, language, permission; next channel |
| `ThrottledRequestException` 429 | not taken: retried |
| `InternalServiceException` 500, `DependencyException` 502, no answer in time | nobody knows |

Neither AWS nor Meta knows an idempotency token: a repeat is a second message.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.aws.handing_over import handing_over
from shared.notifications.channels.whatsapp import WhatsAppMessage
from shared.notifications.gateway import FORGETS, Taken

_TO_MEND = frozenset(
    {"AccessDeniedException", "InvalidParametersException", "ResourceNotFoundException", "ValidationException"}
)


class WhatsApp:
    """Implements shared.notifications.gateway.Gateway. Its client must not retry: an answer may be lost."""

    def __init__(self, client: Any) -> None:
        """`client`: boto3's `socialmessaging`."""
        self._client = client

    def remembers(self, _: WhatsAppMessage, /) -> timedelta:
        return FORGETS

    def send(self, message: WhatsAppMessage, /) -> Taken:
        with handing_over("send WhatsApp message", final=(), to_mend=_TO_MEND):
            answer = self._client.send_whatsapp_message(
                originationPhoneNumberId=message.phone_number_id,
                metaApiVersion=message.api_version,
                message=message.body,
            )
        return Taken(str(answer.get("messageId", "")))
